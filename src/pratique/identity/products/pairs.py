"""The pairs of a catalogue that are looked at closely, with the numbers a scorer weighs."""

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from pratique.identity.products import agreement as close
from pratique.identity.products.blocking import Block, blocks, may_be_same
from pratique.identity.products.title import Title
from pratique.identity.words import Rarity

NEAREST = 60
"""Offers most like an offer that it is compared with closely; also all that are at least `SURELY` alike."""
SURELY = 0.7
F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]
NAMES = (
    "cosine_words",
    "cosine_characters",
    "cosine_codes",
    "cosine_digits",
    "cosine_letters",
    "nearest_least",
    "nearest_most",
    "brand",
    *close.NAMES,
)
"""What the columns of `Pairs.values` are."""


class Pairs(msgspec.Struct, frozen=True):
    """Pairs that may be the same product."""

    left: I64
    right: I64
    """Places in the catalogue, `left` < `right`."""
    values: F32
    """One row a pair, columns as `NAMES`."""
    possible: int
    """Pairs in all blocks, before the likeness was looked at."""


def pairs_of(catalogue: Sequence[Title], *, one_a_trader: bool = False) -> Pairs:
    """All pairs of a catalogue worth a close look."""
    rarity = Rarity.by_share(title.set for title in catalogue)
    vectors = [_Vectors(catalogue, kind) for kind in ("words", "characters", "codes", "digits", "letters")]
    left, right, values, possible = [], [], [], 0
    for block in blocks(catalogue):
        may = may_be_same(catalogue, block, one_a_trader=one_a_trader)
        possible += int(may.sum()) // 2
        one, other, found = _of_block(catalogue, block, may, vectors)
        rows = np.array(block.rows, dtype=np.int64)
        one_row, other_row = rows[one], rows[other]
        near = [close.agreement(catalogue[a], catalogue[b], rarity) for a, b in zip(one_row.tolist(), other_row.tolist(), strict=True)]
        left.append(one_row)
        right.append(other_row)
        values.append(np.concatenate((found, np.array(near, dtype=np.float32).reshape(len(one), len(close.NAMES))), axis=1))
    if not left:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, len(NAMES)), np.float32), possible)
    return _once(Pairs(np.concatenate(left), np.concatenate(right), np.concatenate(values), possible), len(catalogue))


def _once(pairs: Pairs, size: int) -> Pairs:
    """A pair may stand in several blocks."""
    _, first = np.unique(pairs.left * size + pairs.right, return_index=True)
    return Pairs(pairs.left[first], pairs.right[first], pairs.values[first], pairs.possible)


def _of_block(catalogue: Sequence[Title], block: Block, may: npt.NDArray[np.bool_], vectors: Sequence["_Vectors"]) -> tuple[I64, I64, F32]:
    alike = [one.similarities(block.rows) for one in vectors]
    whole = alike[0] + alike[1] + alike[2]
    np.fill_diagonal(whole, 0.0)
    size = len(block.rows)
    nearest = min(NEAREST, size - 1)
    edge = -np.partition(-whole, nearest, axis=1)[:, nearest]
    best = np.maximum(whole.max(axis=1), 1e-6)
    may = may & ((whole >= edge[:, None]) | (whole >= edge[None, :]) | (whole > SURELY)) & (whole > 0)
    one, other = np.nonzero(np.triu(may, 1))
    mine, theirs = whole[one, other] / best[one], whole[one, other] / best[other]
    brands = [catalogue[row].brand for row in block.rows]
    brand = [float(brands[a] == brands[b]) + 2.0 * (not brands[a]) + 2.0 * (not brands[b]) for a, b in zip(one, other, strict=True)]
    columns = [matrix[one, other] for matrix in alike] + [np.minimum(mine, theirs), np.maximum(mine, theirs), np.array(brand)]
    return one, other, np.stack(columns, axis=1).astype(np.float32)


class _Vectors:
    """Unit vectors of a catalogue over one kind of feature, weighted by rarity."""

    def __init__(self, catalogue: Sequence[Title], kind: str) -> None:
        known: dict[str, int] = {}
        columns: list[int] = []
        data: list[float] = []
        starts = [0]
        for title in catalogue:
            counts: dict[int, int] = {}
            for feature in _features(title, kind):
                number = known.setdefault(feature, len(known))
                counts[number] = counts.get(number, 0) + 1
            columns += counts
            data += counts.values()
            starts.append(len(columns))
        matrix = csr_array(
            (np.log1p(np.array(data, dtype=np.float32)), np.array(columns), np.array(starts)), shape=(len(catalogue), max(1, len(known)))
        )
        frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
        matrix.data *= (np.log((1 + len(catalogue)) / (1 + frequency)) + 1).astype(np.float32)[matrix.indices]
        length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        matrix.data /= np.repeat(np.maximum(length, 1e-9), np.diff(matrix.indptr)).astype(np.float32)
        self._matrix = matrix

    def similarities(self, rows: Sequence[int]) -> F32:
        """Cosine of every pair of some rows."""
        own = self._matrix[list(rows)]
        return np.asarray((own @ own.T).toarray(), dtype=np.float32)


def _features(title: Title, kind: str) -> list[str]:
    if kind == "words":
        return list(title.words)
    if kind == "characters":
        return [stretch for word in title.words for stretch in _stretches(f" {word} ")]
    if kind == "codes":
        return [f"^{code[:end]}" for code in sorted(title.codes) for end in range(4, len(code) + 1)] + [
            code[at : at + 4] for code in sorted(title.codes) for at in range(len(code) - 3)
        ]
    if kind == "digits":
        return [f"{value:g}{unit}" for unit, values in title.quantities.items() for value in values] + sorted(title.digits)
    return sorted(word for word in title.set if word.isalpha())


def _stretches(word: str) -> list[str]:
    return [word[at : at + length] for length in (3, 4, 5) for at in range(max(1, len(word) + 1 - length))]
