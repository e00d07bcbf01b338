"""Intervals of shares, so that three cases out of four are not read as three quarters."""

from math import sqrt

_Z = 1.959963984540054
"""The normal quantile of 95 %, two-sided."""


def wilson(hits: int, number: int) -> tuple[float, float] | None:
    """The 95 % interval of a share after Wilson (1927); `None` where nothing was counted.

    Written out, as scipy's binomial test reckons a p-value beside it that nobody asks for, and a page has hundreds of intervals.
    """
    if number <= 0:
        return None
    share, square = min(hits, number) / number, _Z * _Z / number
    centre = (share + square / 2) / (1 + square)
    half = _Z * sqrt(share * (1 - share) / number + square / number / 4) / (1 + square)
    return max(0.0, centre - half), min(1.0, centre + half)
