"""Agreement of two people beyond chance: Cohen's kappa (J. Cohen, *A coefficient of agreement for nominal scales*, 1960).

The standard error is the large-sample one of Cohen's paper, sqrt(p(1-p) / (n(1-e)^2)) with p the observed and e the expected agreement.
"""

import math
from collections import Counter
from collections.abc import Sequence

import msgspec

_Z = 1.959963984540054
"""95 % of a normal distribution lie within so many standard errors."""


class Agreement(msgspec.Struct, frozen=True):
    """How far two people agree."""

    pairs: int
    """Things both looked at."""
    observed: float | None
    """Share on which they said the same; `None` without pairs."""
    expected: float | None
    """Share that chance alone would give."""
    kappa: float | None
    """`None` where it cannot be said: nothing in common, or both said the same one thing throughout."""
    low: float | None = None
    high: float | None = None
    """95 % interval."""
    reason: str = ""
    """Why there is no kappa."""


def cohen_kappa(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Kappa over pairs of answers on the same things."""
    number = len(pairs)
    if not number:
        return Agreement(0, None, None, None, reason="nothing was looked at by both")
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    observed = sum(one == other for one, other in pairs) / number
    expected = sum(first[name] * second[name] for name in first) / number**2
    if math.isclose(expected, 1.0):
        return Agreement(number, observed, expected, None, reason="both gave the same one answer throughout")
    kappa = (observed - expected) / (1 - expected)
    error = math.sqrt(observed * (1 - observed) / (number * (1 - expected) ** 2))
    return Agreement(number, observed, expected, kappa, max(-1.0, kappa - _Z * error), min(1.0, kappa + _Z * error))
