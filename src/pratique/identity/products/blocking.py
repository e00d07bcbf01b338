"""Which offers are compared at all: those of one category whose brands do not contradict each other.

Titles are often so bare ("washing machine") that they share no telling word with another offer of the same product, so blocks exclude
rather than select; which pairs of a block are looked at closely is decided by their likeness, in `pairs`.
"""

from collections import defaultdict
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from pratique.identity.products.title import Title

MOST = 6_000
"""Offers in one block; a larger category is taken apart by brand, then by the rarest words."""
I32 = npt.NDArray[np.int32]


class Block(msgspec.Struct, frozen=True):
    """Offers that may be compared with each other."""

    name: str
    rows: tuple[int, ...]
    """Places in the catalogue, ascending."""


def blocks(catalogue: Sequence[Title]) -> list[Block]:
    """All blocks. An offer without a brand stands in the blocks of all brands of a category that was taken apart."""
    by_category: defaultdict[str, list[int]] = defaultdict(list)
    for row, title in enumerate(catalogue):
        by_category[title.category].append(row)
    found = []
    for category, rows in sorted(by_category.items()):
        if len(rows) <= MOST:
            found.append(Block(category, tuple(rows)))
            continue
        by_brand: defaultdict[str, list[int]] = defaultdict(list)
        for row in rows:
            by_brand[catalogue[row].brand].append(row)
        unbranded = by_brand.pop("", [])
        for brand, own in sorted(by_brand.items()):
            found += _portions(f"{category} / {brand}", sorted(own + (unbranded if len(own) + len(unbranded) <= MOST else [])))
        found += _portions(f"{category} / no brand", unbranded)
    return [block for block in found if len(block.rows) > 1]


def _portions(name: str, rows: list[int]) -> list[Block]:
    """Stretches that overlap by half, so that neighbours in the catalogue meet; a catalogue that large should name its categories finer."""
    if len(rows) <= MOST:
        return [Block(name, tuple(rows))]
    return [Block(f"{name} / {start}", tuple(rows[start : start + MOST])) for start in range(0, len(rows) - MOST // 2, MOST // 2)]


def may_be_same(catalogue: Sequence[Title], block: Block, *, one_a_trader: bool) -> npt.NDArray[np.bool_]:
    """Matrix of a block: which pairs do not contradict each other. With `one_a_trader` a trader offers a product only once."""
    brands = _numbers([catalogue[row].brand for row in block.rows])
    possible = (brands[:, None] == brands[None, :]) | (brands[:, None] == 0) | (brands[None, :] == 0)
    if one_a_trader:
        traders = _numbers([catalogue[row].trader or "" for row in block.rows])
        possible &= (traders[:, None] != traders[None, :]) | (traders[:, None] == 0)
    possible[np.diag_indices(len(block.rows))] = False
    return np.asarray(possible, dtype=np.bool_)


def _numbers(names: Sequence[str]) -> I32:
    """Names numbered; the empty one is 0."""
    known: dict[str, int] = {"": 0}
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int32)
