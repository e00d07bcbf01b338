"""Figures of what the screening said: held and refused, market by family, and the way through the stages."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from pratique.base.actor import Actor
from pratique.store.figures.dictionary import Indicator
from pratique.store.figures.measure import MOST_SLICES, Figure, Rows, Sliced, Trended, figure, row_of
from pratique.store.figures.narrowed import Narrowed, Period, inside
from pratique.store.figures.weeks import source
from pratique.store.pages import decoded, encoded
from pratique.store.transaction import Transaction

VERDICT_OF = {"held": "hold", "refused": "refuse"}
"""Indicator → the verdict it counts."""


def measured(tx: Transaction, actor: Actor, indicator: Indicator, period: Period, narrowed: Narrowed) -> Trended:
    """As `measure.measured`. Narrowed to a family, the line stands over what was held or refused because of it."""
    relation, values = source(actor)
    where, more = _where(narrowed)
    numerator = "measure = 'family' AND family = %(family)s" if narrowed.family else "measure = 'pair'"
    rows = tx.connection.execute(
        (
            "SELECT week, week >= %(since)s::date AS is_now, COALESCE(sum(number) FILTER (WHERE measure = 'pair'), 0)::int,"
            f" COALESCE(sum(number) FILTER (WHERE {numerator} AND verdict = %(verdict)s), 0)::int FROM {relation}"
            f" WHERE measure IN ('pair', 'family') AND week >= %(before)s::date AND {where} GROUP BY GROUPING SETS ((1), (2))"
        ).encode(),
        values | more | _times(period) | {"verdict": VERDICT_OF[indicator.id]},
    ).fetchall()
    weeks = {row[0]: figure("share", row[2], row[3], None) for row in rows if row[0] is not None}
    halves = {row[1]: figure("share", row[2], row[3], None) for row in rows if row[0] is None}
    nothing = Figure(0, 0, None)
    return Trended(halves.get(True, nothing), halves.get(False, nothing), tuple(weeks.get(day) for day in period.starts))


def sliced(tx: Transaction, actor: Actor, indicator: Indicator, period: Period, narrowed: Narrowed, by: str) -> list[Sliced]:
    """As `measure.sliced`. By family, each share is of all that was screened: a listing may be held because of two."""
    if by not in indicator.slices:
        raise ValueError(f"{indicator.id} is not told apart by {by}")
    relation, values = source(actor)
    where, more = _where(narrowed)
    values = values | more | _times(period) | {"verdict": VERDICT_OF[indicator.id]}
    within = f"week >= %(since)s::date AND {where}"
    if by == "family":
        only = " AND family = %(family)s" if narrowed.family else ""
        query = (
            f"WITH source AS MATERIALIZED (SELECT * FROM {relation} WHERE {within}) SELECT family, (SELECT COALESCE(sum(number), 0) FROM source"
            " WHERE measure = 'pair')::int, sum(number)::int FROM source WHERE measure = 'family'"
            f" AND verdict = %(verdict)s{only} GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT {MOST_SLICES}"
        )
    else:
        numerator = "measure = 'family' AND family = %(family)s" if narrowed.family else "measure = 'pair'"
        query = (
            f"SELECT NULLIF({by}, ''), COALESCE(sum(number) FILTER (WHERE measure = 'pair'), 0)::int, COALESCE(sum(number) FILTER (WHERE"
            f" {numerator} AND verdict = %(verdict)s), 0)::int FROM {relation} WHERE measure IN ('pair', 'family') AND {within}"
            f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_SLICES}"
        )
    rows = tx.connection.execute(query.encode(), values).fetchall()
    return [Sliced(row[0], figure("share", row[1], row[2], None)) for row in rows]


class Heat(msgspec.Struct, frozen=True):
    """How many listings are held or refused in a market because of a family."""

    families: tuple[str, ...]
    """Most first."""
    markets: tuple[str, ...]
    counts: dict[tuple[str, str], int]
    """Market and family → listings."""

    @property
    def most(self) -> int:
        """Of any cell."""
        return max(self.counts.values(), default=0)


def heat(tx: Transaction, actor: Actor, period: Period, narrowed: Narrowed, verdict: str, families: int = 14, markets: int = 16) -> Heat:
    """Market by family: the families and markets with most, each in its order."""
    relation, values = source(actor)
    where, more = _where(narrowed)
    only = " AND family = %(family)s" if narrowed.family else ""
    rows = tx.connection.execute(
        (
            f"SELECT market, family, sum(number)::int FROM {relation} WHERE measure = 'family' AND verdict = %(verdict)s"
            f" AND week >= %(since)s::date AND {where}{only} GROUP BY 1, 2"
        ).encode(),
        values | more | _times(period) | {"verdict": verdict},
    ).fetchall()
    by_family: dict[str, int] = {}
    by_market: dict[str, int] = {}
    for market, family, number in rows:
        by_family[family] = by_family.get(family, 0) + number
        by_market[market] = by_market.get(market, 0) + number
    first = sorted(by_family, key=lambda name: (-by_family[name], name))[:families]
    across = sorted(sorted(by_market, key=lambda name: (-by_market[name], name))[:markets])
    counts = {(market, family): number for market, family, number in rows if family in first and market in across}
    return Heat(tuple(first), tuple(across), counts)


def stages(tx: Transaction, actor: Actor, period: Period, narrowed: Narrowed) -> dict[str, dict[str, int]]:
    """Stage → verdict → listings, by the last decision on each."""
    relation, values = source(actor)
    where, more = _where(msgspec.structs.replace(narrowed, market=None, family=None))
    rows = tx.connection.execute(
        (
            f"SELECT stage, verdict, sum(number)::int FROM {relation} WHERE measure = 'listing' AND week >= %(since)s::date AND {where}"
            " GROUP BY 1, 2"
        ).encode(),
        values | more | _times(period),
    ).fetchall()
    found: dict[str, dict[str, int]] = {}
    for stage, verdict, number in rows:
        found.setdefault(stage, {})[verdict] = number
    return found


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
    """The listings a share is counted over, newest first, as they stand now."""
    verdict = VERDICT_OF[indicator.id]
    conditions, values = inside(actor)
    conditions = [*conditions, "at >= %(since)s"]
    values |= {"since": period.since, "limit": limit + 1}
    for name in ("channel", "language", "country", "size"):
        value = getattr(narrowed, name)
        if value is not None:
            conditions.append(f"{name} = %({name})s")
            values[name] = value
    if narrowed.market:
        conditions.append("markets @> ARRAY[%(market)s]")
        values["market"] = narrowed.market
    counts = "tags @> ARRAY[%(tag)s]" if narrowed.market else "%(verdict)s = ANY(verdicts)"
    if narrowed.family:
        counts = "tags @> ARRAY[%(tag)s]" if narrowed.market else "EXISTS (SELECT 1 FROM unnest(tags) tag WHERE tag LIKE %(tag)s)"
    values["tag"] = ":".join(part for part in (narrowed.market or "%", verdict, narrowed.family) if part)
    values["verdict"] = verdict
    if hit is not None:
        conditions.append(counts if hit else f"NOT {counts}")
    if cursor is not None:
        conditions.append("(at, id) < (%(at)s::timestamptz, %(key)s)")
        values["at"], values["key"] = decoded(cursor)
    found = tx.connection.execute(
        (
            f"SELECT id, at, channel, markets, NULL, NULL, trader, language, title, kind, subject, {counts}, NULL, at::text AS moment"
            " FROM (SELECT e.*, t.country, COALESCE(s.size, 'small') AS size FROM listing_entry e LEFT JOIN trader t ON t.id = e.trader"
            f" LEFT JOIN trader_size s ON s.trader = e.trader) AS listed WHERE {' AND '.join(conditions)} ORDER BY at DESC, id DESC LIMIT %(limit)s"
        ).encode(),
        values,
    ).fetchall()
    following = encoded(found[limit - 1][-1], found[limit - 1][0]) if len(found) > limit else None
    return Rows(tuple(row_of(row[:-1]) for row in found[:limit]), following)


def _where(narrowed: Narrowed) -> tuple[str, dict[str, object]]:
    given: Mapping[str, object] = {name: value for name, value in narrowed.given.items() if name != "kind"}
    found = [f"{name} = %({name})s" for name in given if name != "family"]
    return " AND ".join(found) or "TRUE", dict(given)


def _times(period: Period) -> dict[str, object]:
    since: dt.datetime = period.since
    return {"since": since.date(), "before": period.before.date()}
