"""Words that matter beside a hit, found in many texts at once: which words of a text stand in which sets.

A word is known by a number that other words may share, seldom: what is answered here is *no* or *perhaps*, and perhaps is for others to
look at.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Eights = npt.NDArray[np.uint64]

_EIGHT = 8
WHOLE = _EIGHT
"""A stretch of fewer bytes than this is known by all of them."""
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_EIGHT + 1)], dtype=np.uint64)
"""By number of bytes, what is kept of eight."""
_FACTORS = tuple(np.uint64(factor) for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_BITS = 18
MARKS = 64
SPACE = 32


class Vocabulary:
    """Sets of words. Set 0 holds the words that `flagged` asks for."""

    def __init__(self, sets: Sequence[AbstractSet[str]]) -> None:
        words = sorted({word for one in sets for word in one if word and " " not in word})
        places = self._places(words)
        occupied, numbers = np.unique(places, return_inverse=True)
        self._number_at = np.zeros(1 << _BITS, dtype=np.int32)
        self._number_at[occupied] = np.arange(1, len(occupied) + 1)
        number_of = dict(zip(words, (numbers.reshape(-1) + 1).tolist(), strict=True))
        self._members = np.zeros((len(sets), (len(occupied) >> 3) + 1), dtype=np.uint8)
        for place, one in enumerate(sets):
            known = np.array(_numbers(one, number_of), dtype=np.int64)
            np.bitwise_or.at(self._members[place], known >> 3, _bit(known))

    def numbers(self, data: bytes, spaces: Ints) -> Ints:
        """Word by word (word `i` stands between `spaces[i]` and `spaces[i + 1]`) its number; 0 for one that is in no set."""
        return self._number_at[_hashes(data, spaces[:-1] + 1, spaces[1:])].astype(np.int64)

    def holds(self, sets: Ints, words: Ints) -> Flags:
        """Pair by pair, whether the set perhaps holds the word of that number."""
        found: Flags = (self._members[sets, words >> 3] & _bit(words)) != 0
        return found

    def marks(self, sets: Sequence[int]) -> Eights:
        """By number of a word, a bit for each of these sets that perhaps holds it; 64 of them a column."""
        held = np.unpackbits(self._members[list(sets)], axis=1, bitorder="little").T
        columns = np.zeros((len(held), max(1, -(-len(sets) // MARKS)) * MARKS), dtype=np.uint8)
        columns[:, : len(sets)] = held
        return np.packbits(columns, axis=1, bitorder="little").view("<u8")

    @staticmethod
    def _places(words: Sequence[str]) -> Ints:
        data = f" {' '.join(words)} ".encode()
        spaces = np.flatnonzero(np.frombuffer(data, np.uint8) == SPACE)
        return _hashes(data, spaces[:-1] + 1, spaces[1:])


def _numbers(words: Iterable[str], number_of: dict[str, int]) -> list[int]:
    return [number_of[word] for word in words if word in number_of]


def _bit(numbers: Ints) -> Bytes:
    return np.left_shift(np.uint8(1), (numbers & 7).astype(np.uint8))


def eights(data: bytes, start: Ints, length: Ints) -> Eights:
    """Up to eight bytes from each start, as one number."""
    padded = data + bytes(_EIGHT)
    view: Eights = np.ndarray((len(padded) - _EIGHT + 1,), "<u8", padded, 0, (1,))
    return view[start] & _MASKS[np.minimum(length, _EIGHT)]


class Short:
    """Sets of stretches of bytes, of which the first eight count."""

    def __init__(self, sets: Sequence[Iterable[str]]) -> None:
        encoded = [{word.encode()[:_EIGHT].ljust(_EIGHT, b"\0") for word in one} for one in sets]
        known = sorted({int.from_bytes(word, "little") for one in encoded for word in one})
        self._known = np.array(known or [0], dtype=np.uint64)
        place = {number: at for at, number in enumerate(known)}
        self.members = np.zeros((len(self._known) + 1, len(sets)), dtype=np.bool_)
        """By place of a stretch, which sets hold it; the last place is that of unknown ones."""
        for number, one in enumerate(encoded):
            self.members[[place[int.from_bytes(word, "little")] for word in one], number] = True

    def places(self, stretches: Eights) -> Ints:
        """Where each stretch is among the known ones."""
        place = np.minimum(np.searchsorted(self._known, stretches), len(self._known) - 1)
        return np.where(self._known[place] == stretches, place, len(self._known))


def _hashes(data: bytes, start: Ints, end: Ints) -> Ints:
    """A number of `_BITS` bits for each stretch, from its first and last eight bytes and its length."""
    length = end - start
    first, last = eights(data, start, length), eights(data, np.maximum(end - _EIGHT, start), length)
    mixed = first * _FACTORS[0] ^ last * _FACTORS[1] ^ length.astype(np.uint64) * _FACTORS[2]
    mixed ^= mixed >> np.uint64(29)
    numbers: Ints = (mixed * _FACTORS[0] >> np.uint64(64 - _BITS)).astype(np.int64)
    return numbers
