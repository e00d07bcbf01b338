"""An overlay from forms and uploads: laid over as a load would, checked, and never a path that leads anywhere."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from pratique.base.errors import ContentError, InvalidError
from pratique.policy.load import load_content
from pratique.policy.lock import Locked
from pratique.policy.overlay import changed_units, check_files, from_zip, is_path, lay_over, put_unit, to_zip, unit_text
from pratique.policy.renamed import names_of, rule_named
from tests.policy.trees import CONCEPT, MARKET, RULE, SMALL, TESTS, write_tree

WIDE = RULE.replace("toy.popgun", "'toy.*'")
CAP_GUN = CONCEPT.replace("popgun", "cap_gun").replace("cork gun", "cap gun")


def _base(root: Path, **more: str):  # type: ignore[no-untyped-def]  # gives a tree of whatever the test wants
    return load_content(base=write_tree(root, {**SMALL, **more}))


@pytest.mark.parametrize(
    "overlay",
    [
        {"concepts/toy.yaml": CONCEPT.replace("cork gun", "cork gun, pop rifle")},
        {"concepts/toy.yaml": CAP_GUN},
        {"policies/xx/rules/toys.yaml": RULE.replace("prohibited", "restricted")},
        {"policies/xx/rules/toys.yaml": RULE.replace("no-popguns", "no-cork-guns") + "  formerly: [no-popguns]\n"},
        {"policies/yy/pack.yaml": "id: yy\nkind: house\ntitle: {en: House, zh: 平台}\n"},
        {"markets/XX.yaml": MARKET.replace("XXD", "XXE")},
        {"concepts/toy.examples.yaml": "- concept: toy.popgun\n  hit: [A pop rifle of tin for boys]\n"},
    ],
)
@pytest.mark.parametrize("rule", [RULE, WIDE])
def test_laid_over_is_what_a_load_gives(tmp_path: Path, overlay: dict[str, str], rule: str) -> None:
    more = {"policies/xx/rules/toys.yaml": rule, "concepts/toy.yaml": CONCEPT + CONCEPT.replace("popgun", "bow_toy")}
    base = write_tree(tmp_path / "base", {**SMALL, **more})
    whole = load_content([write_tree(tmp_path / "over", overlay)], base=base)
    laid = lay_over(load_content(base=base), overlay).content
    plain = {name: rule.version for name, rule in laid.rules.items()}
    if set(plain.values()) == {1}:  # a load without a lock knows no version but the first
        assert laid.hash == whole.hash
    assert {key: one.digest for key, one in laid.rules.items()} == {key: one.digest for key, one in whole.rules.items()}
    assert {key: one.when for key, one in laid.rules.items()} == {key: one.when for key, one in whole.rules.items()}
    assert [(one.concept, one.text) for one in laid.examples] == [(one.concept, one.text) for one in whole.examples]
    assert [(one.rule, one.name) for one in laid.rule_tests] == [(one.rule, one.name) for one in whole.rule_tests]


def test_problems_stand_at_their_place_in_the_overlay(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        lay_over(_base(tmp_path), {"concepts/toy.yaml": CONCEPT.replace("strong", "stron")}, "draft_1")
    assert str(caught.value.problems[0].place).startswith("draft_1/concepts/toy.yaml:3")
    with pytest.raises(ContentError, match=r"unknown concept `toy\.pogpun`"):
        lay_over(_base(tmp_path), {"policies/xx/rules/more.yaml": RULE.replace("toy.popgun", "toy.pogpun").replace("no-", "more-")})


def test_versions_go_on_and_none_is_used_twice(tmp_path: Path) -> None:
    base = _base(tmp_path)
    changed = {"policies/xx/rules/toys.yaml": RULE.replace("prohibited", "restricted")}
    laid = lay_over(base, changed)
    assert laid.content.rules["xx/no-popguns"].version == 2
    other = lay_over(base, {"policies/xx/rules/toys.yaml": RULE.replace("'3'", "'4'")}, locked=laid.locked)
    assert other.content.rules["xx/no-popguns"].version == 3
    assert lay_over(base, changed, locked=laid.locked).locked == laid.locked
    assert lay_over(base, {"policies/xx/rules/toys.yaml": RULE.replace("Withdraw it.", "Take it down.")}, locked=laid.locked).locked == {
        "xx/no-popguns": Locked(1, base.rules["xx/no-popguns"].digest)
    }


def test_a_rule_that_is_renamed_stays_the_same_rule(tmp_path: Path) -> None:
    base = _base(tmp_path, **{"markets/XX.yaml": MARKET + "exclude: [{rule: xx/no-popguns, reason: tried}]\n"})
    renamed = RULE.replace("no-popguns", "no-cork-guns") + "  formerly: [no-popguns]\n"
    laid = lay_over(base, {"policies/xx/rules/toys.yaml": renamed, "policies/xx/rules/toys.test.yaml": TESTS}).content
    assert set(laid.rules) == {"xx/no-cork-guns"}
    rule = laid.rules["xx/no-cork-guns"]
    assert (rule.version, rule.digest) == (1, base.rules["xx/no-popguns"].digest)
    assert rule_named(laid, "xx/no-popguns@1") is rule
    assert names_of(laid, "xx/no-popguns") == ("xx/no-cork-guns", "xx/no-popguns")
    assert {test.rule for test in laid.rule_tests} == {"xx/no-cork-guns"}
    assert laid.markets["XX"].exclude[0].rule == "xx/no-cork-guns"
    again = renamed.replace("id: no-cork-guns", "id: no-toy-guns").replace("[no-popguns]", "[no-popguns, no-cork-guns]")
    assert set(lay_over(laid, {"policies/xx/rules/toys.yaml": again}).content.rules) == {"xx/no-toy-guns"}
    with pytest.raises(ContentError, match="still a rule of its own"):
        lay_over(base, {"policies/xx/rules/toys.yaml": RULE + renamed})
    with pytest.raises(ContentError, match="so was"):
        lay_over(base, {"policies/xx/rules/toys.yaml": renamed + renamed.replace("id: no-cork-guns", "id: no-toy-guns")})


def test_what_changed_is_known(tmp_path: Path) -> None:
    base = _base(tmp_path)
    assert changed_units(base, base) == set()
    assert changed_units(base, lay_over(base, {"concepts/toy.yaml": "# moved\n" + CONCEPT}).content) == set()
    assert changed_units(base, lay_over(base, {"concepts/toy.yaml": CAP_GUN}).content) == {"toy.cap_gun"}


def test_units_are_put_into_a_file_and_the_rest_stays() -> None:
    file = f"# ours\n{CONCEPT}\n# the second\n{CAP_GUN}"
    assert unit_text(file, "toy.popgun") == CONCEPT
    changed = put_unit(file, "toy.popgun", CONCEPT.replace("cork gun", "pop rifle"))
    assert changed == file.replace("popgun, cork gun", "popgun, pop rifle")
    assert put_unit("", "toy.popgun", CONCEPT) == CONCEPT
    assert put_unit(CONCEPT.rstrip("\n"), "toy.cap_gun", CAP_GUN) == CONCEPT + CAP_GUN
    one = "- rule: no-popguns\n  name: x\n"
    assert put_unit(TESTS, "no-popguns", one, "rule") == one


@pytest.mark.parametrize(
    "path",
    ["../x.yaml", "/etc/passwd", "concepts/../../x.yaml", "concepts/.x.yaml", "content.yaml", "topics/x.yaml", "concepts/x.yml", "concepts\\x.yaml",
     "policies/xx/rules/a/b/c/d.yaml", "concepts/x.yaml\n", "concepts/\u202ex.yaml", "brands/a/x.yaml", "lint-exemptions.yaml", ""],
)  # fmt: skip
def test_no_path_leads_out(path: str) -> None:
    assert not is_path(path)
    with pytest.raises(InvalidError):
        check_files({path: "[]"})


def _zip(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return made.getvalue()


def test_an_overlay_goes_out_and_comes_back() -> None:
    files = {"concepts/toy.yaml": CONCEPT, "policies/xx/rules/toys.test.yaml": TESTS}
    packed = to_zip(files, {"xx/no-popguns": Locked(2, "d")})
    assert packed == to_zip(dict(reversed(files.items())), {"xx/no-popguns": Locked(2, "d")})
    assert from_zip(packed).files == files
    assert zipfile.ZipFile(io.BytesIO(packed)).read("content.lock") == b'{\n  "xx/no-popguns": {"version":2,"digest":"d"}\n}\n'
    assert from_zip(_zip({f"ours/{name}": text.encode() for name, text in files.items()})).files == files


def _entry(name: str, body: bytes = CONCEPT.encode(), **fields: int) -> bytes:
    """A zip of one entry whose head says something else than it should."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", fields.pop("packed", zipfile.ZIP_DEFLATED)) as archive:
        info = zipfile.ZipInfo(name)
        info.compress_type = archive.compression
        for field, value in fields.items():
            setattr(info, field, value)
        archive.writestr(info, body)
    return made.getvalue()


