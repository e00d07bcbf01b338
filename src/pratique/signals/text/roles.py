"""Roles of brands for the text detector: concepts by number, for one listing and for many."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pratique.facts import Listing
from pratique.signals.brand.reader import BrandReader, Shown
from pratique.signals.text.vocabulary import Ints

Floats = npt.NDArray[np.float64]


class RoleReader:
    """A `BrandReader` between the numbers of a detector's concepts. Nothing is read, and nothing compiled, where no brand was."""

    def __init__(self, reader: BrandReader, numbers: Mapping[str, int]) -> None:
        self._reader, self._numbers = reader, numbers
        self._names = {number: name for name, number in numbers.items() if name in reader.woken_by or name.startswith("class.")}
        """Concepts that the reader looks at."""
        self.woken_by = frozenset(numbers[name] for name in reader.woken_by) if reader.gives else frozenset()
        self._is_waking = np.zeros(len(numbers), dtype=np.bool_)
        self._is_waking[list(self.woken_by)] = True

    def read(self, listing: Listing, read: Mapping[int, float]) -> dict[int, tuple[float, list[Shown]]]:
        """What a listing of which `read` was read shows beside it: concept → how sure, and by what."""
        names = self._names
        found = self._reader.read(listing, {names[number]: one for number, one in read.items() if number in names and one > 0})
        return {self._numbers[name]: one for name, one in found.items()}

    def read_many(self, listings: Sequence[Listing], row: Ints, concept: Ints, confidence: Floats) -> tuple[Ints, Ints, Floats]:
        """Readings by row and concept with those of roles among them; of one read twice the greater."""
        woken = np.unique(row[self._is_waking[concept]])
        if not len(woken):
            return row, concept, confidence
        start, end = np.searchsorted(row, woken), np.searchsorted(row, woken, side="right")
        more: list[tuple[int, int, float]] = []
        for at, first, last in zip(woken.tolist(), start.tolist(), end.tolist(), strict=True):
            read = dict(zip(concept[first:last].tolist(), confidence[first:last].tolist(), strict=True))
            more += [(at, number, one) for number, (one, _) in self.read(listings[at], read).items()]
        if not more:
            return row, concept, confidence
        base = len(self._is_waking)
        key = np.concatenate([row * base + concept, np.array([at * base + number for at, number, _ in more], dtype=np.int64)])
        values = np.concatenate([confidence, np.array([one for _, _, one in more])])
        order = np.lexsort((values, key))
        key, values = key[order], values[order]
        last_of = np.append(key[1:] != key[:-1], True)
        return key[last_of] // base, key[last_of] % base, values[last_of]
