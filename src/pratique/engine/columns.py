"""Facts of many listings, as the batch engine wants them: which rows know a field at all, and the few rows that do."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Protocol

import numpy as np
import numpy.typing as npt

from pratique.facts import Listing

Rows = npt.NDArray[np.int64]


class Listings(Protocol):
    """Many listings. Exports know little more than texts, so whole listings are asked for only where a rule needs a fact that is there."""

    @property
    def size(self) -> int:
        """How many there are."""

    def kinds(self) -> Mapping[str, Rows | None]:
        """Kind of subject → its rows; `None` stands for all rows."""

    def known(self, field: str) -> Rows:
        """Rows in which a field of `Listing` is not absent."""

    def listing(self, row: int) -> Listing:
        """One of them, whole."""


class ListingRows:
    """`Listings` over structs in memory."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        self._listings = listings

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self._listings)

    def kinds(self) -> Mapping[str, Rows | None]:
        """Kind of subject → its rows; `None` stands for all rows."""
        kinds = [listing.kind for listing in self._listings]
        distinct = set(kinds)
        if len(distinct) <= 1:
            return dict.fromkeys(distinct)
        return {kind: np.flatnonzero(np.fromiter((one == kind for one in kinds), dtype=np.bool_, count=len(kinds))) for kind in distinct}

    def known(self, field: str) -> Rows:
        """Rows in which a field of `Listing` is not absent."""
        values = list(map(attrgetter(field), self._listings))
        if values.count(None) == len(values):
            return np.zeros(0, dtype=np.int64)
        return np.array([row for row, value in enumerate(values) if value is not None], dtype=np.int64)

    def listing(self, row: int) -> Listing:
        """One of them, whole."""
        return self._listings[row]
