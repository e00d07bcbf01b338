"""In what two offers agree and in what they differ, field by field, as numbers a scorer weighs.

A comparison is not symmetrical: it asks whether the first is the product the second describes, which may say much more than a title does.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from pratique.identity.duplicates.pictures import NEAR, distance
from pratique.identity.model_number import is_code
from pratique.identity.offer import Sketch
from pratique.identity.words import COMMON_STEMS, KIND, LEAST, UNKNOWN, Rarity

SATURATES = 9.0
"""Nats of matched words after which more of them hardly say more."""
NAMED, PLAIN = 2.0, 1.2
"""The same for words of the product's own name, and what each of them must say to count."""
REPLACED, UNKNOWN_COUNTS = 3.0, 0.4
"""The same for words in the place of others, and what words at the ends count there."""
SHORTEST_SLIP = 5
"""Letters of a word in which one wrong letter is a slip; in a shorter one it makes another word."""
MOST_WITHIN = 60
"""Model numbers of a product up to which each is looked for in the letters of a title."""


class Agreement(NamedTuple):
    """Each from 0 to 1. `…_other` speaks against."""

    gtin: float
    """A trade item number in common."""
    gtin_other: float
    """Both give numbers, and none is in common."""
    model: float
    """A model number in common, less where it is short or only digits."""
    model_variant: float
    """One model number begins with the other: `XR-200` and `XR-200B`."""
    model_other: float
    """Both give model numbers, and none is in common."""
    model_silent: float
    """The other gives model numbers and the offer none."""
    brand: float
    brand_other: float
    """The offer is of a brand that the other does not name."""
    name: float
    """Share of the other's name that the offer has, by what its words say."""
    name_says: float
    """How much the words of the name in common say together, the maker's left out."""
    unnamed: float
    """Neither a number nor words of the product's own name are in common: only maker and kind agree, if those."""
    own_known: float
    """Share of the offer's own name that the other has anywhere."""
    inserted: float
    """How much those words of the offer's name say that stand among the common ones and that the other has nowhere: another range."""
    own_extra: float
    """The same of words before and after: mostly ornament."""
    replaced: float
    """The other's name has words that say much and the offer lacks, and the offer's name has others in their place: another of a series."""
    kind: float
    """The other's last word of its name, mostly the kind of product, is in the offer's."""
    spoken_of: float
    """Share of what is in common that stands behind *for* or *compatible with*: the offer is something that goes with the product."""
    part: float
    """The offer says it is a part, accessory or replacement, and the other does not."""
    price: float
    """Prices near one another."""
    price_other: float
    """Prices far apart."""
    picture: float
    """A picture in common."""


FIELDS = Agreement._fields


