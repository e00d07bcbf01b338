import gzip
import io
import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pratique.assembly.read import Chunk, read_listings
from pratique.assembly.read import parquet as parquet_module
from pratique.assembly.read import stream as stream_module
from pratique.base.errors import InputError

ROWS = [("1", "Red shirt", "cotton"), ("2", "蓝色衬衫", "棉，\n两行"), ("3", "قميص", 'He said "hi"')]
CSV = 'listing_id,title,description\n1,Red shirt,cotton\n2,蓝色衬衫,"棉，\n两行"\n3,قميص,"He said ""hi"""\n'


def read(source: Path | str, **options: object) -> Chunk:
    """All portions as one."""
    whole = Chunk()
    for chunk in read_listings(source, **options):  # type: ignore[arg-type]
        whole.listings += chunk.listings
        whole.lines += chunk.lines
        whole.rejects += chunk.rejects
        whole.warnings += chunk.warnings
        whole.done = chunk.done
    return whole


def cells(chunk: Chunk) -> list[tuple[str, str, str | None]]:
    return [(one.listing_id, one.title, one.description) for one in chunk.listings]


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_all_scripts(tmp_path: Path, encoding: str) -> None:
    chunk = read(write(tmp_path, "a.csv", CSV.encode(encoding)))
    assert cells(chunk) == ROWS
    assert chunk.lines == [2, 3, 5]


def test_gb18030_is_found_out(tmp_path: Path) -> None:
    text = "listing_id,title\n" + "".join(f"{n},冰禹实验用剪刀不锈钢医用手术直尖{n}厘米，正品包邮\n" for n in range(200))
    chunk = read(write(tmp_path, "a.csv", text.encode("gb18030")))
    assert chunk.listings[7].title == "冰禹实验用剪刀不锈钢医用手术直尖7厘米，正品包邮"


def test_the_first_character_beyond_ascii_may_come_late(tmp_path: Path) -> None:
    text = "listing_id,title\n" + "1,plain\n" * 60_000 + "2,不锈钢医用剪手术剪刀直尖弯尖\n" * 50
    assert read(write(tmp_path, "a.csv", text.encode("gb18030"))).listings[-1].title == "不锈钢医用剪手术剪刀直尖弯尖"


def test_a_damaged_byte_does_not_change_the_encoding(tmp_path: Path) -> None:
    data = CSV.encode().replace("قميص".encode(), "قم\udcffيص".encode("utf-8", "surrogateescape"))
    assert read(write(tmp_path, "a.csv", data)).listings[2].title == "قم\ufffdيص"


def test_an_encoding_that_was_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "listing_id,title\n1,Größe\n".encode("cp1252"))
    assert read(path, encoding="cp1252").listings[0].title == "Größe"
    with pytest.raises(InputError, match="no encoding `klingon`"):
        read(path, encoding="klingon")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path, "a.csv", f"listing_id{delimiter}title\n1{delimiter}a shirt\n")
    assert [one.title for one in read(path).listings] == ["a shirt"]


def test_excels_separator_line(tmp_path: Path) -> None:
    assert read(write(tmp_path, "a.csv", "sep=;\r\nlisting_id;title\r\n1;a, b\r\n")).listings[0].title == "a, b"


