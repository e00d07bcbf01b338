"""Answers as files: CSV, XLSX, Parquet. Text that a spreadsheet would take for a formula is kept from being one."""

import csv
import datetime as dt
import decimal
import io
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_CELL = 32_767


def guarded(text: str) -> str:
    """Text with a quote before what a spreadsheet would reckon out (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def as_csv(table: pa.Table) -> bytes:
    """UTF-8 with a mark at its head, without which Excel takes Chinese for Latin."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(name) for name in table.column_names])
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        writer.writerow([_cell(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(table: pa.Table) -> bytes:
    """One sheet; text is written as text, so that `=1+1` stays what it is."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answer")
    for row in ([table.column_names], zip(*(column.to_pylist() for column in table.columns), strict=True)):
        for values in row:
            cells = []
            for value in values:
                given = _cell(value)
                if isinstance(given, str):
                    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", given)[:_LONGEST_CELL])
                    cell.data_type = "s"
                else:
                    cell = WriteOnlyCell(sheet, given)
                cells.append(cell)
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_parquet(table: pa.Table) -> bytes:
    """As it is."""
    out = io.BytesIO()
    pq.write_table(table, out, compression="zstd")
    return out.getvalue()


FORMATS: dict[str, tuple[Callable[[pa.Table], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (as_parquet, "application/vnd.apache.parquet"),
}
"""Name → how it is written, type of the answer."""


def _cell(value: object) -> str | float | dt.datetime | None:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, list):
        return guarded(", ".join(str(one) for one in value))
    return guarded(str(value))
