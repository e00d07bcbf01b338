"""Quantities read from text and attributes: `20 000 mAh`, `5 mW`, `3 mm`, `0,05 %`."""

import functools
import re
from collections.abc import Mapping

from pratique.facts import Evidence, Listing
from pratique.facts.concept import Concept, Quantity
from pratique.signals.text.guard import words_of
from pratique.signals.text.normal import normalise
from pratique.signals.text.number import DECIMAL_COMMA, NUMBER, lowered, measures, unit_beginnings, value

_NEAR = 60
"""Characters around a number within which a cue word must stand: about six words."""
_MOST_TEXT = 20_000
"""Free text is read for numbers this far; quantities stand early or in attributes."""
_FIRST_WORD, _LAST_WORD = re.compile("^[0-9A-Za-z]*"), re.compile("[0-9A-Za-z]*$")
_BARE = re.compile(rf"\s*({NUMBER})\s*")


@functools.lru_cache(maxsize=1 << 12)
def _name(attribute: str) -> str:
    return normalise(attribute).strip()


@functools.lru_cache(maxsize=1 << 8)
def _beside(text: str, start: int, end: int) -> tuple[frozenset[str], str]:
    """What stands on either side of a number, without the words of which only a part is near: its words, and its normal form.

    Kept, since quantities of one dimension ask for the same numbers.
    """
    low, high = max(0, start - _NEAR), min(len(text), end + _NEAR)
    before, behind = text[low:start], text[end:high]
    if low and _is_cut(text, low):
        before = _FIRST_WORD.sub("", before)
    if high < len(text) and _is_cut(text, high):
        behind = _LAST_WORD.sub("", behind)
    form = normalise(before) + normalise(behind)
    return frozenset(form.split()), form


def _is_cut(text: str, at: int) -> bool:
    left, right = text[at - 1], text[at]
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


class QuantityReader:
    """Reads one quantity of one listing. `factors` are spellings of units with how many of the base unit one is."""

    def __init__(self, concept: Concept, quantity: Quantity, factors: Mapping[str, float]) -> None:
        self.concept = concept.id
        self._attributes = frozenset(_name(name) for name in quantity.attributes)
        self._factors = factors
        self.spellings = tuple(factors)
        self._beginnings = frozenset[str]().union(*(unit_beginnings(f"1{spelling}") for spelling in factors))
        self.near = words_of(quantity.near)
        """Cues, one of which must stand near a number in free text; without any, every number counts."""

    def read(self, listing: Listing) -> tuple[list[float], list[Evidence]]:
        """Values in the base unit, ascending and without duplicates, and the spans that show them."""
        found: dict[float, Evidence] = {}
        comma = listing.language in DECIMAL_COMMA
        for field, text in (("title", listing.title), ("description", listing.description)):
            if text:
                self._scan(field, text[:_MOST_TEXT], comma, found, needs_cue=bool(self.near))
        for name, text in (listing.attributes or {}).items():
            if self._attributes and _name(name) in self._attributes:
                bare = _BARE.fullmatch(text)
                if bare:
                    self._keep(found, value(bare.group(1), comma), f"attributes.{name}", text, bare.start(1), bare.end(1))
                else:
                    self._scan(f"attributes.{name}", text, comma, found, needs_cue=False)
        if not found:
            return [], []
        values = sorted(found)
        return values, [found[value] for value in values]

    def _scan(self, field: str, text: str, comma: bool, found: dict[float, Evidence], *, needs_cue: bool) -> None:
        if self._beginnings.isdisjoint(unit_beginnings(text)):
            return
        folded = lowered(text)
        for measure in measures(folded):
            known = [unit for unit in measure.units if unit[0] in self._factors]
            if not known:
                continue
            spelling, end = known[0]
            if needs_cue and not self.near.occur_among(*_beside(folded, measure.start, end)):
                continue
            factor = self._factors[spelling]
            for number in measure.numbers:
                self._keep(found, value(number, comma) * factor, field, text, measure.start, end)

    def _keep(self, found: dict[float, Evidence], amount: float, field: str, text: str, start: int, end: int) -> None:
        rounded = float(f"{amount:.9g}")
        found.setdefault(rounded, Evidence(self.concept, field, start, end, text[start:end]))
