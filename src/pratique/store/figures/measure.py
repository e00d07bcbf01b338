"""Figures over the relations of `populations`: the value, its trend, its slices, and the rows it is counted over."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pratique.base.actor import Actor
from pratique.store.figures.dictionary import Indicator
from pratique.store.figures.interval import wilson
from pratique.store.figures.narrowed import Narrowed, Period, conditions, inside
from pratique.store.figures.populations import COLUMNS, POPULATIONS
from pratique.store.pages import decoded, encoded
from pratique.store.transaction import Transaction

MOST_SLICES = 60
_COUNTS = "count(*), count(*) FILTER (WHERE hit), percentile_cont(0.5) WITHIN GROUP (ORDER BY value)"


class Figure(msgspec.Struct, frozen=True):
    """One number with what it rests on."""

    number: int
    """Rows counted; below the line of a share."""
    hits: int
    value: float | None
    """A share of one, hours, or the number itself; `None` where there is nothing to count."""

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of a share: Wilson, 95 %."""
        return wilson(self.hits, self.number)


class Trended(msgspec.Struct, frozen=True):
    """A figure over a period."""

    now: Figure
    before: Figure | None
    """The same over the weeks before; `None` for what is counted at this moment."""
    weeks: tuple[Figure | None, ...] = ()
    """For each week of the period."""

    @property
    def values(self) -> list[float | None]:
        """What is drawn."""
        return [one.value if one else None for one in self.weeks]

    @property
    def change(self) -> float | None:
        """Against the period before."""
        if self.before is None or self.before.value is None or self.now.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def is_marked(self) -> bool:
        """Of a share: whether the change is more than chance, the intervals not meeting."""
        one, other = self.now.interval, self.before.interval if self.before else None
        return one is not None and other is not None and (one[0] > other[1] or other[0] > one[1])


class Sliced(msgspec.Struct, frozen=True):
    """A figure for one market, family, channel…"""

    key: str | None
    figure: Figure


class Row(msgspec.Struct, frozen=True):
    """One row a figure was counted over."""

    id: str
    at: dt.datetime
    channel: str | None
    markets: tuple[str, ...] | None
    kind: str | None
    family: str | None
    trader: str | None
    language: str | None
    title: str | None
    subject_kind: str | None
    subject: str | None
    hit: bool | None
    value: float | None


class Rows(msgspec.Struct, frozen=True):
    """Some of them and where to go on."""

    items: tuple[Row, ...]
    next: str | None


def figure(unit: str, number: int, hits: int, median: float | None) -> Figure:
    """What three counts say in a unit."""
    value = float(number) if unit == "number" else (hits / number if number else None) if unit == "share" else median
    return Figure(number, hits, value)


def measured(tx: Transaction, actor: Actor, indicator: Indicator, period: Period, narrowed: Narrowed) -> Trended:
    """An indicator over a period, within the walls, by one query."""
    where, values = _where(actor, indicator, period, narrowed, period.before)
    source = _source(indicator, where, actor)
    if indicator.is_stock:
        row = _all(tx, f"SELECT {_COUNTS} FROM {source}", values)[0]
        return Trended(figure(indicator.unit, *row), None)
    rows = _all(
        tx,
        f"SELECT date_trunc('week', at AT TIME ZONE 'UTC')::date AS week, at >= %(since)s AS is_now, {_COUNTS} FROM {source}"
        " GROUP BY GROUPING SETS ((1), (2))",
        values,
    )
    halves = {row[1]: figure(indicator.unit, *row[2:]) for row in rows if row[0] is None}
    weeks = {row[0]: figure(indicator.unit, *row[2:]) for row in rows if row[0] is not None}
    nothing = figure(indicator.unit, 0, 0, None)
    none_then = Figure(0, 0, 0.0) if indicator.unit == "number" else None
    return Trended(halves.get(True, nothing), halves.get(False, nothing), tuple(weeks.get(day, none_then) for day in period.starts))


def sliced(tx: Transaction, actor: Actor, indicator: Indicator, period: Period, narrowed: Narrowed, by: str) -> list[Sliced]:
    """An indicator told apart by one of its slices, most rows first."""
    if by not in indicator.slices:
        raise ValueError(f"{indicator.id} is not told apart by {by}")
    where, values = _where(actor, indicator, period, narrowed, period.since)
    source = _source(indicator, where, actor)
    key, more = ("m.market", ", unnest(markets) AS m(market)") if by == "market" else (by, "")
    only = " WHERE m.market = %(market)s" if by == "market" and narrowed.market else ""
    rows = _all(tx, f"SELECT {key}, {_COUNTS} FROM {source}{more}{only} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_SLICES}", values)
    return [Sliced(row[0], figure(indicator.unit, *row[1:])) for row in rows]


def rows(
    tx: Transaction,
    actor: Actor,
    indicator: Indicator,
    period: Period,
    narrowed: Narrowed,
    *,
    hit: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Rows:
    """The rows an indicator is counted over, newest first; with `hit` those on one side of the line."""
    where, values = _where(actor, indicator, period, narrowed, period.since)
    key = "id || '@' || COALESCE(markets[1], '')"
    if hit is not None:
        where.append("hit = %(hit)s")
        values["hit"] = hit
    if cursor is not None:
        where.append(f"(at, {key}) < (%(at)s::timestamptz, %(key)s)")
        values["at"], values["key"] = decoded(cursor)
    values["limit"] = limit + 1
    found = _all(
        tx,
        f"SELECT {', '.join(COLUMNS)}, at::text AS moment, {key} FROM {_source(indicator, where, actor)} ORDER BY at DESC, {key} DESC LIMIT %(limit)s",
        values,
    )
    following = encoded(found[limit - 1][-2], found[limit - 1][-1]) if len(found) > limit else None
    return Rows(tuple(row_of(row[:-2]) for row in found[:limit]), following)


def row_of(values: Sequence[Any]) -> Row:
    """A row from its columns."""
    given: list[Any] = [tuple(one) if isinstance(one, list) else one for one in values]
    return Row(*given)


def _source(indicator: Indicator, where: Sequence[str], actor: Actor) -> str:
    within = " AND ".join(inside(actor)[0]) or "TRUE"
    relation = POPULATIONS[indicator.id]
    relation = relation.format(walls=within) if "{walls}" in relation else relation
    own = ", ".join(f"r.{name}" for name in COLUMNS if name != "language")
    return (
        f"(SELECT * FROM (SELECT {own}, COALESCE(r.language, t.state->>'language') AS language, t.country, COALESCE(s.size, 'small') AS size"
        f" FROM ({relation}) AS r LEFT JOIN trader t ON t.id = r.trader LEFT JOIN trader_size s ON s.trader = r.trader) AS q"
        f" WHERE {' AND '.join(where) or 'TRUE'}) AS counted"
    )


def _where(
    actor: Actor, indicator: Indicator, period: Period, narrowed: Narrowed, since: dt.datetime
) -> tuple[list[str], dict[str, object]]:
    found, values = conditions(actor, narrowed)
    if not indicator.is_stock:
        found.append("at >= %(start)s AND at <= %(now)s")
    return found, values | {"start": since, "since": period.since, "now": period.now}


def _all(tx: Transaction, query: str, values: Mapping[str, object]) -> list[tuple]:  # type: ignore[type-arg]  # as the columns are
    return tx.connection.execute(query.encode(), values).fetchall()
