"""How two offers agree, as numbers that a scorer weighs. All are symmetrical."""

import re
from collections.abc import Set as AbstractSet

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from pratique.identity.products.title import QUANTITIES, TOLD, Title
from pratique.identity.words import Rarity

NAMES = (
    "code_equal", "code_prefix", "codes_apart", "codes_sister",
    "shared", "own_least", "own_most", "own_digits_least", "own_digits_most", "shared_digits",
    "shared_letters", "rarest_shared", "rarest_shared_digit", "colours_shared", "colours_differ", "variants_differ", "variants_shared",
    *(f"quantity_{unit}" for unit in QUANTITIES), *(f"told_{word}" for word in TOLD),
    "codes_least", "words_least", "words_most", "longest_code_least", "longest_code_most", "code_alike",
    "token_set", "partial", "token_sort",
)  # fmt: skip
"""What the numbers of `agreement` are."""


_WITHIN = 5
"""Characters of a model number that is looked for inside other writing."""
_DIGIT = re.compile(r"[0-9]")


def agreement(one: Title, other: Title, rarity: Rarity) -> list[float]:
    """The numbers of a pair, in the order of `NAMES`."""
    equal, prefix, alike = _codes(one.codes, other.codes)
    apart = contradict(one, other)
    shared = one.set & other.set
    own = sorted((rarity.total(one.set - other.joined), rarity.total(other.set - one.joined)))
    own_digits = sorted((rarity.total(one.digits - other.joined), rarity.total(other.digits - one.joined)))
    digits = (one.digits & other.joined) | (other.digits & one.joined)
    found = [
        equal,
        prefix,
        float(apart),
        float(apart and sisters(one.codes, other.codes)),
        rarity.total(shared),
        *own,
        *own_digits,
        rarity.total(digits),
        rarity.total(one.letters & other.letters),
        max(map(rarity.weight, shared), default=0.0),
        max(map(rarity.weight, digits), default=0.0),
        len(one.colours & other.colours),
        float(bool(one.colours and other.colours and not one.colours & other.colours)),
        len(one.variants ^ other.variants),
        len(one.variants & other.variants),
    ]
    for unit in QUANTITIES:
        mine, theirs = one.quantities.get(unit), other.quantities.get(unit)
        found.append(0.0 if not mine or not theirs else 1.0 if mine & theirs else -1.0)
    found += [float((word in one.variants) != (word in other.variants)) for word in TOLD]
    longest = sorted((max(map(len, one.codes), default=0), max(map(len, other.codes), default=0)))
    counts = sorted((len(one.words), len(other.words)))
    found += [min(len(one.codes), len(other.codes)), *counts, *longest, alike]
    found += [
        fuzz.token_set_ratio(one.text, other.text),
        fuzz.partial_ratio(one.text, other.text),
        fuzz.token_sort_ratio(one.text, other.text),
    ]
    return [float(value) for value in found]


def _codes(mine: AbstractSet[str], theirs: AbstractSet[str]) -> tuple[float, float, float]:
    """Length of the longest equal code; the greatest share that one code begins like another; the greatest Jaro-Winkler similarity."""
    equal = max(map(len, mine & theirs), default=0)
    prefix = alike = 0.0
    for one in mine:
        for other in theirs:
            same = 0
            for left, right in zip(one, other, strict=False):
                if left != right:
                    break
                same += 1
            if same >= 4 and one != other:
                prefix = max(prefix, same / max(len(one), len(other)))
            if len(one) >= 5 and len(other) >= 5:
                alike = max(alike, JaroWinkler.similarity(one, other, prefix_weight=0.15))
    return float(equal), prefix, alike


def contradict(one: Title, other: Title) -> bool:
    """Whether both give model numbers and none is in common, however it is written: whole, in two words, or with a few letters more."""
    if not one.codes or not other.codes:
        return False
    return not (_given(one.codes, other) or _given(other.codes, one))


def _given(codes: AbstractSet[str], offer: Title) -> bool:
    if not codes.isdisjoint(offer.joined):
        return True
    if any(len(code) >= _WITHIN and code in offer.squeezed for code in codes):
        return True
    return any(_begins(code, theirs) for code in codes for theirs in offer.codes)


def _begins(one: str, other: str) -> bool:
    """`wmxtf842p` begins with `wmxtf842`: a country or a colour is told by letters at the end."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _WITHIN and longer.startswith(shorter) and len(longer) - len(shorter) <= 3 and longer[len(shorter) :].isalpha()


def sisters(mine: AbstractSet[str], theirs: AbstractSet[str]) -> bool:
    """Whether two numbers are of one pattern and differ in digits alone: `2000d` and `4000d` are two products of one series."""
    patterns = {_DIGIT.sub("0", code) for code in mine}
    return any(_DIGIT.sub("0", code) in patterns for code in theirs)
