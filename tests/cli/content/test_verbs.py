"""The verbs of `pratique content` on a small content: what they print, and the exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pratique.cli.content import app
from pratique.cli.content.coverage import _abreast
from pratique.cli.content.pages import _plain
from pratique.policy import tree
from pratique.policy.load import load_content
from pratique.policy.stored import store
from tests.policy.trees import CONCEPT, RULE, SMALL, TESTS, write_tree

STRATEGY = "id: default\ntitle: {en: Default, zh: 默认}\nthresholds: [{act: 0.8, review: 0.5}]\n"


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The packaged content of the test."""
    root = write_tree(tmp_path / "content", {**SMALL, "strategies/default.yaml": STRATEGY})
    monkeypatch.chdir(tmp_path)
    for module in ("pratique.policy.tree", "pratique.cli.content.lint", "pratique.cli.content.new"):
        monkeypatch.setattr(f"{module}.base_root", lambda: root)
    assert tree.base_root() == root
    return root


def run(*words: str | Path, code: int = 0) -> Result:
    """Run a verb and hold it to its exit code."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output + repr(result.exception)
    return result


def test_lint_locks_and_then_has_nothing_to_say(base: Path) -> None:
    assert "xx/no-popguns: not in content.lock" in run("lint", code=3).stdout
    assert "1 new, 0 raised" in run("lint", "--lock").stderr
    assert run("lint").stderr == "nothing to say\n"
    write_tree(base, {"policies/xx/rules/toys.yaml": RULE.replace("'3'", "'4'")})
    assert "changed since version 1" in run("lint", code=3).stdout
    assert "0 new, 1 raised" in run("lint", "--lock").stderr
    assert load_content().rules["xx/no-popguns"].version == 2


def test_lint_shows_what_cannot_be_read(base: Path) -> None:
    write_tree(base, {"concepts/weapon.yaml": "- id: weapon.sword\n", "markets/YY.yaml": "code: YY\n"})
    assert "the concept has no `title`" in run("lint", code=3).stderr
    narrow = run("lint", base / "markets", code=3).stderr
    assert "the market has no `title`" in narrow
    assert "weapon" not in narrow
    assert "1 more elsewhere" in narrow
    problems = json.loads(run("lint", "--json", code=3).stdout)["problems"]
    assert problems[0] == {
        "file": "content/concepts/weapon.yaml",
        "line": 1,
        "column": 3,
        "message": "the concept has no `title`",
        "hint": "what it is, in English and Chinese",
    }


def test_lint_leaves_out_what_is_less_severe_or_elsewhere(base: Path) -> None:
    write_tree(base, {"policies/xx/rules/toys.test.yaml": TESTS.replace("near_miss", "violating")})
    run("lint", "--lock")
    assert "missing_example" in run("lint", "--least", "warning").stdout
    assert "missing_example" in run("lint", base / "policies").stdout
    assert run("lint", "--least", "error").stdout == ""
    assert run("lint", base / "concepts").stdout == ""
    (issue,) = json.loads(run("lint", "--json").stdout)["issues"]
    assert issue["evidence"] == {"kind": "near_miss"}
    exempt = "- {id: xx/no-popguns, issue: missing_example, reason: none was ever seen, expires: 2999-01-01}\n"
    write_tree(base, {"lint-exemptions.yaml": exempt})
    assert run("lint").stderr == "nothing to say\n"
    write_tree(base, {"lint-exemptions.yaml": exempt.replace("missing_example", "missing_exmple")})
    assert "did you mean `missing_example`?" in run("lint", code=3).stderr


def test_an_overlay_that_is_not_there(base: Path) -> None:
    for verb in ("lint", "test", "coverage"):
        assert "there is no content folder `nowhere`" in run(verb, "--content", "nowhere", code=2).stderr


def test_rules_and_concepts_are_tried(base: Path) -> None:
    assert run("test").stderr == "4 passed, 0 failed\n"
    assert run("test", "toy.").stderr == "2 passed, 0 failed\n"
    assert "no test of `drug.`" in run("test", "drug.", code=2).stderr
    write_tree(base, {"concepts/toy.yaml": CONCEPT.replace("popgun, ", "")})
    shown = run("test", code=3)
    assert "failed: toy.popgun: “Wooden popgun for cowboys”" in shown.stdout
    assert "expected refuse, got allow" in shown.stdout
    failed = json.loads(run("test", "--json", code=3).stdout)
    assert failed["passed"] == 2
    assert failed["failed"][1]["about"] == "xx/no-popguns"


def test_show(base: Path) -> None:
    page = run("show", "no-popguns").stdout
    assert page.startswith("No popguns\n  禁止玩具枪\n  xx/no-popguns, version 1, live\n")
    assert "unknown rule `no-popgnus`; did you mean `no-popguns`?" in run("show", "no-popgnus", code=2).stderr
    row = json.loads(run("show", "xx/no-popguns", "--json").stdout)
    assert row["rule"]["demand"] == "prohibited"
    assert row["page"][1]["heading"] == "What"


def test_diff_of_folders_and_of_kept_contents(base: Path, tmp_path: Path) -> None:
    kept = load_content()
    store(kept, tmp_path / "kept")
    write_tree(base, {"policies/xx/rules/toys.yaml": RULE.replace("prohibited", "restricted")})
    shown = run("diff", kept.hash[:12], base, "--store", tmp_path / "kept").stdout
    assert "milder  xx/no-popguns — No popguns: demands less than before" in shown
    assert "felt in: XX" in shown
    assert run("diff", base, base).stdout == "the two say the same\n"
    assert json.loads(run("diff", base, base, "--json").stdout)["changes"] == []
    assert "no folder of that name" in run("diff", "nothing", base, code=2).stderr


def test_coverage(base: Path) -> None:
    shown = run("coverage").stdout
    assert "rules in force by market and topic" in shown
    rows = json.loads(run("coverage", "--json", "--by", "family", "--as-of", "2026-11-23").stdout)
    assert rows["markets"][0]["cells"] == {"toy": 1}


def test_coverage_of_one_market_and_of_classes(base: Path) -> None:
    write_tree(base, {"taxonomy/a.yaml": "- {id: class.toy, title: {en: Toys, zh: 玩具}, terms: {en: {strong: [tin popgun]}}}\n"})
    assert run("coverage", "--market", "xx").stdout.count("XX") >= 2
    assert "unknown market `ZZ`" in run("coverage", "--market", "zz", code=2).stderr.replace("\n", " ")
    shown = run("coverage", "--by", "class").stdout.splitlines()
    assert [line.split() for line in shown[:3]] == [["X"], ["X"], ["Toys", "#"]]
    assert json.loads(run("coverage", "--by", "class", "--json").stdout)["classes"][0]["levels"] == {"XX": "automated"}


def test_pages(base: Path, tmp_path: Path) -> None:
    assert "coverage.md, index.md and 1 rules" in run("pages", "--out", tmp_path / "pages", "--as-of", "2026-11-23").stderr
    page = (tmp_path / "pages" / "rules" / "xx" / "no-popguns.md").read_text("utf-8")
    for said in ("# No popguns", "* Product Act 2020, 3 — Product Act", "“Popcorn maker 800 W”", "Tin popgun with cork on a string"):
        assert said in page
    assert "[No popguns](rules/xx/no-popguns.md) · 禁止玩具枪 (prohibited, secondary)" in (tmp_path / "pages" / "index.md").read_text(
        "utf-8"
    )
    assert "1 markets, 1 distinct rules of law (1 secondary)" in (tmp_path / "pages" / "coverage.md").read_text("utf-8")
    (tmp_path / "file").write_text("")
    assert "cannot be written" in run("pages", "--out", tmp_path / "file", code=1).stderr


def test_import_of_an_official_list(base: Path, tmp_path: Path) -> None:
    table = tmp_path / "p65.csv"
    table.write_text("Chemical,CAS No.,Date Listed\nAcrylamide,79-06-1,1990-01-01\nCatechol,120-80-9,2003-07-15\n")
    (tmp_path / "met.txt").write_text("79-06-1\n")
    own = write_tree(tmp_path / "own", {})
    own.mkdir(exist_ok=True)
    asked = ("import", "prop65", table, "--list", "xx/chemicals", "--source", "xx-act", "--date", "2026-05-01", "--content", own)
    assert "1 entries: 1 new" in run(*asked, "--only", tmp_path / "met.txt").stderr
    assert "2 entries: 1 new, 0 with further names" in run(*asked).stderr
    assert [entry.name for entry in load_content((own,)).lists["xx/chemicals"].entries] == ["Acrylamide", "Catechol"]
    assert "unknown form `prop66`; did you mean `prop65`?" in run(asked[0], "prop66", *asked[2:], code=2).stderr
    assert "unknown source `yy-act`" in run(*(word if word != "xx-act" else "yy-act" for word in asked), code=2).stderr


def test_import_writes_nowhere_else_and_only_days(base: Path, tmp_path: Path) -> None:
    table = tmp_path / "p65.csv"
    table.write_text("Chemical,CAS No.\nAcrylamide,79-06-1\n", "utf-8")
    asked = ("import", "prop65", table, "--source", "xx-act", "--content", base)
    before = sorted(tmp_path.rglob("*.yaml"))
    for name in ("xx/../../../escaped", "xx/a/b", "xx/A list"):
        assert "names no list" in run(*asked, "--list", name, "--date", "2026-05-01", code=2).stderr
    assert "there is no day `2026-02-30`" in run(*asked, "--list", "xx/chemicals", "--date", "2026-02-30", code=2).stderr
    assert sorted(tmp_path.rglob("*.yaml")) == before


def test_days_and_paths_that_are_none(base: Path, tmp_path: Path) -> None:
    for verb in (("coverage",), ("show", "xx/no-popguns"), ("pages", "--out", tmp_path / "pages")):
        assert "there is no day `2026-13-01`" in run(*verb, "--as-of", "2026-13-01", code=2).stderr.replace("\n", " ")
    assert "no such file or folder" in run("lint", tmp_path / "nowhere", code=2).stderr


def test_classes_by_markets_go_on_below_where_the_terminal_is_narrow() -> None:
    assert [list(some) for some in _abreast("ABCDE", 5, 2)] == [["A", "B"], ["C", "D"], ["E"]]
    assert [list(some) for some in _abreast("AB", -3, 2)] == [["A"], ["B"]], "no room at all still shows every market"


def test_pages_make_no_markup_of_words() -> None:
    assert _plain("![x](https://evil.example/p.png) <script> `a` *b*") == r"!\[x\](https://evil.example/p.png) &lt;script> \`a\` \*b\*"
    assert _plain("https://law.example/act?a=1") == "<https://law.example/act?a=1>"
    assert "<img" not in _plain("https://law.example/> <img src=x>")


def test_schema(base: Path, tmp_path: Path) -> None:
    assert json.loads(run("schema").stdout)["rules"]["files"] == "policies/*/rules/**/!(*.test).yaml"
    assert "rules.schema.json" in run("schema", "--out", tmp_path / "schemas").stdout


TITLES = ("--title", "Spud guns", "--title-zh", "土豆枪")


def test_new_units_load_and_come_with_tests(base: Path) -> None:
    run(
        "new",
        "concept",
        "toy.spud_gun",
        *TITLES,
        "--term",
        "en=spud gun",
        "--term",
        "de=",
        "--hit",
        "Spud gun in red",
        "--miss",
        "Spud peeler",
    )
    tests = ("--violating", "Metal spud gun for potato pellets", "--near-miss", "Poster of a spud gun")
    run("new", "rule", "xx/spud-guns", "--concept", "toy.spud_gun", "--demand", "prohibited", "--source", "xx-act", *TITLES, *tests)
    run("new", "market", "YY", "--jurisdiction", "xx", "--pack", "yy", "--language", "en", "--currency", "EUR", *TITLES)
    content = load_content()
    assert content.rules["xx/spud-guns"].status == "draft"
    assert content.rules["xx/spud-guns"].topic == "toy"
    assert content.concepts["toy.spud_gun"].none_known == ("de",)
    assert content.markets["YY"].jurisdictions == ("xx", "yy")
    assert "yy" in content.packs
    assert [test.kind for test in content.rule_tests if test.rule == "xx/spud-guns"] == ["violating", "near_miss"]
    run("test", "toy.spud_gun")


def test_new_takes_back_what_does_not_load(base: Path) -> None:
    before = (base / "concepts" / "toy.yaml").read_bytes()
    rule = (
        "new",
        "rule",
        "xx/spud-guns",
        "--concept",
        "toy.spud",
        "--demand",
        "prohibited",
        "--source",
        "xx-act",
        "--topic",
        "spud",
        *TITLES,
    )
    failed = run(*rule, "--violating", "a", "--near-miss", "b", code=3)
    assert "unknown concept `toy.spud`" in failed.stderr
    assert "nothing was written" in failed.stderr
    assert not (base / "policies/xx/rules/spud.yaml").exists()
    run("new", "concept", "toy.Bad", *TITLES, "--hit", "a", "--miss", "b", code=3)
    assert (base / "concepts" / "toy.yaml").read_bytes() == before
    assert "already" in run("new", "market", "XX", *TITLES, code=2).stderr
    assert "known jurisdiction" in run("new", "rule", "zz/x", *rule[3:], "--violating", "a", "--near-miss", "b", code=2).stderr


def test_new_writes_to_the_overlay(base: Path, tmp_path: Path) -> None:
    overlay = write_tree(tmp_path / "ours", {"documents/a.yaml": "[]\n"})
    run("new", "concept", "toy.spud_gun", *TITLES, "--hit", "a", "--miss", "b", "--content", overlay)
    assert (overlay / "concepts/toy.yaml").exists()
    assert "toy.spud_gun" not in (base / "concepts/toy.yaml").read_text("utf-8")


@pytest.mark.parametrize("verb", ["lint", "test", "diff", "coverage", "schema", "show"])
def test_help_has_examples(verb: str) -> None:
    assert f"pratique content {verb}" in run(verb, "--help").stdout