def test_line_ends_of_all_systems(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", "\r"):
        assert [one.listing_id for one in read(write(tmp_path, "a.csv", end.join(["listing_id,title", "1,a", "2,b"]))).listings] == [
            "1",
            "2",
        ]


def test_a_quote_left_open_costs_its_own_line_only(tmp_path: Path) -> None:
    chunk = read(write(tmp_path, "a.csv", 'listing_id,title\n1,a\n2,"b\n3,c\n4,"d, e"\n'))
    assert [(one.listing_id, one.title) for one in chunk.listings] == [("1", "a"), ("2", "b"), ("3", "c"), ("4", "d, e")]
    assert [(warned.line, warned.kind) for warned in chunk.warnings] == [(3, "quotes do not match")]


def test_quotes_that_never_end_do_not_take_for_ever(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "listing_id,title\n" + 'a","""\n' * 30_000)
    chunk = read(path)
    assert len(chunk.listings) + len(chunk.rejects) == 30_000


def test_rows_of_another_width_are_kept(tmp_path: Path) -> None:
    chunk = read(write(tmp_path, "a.csv", "listing_id,title,brand\n1,a\n2,b,c,d,e\n3,f,,,\n"))
    assert [(one.title, one.brand, one.attributes) for one in chunk.listings] == [
        ("a", None, None),
        ("b", "c", {"extra fields": "d,e"}),
        ("f", None, None),
    ]
    assert [warned.line for warned in chunk.warnings] == [2, 3]


def test_rows_without_an_id_are_rejected_with_their_line(tmp_path: Path) -> None:
    chunk = read(write(tmp_path, "a.csv", 'listing_id,title\n1,"a\nb"\n,c\n4,d\n4,d\n'))
    assert [(reject.line, reject.reason) for reject in chunk.rejects] == [(4, "no listing_id")]
    assert [one.listing_id for one in chunk.listings] == ["1", "4", "4"]


def test_columns_are_mapped(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "SKU,Product Name,Title,HS Code\nx,shirt,old,6205\n")
    (one,) = read(path, columns={"listing_id": "#row", "title": "Product Name"}).listings
    assert (one.listing_id, one.title, one.hs_code) == ("2", "shirt", "6205")
    assert one.attributes == {"SKU": "x", "Title": "old"}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "no column `listing_id`; it has `SKU`, `name`; name the column that holds it: --map listing_id=sku"),
        ({"listing_id": "SKU"}, "no column `title`"),
        ({"listing_id": "SKU", "title": "names"}, "no column `names`; did you mean `name`"),
        ({"titel": "name"}, "no column `titel` to map to; did you mean `title`"),
        ({"title": "#row"}, "can stand for `listing_id` only"),
    ],
)
def test_columns_that_are_not_there(tmp_path: Path, columns: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as error:
        read(write(tmp_path, "a.csv", "SKU,name\n1,a\n"), columns=columns)
    assert message in str(error.value)


def test_json_lines(tmp_path: Path) -> None:
    lines = [
        '{"listing_id": 1, "title": "a", "price": NaN}',
        "",
        "not json",
        "[1]",
        '{"title": "b"}',
        '{"listing_id": "2", "Title": "b\\ud800"}',
        "[" * 100_000,
    ]
    chunk = read(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [(one.listing_id, one.title) for one in chunk.listings] == [("1", "a"), ("2", "b\ufffd")]
    assert [reject.line for reject in chunk.rejects] == [3, 4, 5, 7]
    assert [reject.reason.split(":")[0] for reject in chunk.rejects] == [
        "not JSON",
        "not an object with columns",
        "no listing_id",
        "not JSON",
    ]


@pytest.mark.parametrize("text", ["[{0}, {1}]", "[\n{0},\n{1}\n]\n", "{0}\n{1}", "{0} {1}", "\ufeff[{0},{1}]"])
def test_json_documents(tmp_path: Path, text: str) -> None:
    path = write(
        tmp_path, "a.json", text.replace("{0}", '{"listing_id": "1",\n "title": "a"}').replace("{1}", '{"listing_id": "2", "title": "b"}')
    )
    assert [one.title for one in read(path).listings] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "place"), [('[{"listing_id": "1", "title": "a"},\n{"x": ]', "a.json:2"), ('[{"listing_id": "1", "title": "a"}\n', "a.json:2")]
)
def test_a_json_document_that_breaks_off_names_the_line(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(InputError, match=place):
        read(write(tmp_path, "a.json", text))


def test_a_json_array_larger_than_the_window(tmp_path: Path) -> None:
    rows = [{"listing_id": str(n), "title": f"t{n}", "description": "x" * 900} for n in range(3000)]
    chunk = read(write(tmp_path, "a.json", json.dumps(rows)))
    assert [one.listing_id for one in chunk.listings] == [row["listing_id"] for row in rows]


def test_parquet(tmp_path: Path) -> None:
    table = pa.table(
        {
            "listing_id": pa.array([1, 2]),
            "title": pa.array(["a", "b"]).dictionary_encode(),
            "images": [["x.jpg"], None],
            "manufacturer": [{"name": "Acme", "address": None}, {"name": None, "address": None}],
            "created_at": pa.array([1_700_000_000_123_456_789, None], pa.timestamp("ns")),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    first, second = read(tmp_path / "a.parquet").listings
    assert (first.listing_id, first.images, str(first.created_at)) == ("1", ("x.jpg",), "2023-11-14")
    assert first.manufacturer is not None
    assert first.manufacturer.name == "Acme"
    assert (second.images, second.manufacturer) == (None, None)


def test_a_parquet_file_that_unpacks_to_gigabytes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_module, "FREE_BYTES", 1 << 20)
    text = pa.array(["x" * 1_000_000 + str(n) for n in range(20)])
    pq.write_table(
        pa.table({"listing_id": pa.array(range(20)), "title": text}), tmp_path / "a.parquet", use_dictionary=False, compression="zstd"
    )
    with pytest.raises(InputError, match="looks like a bomb"):
        read(tmp_path / "a.parquet")
    monkeypatch.setattr(parquet_module, "COLUMN_BYTES", 1 << 20)
    with pytest.raises(InputError, match="column `title` unpacks to"):
        read(tmp_path / "a.parquet")


def test_one_long_value_for_many_rows_stays_packed(tmp_path: Path) -> None:
    words = pa.DictionaryArray.from_arrays(pa.array([0] * 300, pa.int32()), pa.array(["y" * 900_000]))
    pq.write_table(
        pa.table({"listing_id": pa.array(range(300)), "title": pa.array(["t"] * 300), "description": words}), tmp_path / "a.parquet"
    )
    sizes = []
    for chunk in read_listings(tmp_path / "a.parquet"):
        sizes.append(len(chunk.listings))
        assert all(len(one.description or "") == 900_000 for one in chunk.listings)
    assert sum(sizes) == 300
    assert max(sizes) < 60


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    pq.write_table(pa.table({"listing_id": ["1"], "title": ["a"]}), tmp_path / "a.parquet")
    data = (tmp_path / "a.parquet").read_bytes()
    for broken in (data[:-9], data[:40], data[:30] + b"\xff" * 20 + data[50:]):
        with pytest.raises(InputError, match=r"a\.parquet"):
            read(write(tmp_path, "a.parquet", broken))


def test_gzip(tmp_path: Path) -> None:
    packed = gzip.compress(CSV.encode()[:50]) + gzip.compress(CSV.encode()[50:])
    assert cells(read(write(tmp_path, "a.csv.gz", packed))) == ROWS


def test_gzip_that_is_cut_off_or_broken(tmp_path: Path) -> None:
    packed = gzip.compress(CSV.encode() * 50)
    with pytest.raises(InputError, match="ends before its end"):
        read(write(tmp_path, "a.csv.gz", packed[:-20]))
    with pytest.raises(InputError, match="not a sound gzip file"):
        read(write(tmp_path, "a.csv.gz", packed[:40] + b"\xff" * 40 + packed[80:]))


def test_a_gzip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "GZIP_FREE", 1 << 16)
    path = write(tmp_path, "a.csv.gz", gzip.compress(b"listing_id,title\n" + b"1,a\n" * 1_000_000))
    with pytest.raises(InputError, match="more than 100 times its size"):
        read(path)


def test_a_folder_is_read_in_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, "b.jsonl", '{"listing_id": "2", "title": "b"}\n')
    write(tmp_path, "a.csv", "listing_id,title\n1,a\n")
    write(tmp_path, "notes.md", "# not a table")
    write(tmp_path, "a.csv.rejects.jsonl", '{"line": 1}\n')
    chunk = read(tmp_path)
    assert [one.listing_id for one in chunk.listings] == ["1", "2"]
    assert chunk.done == 1.0


