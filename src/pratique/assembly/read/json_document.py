"""JSON documents: an array of objects, or objects one after another, read as they come."""

import json
from collections.abc import Iterator
from typing import TextIO

from pratique.assembly.read.chunk import Row
from pratique.assembly.read.columns import ColumnMap
from pratique.assembly.read.json_lines import object_row
from pratique.assembly.read.lines import LONGEST_LINE
from pratique.base.errors import InputError

_PORTION = 1 << 20
_BLANK = " \t\r\n,"


class _Window:
    """The part of the document under the eye."""

    def __init__(self, text: TextIO) -> None:
        self._text, self.ended = text, False
        self.buffer, self.at = "", 0
        self._line, self._counted = 1, 0

    def more(self) -> None:
        """Drop what is done with and read at least as much again as is left, so that no element is scanned too often."""
        self.here()
        left = self.buffer[self.at :]
        fresh = self._text.read(max(_PORTION, len(left)))
        self.ended = not fresh
        self.buffer, self.at, self._counted = left + fresh, 0, 0

    def skip(self, characters: str) -> None:
        """Move over any of these characters."""
        while True:
            while self.at < len(self.buffer) and self.buffer[self.at] in characters:
                self.at += 1
            if self.at < len(self.buffer) or self.ended:
                return
            self.more()

    def here(self) -> int:
        """The line of the eye."""
        self._line += self.buffer.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line


def json_document_rows(text: TextIO, columns: ColumnMap, file: str) -> Iterator[Row]:
    """A row for each element. Raises `InputError` with the line where the document breaks off or is no JSON."""
    decoder = json.JSONDecoder(strict=False)
    window = _Window(text)
    window.skip(_BLANK + "\ufeff")
    array = window.buffer[window.at : window.at + 1] == "["
    if array:
        window.at += 1
    while True:
        window.skip(_BLANK)
        if window.at >= len(window.buffer):
            if array:
                raise InputError(f"{file}:{window.here()}: the array ends before its `]`; was the file cut off?")
            return
        if array and window.buffer[window.at] == "]":
            return
        line = window.here()
        while True:
            try:
                value, end = decoder.raw_decode(window.buffer, window.at)
            except (ValueError, RecursionError) as error:
                if not window.ended and len(window.buffer) - window.at > LONGEST_LINE:
                    much = f"is longer than {LONGEST_LINE:,} characters, or no JSON"
                    raise InputError(f"{file}:{line}: the element that starts here {much}") from error
                if window.ended:
                    reason = error.msg.lower() if isinstance(error, json.JSONDecodeError) else "nested too deeply or a number without end"
                    raise InputError(f"{file}:{line}: the element that starts here is no JSON: {reason}") from error
                window.more()
                continue
            # a number at the end of the window may go on
            if end < len(window.buffer) or window.ended:
                break
            window.more()
        window.at = end
        yield object_row(line, value, columns)
