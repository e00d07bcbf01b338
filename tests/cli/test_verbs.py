import datetime
import json
from pathlib import Path

import pyarrow.parquet as pq

from pratique.cli.tracing import nearest
from pratique.engine.trace import RuleTrace
from pratique.facts import Listing
from pratique.policy.model import Condition, Content, Rule, Verified
from tests.cli.conftest import Run


def test_concepts_into_a_pipe(pratique: Run, catalogue: str) -> None:
    rows = [json.loads(line) for line in pratique("concepts", catalogue).out.splitlines()]
    assert [list(row) for row in rows] == [["listing_id", "concepts", "evidence"]] * 4
    assert [[one["concept"] for one in row["concepts"]] for row in rows] == [["drug.mdma"], [], ["toy.magnet_set"], ["drug.mdma"]]
    assert rows[3]["evidence"] == [{"concept": "drug.mdma", "field": "title", "start": 0, "end": 3, "text": "摇头丸"}]


def test_concepts_to_a_file(pratique: Run, catalogue: str) -> None:
    ended = pratique("concepts", catalogue, "--out", "out.parquet")
    assert (ended.code, ended.out) == (0, "")
    assert "4 listings in" in ended.err
    assert pq.read_table("out.parquet")["listing_id"].to_pylist() == ["1", "2", "3", "4"]
    assert Path("out.parquet.rejects.jsonl").exists()


def shirts(folder: Path) -> str:
    """An overlay with a class."""
    taxonomy = folder / "overlay" / "taxonomy"
    taxonomy.mkdir(parents=True)
    (taxonomy / "shirts.yaml").write_text(
        "- id: class.shirt\n  title: {en: Shirts, zh: 衬衫}\n  hs: ['6105', '6205']\n  terms: {en: {strong: [shirt]}}\n", "utf-8"
    )
    return str(folder / "overlay")


def test_classify_into_a_pipe(pratique: Run, catalogue: str, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in pratique("classify", catalogue, "--top", "1", "--content", shirts(tmp_path)).out.splitlines()]
    assert [list(row) for row in rows] == [["listing_id", "classes", "evidence"]] * 4
    assert [[one["class"] for one in row["classes"]] for row in rows] == [[], ["class.shirt"], [], []]
    assert rows[1]["classes"][0] == {"class": "class.shirt", "title": "Shirts", "confidence": 0.8, "hs": ["6105", "6205"]}
    assert rows[1]["evidence"] == [{"concept": "class.shirt", "field": "title", "start": 4, "end": 9, "text": "shirt"}]


def test_classify_to_a_file(pratique: Run, catalogue: str, tmp_path: Path) -> None:
    ended = pratique("classify", catalogue, "--content", shirts(tmp_path), "--out", "out.parquet")
    assert (ended.code, ended.out) == (0, "")
    assert "1  class.shirt" in ended.err
    rows = pq.read_table("out.parquet").to_pylist()
    assert [row["listing_id"] for row in rows] == ["1", "2", "3", "4"]
    assert [one["class"] for one in rows[1]["classes"]] == ["class.shirt"]


def test_explain_a_listing_as_json(pratique: Run) -> None:
    ended = pratique("explain", '{"title": "3g MDMA crystals"}', "--market", "gb")
    assert ended.code == 0
    for said in (
        "GB  ■ refuse  0.90",
        "MDMA [drug.mdma]",
        "✓ drug.mdma read at 0.90",
        "law Misuse of Drugs Act 1971",
        "in force from 1 July 1973; checked against a secondary source on 23 November 2026",
        "fix Take the listing down.",
    ):
        assert said in ended.out


def test_explain_names_what_is_missing(pratique: Run) -> None:
    out = pratique("explain", '{"title": "Magnetic balls 5mm"}', "--market", "gb").out
    assert "• Test report  gb.test_report" in out


def test_rules_on_other_kinds_of_subject_are_not_the_nearest() -> None:
    def rule(name: str, concept: str, *subject: str) -> Rule:
        text, day = {"en": name, "zh": name}, datetime.date(2026, 1, 1)
        return Rule(
            name, text, Condition(any=(concept,)), "prohibited", text, (), Verified("secondary", day), subject=subject or ("listing",)
        )

    rules = (rule("of-traders", "drug.mdma", "trader"), rule("of-everything", "product.any"), rule("of-drugs", "drug.mdma"))
    content = Content("1", "0" * 64, rules={one.id: one for one in rules})
    traces = [RuleTrace(one.id, one.title, one.demand, "allow", 0.9, ()) for one in rules]
    assert [one.rule for one in nearest(content, Listing("1", "x"), traces)] == ["of-drugs", "of-everything"]


def test_explain_why_not(pratique: Run) -> None:
    out = pratique("explain", '{"title": "3g MDMA crystals"}', "--market", "gb", "--as-of", "1972-01-01").out
    assert "○ no finding  Controlled drugs may not be offered" in out
    assert "✗ not in force before 1973-07-01" in out


