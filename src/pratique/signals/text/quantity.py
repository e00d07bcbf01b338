"""Numbers with units, read from text and attributes: `20 000 mAh`, `5 mW`, `3 mm`, `0,05 %`."""

import functools
import re
import unicodedata
from collections.abc import Mapping

from pratique.facts import Evidence, Listing
from pratique.policy.model import Concept, Quantity
from pratique.signals.text.guard import Words, words_of
from pratique.signals.text.normal import normalise

_NUMBER = r"\d{1,3}(?:[  ,.']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_GAP = re.compile(r"[\s.·-]")
_NEAR = 60
"""Characters around a number within which a cue word must stand: about six words."""
_DECIMAL_COMMA = frozenset(["de", "fr", "es", "it", "nl", "pl", "pt", "sv", "no", "uk", "tr", "ru", "id", "vi"])
_MOST_TEXT = 20_000
"""Free text is read for numbers this far; quantities stand early or in attributes."""


class QuantityReader:
    """Reads one quantity of one listing."""

    def __init__(self, concept: Concept, quantity: Quantity, factors: Mapping[str, float]) -> None:
        self.concept = concept.id
        self.attributes = frozenset(normalise(name).strip() for name in quantity.attributes)
        self._factors = factors
        self._near: Words = words_of(quantity.near)
        units = "|".join(re.escape(unit).replace(r"\ ", r"[\s.·-]?") for unit in sorted(factors, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w.,])({_NUMBER})(?:\s*(?:-|–|~|to)\s*({_NUMBER}))?[\s-]?({units})(?!\w)")
        self._bare = re.compile(rf"\s*({_NUMBER})\s*")

    def read(self, listing: Listing) -> tuple[list[float], list[Evidence]]:
        """Values in the base unit, ascending and without duplicates, and the spans that show them."""
        found: dict[float, Evidence] = {}
        comma = listing.language in _DECIMAL_COMMA
        for field, text in (("title", listing.title), ("description", listing.description)):
            if text:
                self._scan(field, text[:_MOST_TEXT], comma, found, needs_cue=bool(self._near))
        for name, value in (listing.attributes or {}).items():
            if normalise(name).strip() in self.attributes:
                bare = self._bare.fullmatch(value)
                if bare:
                    self._keep(found, _number(bare.group(1), comma), f"attributes.{name}", value, bare.start(1), bare.end(1))
                else:
                    self._scan(f"attributes.{name}", value, comma, found, needs_cue=False)
        values = sorted(found)
        return values, [found[value] for value in values]

    def _scan(self, field: str, text: str, comma: bool, found: dict[float, Evidence], *, needs_cue: bool) -> None:
        folded = _same_length_lower(text)
        for match in self._pattern.finditer(folded):
            start, end = match.span()
            if needs_cue and not self._near.occur(normalise(folded[max(0, start - _NEAR) : start]) + normalise(folded[end : end + _NEAR])):
                continue
            factor = self._factor(match.group(3))
            for number in (match.group(1), match.group(2)):
                if number and factor is not None:
                    self._keep(found, _number(number, comma) * factor, field, text, start, end)

    def _factor(self, unit: str) -> float | None:
        for spelling in (unit, _GAP.sub(" ", unit), _GAP.sub("", unit)):
            if spelling in self._factors:
                return self._factors[spelling]
        return None

    def _keep(self, found: dict[float, Evidence], value: float, field: str, text: str, start: int, end: int) -> None:
        rounded = float(f"{value:.9g}")
        found.setdefault(rounded, Evidence(self.concept, field, start, end, text[start:end]))


class _LowerTable(dict[int, str]):
    """Lower case with full-width forms folded, one character for one, so that spans stay true."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = unicodedata.normalize("NFKC", character).lower()
        self[code] = form if len(form) == 1 else character
        return self[code]


_LOWER = _LowerTable()


@functools.lru_cache(maxsize=64)
def _same_length_lower(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_LOWER)


def _number(written: str, decimal_comma: bool) -> float:
    """The value of a number in any of the usual ways to group and point it.

    A single group of three behind a point is a decimal (`1.500 l`) unless the listing's language points with a comma; behind a comma it
    is a thousand (`1,500`) unless the number starts with nought.
    """
    digits = re.sub(r"[\s  ']", "", written)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(digits.rfind("."), digits.rfind(","))
        return float(re.sub(r"[.,]", "", digits[:decimal]) + "." + digits[decimal + 1 :])
    sign = "." if points else ","
    if points + commas == 0:
        return float(digits)
    head, _, tail = digits.rpartition(sign)
    grouped = len(tail) == 3 and head.lstrip("0") != "" and not head.startswith("0")
    if points + commas > 1 or (grouped and (sign == "," or decimal_comma)):
        return float(digits.replace(sign, ""))
    return float(digits.replace(",", "."))
