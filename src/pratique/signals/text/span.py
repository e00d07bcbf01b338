"""From a span of a normal form back to the characters the trader wrote."""

import re
import unicodedata

import msgspec

from pratique.signals.text.fold import ASCII
from pratique.signals.text.normal import offsets

_WORD = re.compile(r"\S+")


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
    _words: list[tuple[int, int]] | None = None
    _plain: list[int] | None = None
    _accented: list[int] | None = None

    def span(self, form: str, low: int, start: int, end: int, *, accented: bool) -> tuple[int, int]:
        """Half-open span in the original of `form[start:end]`, where the normal form of this source begins at `form[low]`."""
        if self.raw.isascii() and self.indices is None:
            return self._at(form, low, start), self._at(form, low, end - 1) + 1
        if accented:
            table = self._accented = self._accented or offsets(self.raw, keep_accents=True)
        else:
            table = self._plain = self._plain or offsets(self.raw, keep_accents=False)
        first = table[start - low]
        last = max(table[end - low - 1], first) + 1
        while last < len(self.raw) and unicodedata.category(self.raw[last]) in ("Mn", "Cf"):
            last += 1  # marks and invisible characters belong to the letter they follow
        return (first, last) if self.indices is None else (self.indices[first], self.indices[last - 1] + 1)

    def _at(self, form: str, low: int, position: int) -> int:
        """ASCII text keeps its length but for runs of spaces, so a word's number leads back to it."""
        if self._words is None:
            self._words = [match.span() for match in _WORD.finditer(self.raw.translate(ASCII))]
        number = form.count(" ", low, position) - 1
        return self._words[number][0] + position - form.rfind(" ", low, position) - 1