def test_standard_input_is_sniffed(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (CSV, "".join(json.dumps({"listing_id": i, "title": t, "description": d}) + "\n" for i, t, d in ROWS)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data.encode())))
        assert cells(read("-")) == ROWS


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"PK\x03\x04 workbook", "a zip archive or an Excel workbook"),
        ("a.parquet", b"listing_id,title\n", "named as Parquet but it is none"),
        ("a.csv", b"\0\0\0\0", "no column `listing_id`"),
    ],
)
def test_files_that_are_something_else(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(write(tmp_path, name, data))


def test_inputs_that_are_not_there(tmp_path: Path) -> None:
    for source in (tmp_path / "none.csv", tmp_path, "\0"):
        with pytest.raises(InputError):
            read(source)


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    for name in ("a.csv", "a.jsonl", "a.json"):
        assert read(write(tmp_path, name, b"")).rows == 0


def test_fields_of_many_megabytes(tmp_path: Path) -> None:
    rows = [{"listing_id": "1", "title": "a", "description": "я" * 2_000_000}, {"listing_id": "2", "title": "b"}]
    chunk = read(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert [len(one.description or "") for one in chunk.listings] == [1_000_000, 0]
    path = write(tmp_path, "a.csv", "listing_id,title\n1," + "x" * 40_000_000 + "\n2,b\n")
    chunk = read(path)
    assert [(reject.line, reject.reason) for reject in chunk.rejects] == [(2, "line of more than 16,777,216 characters")]
    assert [one.listing_id for one in chunk.listings] == ["2"]


def test_a_field_of_endless_lines_is_one_reject(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'listing_id,title,description\n1,a,"' + "words\n" * 300_000 + '"\n2,b,c\n')
    chunk = read(path)
    assert [(reject.line, reject.reason.split(":")[0]) for reject in chunk.rejects] == [
        (2, "record of more than 16,777,216 characters or 200,000 lines")
    ]
    assert [one.listing_id for one in chunk.listings] == ["2"]


def test_a_stray_quote_in_a_long_table_costs_its_own_line_only(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'listing_id,title\n1,"a\n' + "2,b\n" * 250_000)
    assert len(read(path).listings) == 250_001
