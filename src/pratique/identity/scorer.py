"""From agreement to a probability and a verdict, with what each field gave.

Log-odds are added up field by field, as everywhere in this project, so that a person can read the sum. The weights were fitted to pairs
that `benchmarks/matching` writes by rule, then rounded; see docs/reference/matching.md. They were never fitted to anybody's rows.
"""

import math
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from pratique.identity.agreement import FIELDS, Agreement

Verdict = Literal["same", "probably", "similar", "different"]


class Score(msgspec.Struct, frozen=True):
    """What came of a comparison."""

    probability: float
    verdict: Verdict
    reasons: tuple[tuple[str, float], ...]
    """Field and what it added to the log-odds, the weightiest first; fields that gave nothing are left out."""


def probability_of(logit: float) -> float:
    """Of log-odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def is_alike(name: Any, name_says: Any, kind: Any, brand: Any, brand_other: Any, model_variant: Any) -> Any:
    """Whether most of the name is shared, or maker and kind, or numbers that begin alike: for fields of one agreement or arrays of them."""
    return (
        ((name >= 0.75) & (name_says >= 0.45) & (brand_other == 0))
        | ((brand > 0) & (kind > 0) & (name >= 0.4))
        | ((model_variant > 0) & (name >= 0.3))
    )


class Scorer(msgspec.Struct, frozen=True):
    """Weights in logits, and the probabilities from which a verdict is given."""

    base: float
    weights: Mapping[str, float]
    joint: Mapping[tuple[str, str], float] = {}
    """Two fields that say more, or less, together than each by itself."""
    same: float = 0.9
    probably: float = 0.5

    def logit(self, agreement: Agreement) -> float:
        """Log-odds alone, for speed."""
        weights = self.weights
        total = self.base
        for name, value in zip(FIELDS, agreement, strict=True):
            if value and name in weights:
                total += weights[name] * value
        for (one, other), weight in self.joint.items():
            total += weight * getattr(agreement, one) * getattr(agreement, other)
        return total

    def score(self, agreement: Agreement) -> Score:
        """Weigh an agreement."""
        given = self._given(agreement)
        probability = probability_of(self.logit(agreement))
        given.sort(key=lambda one: -abs(one[1]))
        return Score(round(probability, 4), self.verdict(probability, agreement), tuple((name, round(value, 2)) for name, value in given))

    def verdict(self, probability: float, agreement: Agreement) -> Verdict:
        """`similar` is what shares maker and kind, most of the name or a picture, and is not held to be the same."""
        if probability >= self.same:
            return "same"
        if probability >= self.probably:
            return "probably"
        if agreement.spoken_of >= 0.5 or agreement.part:
            return "different"
        alike = agreement.picture or is_alike(
            agreement.name, agreement.name_says, agreement.kind, agreement.brand, agreement.brand_other, agreement.model_variant
        )
        return "similar" if alike else "different"

    @property
    def least_logit(self) -> float:
        """Log-odds below which nothing is `probably` the same."""
        return math.log(self.probably / (1 - self.probably))

    def _given(self, agreement: Agreement) -> list[tuple[str, float]]:
        weights = self.weights
        given = [(name, weights[name] * value) for name, value in zip(FIELDS, agreement, strict=True) if value and name in weights]
        for (one, other), weight in self.joint.items():
            value = getattr(agreement, one) * getattr(agreement, other)
            if value:
                given.append((f"{one}×{other}", weight * value))
        return given


NOTICES = Scorer(
    -1.7,
    {
        "gtin": 4.0,
        "gtin_other": -1.5,
        "model": 1.8,
        "model_variant": 0.3,
        "model_other": -5.3,
        "model_silent": -0.8,
        "brand": 1.1,
        "brand_other": -2.8,
        "name": 1.9,
        "name_says": 1.0,
        "unnamed": -5.2,
        "own_known": 0.5,
        "inserted": -3.4,
        "own_extra": -2.2,
        "replaced": -5.1,
        "kind": 2.6,
        "spoken_of": -8.0,
        "part": -8.0,
        "picture": 1.6,
    },
    {("model", "spoken_of"): -3.0, ("model", "brand"): 0.6, ("model_other", "brand"): -3.4},
)
"""Of a listing against the product of a notice."""
OFFERS = Scorer(
    -7.0,
    {
        "gtin": 8.0,
        "gtin_other": -2.5,
        "model": 4.0,
        "model_variant": 0.5,
        "model_other": -3.5,
        "brand": 0.8,
        "brand_other": -3.0,
        "name": 3.0,
        "name_says": 3.0,
        "own_known": 3.0,
        "inserted": -2.0,
        "own_extra": -2.0,
        "kind": 0.3,
        "spoken_of": -2.0,
        "part": -2.0,
        "price": 0.7,
        "price_other": -1.5,
    },
    {("model", "spoken_of"): -2.0},
)
"""Of two listings: neither says more than traders do."""