def _bomb(name: str, size: int) -> bytes:
    """A zip that unpacks to `size` zeros and says so."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as entry:
        for _ in range(size // 2**20):
            entry.write(bytes(2**20))
    return made.getvalue()


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"no zip", "no zip"),
        (_entry("concepts/toy.yaml")[:-30], "no zip"),
        (_zip({"../../etc/passwd": b"x", "concepts/toy.yaml": CONCEPT.encode()}), "`../../etc/passwd` leads out of the zip"),
        (_entry("/etc/cron.d/x"), "leads out of the zip"),
        (_entry("concepts\\..\\..\\x.yaml"), "leads out of the zip"),
        (_entry("C:/x.yaml"), "leads out of the zip"),
        (_entry("concepts/toy.yaml", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16), "is a link"),
        (_entry("concepts/toy.yaml", packed=zipfile.ZIP_LZMA), "packed in a way"),
        (_zip({"readme.md": b"y"}), "holds no file of content"),
        (_zip({"concepts/toy.yaml": b"0" * 3_000_000}), "`concepts/toy.yaml` is too large"),
        (_zip({f"concepts/toy{number}.yaml": b"0" * 900_000 for number in range(9)}), "too large"),
        (_bomb("concepts/toy.yaml", 2**30), "`concepts/toy.yaml` is too large"),
        (_zip({f"x{number}": b"" for number in range(3_000)}), "more than 2000 entries"),
        (b"0" * 4_000_001, "larger than 4 MB"),
        (_zip({"concepts/toy.yaml": b"\xff\xfe"}), "`concepts/toy.yaml` is not UTF-8"),
        (_zip({"concepts/toy.yaml": b"- id: [unclosed\n"}), r"concepts/toy.yaml:\d+:\d+: this is not readable YAML"),
        (_zip({"concepts/toy.yaml": b"MZ\x90\x00\x03"}), "concepts/toy.yaml"),
        (_zip({"concepts/toy.yaml": CONCEPT.encode(), "ours/concepts/toy.yaml": CONCEPT.encode()}), "holds `concepts/toy.yaml` twice"),
    ],
)
def test_a_hostile_upload_is_refused(raw: bytes, message: str) -> None:
    with pytest.raises(InvalidError, match=message):
        from_zip(raw)


def test_all_of_it_is_told_at_once() -> None:
    raw = _zip({"../a.yaml": b"", "/b.yaml": b"", "concepts/toy.yaml": CONCEPT.encode()})
    with pytest.raises(InvalidError) as raised:
        from_zip(raw)
    assert len(raised.value.faults) == 2


def test_what_is_no_content_is_named_not_taken() -> None:
    found = from_zip(
        _zip(
            {
                "ours/concepts/toy.yaml": CONCEPT.encode(),
                "ours/README.md": b"x",
                "ours/concept/toy.yaml": b"- id: x",
                "ours/content.lock": b"",
            }
        )
    )
    assert (sorted(found.files), found.left_out) == (["concepts/toy.yaml"], ("ours/README.md", "ours/concept/toy.yaml"))
