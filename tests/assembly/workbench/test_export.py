"""Files open as what they are, and nothing in them is reckoned out."""

import csv
import datetime as dt
import io

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pratique.assembly.workbench.export import as_csv, as_parquet, as_xlsx

EVIL = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '  =HYPERLINK("http://x")',
    "plain",
    "中文 🧲",
    'a,b\n"c"',
    "\x00\x07bell",
]


@pytest.fixture
def table() -> pa.Table:
    count = len(EVIL)
    return pa.table(
        {
            "=name": EVIL,
            "number": list(range(-1, count - 1)),
            "share": [0.5] * count,
            "at": pa.array([dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)] * count, pa.timestamp("us")),
            "day": [dt.date(2026, 1, 2)] * count,
            "list": pa.array([["=a", "b"]] * count),
            "nothing": pa.array([None] * count, pa.string()),
        }
    )


def test_csv_holds_no_formula(table: pa.Table) -> None:
    body = as_csv(table)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert rows[0][0] == "'=name"
    for row, given in zip(rows[1:], EVIL, strict=True):
        assert row[0].endswith(given)
        assert row[0].lstrip()[0] not in "=+-@"
        assert row[0][0] not in "\t\r"
        assert row[5] == "'=a, b"
    assert rows[1][1] == "-1"  # a number below zero stays a number


def test_xlsx_holds_no_formula(table: pa.Table) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(table))).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert [sheet.cell(2, column).data_type for column in (1, 2, 3, 4)] == ["s", "n", "n", "d"]
    assert sheet.cell(2, 2).value == -1
    assert sheet.cell(10, 1).value == "中文 🧲"


def test_parquet_is_as_it_was(table: pa.Table) -> None:
    assert pq.read_table(io.BytesIO(as_parquet(table))).to_pylist() == table.to_pylist()
