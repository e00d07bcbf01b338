"""Quantities of many listings: which listings are to be read for which, told at a glance; then each is read as one is."""

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from pratique.facts import Listing
from pratique.signals.text.quantity import QuantityReader
from pratique.signals.text.sheet import Sheet
from pratique.signals.text.tally import Lists
from pratique.signals.text.vocabulary import MARKS, Eights, Ints, Short

_FIRST_WORD = re.compile(r"(?<=[a-z])[^a-z]|(?<=[%\"])")
"""Where the first word or sign of a unit ends."""


class ManyQuantities:
    """Reads the quantities that a batch of listings asks for."""

    def __init__(
        self, concepts: int, readers: Mapping[int, QuantityReader], asked_by: Mapping[int, Sequence[int]], always: Sequence[int]
    ) -> None:
        self._readers, self._concepts = readers, concepts
        self._asked_by = Lists(sorted({*asked_by.get(number, ())}) for number in range(concepts))
        self._always = np.array(sorted(set(always)), dtype=np.int64)
        self._place = {number: place for place, number in enumerate(readers)}
        words = [{_FIRST_WORD.split(spelling)[0] or spelling for spelling in reader.spellings} for reader in readers.values()]
        self._units = Short([{word for word in one if word.isascii()} for one in words])
        self._marks_of = np.zeros((len(self._units.members), len(readers) // MARKS + 1), dtype=np.uint64)
        """By place of what stands behind a number, marks of the quantities with a unit that begins so."""
        self.cues = [reader.near.keys for reader in readers.values()]
        """Sets of words of which one must stand in a text, quantity by quantity."""
        self._cueless = np.zeros(self._marks_of.shape[1], dtype=np.uint64)
        for place, reader in enumerate(readers.values()):
            if not reader.near or reader.near.measures:
                self._cueless[place // MARKS] |= np.uint64(1 << place % MARKS)
        for place, unit in zip(*np.nonzero(self._units.members), strict=True):
            word, bit = divmod(int(unit), MARKS)
            self._marks_of[place, word] |= np.uint64(1 << bit)

    def read(
        self,
        listings: Sequence[Listing],
        row: Ints,
        concept: Ints,
        sheet: Sheet,
        cues: Callable[[Sheet], Eights],
        text_row: Ints,
        text: Ints,
    ) -> dict[int, tuple[list[int], list[float]]]:
        """Quantity → rows and values. `row`, `concept`: what was read in which; `text` stands in `text_row`; `cues`: see `Sweep.cues`."""
        place, quantity = self._asked_by.of(concept)
        always = np.repeat(np.arange(len(listings)), len(self._always))
        key = np.concatenate([row[place], always]) * self._concepts
        key += np.concatenate([quantity, np.tile(self._always, len(listings))])
        values: dict[int, tuple[list[int], list[float]]] = {}
        if not len(key):
            return values
        marks = self._marks(len(listings), sheet, cues(sheet), text_row, text)
        asked = np.unique(key)
        for at, number in zip((asked // self._concepts).tolist(), (asked % self._concepts).tolist(), strict=True):
            word, bit = divmod(self._place[number], MARKS)
            if int(marks[at, word]) >> bit & 1 or listings[at].attributes:
                found, _ = self._readers[number].read(listings[at])
                if found:
                    known = values.setdefault(number, ([], []))
                    known[0].extend([at] * len(found))
                    known[1].extend(found)
        return values

    def _marks(self, size: int, sheet: Sheet, cues: Eights, text_row: Ints, text: Ints) -> Eights:
        """Row by row, marks of the quantities whose units may stand behind a number in its texts."""
        of_text = np.zeros((len(sheet.originals), self._marks_of.shape[1]), dtype=np.uint64)
        numbers, behind = sheet.behind_digits()
        np.bitwise_or.at(of_text, numbers, self._marks_of[self._units.places(behind)])
        of_text &= cues | self._cueless
        of_text[~sheet.is_simple] = ~np.uint64(0)
        marks = np.zeros((size, self._marks_of.shape[1]), dtype=np.uint64)
        np.bitwise_or.at(marks, text_row, of_text[text])
        return marks
