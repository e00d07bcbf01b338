"""A span of days, closed at both ends, open where a bound is absent."""

import datetime as dt

import msgspec


class Period(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """From the first to the last day on which something holds; `None` is unbounded."""

    from_: dt.date | None = None
    to: dt.date | None = None

    def __contains__(self, day: dt.date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)
