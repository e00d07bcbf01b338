"""A span of days, closed at both ends, open where a bound is absent."""

import datetime

import msgspec


class Period(msgspec.Struct, frozen=True, rename={"from_": "from"}):
    """From the first to the last day on which something holds; `None` is unbounded."""

    from_: datetime.date | None = None
    to: datetime.date | None = None

    def __contains__(self, day: datetime.date) -> bool:
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day <= self.to)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share a day."""
        starts = max(self.from_ or datetime.date.min, other.from_ or datetime.date.min)
        ends = min(self.to or datetime.date.max, other.to or datetime.date.max)
        return starts <= ends
