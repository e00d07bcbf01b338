"""How hits become a confidence. `docs/reference/semantics.md` is this module in prose.

Weights are integers (hundredths of a logit), so sums do not depend on their order.
"""

import math
from collections.abc import Iterable

from pratique.facts.reading import BASE_CENTILOGITS, CAP_CENTILOGITS

STRONG = {"title": 620, "brand": 620, "attributes": 580, "category": 560, "description": 500}
SUPPORTED = {"title": 480, "brand": 480, "attributes": 450, "category": 420, "description": 415}
UNSUPPORTED = {"title": 250, "brand": 250, "attributes": 220, "category": 220, "description": 200}
"""Weight of a strong, a supported weak and an unsupported weak term by kind of field: what stands in a title is what is sold."""

ACCENTS_LEFT_OUT = 80
"""Taken off where a term has accents and the trader wrote none: mostly the same word, sometimes another."""

FULL = CAP_CENTILOGITS - BASE_CENTILOGITS
CONFIDENCE = tuple(round(1 / (1 + math.exp(-(BASE_CENTILOGITS + total) / 100)), 4) for total in range(FULL + 1))
"""By sum of weights."""


def confidence(hits: Iterable[tuple[int, str, str]]) -> float:
    """Confidence of one concept from its hits `(weight, field, term)`; 0 without any.

    The best hit of each field and the best of each term are both summed and the lesser sum counts: a term repeated in another field adds
    nothing, nor does a second term in the same field.
    """
    by_field: dict[str, int] = {}
    by_term: dict[str, int] = {}
    for weight, field, term in hits:
        if weight > by_field.get(field, 0):
            by_field[field] = weight
        if weight > by_term.get(term, 0):
            by_term[term] = weight
    total = min(sum(by_field.values()), sum(by_term.values()))
    return CONFIDENCE[min(total, FULL)] if total else 0.0


def confidence_of(weight: int) -> float:
    """Confidence of a concept with a single hit."""
    return CONFIDENCE[min(weight, FULL)] if weight else 0.0


def is_company(term: str, other: str) -> bool:
    """Whether a term in the same field supports another of its concept: not where one is part of the other."""
    return other != term and other not in term and term not in other
