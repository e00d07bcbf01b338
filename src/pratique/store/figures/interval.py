"""Intervals of shares, so that three cases out of four are not read as three quarters."""

from scipy.stats import binomtest


def wilson(hits: int, number: int) -> tuple[float, float] | None:
    """The 95 % interval of a share after Wilson (1927); `None` where nothing was counted."""
    if number <= 0:
        return None
    found = binomtest(min(hits, number), number).proportion_ci(0.95, method="wilson")
    return float(found.low), float(found.high)
