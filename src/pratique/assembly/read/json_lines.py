"""JSON Lines: one object a line."""

import json
from collections.abc import Iterator

import msgspec

from pratique.assembly.read.chunk import Row, Unreadable
from pratique.assembly.read.columns import ColumnMap
from pratique.assembly.read.lines import LONGEST_LINE


def json_line_rows(lines: Iterator[tuple[int, str | None]], columns: ColumnMap) -> Iterator[Row]:
    """A row for each line that is not blank; a line that is no object is told why."""
    decode = msgspec.json.Decoder().decode
    for number, text in lines:
        if text is None:
            yield number, Unreadable(f"line of more than {LONGEST_LINE:,} characters"), ""
            continue
        try:
            value = decode(text)
        except (ValueError, RecursionError) as error:
            text = text.strip().strip("\ufeff\0")
            if not text:
                continue
            try:
                # accepts what some writers produce: NaN, lone surrogates, control characters
                value = json.loads(text, strict=False)
            except (ValueError, RecursionError):
                yield number, Unreadable(f"not JSON: {_reason(error)}", text[:200]), ""
                continue
        yield object_row(number, value, columns)


def object_row(number: int, value: object, columns: ColumnMap) -> Row:
    """The row of a JSON value."""
    if not isinstance(value, dict):
        return number, Unreadable("not an object with columns", str(value)[:200]), ""
    row = columns.rename(value)
    if columns.numbered:
        row = {**row, "listing_id": str(number)}
    return number, row, ""


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
