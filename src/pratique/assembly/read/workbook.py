"""The first sheet of an Excel workbook, row by row, after what its archive says of itself was found bearable."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pratique.assembly.read.chunk import Row
from pratique.assembly.read.columns import ColumnMap
from pratique.base.errors import InputError

UNPACKED_BYTES = 1 << 28
"""All parts together, unpacked. Strings that cells share are held in memory while it is read."""
RATIO = 100
FREE_BYTES = 1 << 24
"""Below it the ratio does not matter: small sheets of equal rows pack well."""
PARTS = 2000
MOST_COLUMNS = 500


def workbook_rows(path: Path, columns: ColumnMap, file: str) -> Iterator[Row]:
    """Rows numbered as in the sheet, its header being 1. Raises `InputError` for a file that is damaged, a bomb, or lacks our columns."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check(path, file)
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a sheet says of its size need not be so
            rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
            header = columns.header(["" if name is None else str(name) for name in next(rows, ())], file)
            for number, cells in enumerate(rows, 2):
                row = {name: _told(cells[position]) for position, name in header if position < len(cells)}
                if not any(value not in (None, "") for value in row.values()):
                    continue
                if columns.numbered:
                    row["listing_id"] = str(number)
                yield number, row, ""
        finally:
            book.close()
    except InputError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, MemoryError, SyntaxError) as error:
        reason = str(error).splitlines()[0][:200] if str(error) else "it is damaged"
        raise InputError(f"{file}: cannot be read as an Excel workbook: {reason}") from error


def _check(path: Path, file: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise InputError(f"{file}: cannot be read as an Excel workbook: it is damaged, or none") from error
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise InputError(f"{file}: this is a zip archive and no Excel workbook; unpack it")
    size, unpacked = path.stat().st_size, sum(part.file_size for part in parts)
    if len(parts) > PARTS or unpacked > UNPACKED_BYTES or unpacked > max(FREE_BYTES, RATIO * size):
        much = f"{size:,} bytes unpack to {unpacked / 1e6:,.0f} MB in {len(parts):,} parts"
        raise InputError(f"{file}: {much}; at most {UNPACKED_BYTES / 1e6:,.0f} MB are read; save it as CSV")


def _told(value: object) -> object:
    """A day without its midnight; what is no text or number as text."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