class Comparer:
    """One offer, ready to be held against others: what is the same for all of them is worked out once."""

    def __init__(self, offer: Sketch, rarity: Rarity) -> None:
        self.offer, self.rarity = offer, rarity
        self.title = offer.name_set.union(*offer.brand_words) if offer.brand_words else offer.name_set
        self.words = self.title | offer.text_set
        self._own = rarity.total(offer.name_set) or LEAST
        self._by_initial = _by_initial(offer.name_set)
        self._letters = [word for word in offer.name_set if not any(map(str.isdigit, word))]
        self._apart = [word for word in offer.name if is_code(word)]

    def agreement(self, other: Sketch) -> Agreement:
        """Hold the offer against another, or against the product of a notice."""
        offer, title, weight, total = self.offer, self.title, self.rarity.weight, self.rarity.total
        matched = other.name_set & self.words
        missed = [word for word in other.name_set if word not in matched]
        for word in missed:
            if (
                len(word) >= 5
                and (begin_so := self._by_initial.get(word[0]))
                and _written_wrong(word, begin_so, other.name_set, other.text_set)
            ):
                matched |= {word}
        shared = sum([weight(word) * (1.0 if word in title or word not in offer.text_set else 0.7) for word in matched])
        maker = frozenset[str]().union(*other.brand_words) if other.brand_words else frozenset[str]()
        lead = next((word for word in other.name if weight(word) > KIND), "")
        first = "" if maker & other.name_set else lead  # then the first word of the name that is one is the brand
        range_says = sum([weight(word) for word in matched if word not in maker]) if maker else shared
        whole = total(other.name_set) or LEAST
        extra = [word for word in self._letters if word not in other.name_set and word not in other.text_set]
        if extra:
            near_other = _by_initial(other.name_set)
            extra = [
                word
                for word in extra
                if not (len(word) >= SHORTEST_SLIP and word[0] in near_other and _written_wrong(word, near_other[word[0]], self.words))
            ]
        inside = _inside(offer, matched)
        inserted = sum([max(KIND, weight(word)) for word in extra if word in inside and word not in COMMON_STEMS])
        unknown = sum([weight(word) - LEAST for word in extra if word not in inside])
        lacking = sum([max(0.0, weight(word) - LEAST) for word in missed if word not in matched and not any(map(str.isdigit, word))])
        if other.lists:  # one of several products the name lists
            lacking = max(0.0, lacking - whole / 2)
            whole = max(whole / 2, min(whole, shared))
        gtin = bool(offer.gtins & other.gtins)
        model, variant, model_other = self._models(other)
        kind = other.name[-1] if other.name else ""
        own_name = sum([max(0.0, weight(word) - PLAIN) for word in matched if word not in maker and word != first and word != kind])
        named = max(float(gtin), model, 1 - math.exp(-own_name / NAMED))
        brand, brand_other = self._brands(other)
        if (
            lead
            and lead not in matched
            and not (maker & self.words)
            and any(weight(word) >= UNKNOWN for word in offer.name[:2] if word in extra)
        ):
            brand_other = max(brand_other, 0.5)  # where the name should begin with the brand, it begins with another
        behind = 0.0
        if offer.after_for:
            heads = matched - other.after_for  # a notice of an accessory names what it goes with, too
            if heads:
                behind = total(heads & offer.after_for) / total(heads)
            else:
                behind = float(not offer.after_for.isdisjoint(other.name_set) or not offer.after_for.isdisjoint(other.text_set))
        near = _price(offer, other)
        return Agreement(
            float(gtin),
            float(bool(not gtin and offer.gtins and other.gtins)),
            model,
            variant,
            model_other,
            0.0 if model or variant or model_other else 1.0 if other.models else 0.5 * bool(other.may_be_models),
            brand,
            brand_other,
            min(1.0, shared / whole),
            1 - math.exp(-range_says / SATURATES),
            1 - named,
            max(0.0, 1 - total(extra) / self._own),
            1 - math.exp(-inserted),
            1 - math.exp(-unknown / SATURATES),
            1 - math.exp(-min(lacking, inserted + UNKNOWN_COUNTS * unknown) / REPLACED),
            float(kind in matched),
            behind,
            float(offer.is_part and not other.is_part),
            float(near is True),
            float(near is False),
            float(any(distance(mine, theirs) <= NEAR for mine in offer.pictures for theirs in other.pictures)),
        )

    def _models(self, other: Sketch) -> tuple[float, float, float]:
        offer = self.offer
        both = offer.models & other.models
        if both:
            return max(map(strength, both)), 0.0, 0.0
        maybe = (offer.may_be_models & other.models) | (offer.models & other.may_be_models)
        if maybe:
            return 0.9 * max(map(strength, maybe)), 0.0, 0.0
        if not other.models:
            return 0.0, 0.0, 0.5 * bool(other.may_be_models and any(not one.isdigit() for one in offer.models))
        if len(offer.squeezed) >= 5 and len(other.models) <= MOST_WITHIN:
            within = [one for one in other.models if len(one) >= 5 and one in offer.squeezed]
            if within:
                return 0.9 * max(map(strength, within)), 0.0, 0.0
        if not offer.models:  # a number written apart that the other has nowhere
            return 0.0, 0.0, 0.6 * any(word not in other.name_set and word not in other.text_set for word in self._apart)
        mine = [one for one in offer.models if len(one) >= 5]
        if (
            mine
            and len(other.models) <= MOST_WITHIN
            and any(_is_variant(one, theirs) for one in mine for theirs in other.models if len(theirs) >= 4)
        ):
            return 0.0, 1.0, 0.0
        return 0.0, 0.0, 1.0 if any(not one.isdigit() for one in offer.models) else 0.5

    def _brands(self, other: Sketch) -> tuple[float, float]:
        offer = self.offer
        if offer.brand_words:
            if any(brand in other.brands for brand in offer.brands) or any(
                brand and all(word in other.name_set or word in other.text_set for word in brand) for brand in offer.brand_words
            ):
                return 1.0, 0.0
            if any(brand and brand <= offer.name_set | offer.text_set for brand in other.brand_words):
                return 0.7, 0.0
            return 0.0, 1.0
        if other.brand_words:
            if any(brand and brand <= offer.name_set for brand in other.brand_words):
                return 1.0, 0.0
            if any(brand and brand <= self.words for brand in other.brand_words) or any(
                len(one) > 3 and one in offer.squeezed for one in other.brands
            ):
                return 0.7, 0.0
            return 0.0, 0.4 * (not other.is_maker_guessed)
        return 0.0, 0.0


def compare(offer: Sketch, other: Sketch, rarity: Rarity) -> Agreement:
    """One offer held against one other."""
    return Comparer(offer, rarity).agreement(other)


def _by_initial(among: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in among:
        if len(word) >= SHORTEST_SLIP:
            found.setdefault(word[0], []).append(word)
    return found


def _inside(offer: Sketch, matched: frozenset[str]) -> frozenset[str]:
    """Words of a name between the first and the last that are in common."""
    places = [place for place, word in enumerate(offer.name) if word in matched]
    return frozenset(offer.name[places[0] : places[-1]]) if places else frozenset()


def _written_wrong(word: str, near: Iterable[str], *not_of: frozenset[str]) -> bool:
    """Whether a word is one of some of the same first letter with one letter wrong; what the other side also knows is another word."""
    if len(word) < SHORTEST_SLIP or any(map(str.isdigit, word)):
        return False
    return any(
        abs(len(other) - len(word)) <= 1
        and not any(other in known for known in not_of)
        and DamerauLevenshtein.distance(word, other, score_cutoff=1) <= 1
        for other in near
    )


def strength(model: str) -> float:
    """How much it says that a model number of this form is in common."""
    size = len(model) - 0.75 * (model.isdigit())
    return min(1.0, max(0.2, (size - 2) / 4))


def _is_variant(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= 4 and len(shorter) >= 4


def _price(offer: Sketch, other: Sketch) -> bool | None:
    if not offer.price or not other.price or offer.price <= 0 or other.price <= 0:
        return None
    ratio = offer.price / other.price
    return 0.8 <= ratio <= 1.25 or (False if not 0.4 <= ratio <= 2.5 else None)
