"""Groups of duplicates in a whole catalogue: pairs that share a key are compared, what holds together is a group."""

from collections.abc import Iterator

import msgspec
import numpy as np
import numpy.typing as npt

from pratique.identity.duplicates.compare import Comparison, compare
from pratique.identity.duplicates.index import MOST, DuplicateIndex

_ALL_PAIRS = 12
"""Listings that share a key and are all compared with each other; of more, each is compared with the first and with the next."""
I64 = npt.NDArray[np.int64]


class Member(msgspec.Struct, frozen=True):
    """A listing of a group and how it stands to the group's first."""

    id: str
    trader: str | None
    comparison: Comparison | None
    """`None` for the first itself."""


class Group(msgspec.Struct, frozen=True):
    """Listings of the same offer, the one that stood first in the catalogue at the head."""

    members: tuple[Member, ...]

    @property
    def traders(self) -> tuple[str, ...]:
        """Who offers it, each once."""
        return tuple(dict.fromkeys(one.trader for one in self.members if one.trader is not None))


def groups(index: DuplicateIndex, *, identical_only: bool = False) -> Iterator[Group]:
    """All groups, in the order of their first members. Every member is alike to the first, so that likeness does not wander off."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    wanted = ("identical",) if identical_only else ("identical", "near")
    prints = index.prints
    edges = []
    for packed in candidate_pairs(index).tolist():
        one, other = prints[packed >> 32], prints[packed & 0xFFFFFFFF]
        if one is not None and other is not None and (one.title == other.title or compare(one, other).likeness in wanted):
            edges.append(packed)
    if not edges:
        return
    found = np.array(edges, dtype=np.int64)
    left, right = (found >> 32).astype(np.int32), (found & 0xFFFFFFFF).astype(np.int32)
    size = len(prints)
    _, label = connected_components(coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size)), directed=False)
    rows = np.unique(np.concatenate((left, right)))
    order = rows[np.argsort(label[rows], kind="stable")]
    made = []
    for rows_of_one in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        made += list(_held_together(index, rows_of_one.tolist(), wanted))
    for _, group in sorted(made, key=lambda one: one[0]):
        yield group


def _held_together(index: DuplicateIndex, rows: list[int], wanted: tuple[str, ...]) -> Iterator[tuple[int, Group]]:
    """A connected part, taken apart into groups round their first members."""
    waiting = rows
    while len(waiting) > 1:
        head, rest, left = waiting[0], [], []
        first = index.prints[head]
        assert first is not None  # noqa: S101 - edges join listings that are there
        for row in waiting[1:]:
            print_ = index.prints[row]
            assert print_ is not None  # noqa: S101 - for the type checker: given for whatever has no text
            comparison = compare(first, print_)
            if comparison.likeness in wanted:
                rest.append(Member(print_.id, print_.trader, comparison))
            else:
                left.append(row)
        if rest:
            yield head, Group((Member(first.id, first.trader, None), *rest))
        waiting = left


def candidate_pairs(index: DuplicateIndex) -> I64:
    """Pairs of rows to be compared, each once, the lower row in the upper half of the number."""
    index.settle()
    keys, rows = index.columns
    if not len(keys):
        return np.empty(0, dtype=np.int64)
    edges = np.flatnonzero(np.diff(keys)) + 1
    starts = np.concatenate(([0], edges))
    sizes = np.diff(np.concatenate((starts, [len(keys)])))
    place = np.arange(len(keys)) - np.repeat(starts, sizes)
    size, wide = np.repeat(sizes, sizes), rows.astype(np.int64)
    found = []
    for step in range(1, _ALL_PAIRS):
        later = np.flatnonzero((place >= step) & (size <= _ALL_PAIRS if step > 1 else size <= MOST))
        found.append((wide[later - step] << 32) | wide[later])
    many = np.flatnonzero((place >= 1) & (size > _ALL_PAIRS))  # also the key of a title that thousands share
    found.append((wide[many - place[many]] << 32) | wide[many])
    return np.unique(np.concatenate(found))
