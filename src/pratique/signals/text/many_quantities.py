"""Quantities of many listings: which listings are to be read for which, told at a glance; then each is read as one is."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pratique.facts import Listing
from pratique.signals.text.quantity import QuantityReader
from pratique.signals.text.sheet import Sheet
from pratique.signals.text.tally import Lists
from pratique.signals.text.vocabulary import Ints

Marks = npt.NDArray[np.uint64]
_WORD = 64


class ManyQuantities:
    """Reads the quantities that a batch of listings asks for."""

    def __init__(
        self, concepts: int, readers: Mapping[int, QuantityReader], asked_by: Mapping[int, Sequence[int]], always: Sequence[int]
    ) -> None:
        self._readers, self._concepts = readers, concepts
        self._asked_by = Lists(sorted({*asked_by.get(number, ())}) for number in range(concepts))
        self._always = np.array(sorted(set(always)), dtype=np.int64)
        self._place = {number: place for place, number in enumerate(readers)}
        self._beginnings = np.zeros((1 << 16, len(readers) // _WORD + 1), dtype=np.uint64)
        """By two characters that stand behind a number, marks of the quantities with a unit that begins so."""
        for number, reader in readers.items():
            word, bit = divmod(self._place[number], _WORD)
            for beginning in reader.beginnings:
                if beginning.isascii():
                    code = int.from_bytes(beginning.encode().ljust(2, b"\0"), "big")
                    self._beginnings[code, word] |= np.uint64(1 << bit)

    def read(
        self, listings: Sequence[Listing], row: Ints, concept: Ints, sheet: Sheet, text_row: Ints, text: Ints
    ) -> dict[int, tuple[list[int], list[float]]]:
        """Quantity → rows and values, from the listings (`row`, `concept`: what was read in which); `text` stands in `text_row`."""
        place, quantity = self._asked_by.of(concept)
        always = np.repeat(np.arange(len(listings)), len(self._always))
        key = np.concatenate([row[place], always]) * self._concepts
        key += np.concatenate([quantity, np.tile(self._always, len(listings))])
        values: dict[int, tuple[list[int], list[float]]] = {}
        if not len(key):
            return values
        marks = self._marks(len(listings), sheet, text_row, text)
        asked = np.unique(key)
        for at, number in zip((asked // self._concepts).tolist(), (asked % self._concepts).tolist(), strict=True):
            word, bit = divmod(self._place[number], _WORD)
            if int(marks[at, word]) >> bit & 1 or listings[at].attributes:
                found, _ = self._readers[number].read(listings[at])
                if found:
                    known = values.setdefault(number, ([], []))
                    known[0].extend([at] * len(found))
                    known[1].extend(found)
        return values

    def _marks(self, size: int, sheet: Sheet, text_row: Ints, text: Ints) -> Marks:
        """Row by row, marks of the quantities whose units may stand behind a number in its texts."""
        of_text = np.zeros((len(sheet.originals), self._beginnings.shape[1]), dtype=np.uint64)
        numbers, codes = sheet.behind_digits()
        np.bitwise_or.at(of_text, numbers, self._beginnings[codes])
        of_text[~sheet.is_simple] = ~np.uint64(0)
        marks = np.zeros((size, self._beginnings.shape[1]), dtype=np.uint64)
        np.bitwise_or.at(marks, text_row, of_text[text])
        return marks