def test_explain_as_json(pratique: Run) -> None:
    traces = [json.loads(line) for line in pratique("explain", '{"title": "Magnetic balls"}', "--json").out.splitlines()]
    assert [(one["decision"]["market"], [rule["rule"] for rule in one["fired"]]) for one in traces] == [
        ("GB", ["gb/magnet-report"]),
        ("US", []),
    ]


def test_explain_a_listing_inside_a_file(pratique: Run, catalogue: str) -> None:
    assert "us/controlled-substance" in pratique("explain", "4", "--in", catalogue).out
    ended = pratique("explain", "77", "--in", catalogue)
    assert (ended.code, "no listing `77` in catalogue.csv" in ended.err) == (2, True)


def test_explain_what_is_no_listing(pratique: Run) -> None:
    for given in ("{broken", "nothing", '{"listing_id": "1"}', "[]"):
        ended = pratique("explain", given, "--market", "GB")
        assert (ended.code, ended.out) == (2, "")


def test_normalise_prints_the_form_and_the_word_meant(pratique: Run) -> None:
    form, meant = pratique("normalise", "ｍｄｍａ").out.rstrip("\n").split("\t")
    assert (form, meant) == ("mdma", "mdma")


def test_normalise_answers_line_by_line(pratique: Run) -> None:
    words = ["V1@GRA", "", "ecst@sy p1lls", "a\u2028b", "x\ty", "\u202eabc", "e\r"]
    Path("words.txt").write_bytes("\n".join(words).encode() + b"\n\xff\n")
    lines = pratique("normalise", "--words", "words.txt").out.splitlines()
    assert len(lines) == 8
    assert all(line.count("\t") == 1 for line in lines)
    assert lines[2].endswith("\tecstasy pills")


def test_normalise_from_standard_input(pratique: Run) -> None:
    assert len(pratique("normalise", stdin=b"one\ntwo\n").out.splitlines()) == 2


def test_normalise_a_file_that_is_not_there(pratique: Run) -> None:
    assert pratique("normalise", "--words", "none.txt").code == 2


def test_the_version(pratique: Run) -> None:
    assert pratique("--version").out.strip()[0].isdigit()


def test_help_lists_the_verbs(pratique: Run) -> None:
    out = pratique("--help").out
    assert all(verb in out for verb in ("screen", "concepts", "classify", "explain", "normalise", "content"))
    assert (
        "pratique screen catalogue.csv --market DE --market US --channel aliexpress --out verdicts.parquet\n"
        in pratique("screen", "-h").out
    )


def test_content_is_mounted(pratique: Run) -> None:
    assert "lint" in pratique("content", "--help").out


def test_horizon_into_a_pipe_and_to_a_file(pratique: Run) -> None:
    paper = {"type": "gb.test_report", "valid_to": "2027-03-31"}
    rows = [
        {"listing_id": "1", "title": "Magnetic balls 216 pieces", "documents": [paper], "gmv_30d": 1200, "currency": "GBP"},
        {"listing_id": "2", "title": "Magnetic balls 512 pieces", "documents": [paper], "markets": ["US"]},
        {"listing_id": "3", "title": "Wooden blocks 40 pieces"},
    ]
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    asked = ("horizon", "in.jsonl", "--until", "2028-01-01", "--as-of", "2026-11-23")
    ended = pratique(*asked)
    (row,) = map(json.loads, ended.out.splitlines())
    told = {"day": "2027-04-01", "listing_id": "1", "market": "GB", "before": "allow", "after": "hold", "missing": ["gb.test_report"]}
    assert told.items() <= row.items()
    assert "1 of 3 listings are asked more of by 2028-01-01, on 1 day" in ended.err
    assert "1,200 GBP" in ended.err
    assert pratique(*asked, "--out", "turns.parquet").code == 0
    assert pq.read_table("turns.parquet").to_pylist()[0]["day"] == datetime.date(2027, 4, 1)


def test_horizon_refuses_a_day_that_is_past(pratique: Run, catalogue: str) -> None:
    ended = pratique("horizon", catalogue, "--until", "2020-01-01", "--as-of", "2026-11-23")
    assert (ended.code, "2020-01-01 is not after 2026-11-23" in ended.err) == (2, True)
    assert "`soon` is no day" in pratique("horizon", catalogue, "--until", "soon").err


def test_statements_are_checked(pratique: Run) -> None:
    good = json.loads(Path(__file__).with_name("statement.json").read_text("utf-8"))
    Path("one.json").write_text(json.dumps(good))
    assert pratique("statement", "check", "one.json") == (0, "statement: accepted\n", "")
    Path("two.json").write_text(json.dumps({"statements": [good, {**good, "category": "TOYS"}]}))
    ended = pratique("statement", "check", "two.json")
    assert (ended.code, ended.out) == (4, "statement_0: accepted\nstatement_1: refused\n  category: In\n")
    told = json.loads(pratique("statement", "check", "two.json", "--json").out)
    assert told["statement_1"]["failed"] == {"category": ["In"]}
    assert "holds no statement" in pratique("statement", "check", "-", stdin=b"[]").err
    assert pratique("statement", "check", "nowhere.json").code == 2
