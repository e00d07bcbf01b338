"""Which candidates could turn out to be more than `different`: told by bounds, before anything is compared field by field.

Nine in ten products that share words with a listing are another product. The least and the most that each field of an agreement can be
follow from numbers kept for the product; the log-odds cannot be above what the best of them give. Where that is below `probably`, and the
product cannot be `similar` either, it is left out. Nothing that a comparison would find is lost: `tests/identity/test_prospects.py` holds
the two beside each other.
"""

from array import array
from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from pratique.identity.agreement import FIELDS, NAMED, PLAIN, REPLACED, SATURATES, UNKNOWN_COUNTS
from pratique.identity.offer import Sketch
from pratique.identity.ragged import I64, Ragged
from pratique.identity.scorer import Scorer, is_alike
from pratique.identity.vocabulary import BRAND_KEY, Batch, Bools, Vocabulary, key_word
from pratique.identity.words import KIND, LEAST

_HEAD = 4
"""Characters of a model number, or of a brand, by which products are looked up."""
_PART, _LISTS, _MAKER, _GUESSED, _MODELS = 1, 2, 4, 8, 16
"""Of a product: it is a part; its name lists several; its maker is named, or guessed; it gives model numbers."""
_NAME, _OWN, _RANGE, _LAST, _MAKERS = 1, 2, 4, 8, 16
"""Of a word of a product: it is of the name; neither maker nor kind; not the maker's; the last, which is the kind; the maker's."""
_TINY = 1e-3
"""What a weight kept in thousandths may be off by."""
Floats = npt.NDArray[np.float64]


