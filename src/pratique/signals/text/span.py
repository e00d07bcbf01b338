"""From a span of a normal form back to the characters the trader wrote."""

import unicodedata
from bisect import bisect_left

import msgspec
from ahocorasick_rs import BytesAhoCorasick, Implementation

from pratique.signals.text.normal import ASCII_BYTES, offsets

_TWO_SPACES = BytesAhoCorasick([b"  "], implementation=Implementation.DFA)


class Source(msgspec.Struct, gc=False):
    """One text of a listing with the way back from its normal forms. Nothing is worked out before it is asked for."""

    field: str
    kind: str
    raw: str
    """The text that is read: each word in one alphabet, perhaps words drawn together or apart."""
    original: str
    """The text as written."""
    indices: list[int] | None = None
    """Where `raw` has not the length of the original: for each of its characters the index there, and one for the end."""
    _gaps: list[int] | None = None
    _plain: list[int] | None = None
    _accented: list[int] | None = None

    def span(self, start: int, end: int, *, accented: bool) -> tuple[int, int]:
        """Half-open span in the original of a span of its normal form."""
        if self.raw.isascii() and self.indices is None:
            return self._at(start), self._at(end - 1) + 1
        if accented:
            table = self._accented = self._accented or offsets(self.raw, keep_accents=True)
        else:
            table = self._plain = self._plain or offsets(self.raw, keep_accents=False)
        first = table[start]
        last = max(table[end - 1], first) + 1
        while last < len(self.raw) and unicodedata.category(self.raw[last]) in ("Mn", "Cf"):
            last += 1  # marks and invisible characters belong to the letter they follow
        return (first, last) if self.indices is None else (self.indices[first], self.indices[last - 1] + 1)

    def _at(self, position: int) -> int:
        """Where a character of the form stands in ASCII text: the two differ in runs of spaces alone."""
        if self._gaps is None:
            self._gaps = _gaps(self.raw)
        return position - 1 + bisect_left(self._gaps, position)


def _gaps(raw: str) -> list[int]:
    """Where the form of a text of ASCII leaves out a space of a run of several, space by space."""
    found = _TWO_SPACES.find_matches_as_indexes(b" %b " % raw.encode().translate(ASCII_BYTES), overlapping=True)
    return [start - place for place, (_, start, _) in enumerate(found)]
