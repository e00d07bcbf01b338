"""Two fingerprints side by side: how alike they are field by field, and what that makes them."""

from typing import Literal

import msgspec
import numpy as np
from rapidfuzz.distance import Indel

from pratique.identity.duplicates.bare import same_numbers
from pratique.identity.duplicates.fingerprint import Fingerprint
from pratique.identity.duplicates.pictures import NEAR, distance

Likeness = Literal["identical", "near", "similar", "different"]
"""`identical`: word for word, but for disguises. `near`: the same offer with something changed. `similar`: worth a look by a person."""

NEAR_TITLE, CLOSE_TITLE, ALIKE_TITLE = 0.9, 0.8, 0.7
NEAR_TEXT = 0.75
_LENGTH = 5


class Agreement(msgspec.Struct, frozen=True):
    """How one field agrees."""

    field: str
    """`title`, `numbers`, `description`, `gtin`, `model` or `pictures`."""
    likeness: float
    """0 nothing in common … 1 the same."""
    how: str
    """For people."""


class Comparison(msgspec.Struct, frozen=True):
    """What came of it."""

    likeness: Likeness
    score: float
    """0 … 1; orders comparisons of the same likeness."""
    fields: tuple[Agreement, ...]
    """Fields that both have, in a fixed order."""

    @property
    def agreeing(self) -> tuple[str, ...]:
        """Fields that agree by themselves: the title nearly, the others as far as their kind allows."""
        least = {"title": NEAR_TITLE, "description": NEAR_TEXT, "pictures": 1 - NEAR / 256}
        return tuple(one.field for one in self.fields if one.field != "numbers" and one.likeness >= least.get(one.field, 1.0))


def compare(one: Fingerprint, other: Fingerprint) -> Comparison:
    """Compare; the order does not matter."""
    title = title_likeness(one.title, other.title)
    numbers = same_numbers(one.numbers, other.numbers)
    fields = [
        Agreement("title", round(title, 3), "the same but for spelling" if one.title == other.title else f"{title:.0%} alike"),
        Agreement("numbers", float(numbers), "the same numbers" if numbers else "other numbers"),
    ]
    text = picture = None
    if one.text and other.text:
        text = text_likeness(one.text, other.text)
        fields.append(Agreement("description", round(text, 3), f"about {text:.0%} of its text in common"))
    for name in ("gtin", "model"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs:
            fields.append(Agreement(name, float(mine == theirs), "the same" if mine == theirs else "another"))
    if one.pictures and other.pictures:
        bits = min(distance(mine, theirs) for mine in one.pictures for theirs in other.pictures)
        picture = 1 - bits / 256
        fields.append(Agreement("pictures", round(picture, 3), f"{bits} of 256 bits differ"))
    likeness = _likeness(one, other, title, text, numbers=numbers, same_picture=picture is not None and picture >= 1 - NEAR / 256)
    score = title if text is None else 0.6 * title + 0.4 * text
    return Comparison(likeness, round(score, 3), tuple(fields))


def _likeness(one: Fingerprint, other: Fingerprint, title: float, text: float | None, *, numbers: bool, same_picture: bool) -> Likeness:
    """Numbers that differ, or a number of the trade that does, mean another product, however alike the words are."""
    is_other = not numbers or _conflicts(one.gtin, other.gtin) or _conflicts(one.model, other.model)
    same_number = bool(one.gtin) and one.gtin == other.gtin
    if not is_other:
        if one.title == other.title and one.title and (text is None or text >= NEAR_TEXT):
            return "identical"
        supported = same_picture or same_number or (text is not None and text >= NEAR_TEXT)
        if title >= NEAR_TITLE and (supported or text is None):
            return "near"
        if title >= CLOSE_TITLE and supported:
            return "near"
    if one.title == other.title or title >= NEAR_TITLE or same_picture or same_number:
        return "similar"
    if title >= ALIKE_TITLE and text is not None and text >= NEAR_TEXT:
        return "similar"
    return "different"


def _conflicts(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def title_likeness(one: str, other: str) -> float:
    """Of two bare titles: how much of them stands in the same order, or how many stretches they share, whichever is more."""
    if one == other:
        return 1.0 if one else 0.0
    in_order = float(Indel.normalized_similarity(one, other))
    if in_order >= NEAR_TITLE:
        return in_order
    mine, theirs = _stretches(one), _stretches(other)
    return max(in_order, len(mine & theirs) / max(1, len(mine | theirs)))


def text_likeness(one: bytes, other: bytes) -> float:
    """Estimated Jaccard similarity of two signatures, within about 0.09."""
    return float((np.frombuffer(one, np.uint16) == np.frombuffer(other, np.uint16)).mean())


def _stretches(text: str) -> frozenset[str]:
    length = min(_LENGTH, max(1, len(text)))
    return frozenset([text[at : at + length] for at in range(len(text) - length + 1)])
