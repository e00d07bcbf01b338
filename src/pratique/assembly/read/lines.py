"""Lines of a text file, numbered, none of them larger than memory bears."""

import io
from collections.abc import Iterator

LONGEST_LINE = 1 << 24
"""Characters. Room for a description of two million, each written `\\uXXXX`."""


def numbered_lines(reader: io.BufferedReader, encoding: str, sample: bytes) -> Iterator[tuple[int, str | None]]:
    """Each line with its number from 1; `None` for one that is too long. Bytes that do not decode become U+FFFD."""
    line_feeds = "\n" in sample.decode(encoding, "replace")
    text = io.TextIOWrapper(reader, encoding=encoding, errors="replace", newline="\n" if line_feeds else "")
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            while (rest := text.readline(LONGEST_LINE)) and len(rest) == LONGEST_LINE and not rest.endswith(("\n", "\r")):
                pass
            yield number, None
        else:
            yield number, line
