"""Words as numbers, and what of them some listings have: so that listings are held against many products by arrays."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from pratique.identity.agreement import SHORTEST_SLIP
from pratique.identity.offer import Sketch
from pratique.identity.ragged import I32, I64
from pratique.identity.words import Rarity

_FINE = 1_000
"""Weights are kept in thousandths of a nat: whole numbers, whose sums do not depend on their order."""
SLOTS = 60
"""Words of one listing that have a bit of their own; in a longer title the others are taken to be anywhere."""
BRAND_KEY = 1 << 61
"""The bit of a brand written without spaces."""
Bools = npt.NDArray[np.bool_]


def key_word(brand: str) -> str:
    """A brand's letters as a word of the vocabulary that no text can hold."""
    return f"={brand}"


class Vocabulary:
    """The words by which products are known. Number 0 is no word."""

    def __init__(self, rarity: Rarity) -> None:
        self.rarity = rarity
        self._numbers: dict[str, int] = {"": 0}
        self._weights: array[int] = array("q", [0])
        self._shapes: dict[tuple[str, int], int] = {}
        self._shape_of: array[int] = array("i", [0])
        """First letter and length of a word long enough to be written wrong, as a number; 0 for the others."""
        self._is_digit: array[int] = array("b", [0])

    def __len__(self) -> int:
        return len(self._numbers)

    @staticmethod
    def whole(nats: float) -> int:
        """A weight as kept here."""
        return round(nats * _FINE)

    @staticmethod
    def nats(whole: I64) -> npt.NDArray[np.float64]:
        """Kept weights in nats again."""
        return np.asarray(whole / _FINE)

    def number(self, word: str) -> int | None:
        """Of a word that is known."""
        return self._numbers.get(word)

    def numbers(self, words: Iterable[str]) -> list[int]:
        """Numbers of words; new ones are taken in."""
        return [self._number(word) for word in words]

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self._numbers)
            self._weights.append(self.whole(self.rarity.weight(word)))
            shape = self._shapes.setdefault((word[0], len(word)), len(self._shapes) + 1) if len(word) >= SHORTEST_SLIP else 0
            self._shape_of.append(shape)
            self._is_digit.append(any(map(str.isdigit, word)))
        return number

    def weight(self, number: int) -> int:
        """Of one word."""
        return self._weights[number]

    def weights(self, words: I32) -> I64:
        """Of many."""
        return np.asarray(np.frombuffer(self._weights, dtype=np.int64)[words])

    def has_digit(self, words: I32) -> Bools:
        """Whether words hold a digit."""
        return np.asarray(np.frombuffer(self._is_digit, dtype=np.bool_)[words])

    def shapes(self, words: I32) -> I32:
        """Shapes of words."""
        return np.asarray(np.frombuffer(self._shape_of, dtype=np.int32)[words])

    def shapes_like(self, word: str) -> list[int]:
        """Shapes of the words that a word may be with a letter wrong."""
        if len(word) < SHORTEST_SLIP:
            return []
        lengths = (len(word) - 1, len(word), len(word) + 1)
        return [shape for length in lengths if (shape := self._shapes.get((word[0], length)))]

    @property
    def shape_count(self) -> int:
        """How many shapes there are, none being one."""
        return len(self._shapes) + 1


