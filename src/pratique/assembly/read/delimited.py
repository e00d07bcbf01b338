"""CSV and its relatives: any delimiter, quoted fields over several lines, and quotes that were never closed."""

import csv
import re
from collections import deque
from collections.abc import Iterator

from pratique.assembly.read.chunk import Row, Unreadable
from pratique.assembly.read.columns import ColumnMap
from pratique.assembly.read.lines import LONGEST_LINE
from pratique.base.errors import InputError
from pratique.facts.from_row import COLUMNS

DELIMITERS = (",", "\t", ";", "|")
_REREAD = 1 << 26
"""Characters that may be read twice in search of closing quotes; past it a record ends with its line, so that no file takes for ever."""
_MOST_LINES = 200_000
"""Lines of one record."""
_LOOKED_AT = 500
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*\Z", re.DOTALL)


class _UnclosedError(Exception):
    """A record that did not end where records end."""


class _GiantError(_UnclosedError):
    """A record that went past every bound."""


class _Feed:
    """Lines for the csv module, remembered until their record is whole."""

    def __init__(self, lines: Iterator[tuple[int, str | None]]) -> None:
        self._lines, self._back = lines, deque[tuple[int, str | None]]()
        self.handed: list[tuple[int, str | None]] = []
        self._size, self._most, self._reread = 0, LONGEST_LINE, _REREAD

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        item = self._back.popleft() if self._back else next(self._lines)
        self.handed.append(item)
        text = item[1]
        if text is None:
            raise _UnclosedError
        self._size += len(text)
        if len(self.handed) > 1 and (self._size > self._most or len(self.handed) > _MOST_LINES):
            raise _GiantError
        return text

    def looks_like_rows(self, delimiter: str, width: int) -> bool:
        """Whether the lines of the record are rows of the table, so that its quote is a stray one, not that of a long field."""
        lines = [text for _, text in self.handed[-_LOOKED_AT:] if text is not None]
        return self._most == 0 or sum(text.count(delimiter) == width - 1 for text in lines) * 2 > len(lines)

    def drop_field(self) -> tuple[int, int]:
        """Let the rest of the open field go by, as far as its closing quote; the line of the record and how many lines it had."""
        start, count = self.handed[0][0], len(self.handed)
        self.handed.clear()
        for _, text in self._lines:
            count += 1
            if text is not None and text.count('"') % 2:
                break
        return start, count

    def start(self) -> None:
        """Begin a record: what was handed out is done with."""
        self.handed.clear()
        self._size = 0

    def give_back(self) -> tuple[int, str | None]:
        """Take back all but the first line of the record, and return that."""
        first, *rest = self.handed
        self._back.extendleft(reversed(rest))
        self._reread -= sum(len(text) for _, text in rest if text is not None)
        if self._reread < 0:
            self._most = 0
        return first


def delimited_rows(lines: Iterator[tuple[int, str | None]], sample: str, columns: ColumnMap, file: str) -> Iterator[Row]:
    """Rows of a table with a header line. A row with an open quote is read as far as its line goes, and warned of."""
    csv.field_size_limit(LONGEST_LINE)
    feed = _Feed(lines)
    delimiter = delimiter_of(sample, columns)
    header: list[tuple[int, str]] | None = None
    width = 0
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.start()
        warning = ""
        try:
            fields = next(reader)
            line = feed.handed[0][0]
        except StopIteration:
            return
        except (csv.Error, _UnclosedError) as error:
            if isinstance(error, _GiantError) and header is not None and not feed.looks_like_rows(delimiter, width):
                line, count = feed.drop_field()
                yield line, Unreadable(f"record of more than {LONGEST_LINE:,} characters or {_MOST_LINES:,} lines: `{count:,} lines`"), ""
                continue
            line, text = feed.give_back()
            if text is None:
                yield line, Unreadable(f"line of more than {LONGEST_LINE:,} characters"), ""
                continue
            fields = _loosely(text, delimiter)
            warning = f"quotes do not match: `{text.strip()[:60].replace('`', chr(39))}`"
        if not any(fields):
            continue
        if header is None:
            if line == 1 and _SEPARATOR_LINE.match(delimiter.join(fields)):
                continue
            header, width = columns.header(fields, file), len(fields)
            continue
        row: dict[str, object] = {name: fields[position] for position, name in header if position < len(fields)}
        if len(fields) != width:
            extra = [field for field in fields[width:] if field.strip()]
            if extra:
                row["attributes.extra fields"] = delimiter.join(extra)
            if extra or len(fields) < width:
                warning = warning or f"row has another number of fields than the header: `{len(fields)} for {width}`"
        if columns.numbered:
            row["listing_id"] = str(line)
        yield line, row, warning


def _loosely(text: str, delimiter: str) -> list[str]:
    line = text.rstrip("\r\n").replace("\r", " ").replace("\n", " ")
    return next(csv.reader([line], delimiter=delimiter), [])


def delimiter_of(sample: str, columns: ColumnMap) -> str:
    """The delimiter under which the first line reads most like a header of ours; a comma where none does."""
    lines = sample.splitlines()[:20]
    told = _SEPARATOR_LINE.match(lines[0]) if lines else None
    if told:
        return told[1]
    known = {*COLUMNS, *columns.mapping.values()}

    def likeness(delimiter: str) -> tuple[int, float, int]:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
        if not rows:
            return 0, 0.0, 0
        width = len(rows[0])
        names = {name.strip().strip("\ufeff").casefold().replace(" ", "_") for name in rows[0]} | {name.strip() for name in rows[0]}
        return len(names & known), sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0, width

    try:
        return max(DELIMITERS, key=likeness)
    except csv.Error as error:
        raise InputError(f"this is no table of text: {error}") from error
