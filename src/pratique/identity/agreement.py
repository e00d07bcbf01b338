"""In what two offers agree and in what they differ, field by field, as numbers a scorer weighs.

`compare` is not symmetrical: it asks whether the first is the product the second describes, which may say much more than a title does.
"""

import math
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from pratique.identity.offer import Sketch
from pratique.identity.words import LEAST, Rarity

_SATURATES = 9.0
"""Nats of matched words after which more of them hardly say more."""


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
    brand: float
    brand_other: float
    """The offer is of a brand that the other does not name."""
    name: float
    """Share of the other's name that the offer has, by what its words say."""
    name_says: float
    """How much the words in common say together."""
    own_known: float
    """Share of the offer's own name that the other has anywhere."""
    own_extra: float
    """How much the words say that the offer's name has and the other has nowhere: mostly the name of another product."""
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


FIELDS = Agreement._fields


def compare(offer: Sketch, other: Sketch, rarity: Rarity) -> Agreement:
    """Hold an offer against another, or against the product of a notice."""
    offer_words, other_words = offer.name_set | offer.text_set, other.name_set | other.text_set
    matched = other.name_set & offer_words
    missed = other.name_set - matched
    if missed:
        matched |= {word for word in missed if _written_wrong(word, offer.name_set, other_words)}
    weight = rarity.weight
    shared = sum([weight(word) * (1.0 if word in offer.name_set or word not in offer.text_set else 0.7) for word in matched])
    whole = rarity.total(other.name_set) or LEAST
    own = rarity.total(offer.name_set) or LEAST
    extra = [word for word in offer.name_set - other_words if not any(map(str.isdigit, word))]
    extra = [word for word in extra if not _written_wrong(word, other.name_set, offer_words)]
    unknown = sum([weight(word) - LEAST for word in extra])
    gtin = bool(offer.gtins & other.gtins)
    model, variant, model_other = _models(offer, other)
    brand, brand_other = _brands(offer, other)
    behind = rarity.total(matched & offer.after_for) if offer.after_for else 0.0
    last = other.name[-1] if other.name else ""
    near = _price(offer, other)
    return Agreement(
        float(gtin),
        float(bool(not gtin and offer.gtins and other.gtins)),
        model,
        variant,
        model_other,
        brand,
        brand_other,
        min(1.0, shared / whole),
        1 - math.exp(-shared / _SATURATES),
        max(0.0, 1 - rarity.total(extra) / own),
        1 - math.exp(-unknown / _SATURATES),
        float(last in offer.name_set),
        min(1.0, behind / shared) if shared else float(bool(offer.after_for & other_words)),
        float(offer.is_part and not other.is_part),
        float(near is True),
        float(near is False),
    )


def _written_wrong(word: str, among: frozenset[str], not_of: frozenset[str]) -> bool:
    """Whether a word of five letters and more stands among others with one letter wrong; what the other side also knows is another word."""
    if len(word) < 5 or any(map(str.isdigit, word)):
        return False
    return any(
        other[0] == word[0]
        and abs(len(other) - len(word)) <= 1
        and len(other) >= 5
        and other not in not_of
        and DamerauLevenshtein.distance(word, other, score_cutoff=1) <= 1
        for other in among
    )


def strength(model: str) -> float:
    """How much it says that a model number of this form is in common."""
    size = len(model) - 0.75 * (model.isdigit())
    return min(1.0, max(0.2, (size - 2) / 4))


def _models(offer: Sketch, other: Sketch) -> tuple[float, float, float]:
    if not other.models:
        return 0.0, 0.0, 0.0
    both = offer.models & other.models
    if both:
        return max(map(strength, both)), 0.0, 0.0
    maybe = offer.may_be_models & other.models
    if maybe:
        return 0.9 * max(map(strength, maybe)), 0.0, 0.0
    if len(offer.squeezed) >= 5 and len(other.models) <= 60:
        within = [one for one in other.models if len(one) >= 5 and one in offer.squeezed]
        if within:
            return 0.9 * max(map(strength, within)), 0.0, 0.0
    if not offer.models:
        return 0.0, 0.0, 0.0
    mine = [one for one in offer.models if len(one) >= 5]
    if mine and len(other.models) <= 60 and any(_is_variant(one, theirs) for one in mine for theirs in other.models if len(theirs) >= 4):
        return 0.0, 1.0, 0.0
    return 0.0, 0.0, 1.0 if any(not one.isdigit() for one in offer.models) else 0.5


def _is_variant(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= 4 and len(shorter) >= 4


def _brands(offer: Sketch, other: Sketch) -> tuple[float, float]:
    other_words, offer_words = other.name_set | other.text_set, offer.name_set | offer.text_set
    if offer.brand_words:
        if any(brand in other.brands for brand in offer.brands) or any(words and words <= other_words for words in offer.brand_words):
            return 1.0, 0.0
        if any(words and words <= offer_words for words in other.brand_words):
            return 0.7, 0.0
        return 0.0, 1.0
    if other.brand_words:
        if any(words and words <= offer.name_set for words in other.brand_words):
            return 1.0, 0.0
        if any(words and words <= offer_words for words in other.brand_words) or any(
            len(one) > 3 and one in offer.squeezed for one in other.brands
        ):
            return 0.7, 0.0
        return 0.0, 0.4
    return 0.0, 0.0


def _price(offer: Sketch, other: Sketch) -> bool | None:
    if not offer.price or not other.price or offer.price <= 0 or other.price <= 0:
        return None
    ratio = offer.price / other.price
    return 0.8 <= ratio <= 1.25 or (False if not 0.4 <= ratio <= 2.5 else None)