class Batch:
    """What some listings have of a vocabulary. Every method takes the listing's row and the word's number, arrays of one length."""

    def __init__(self, vocabulary: Vocabulary, listings: Sequence[Sketch]) -> None:
        self.listings = listings
        self.vocabulary = vocabulary
        self.titles: list[list[int]] = []
        """Words of each title and of the brands beside it."""
        number = vocabulary.number
        local: dict[int, int] = {}
        title, anywhere, bits, shapes = [], [], [], []
        size = len(listings)
        self.letters = np.zeros(size, dtype=np.int64)
        """Bits of the words of a title that hold no digit."""
        self.slot_weights = np.zeros((size, SLOTS), dtype=np.float64)
        """What each of them says, in nats."""
        self.brands = np.zeros((size, 2), dtype=np.int64)
        """Bits of the words of up to two brands."""
        for row, listing in enumerate(listings):
            slots: dict[str, int] = {}
            for word in (*(word for brand in listing.brand_words for word in brand), *listing.name_set):
                if len(slots) < SLOTS:
                    slots.setdefault(word, len(slots))
            own = []
            for word in {*slots, *listing.name_set}:
                if found := number(word):
                    at = local.setdefault(found, len(local) + 1)
                    own.append(found)
                    title.append((row, at))
                    if word in slots:
                        bits.append((row, at, 1 << slots[word]))
            self.titles.append(own)
            anywhere += [(row, local.setdefault(found, len(local) + 1)) for word in listing.text_set if (found := number(word))]
            keys = [found for brand in listing.brands if (found := number(key_word(brand)))]
            bits += [(row, local.setdefault(found, len(local) + 1), BRAND_KEY) for found in keys]
            for word in listing.name_set:
                slot = slots.get(word)
                shapes += [(row, shape, 1 << slot if slot is not None else 0) for shape in vocabulary.shapes_like(word)]
                if slot is not None and not any(map(str.isdigit, word)):
                    self.letters[row] |= 1 << slot
                    self.slot_weights[row, slot] = vocabulary.rarity.weight(word)
            for place, brand_words in enumerate(listing.brand_words[:2]):
                self.brands[row, place] = sum(1 << slots[word] for word in brand_words if word in slots)
        self._local = np.zeros(len(vocabulary), dtype=np.int32)
        self._local[list(local)] = list(local.values())
        self._title = np.zeros((size, len(local) + 1), dtype=np.bool_)
        self._bits = np.zeros((size, len(local) + 1), dtype=np.int64)
        self._near = np.zeros((size, vocabulary.shape_count), dtype=np.bool_)
        self._near_bits = np.zeros((size, vocabulary.shape_count), dtype=np.int64)
        if title:
            self._title[tuple(np.array(title).T)] = True
        self._anywhere = self._title.copy()
        if anywhere:
            self._anywhere[tuple(np.array(anywhere).T)] = True
        for row, at, bit in bits:
            self._bits[row, at] |= bit
        for row, shape, bit in shapes:
            self._near[row, shape] = True
            self._near_bits[row, shape] |= bit

    def in_title(self, rows: I64, words: I32) -> Bools:
        """Whether words are in a title or brand."""
        return np.asarray(self._title[rows, self._local[words]])

    def anywhere(self, rows: I64, words: I32) -> Bools:
        """Whether words are anywhere in a listing."""
        return np.asarray(self._anywhere[rows, self._local[words]])

    def near(self, rows: I64, words: I32) -> Bools:
        """Whether a word of the title may be the word with a wrong letter in it."""
        return np.asarray(self._near[rows, self.vocabulary.shapes(words)])

    def bits(self, rows: I64, words: I32) -> I64:
        """The bit of the title's word that each word is, 0 for others."""
        return np.asarray(self._bits[rows, self._local[words]])

    def near_bits(self, rows: I64, words: I32) -> I64:
        """The bits of the title's words that may be the word with a wrong letter."""
        return np.asarray(self._near_bits[rows, self.vocabulary.shapes(words)])

    def says(self, rows: I64, bits: I64, less: float) -> npt.NDArray[np.float64]:
        """What the words of some bits say together, each `less` than its weight but not below nothing."""
        total = np.zeros(len(rows), dtype=np.float64)
        every = int(np.bitwise_or.reduce(bits)) if len(bits) else 0
        for slot in range(SLOTS):
            if every >> slot & 1:
                total += np.maximum(self.slot_weights[rows, slot] - less, 0.0) * (bits >> slot & 1)
        return total
