"""Whatever is in the file, a reader gives rows, rejects or an `InputError`, and every row is one or the other."""

import csv
import io
import json
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pratique.assembly.read import Chunk, read_listings
from pratique.base.errors import InputError

NAMES = st.sampled_from(["a.csv", "a.jsonl", "a.json", "a.parquet", "a.csv.gz", "a.txt", "a", "a.tsv"])
TEXTS = st.text(st.characters(codec="utf-8") | st.sampled_from("\",;\t\n\r'|\0\u202e{}[]"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def read(name: str, data: bytes) -> list[Chunk]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return list(read_listings(path, columns={"listing_id": "#row"}, chunk_rows=3))


def rows(chunks: list[Chunk]) -> int:
    return sum(chunk.rows for chunk in chunks)


@given(NAMES, st.binary(max_size=400) | TEXTS.map(str.encode) | st.binary(max_size=60).map(lambda tail: b"listing_id,title\n" + tail))
@example("a.csv", b'listing_id,title\n1,"a')
@example("a.json", b"[1e999999999]")
@example("a.json", b"[" + b"9" * 5000 + b"]")
@example("a.json", b"[" * 3000)
@example("a.csv.gz", b"\x1f\x8b\x08\x00")
@example("a.parquet", b"PAR1\0\0PAR1")
def test_any_bytes_end_in_rows_or_an_input_error(name: str, data: bytes) -> None:
    try:
        chunks = read(name, data)
    except InputError:
        return
    for chunk in chunks:
        assert len(chunk.listings) == len(chunk.lines)
        assert all(reject.reason for reject in chunk.rejects)


@settings(deadline=None)
@example([("\0", "")], ",", "\n")
@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=12), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n"]))
def test_no_row_of_a_table_is_lost(table: list[tuple[str, str]], delimiter: str, end: str) -> None:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["title", "description"])
    writer.writerows(table)
    chunks = read("a.csv", written.getvalue().encode())
    assert rows(chunks) == sum(any(row) for row in table)
    kept = [one.title for chunk in chunks for one in chunk.listings]
    assert kept == [title.replace("\0", "") for title, _ in table if title.replace("\0", "").strip()]


@given(st.lists(JSON, max_size=8))
def test_no_line_of_json_is_lost(values: list[object]) -> None:
    lines = [json.dumps(value) for value in values]
    assert rows(read("a.jsonl", "\n".join(lines).encode())) == len(lines)
    assert rows(read("a.json", f"[{','.join(lines)}]".encode())) == len(lines)
