"""Shingles of a text and their MinHash signature (Broder 1997): the share of equal places estimates the Jaccard similarity."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

U64 = npt.NDArray[np.uint64]
U32 = npt.NDArray[np.uint32]

LENGTH, LENGTH_JOINED = 5, 3
"""Characters of a shingle, and of one in scripts that write a word with one or two."""
_FIRST_JOINED = 0x2E80
_PRIME = np.uint64(0x100000001B3)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_ROWS_AT_ONCE = 150_000


def mixed(values: U64) -> U64:
    """Each number spread over all 64 bits (the finaliser of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * _MIX[0]
    values = (values ^ (values >> np.uint64(27))) * _MIX[1]
    return values ^ (values >> np.uint64(31))


def shingles(text: str) -> U64:
    """Hashes of all stretches of `LENGTH` characters; of the whole text where it is shorter. Empty for an empty text."""
    if not text:
        return np.empty(0, dtype=np.uint64)
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    length = LENGTH_JOINED if len(codes) and 3 * int((codes >= _FIRST_JOINED).sum()) > len(codes) else LENGTH
    length = min(length, len(codes))
    count = len(codes) - length + 1
    found = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        found = found * _PRIME + codes[place : place + count]
    return mixed(found)


class MinHash:
    """A family of `size` hash functions, the same in every process."""

    def __init__(self, size: int, seed: int) -> None:
        made = mixed(np.arange(1, 2 * size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed))
        self.size, self._factors, self._terms = size, made[:size] | np.uint64(1), made[size:]

    def signatures(self, texts: Sequence[U64]) -> U32:
        """One row a text, given by its shingles; a text without any is all ones."""
        found = np.full((len(texts), self.size), 0xFFFFFFFF, dtype=np.uint32)
        rows = [number for number, text in enumerate(texts) if len(text)]
        start = 0
        while start < len(rows):
            end, total = start, 0
            while end < len(rows) and (end == start or total + len(texts[rows[end]]) <= _ROWS_AT_ONCE // 4):
                total += len(texts[rows[end]])
                end += 1
            some = [texts[row] for row in rows[start:end]]
            ends = np.cumsum([len(text) for text in some])
            starts = np.concatenate(([0], ends[:-1]))
            hashed = np.concatenate(some)[:, None] * self._factors + self._terms
            found[rows[start:end]] = np.minimum.reduceat((hashed >> np.uint64(32)).astype(np.uint32), starts, axis=0)
            start = end
        return found


def bands(signatures: U32, rows: int, kind: int) -> npt.NDArray[np.int32]:
    """Keys of locality-sensitive hashing, one column for each `rows` places of the signature; `kind` keeps fields apart."""
    count = signatures.shape[1] // rows
    found = np.empty((len(signatures), count), dtype=np.int32)
    for band in range(count):
        value = np.full(len(signatures), (kind << 16) + band + 1, dtype=np.uint64)
        for place in range(band * rows, (band + 1) * rows):
            value = mixed(value * _PRIME + signatures[:, place])
        found[:, band] = (value >> np.uint64(32)).astype(np.uint32).view(np.int32)
    return found
