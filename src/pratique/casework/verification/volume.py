"""When a seller is a high-volume third party seller, and when buyers are told who they are (INFORM Consumers Act, 15 U.S.C. § 45f)."""

import datetime as dt
from collections import deque
from collections.abc import Iterable

import msgspec

from pratique.casework.deadline import months_on

SALES = 200
GROSS = 5_000_00
DISCLOSED_GROSS = 20_000_00
"""US cents a year, § 45f(b)(1)."""
WINDOW_MONTHS, LOOK_BACK_MONTHS = 12, 24


class DaySales(msgspec.Struct, frozen=True):
    """Sales of new or unused consumer products to buyers in the United States, paid through the marketplace, on one day."""

    day: dt.date
    number: int
    gross: int
    """US cents."""


class Volume(msgspec.Struct, frozen=True):
    """Where a seller stands at a day."""

    high_volume_since: dt.date | None
    """Day on which both thresholds were met within one window, the first of the look-back; `None`: never."""
    disclosed_since: dt.date | None
    """Day on which the gross of a window reached that of § 45f(b). The law says "annual"; twelve running months are our reading of it."""
    number: int
    gross: int
    """Of the twelve months that end at the day."""


def volume(sales: Iterable[DaySales], as_of: dt.date) -> Volume:
    """Look for a continuous twelve-month period within the previous twenty-four months with 200 or more sales *and* 5,000 dollars or more.

    Days may come in any order and more than once; what lies after `as_of` or before the look-back is left out.
    Raises ValueError for a negative number or gross.
    """
    start = months_on(as_of, -LOOK_BACK_MONTHS)
    window: deque[DaySales] = deque()
    number = gross = 0
    high = disclosed = None
    for one in sorted((one for one in sales if start < one.day <= as_of), key=lambda one: one.day):
        if one.number < 0 or one.gross < 0:
            raise ValueError(f"sales of {one.day} are negative")
        window.append(one)
        number, gross = number + one.number, gross + one.gross
        number, gross = _shortened(window, one.day, number, gross)
        if high is None and number >= SALES and gross >= GROSS:
            high = one.day
        if disclosed is None and gross >= DISCLOSED_GROSS:
            disclosed = one.day
    number, gross = _shortened(window, as_of, number, gross)
    return Volume(high, disclosed, number, gross)


def _shortened(window: deque[DaySales], end: dt.date, number: int, gross: int) -> tuple[int, int]:
    """Drop what lies a year or more before the end."""
    first = months_on(end, -WINDOW_MONTHS)
    while window and window[0].day <= first:
        old = window.popleft()
        number, gross = number - old.number, gross - old.gross
    return number, gross
