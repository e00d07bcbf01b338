"""`duplicates`, `identical`, `links` and `screen --earlier` as they are typed."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

GOODS = [
    {"listing_id": "a", "title": "Stun gun flashlight 50000V rechargeable black", "category": "Sports > Self Defence", "trader_id": "t1", "trader": {"phone": "+86 574 5550000"}},
    {"listing_id": "b", "title": "S-t-u-n gun fl4shlight 50000V rechargeable black", "category": "Sports", "trader_id": "t2", "trader": {"phone": "0086 5745550000"}},
    {"listing_id": "c", "title": "Cotton t-shirt crew neck black M", "category": "Clothing > T-Shirts", "trader_id": "t3"},
]  # fmt: skip


def run(*arguments: str, folder: Path, code: int = 0) -> tuple[list[dict[str, object]], str]:
    done = subprocess.run([sys.executable, "-m", "pratique", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "goods.jsonl").write_text("\n".join(map(json.dumps, GOODS)))
    return tmp_path


def test_duplicates_are_found_written_and_kept_in_an_index(folder: Path) -> None:
    rows, said = run("duplicates", "goods.jsonl", "--index", "prints.idx", folder=folder)
    assert [(row["listing_id"], row["likeness"], row["first"]) for row in rows] == [("a", "first", "a"), ("b", "identical", "a")]
    assert "3 listings: 1 groups with 2 listings" in said
    run("duplicates", "goods.jsonl", "--out", "groups.parquet", folder=folder)
    assert pq.read_table(folder / "groups.parquet")["listing_id"].to_pylist() == ["a", "b"]
    (found,), said = run("identical", "a", "--index", "prints.idx", folder=folder)
    assert (found["listing_id"], found["trader_id"], found["likeness"]) == ("b", "t2", "identical")
    assert {field["field"] for field in found["fields"]} == {"title", "numbers"}  # type: ignore[attr-defined]  # read from JSON
    assert "1 of 3 listings" in said
    _, said = run("identical", "z", "--index", "prints.idx", folder=folder, code=1)
    assert "`z` is not in prints.idx; put it in" in said
    _, said = run("duplicates", "goods.jsonl", "--by", "product", "--identical", folder=folder, code=2)
    assert "--by" in said


def test_links_of_a_catalogue(folder: Path) -> None:
    (found,), _ = run("links", "goods.jsonl", folder=folder)
    assert [group["traders"] for group in found["groups"]] == [["t1", "t2"]]  # type: ignore[attr-defined]  # read from JSON
    assert "5745550000" not in json.dumps(found)


def test_refused_goods_that_come_back_are_known_from_an_earlier_run(folder: Path) -> None:
    (folder / "old.jsonl").write_text(json.dumps(GOODS[0]))
    (folder / "new.jsonl").write_text("\n".join(map(json.dumps, GOODS[1:])))
    asked = ("--market", "GB", "--channel", "aliexpress")
    run("screen", "old.jsonl", *asked, "--out", "old.parquet", folder=folder)
    rows, said = run("screen", "new.jsonl", *asked, "--earlier", "old.parquet", "--earlier-listings", "old.jsonl", "--json", folder=folder)
    assert "earlier runs refused 1 listings" in said
    found = {row["listing_id"]: row for row in rows}
    assert found["b"]["verdict"] == "refuse"
    assert "aliexpress/refused-goods-again" in {one["rule"] for one in found["b"]["findings"]}  # type: ignore[attr-defined]  # read from JSON
    assert any(one["field"] == "earlier" and one["text"].startswith("a (old.parquet, ") for one in found["b"]["evidence"])  # type: ignore[attr-defined]  # read from JSON
    assert found["c"]["verdict"] != "refuse"
    _, said = run("screen", "new.jsonl", *asked, "--earlier", "old.parquet", "--json", folder=folder)
    assert "the text of 1 of them is not known" in said
    _, said = run("screen", "new.jsonl", *asked, "--earlier", "new.jsonl", "--json", folder=folder, code=1)
    assert "holds no decisions of `pratique screen`" in said


def test_matching_says_what_it_could_not_read_and_where_it_cannot_write(folder: Path) -> None:
    notices = folder / "notices" / "made"
    notices.mkdir(parents=True)
    product = {"name": "Voltano stun gun flashlight", "brands": ["Voltano"], "models": ["VT-500"]}
    notice = {
        "id": "made:1",
        "feed": "made",
        "title": "Voltano stun guns recalled",
        "url": "",
        "published": "2026-01-01",
        "products": [product],
    }
    (notices / "notices.jsonl").write_text(json.dumps(notice) + "\n")
    (folder / "some.jsonl").write_text('{"listing_id": "x", "title": "Voltano stun gun flashlight VT500"}\n\x00\x00 no row\n')
    (folder / "none.jsonl").write_bytes(bytes(range(256)) * 40)
    (row,), said = run("feeds", "match", "some.jsonl", "--notices", "notices", folder=folder)
    assert (row["listing_id"], row["notice"], row["verdict"]) == ("x", "made:1", "same")
    assert "1 rows are no listings" in said
    run("feeds", "match", "some.jsonl", "--notices", "notices", "--out", "new/m.jsonl", folder=folder)
    assert (folder / "new" / "m.jsonl").read_text().count("\n") == 1
    assert "not one row" in run("feeds", "match", "none.jsonl", "--notices", "notices", folder=folder, code=1)[1]
    assert "is a file" in run("feeds", "match", "some.jsonl", "--notices", "goods.jsonl", folder=folder, code=1)[1]
    assert ".jsonl" in run("feeds", "match", "some.jsonl", "--notices", "notices", "--out", "m.csv", folder=folder, code=2)[1]


def test_a_check_of_brands_says_what_it_could_not_read(folder: Path) -> None:
    (folder / "none.jsonl").write_bytes(bytes(range(256)) * 40)
    (folder / "some.jsonl").write_text('{"listing_id": "x", "title": "Cotton t-shirt crew neck"}\n\x00 no row\n')
    assert "not one row" in run("brands", "check", "none.jsonl", folder=folder, code=1)[1]
    said = run("brands", "check", "some.jsonl", "--out", "new/found.jsonl", folder=folder)[1]
    assert "1 rows are no listings" in said
    assert "0 findings in 1 listings" in said
    assert ".jsonl" in run("brands", "check", "some.jsonl", "--out", "found.csv", folder=folder, code=2)[1]