class Prospects:
    """Of each product what bounds need. Products are added in the order of their numbers."""

    def __init__(self, vocabulary: Vocabulary, scorer: Scorer) -> None:
        self._vocabulary, self._scorer = vocabulary, scorer
        self._words, self._roles, self._texts = Ragged(), Ragged(), Ragged()
        self._whole: array[float] = array("d")
        self._traits: array[int] = array("b")
        self._models: dict[str, array[int]] = {}
        self._brands: dict[str, array[int]] = {}

    def add(self, sketch: Sketch) -> None:
        """One more product."""
        number, rarity = len(self._whole), self._vocabulary.rarity
        maker = frozenset[str]().union(*sketch.brand_words)
        first = ""
        if not (maker & sketch.name_set):
            first = next((word for word in sketch.name if rarity.weight(word) > KIND), "")
        kind = sketch.name[-1] if sketch.name else ""
        words = list(dict.fromkeys([*sketch.name, *sorted(maker)]))
        self._words.add(self._vocabulary.numbers(words))
        self._roles.add(
            (word in sketch.name_set) * (_NAME | _OWN * (word not in maker and word != first and word != kind) | _LAST * (word == kind))
            | (_MAKERS if word in maker else _RANGE)
            for word in words
        )
        rest = sorted(sketch.text_set - sketch.name_set - maker)
        self._texts.add(self._vocabulary.numbers([*rest, *map(key_word, sketch.brands)]))
        self._whole.append(rarity.total(sketch.name_set) or LEAST)
        self._traits.append(
            _PART * sketch.is_part
            | _LISTS * sketch.lists
            | _MAKER * bool(maker)
            | _GUESSED * sketch.is_maker_guessed
            | _MODELS * bool(sketch.models)
        )
        for head in {one[:_HEAD] for one in sketch.models | sketch.may_be_models}:
            self._models.setdefault(head, array("i")).append(number)
        for head in {one[:_HEAD] for one in sketch.brands}:
            self._brands.setdefault(head, array("i")).append(number)

    def among(self, batch: Batch, rows: I64, numbers: I64) -> Bools:
        """Of pairs that words, and no trade item number or picture, brought together: which are worth a comparison."""
        if not len(rows):
            return np.zeros(0, dtype=np.bool_)
        by_model, by_brand = (np.zeros((len(batch.listings), len(self._whole)), dtype=np.bool_) for _ in range(2))
        for row, listing in enumerate(batch.listings):
            letters = listing.squeezed
            heads = {letters[at : at + _HEAD] for at in range(len(letters) - _HEAD + 1)}
            if not listing.brand_words:
                _mark(by_brand[row], self._brands, heads)
            _mark(by_model[row], self._models, {*heads, *(one[:_HEAD] for one in (*listing.models, *listing.may_be_models))})
        return np.asarray(by_model[rows, numbers] | self._may_be(batch, rows, numbers, by_brand[rows, numbers]))

    def _may_be(self, batch: Batch, rows: I64, numbers: I64, by_brand: Bools) -> Bools:
        """Whether the score may reach `probably` or the verdict `similar`, no number being in common."""
        words, starts, lengths = self._words.of(numbers)
        roles = self._roles.of(numbers)[0]
        of = np.repeat(rows, lengths)
        is_name, had = (roles & _NAME) > 0, batch.anywhere(of, words)
        likely = is_name & (had | batch.near(of, words))
        weights = Vocabulary.nats(self._vocabulary.weights(words))
        most = (weights + _TINY) * likely
        traits = np.frombuffer(self._traits, dtype=np.int8)[numbers]
        lists = (traits & _LISTS) > 0
        whole = np.frombuffer(self._whole, dtype=np.float64)[numbers]
        shared = np.add.reduceat(most, starts)
        of_range = np.where(traits & _MAKER, np.add.reduceat(most * ((roles & _RANGE) > 0), starts), shared)
        own = np.add.reduceat(np.maximum(most - PLAIN, 0.0) * ((roles & _OWN) > 0), starts)
        lacks = np.maximum(weights - LEAST - _TINY, 0.0) * (is_name & ~likely & ~self._vocabulary.has_digit(words))
        lacking = np.maximum(np.add.reduceat(lacks, starts) - np.where(lists, whole / 2, 0.0), 0.0)
        known = np.bitwise_or.reduceat(batch.bits(of, words), starts)
        excused = np.bitwise_or.reduceat(np.where(is_name, batch.near_bits(of, words), 0), starts)
        texts, text_starts, text_lengths = self._texts.of(numbers)
        known |= np.bitwise_or.reduceat(batch.bits(np.repeat(rows, text_lengths), texts), text_starts)
        extra = batch.says(rows, batch.letters[rows] & ~known & ~excused, LEAST)
        brand, brand_other = self._brand(
            batch, rows, traits, known, by_brand | np.logical_or.reduceat(had & ((roles & _MAKERS) > 0), starts)
        )
        numbered = np.array([_numbered(listing) for listing in batch.listings])[rows]
        part = np.array([listing.is_part for listing in batch.listings])[rows] & ((traits & _PART) == 0)
        name, says = np.minimum(1.0, shared / np.where(lists, whole / 2, whole)), 1 - np.exp(-of_range / SATURATES)
        kind = np.logical_or.reduceat(likely & ((roles & _LAST) > 0), starts)
        least: Bounds = {
            "unnamed": np.exp(-own / NAMED),
            "part": part,
            "model_other": np.where(traits & _MODELS, numbered, 0.0),
            "brand_other": brand_other,
            "own_extra": 1 - np.exp(-extra / SATURATES),  # `inserted` weighs more and grows quicker: the least is where no word is inside
            "replaced": 1 - np.exp(-np.minimum(lacking, UNKNOWN_COUNTS * extra) / REPLACED),
        }
        top: Bounds = {
            "name": name,
            "name_says": says,
            "kind": kind,
            "brand": brand,
            "gtin": 0.0,
            "model": 0.0,
            "model_variant": 0.0,
            "picture": 0.0,
        }
        may_be = ceiling(self._scorer, least, top) >= self._scorer.least_logit
        return np.asarray(may_be | (is_alike(name, says, kind, brand, brand_other, 0.0) & ~part))

    @staticmethod
    def _brand(batch: Batch, rows: I64, traits: npt.NDArray[np.int8], known: I64, maker_named: Bools) -> tuple[Floats, Floats]:
        """The most that `brand`, and the least that `brand_other` can be."""
        branded = np.array([bool(listing.brand_words) for listing in batch.listings])[rows]
        many = np.array([len(listing.brand_words) > 2 or not all(listing.brand_words) for listing in batch.listings])[rows]
        named = (known & BRAND_KEY) > 0
        for place in range(batch.brands.shape[1]):
            wanted = batch.brands[rows, place]
            named |= (wanted > 0) & (known & wanted == wanted)
        possible = maker_named | (branded & (named | many))
        guessed = np.where(((traits & _MAKER) > 0) & ((traits & _GUESSED) == 0), 0.4, 0.0)
        return possible.astype(np.float64), np.where(possible, 0.0, np.where(branded, 1.0, guessed))


def _mark(found: Bools, by_head: Mapping[str, "array[int]"], heads: Iterable[str]) -> None:
    for head in heads:
        if (postings := by_head.get(head)) is not None:
            found[np.frombuffer(postings, dtype=np.int32)] = True


def _numbered(listing: Sketch) -> float:
    """What `model_other` is at least where a product gives model numbers and shares none."""
    return 0.0 if not listing.models else 1.0 if any(not one.isdigit() for one in listing.models) else 0.5


Bounds = Mapping[str, "Floats | Bools | float"]


def ceiling(scorer: Scorer, least: Bounds, most: Bounds) -> Floats:
    """The most that log-odds can be where some fields are no less, and some no more, than said; the others are between 0 and 1."""
    total = np.asarray(scorer.base, dtype=np.float64)
    for name in FIELDS:
        weight = scorer.weights.get(name, 0.0)
        if weight > 0:
            total = total + weight * np.asarray(most.get(name, 1.0))
        elif weight < 0 and name in least:
            total = total + weight * np.asarray(least[name])
    for (one, other), weight in scorer.joint.items():
        if weight > 0:
            total = total + weight * np.asarray(most.get(one, 1.0)) * np.asarray(most.get(other, 1.0))
    return total
