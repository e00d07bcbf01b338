"""Prices far below what goods of a brand cost in the same catalogue.

Prices of one brand and class are skewed and some are typed wrongly, so centre and spread are the median and the median absolute
deviation of the logarithm (Hampel 1974; Leys et al. 2013), which a minority of wild ones does not move.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import NamedTuple

import numpy as np

LEAST_OFFERS = 8
"""Of fewer offers no usual price is told."""
DEVIATIONS = 3.5
"""So many robust standard deviations below the median, as Iglewicz and Hoaglin (1993) advise."""
LEAST_RATIO = 4.0
"""And at least so many times cheaper: where all offers cost nearly the same, a small discount is no sign."""
_TO_SIGMA = 1.4826
"""The median absolute deviation of a normal distribution times this is its standard deviation."""


class Priced(NamedTuple):
    """An offer of a brand."""

    key: Hashable
    """What is compared: brand and class."""
    price: float
    """In one currency, more than nothing."""


class Usual(NamedTuple):
    """What offers of one key cost."""

    offers: int
    median: float
    floor: float
    """Below it a price is far off."""


def usual_prices(offers: Iterable[Priced]) -> dict[Hashable, Usual]:
    """The usual price of each key with enough offers."""
    logs: defaultdict[Hashable, list[float]] = defaultdict(list)
    for offer in offers:
        if offer.price > 0 and math.isfinite(offer.price):
            logs[offer.key].append(math.log(offer.price))
    found = {}
    for key, values in logs.items():
        if len(values) >= LEAST_OFFERS:
            array = np.array(values)
            centre = float(np.median(array))
            spread = _TO_SIGMA * float(np.median(np.abs(array - centre)))
            found[key] = Usual(len(values), math.exp(centre), math.exp(centre - max(DEVIATIONS * spread, math.log(LEAST_RATIO))))
    return found
