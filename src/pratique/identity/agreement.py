"""In what two offers agree and in what they differ, field by field, as numbers a scorer weighs.

`compare` is not symmetrical: it asks whether the first is the product the second describes, which may say much more than a title does.
"""

import math
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from pratique.identity.model_number import is_code
from pratique.identity.offer import Sketch
from pratique.identity.words import COMMON_STEMS, KIND, LEAST, UNKNOWN, Rarity

_SATURATES = 9.0
"""Nats of matched words after which more of them hardly say more."""

_NAMED, _PLAIN = 2.0, 1.2
_REPLACED = 3.0
"""The same for words in the place of others."""


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


FIELDS = Agreement._fields


def compare(offer: Sketch, other: Sketch, rarity: Rarity) -> Agreement:
    """Hold an offer against another, or against the product of a notice."""
    title = offer.name_set.union(*offer.brand_words) if offer.brand_words else offer.name_set
    offer_words, other_words = title | offer.text_set, other.name_set | other.text_set
    matched = other.name_set & offer_words
    missed = other.name_set - matched
    if missed:
        matched = matched | {word for word in missed if _written_wrong(word, offer.name_set, other_words)}
    weight = rarity.weight
    shared = sum([weight(word) * (1.0 if word in title or word not in offer.text_set else 0.7) for word in matched])
    maker = frozenset[str]().union(*other.brand_words) if other.brand_words else frozenset[str]()
    first = ""
    if not (maker & other.name_set):  # then the first word of the name that is one is the brand
        first = next((word for word in other.name if weight(word) > KIND), "")
    range_says = sum([weight(word) for word in matched if word not in maker]) if maker else shared
    whole = rarity.total(other.name_set) or LEAST
    own = rarity.total(offer.name_set) or LEAST
    extra = [word for word in offer.name_set - other_words if not any(map(str.isdigit, word))]
    extra = [word for word in extra if not _written_wrong(word, other.name_set, offer_words)]
    inside = _inside(offer, matched)
    inserted = sum([max(KIND, weight(word)) for word in extra if word in inside and word not in COMMON_STEMS])
    unknown = sum([weight(word) - LEAST for word in extra if word not in inside])
    lacking = sum([max(0.0, weight(word) - LEAST) for word in other.name_set - matched if not any(map(str.isdigit, word))])
    if other.lists:  # one of several products the name lists
        lacking = max(0.0, lacking - whole / 2)
        whole = max(whole / 2, min(whole, shared))
    gtin = bool(offer.gtins & other.gtins)
    model, variant, model_other = _models(offer, other)
    kind = other.name[-1] if other.name else ""
    apart = [word for word in matched if word not in maker and word != first and word != kind]
    own_name = sum([max(0.0, weight(word) - _PLAIN) for word in apart])
    named = max(float(gtin), model, 1 - math.exp(-own_name / _NAMED))
    brand, brand_other = _brands(offer, other)
    lead = next((word for word in other.name if weight(word) > KIND), "")
    if (
        lead
        and lead not in matched
        and not (maker & offer_words)
        and any(weight(word) >= UNKNOWN for word in offer.name[:2] if word in extra)
    ):
        brand_other = max(brand_other, 0.5)  # where the name should begin with the brand, it begins with another
    heads = matched - other.after_for  # a notice of an accessory names what it goes with, too
    behind = rarity.total(heads & offer.after_for) / (rarity.total(heads) or 1.0) if offer.after_for else 0.0
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
        1 - math.exp(-range_says / _SATURATES),
        1 - named,
        max(0.0, 1 - rarity.total(extra) / own),
        1 - math.exp(-inserted),
        1 - math.exp(-unknown / _SATURATES),
        1 - math.exp(-min(lacking, inserted + 0.4 * unknown) / _REPLACED),
        float(kind in matched),
        behind if heads else float(bool(offer.after_for & other_words)),
        float(offer.is_part and not other.is_part),
        float(near is True),
        float(near is False),
    )


def _inside(offer: Sketch, matched: frozenset[str]) -> frozenset[str]:
    """Words of a name between the first and the last that are in common."""
    places = [place for place, word in enumerate(offer.name) if word in matched]
    return frozenset(offer.name[places[0] : places[-1]]) if places else frozenset()


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
    both = offer.models & other.models
    if both:
        return max(map(strength, both)), 0.0, 0.0
    maybe = (offer.may_be_models & other.models) | (offer.models & other.may_be_models)
    if maybe:
        return 0.9 * max(map(strength, maybe)), 0.0, 0.0
    if not other.models:
        return 0.0, 0.0, 0.5 * bool(other.may_be_models and any(not one.isdigit() for one in offer.models))
    if len(offer.squeezed) >= 5 and len(other.models) <= 60:
        within = [one for one in other.models if len(one) >= 5 and one in offer.squeezed]
        if within:
            return 0.9 * max(map(strength, within)), 0.0, 0.0
    if not offer.models:
        apart = any(is_code(word) and word not in other.name_set and word not in other.text_set for word in offer.name)
        return 0.0, 0.0, 0.6 * apart  # a number written apart that the other has nowhere
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
        return 0.0, 0.4 * (not other.is_maker_guessed)
    return 0.0, 0.0


def _price(offer: Sketch, other: Sketch) -> bool | None:
    if not offer.price or not other.price or offer.price <= 0 or other.price <= 0:
        return None
    ratio = offer.price / other.price
    return 0.8 <= ratio <= 1.25 or (False if not 0.4 <= ratio <= 2.5 else None)
