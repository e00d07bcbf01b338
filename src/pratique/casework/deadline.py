"""By when something must be done: a number of hours, days, working days or months after a moment, in the place whose law it is.

The day on which it began is not counted, and the last day counts to its end (Regulation (EEC, Euratom) No 1182/71, Art. 3(1) and (2)(b)).
So a deadline is given as the first moment that is too late: midnight after the last day, where the calendar is at home. Hours run from the
moment itself, which is never later than that Regulation would have it.
"""

import datetime as dt
from calendar import monthrange
from typing import Literal

import msgspec

from pratique.casework import workdays

Unit = Literal["hours", "days", "working_days", "months"]
Force = Literal["law", "pledge", "house"]


class Deadline(msgspec.Struct, frozen=True, omit_defaults=True):
    """How long there is, and on whose word."""

    id: str
    """`order-effect`, `dmca-restore-latest`: unique, what screens and figures call it."""
    amount: int
    unit: Unit
    calendar: str
    basis: str
    """The article, as a lawyer would cite it; for a target of the house, what the law asks instead of a number."""
    force: Force = "law"
    rolls: bool = False
    """Days and months that end on a day of rest end with the next working day (for Union law: Regulation 1182/71, Art. 3(4))."""
    is_verified: bool = True
    """`False`: from general knowledge, not read in the law."""

    def due(self, start: dt.datetime) -> dt.datetime:
        """The first moment that is too late, in UTC. `start` is an aware moment."""
        if start.tzinfo is None:
            raise ValueError("a deadline runs from an aware moment")
        if self.unit == "hours":
            return start.astimezone(dt.UTC) + dt.timedelta(hours=self.amount)
        return min(self._end(calendar, start) for calendar in workdays.calendars(self.calendar))

    def _end(self, calendar: str, start: dt.datetime) -> dt.datetime:
        zone = workdays.zone(calendar)
        first = start.astimezone(zone).date()
        if self.unit == "working_days":
            last = workdays.add_working_days(calendar, first, self.amount)
        else:
            last = first + dt.timedelta(days=self.amount) if self.unit == "days" else months_on(first, self.amount)
            last = workdays.next_working_day(calendar, last) if self.rolls else last
        return dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)


def earliest(deadlines: tuple[Deadline, ...], start: dt.datetime) -> tuple[Deadline, dt.datetime]:
    """The deadline that ends first, and when. Raises ValueError where there is none."""
    return min(((one, one.due(start)) for one in deadlines), key=lambda pair: (pair[1], pair[0].id))


def months_on(day: dt.date, number: int) -> dt.date:
    """The same date some months on, or the last day of that month (Regulation 1182/71, Art. 3(2)(c))."""
    months = day.month - 1 + number
    year, month = day.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(day.day, monthrange(year, month)[1]))
