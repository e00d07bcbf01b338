"""Workbooks are read like any other catalogue; what is no workbook, damaged or made to fill the memory is refused with the reason."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from pratique.assembly.read import read_listings
from pratique.base.errors import InputError

HEADER = ("listing_id", "Title", "price", "created_at", "markets")


def workbook(*rows: tuple[Any, ...], header: tuple[Any, ...] = HEADER) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (header, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A workbook of 300 KB whose strings unpack to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(("a", "b", 1, None, None)))) as known, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in known.namelist():
            made.writestr(name, known.read(name))
        made.writestr("xl/more.xml", b"0" * 300_000_000)
    return out.getvalue()


def test_a_workbook_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = (
        ("sku-1", "Kids 磁力珠", 9.5, dt.date(2026, 3, 1), "DE,FR"),
        (None,) * 5,
        ("sku-2", None, 1, None, None),
        (7, "Cup", "free", None, None),
    )
    path.write_bytes(workbook(*rows))
    (chunk,) = read_listings(path)
    assert [(one.listing_id, one.title, one.price) for one in chunk.listings] == [("sku-1", "Kids 磁力珠", 9.5), ("7", "Cup", None)]
    assert chunk.listings[0].created_at == dt.date(2026, 3, 1)
    assert chunk.listings[0].markets == ("DE", "FR")
    assert chunk.lines == [2, 5]
    assert [(one.line, one.reason) for one in chunk.rejects] == [(4, "no title")]


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.xlsx", bomb, "at most 268 MB are read"),
        ("a.xlsx", lambda: workbook()[:800], "damaged"),
        ("a.xlsx", lambda: b"listing_id,title\n1,x\n", "named as an Excel workbook but it is none"),
        ("a.xlsx", lambda: workbook(("x",), header=("number", "name")), "listing_id"),
        ("a.csv", lambda: workbook(), "call it .xlsx"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_reason(tmp_path: Path, name: str, body: object, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(body())  # type: ignore[operator]  # a way to make it
    with pytest.raises(InputError, match=why):
        list(read_listings(path))


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a.txt", "hello")
    with pytest.raises(InputError, match="no Excel workbook"):
        list(read_listings(path))
