"""Over what a figure is counted: the period, what it is narrowed to, and the walls of whoever looks."""

import datetime as dt

import msgspec

from pratique.base.actor import Actor

PERIODS = {"4w": 4, "13w": 13, "52w": 52}
"""Name → whole weeks, the present one among them."""
DIMENSIONS = ("market", "channel", "family", "country", "language", "size", "kind")


class Period(msgspec.Struct, frozen=True):
    """Whole weeks up to a moment, and as many before them to compare with."""

    now: dt.datetime
    weeks: int

    @property
    def monday(self) -> dt.datetime:
        """With which the present week begins, in UTC."""
        day = self.now.astimezone(dt.UTC).date()
        return dt.datetime.combine(day - dt.timedelta(days=day.weekday()), dt.time(), dt.UTC)

    @property
    def since(self) -> dt.datetime:
        """First moment."""
        return self.monday - dt.timedelta(weeks=self.weeks - 1)

    @property
    def before(self) -> dt.datetime:
        """First moment of the period to compare with."""
        return self.since - dt.timedelta(weeks=self.weeks)

    @property
    def starts(self) -> tuple[dt.date, ...]:
        """First day of each week."""
        return tuple((self.since + dt.timedelta(weeks=number)).date() for number in range(self.weeks))


class Narrowed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is counted; `None` is all."""

    market: str | None = None
    channel: str | None = None
    family: str | None = None
    country: str | None = None
    """Of the trader."""
    language: str | None = None
    size: str | None = None
    """Of the trader: `small`, `medium`, `large`."""
    kind: str | None = None
    """The indicator's own: a queue, a kind of notice."""

    @property
    def given(self) -> dict[str, str]:
        """Those that are set."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name)) is not None}


def conditions(actor: Actor, narrowed: Narrowed) -> tuple[list[str], dict[str, object]]:
    """Conditions over the columns of `populations.COLUMNS`, and their values.

    As in `store.pages.walls`: what belongs to no channel lies within every channel's wall, what holds everywhere only where all markets are open.
    """
    found, values = inside(actor)
    for name, value in narrowed.given.items():
        found.append("markets @> ARRAY[%(market)s]" if name == "market" else f"{name} = %({name})s")
        values[name] = value
    return found, values


def inside(actor: Actor) -> tuple[list[str], dict[str, object]]:
    """The walls alone."""
    found: list[str] = []
    values: dict[str, object] = {}
    if actor.channels is not None:
        found.append("(channel IS NULL OR channel = ANY(%(wall_channels)s))")
        values["wall_channels"] = sorted(actor.channels)
    if actor.markets is not None:
        found.append("markets <@ %(wall_markets)s::text[]")
        values["wall_markets"] = sorted(actor.markets)
    return found, values
