import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pratique.assembly.read import Reject
from pratique.assembly.write import CONCEPTS, DECISIONS, ConceptsRow, Output, concepts_row, decision_lines, interrupted_run
from pratique.assembly.write import schema as schemas
from pratique.base.errors import InputError
from pratique.engine.decision import ConceptConfidence
from pratique.facts import Evidence, Reading
from tests.assembly.decisions import decision, listing

RUN = {"input": "a.csv", "as_of": "2026-11-23"}
FIELDS = [field.name for field in schemas.DECISIONS]


def portion(number: int) -> list[object]:
    one = listing(number)
    return [decision(one, "GB", "refuse"), decision(one, "US", missing=("us.cpc",))]


def ids(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return [str(value) for value in pq.read_table(path)["listing_id"].to_pylist()]
    return [json.loads(line)["listing_id"] for line in path.read_text().splitlines()]


def test_a_line_has_every_column_in_order() -> None:
    lines = decision_lines([decision(listing(1), "GB", "refuse"), decision(listing(1), "US")]).decode().splitlines()
    first, second = map(json.loads, lines)
    assert list(first) == FIELDS == list(second)
    assert first["findings"] == [
        {
            "rule": "gb/controlled-drug",
            "version": 1,
            "demand": "prohibited",
            "verdict": "refuse",
            "concepts": ["drug.mdma"],
            "confidence": 0.9123,
            "basis": ["Misuse of Drugs Act 1971, 4"],
            "fix": "Take it down.",
        }
    ]
    assert first["evidence"] == [{"concept": "drug.mdma", "field": "title", "start": 3, "end": 7, "text": "MDMA"}]
    assert (first["as_of"], first["confidence"], second["confidence"], second["findings"]) == ("2026-11-23", 0.9123, None, [])


def test_both_formats_hold_the_same(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.parquet"):
        output = Output(tmp_path / name, DECISIONS, RUN)
        output.append(portion(1), [])
        output.append([], [])
        output.append(portion(2), [])
        output.whole()
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.schema.equals(schemas.DECISIONS)
    rows = table.to_pylist()
    for row in rows:
        row["as_of"] = row["as_of"].isoformat()
        row["evidence"] = [{name: value for name, value in one.items() if value is not None} for one in row["evidence"]]
    assert rows == lines
    assert {path.name for path in tmp_path.iterdir()} == {"a.jsonl", "a.parquet"}


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_nothing_stands_in_place_before_it_is_whole(tmp_path: Path, name: str) -> None:
    output = Output(tmp_path / name, DECISIONS, RUN)
    output.append(portion(1), [Reject("a.csv", 2, "no title")])
    output.close()
    assert not (tmp_path / name).exists()
    assert interrupted_run(tmp_path / name) == {**RUN, "format": name[2:]}
    output = Output(tmp_path / name, DECISIONS, RUN)
    assert output.saved == 0
    output.append(portion(3), [])
    output.whole()
    assert ids(tmp_path / name) == ["3", "3"]
    assert {path.name for path in tmp_path.iterdir()} == {name}


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_a_run_goes_on_after_its_last_whole_portion(tmp_path: Path, name: str) -> None:
    output = Output(tmp_path / name, DECISIONS, RUN)
    output.append(portion(1), [Reject("a.csv", 2, "no title")])
    output.append(portion(2), [])
    output.close()
    for torn in (".partial", ".rejects.partial", ".journal"):
        with (tmp_path / (name + torn)).open("ab") as file:
            file.write(b'{"half of a ro')
    output = Output(tmp_path / name, DECISIONS, RUN, resume=True)
    assert output.saved == 2
    assert [(row.listing_id, row.verdict) for row in output.rows_of(1)] == [("2", "refuse"), ("2", "allow")]
    assert output.rows_of(0)[0].evidence[0].text == "MDMA"
    output.append(portion(3), [Reject("a.csv", 9, "no listing_id")])
    output.whole()
    assert ids(tmp_path / name) == ["1", "1", "2", "2", "3", "3"]
    rejects = (tmp_path / f"{name}.rejects.jsonl").read_text().splitlines()
    assert [json.loads(line)["line"] for line in rejects] == [2, 9]


def test_another_run_is_not_gone_on_with(tmp_path: Path) -> None:
    output = Output(tmp_path / "a.jsonl", DECISIONS, RUN)
    output.append(portion(1), [])
    output.close()
    with pytest.raises(InputError, match="another as_of; run without --resume"):
        Output(tmp_path / "a.jsonl", DECISIONS, {**RUN, "as_of": "2027-01-01"}, resume=True)


def test_a_run_without_rejects_leaves_no_file_of_an_earlier_one(tmp_path: Path) -> None:
    for rejects in ([Reject("a.csv", 2, "no title")], []):
        output = Output(tmp_path / "a.jsonl", DECISIONS, RUN)
        output.append(portion(1), rejects)
        output.whole()
        assert (tmp_path / "a.jsonl.rejects.jsonl").exists() == bool(rejects)


def test_outputs_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").mkdir()
    for name in ("a.xlsx", "a", "d.jsonl"):
        with pytest.raises(InputError):
            Output(tmp_path / name, DECISIONS, RUN)


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_concepts(tmp_path: Path, name: str) -> None:
    shown = Evidence("drug.mdma", "title", 3, 7, "MDMA", 630, "mdma")
    row = concepts_row(listing(1), [Reading("drug.mdma", 0.90021, (shown, shown))])
    assert row.concepts == (ConceptConfidence("drug.mdma", 0.9002),)
    assert len(row.evidence) == 1
    output = Output(tmp_path / name, CONCEPTS, RUN)
    output.append([row, ConceptsRow("2", (), ())], [])
    assert output.rows_of(0)[0] == row
    output.whole()
    assert ids(tmp_path / name) == ["1", "2"]
