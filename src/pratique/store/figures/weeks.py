"""What the screening said, counted by week, market, family and kind of trader.

Counting it anew from the catalogue takes as long as the catalogue is large; so the worker counts every few minutes and screens add up what it
kept, whose size is that of the weeks and markets. Whoever has a wall round markets is counted for alone, from the catalogue: a listing that is
offered elsewhere too is not theirs to see, and what was kept cannot tell.
"""

import datetime as dt

from pratique.base.actor import Actor
from pratique.base.clock import Clock, now
from pratique.store.figures.narrowed import inside
from pratique.store.transaction import Connection, Transaction, transaction

SIZES = {"small": 5, "medium": 25, "large": None}
"""Name → most listings of a trader of that size."""
GENERAL = ("class", "list", "quantity", "feature", "product")
"""Families that say what kind of thing it is rather than what is wrong with it; they count where a finding names no other."""
_COLUMNS = "measure, week, channel, market, family, stage, verdict, country, language, size"
_ENTRIES = (
    "SELECT e.id, date_trunc('week', e.at AT TIME ZONE 'UTC')::date AS week, COALESCE(e.channel, '') AS channel, e.markets, e.verdicts, e.tags,"
    " e.worst, d.stage, COALESCE(t.country, '') AS country, COALESCE(e.language, '') AS language, COALESCE(s.size, 'small') AS size"
    " FROM (SELECT * FROM listing_entry WHERE {walls}) e JOIN decision d ON d.id = e.decision LEFT JOIN trader t ON t.id = e.trader"
    " LEFT JOIN trader_size s ON s.trader = e.trader"
)
_COUNTED = (
    "WITH entry AS ({entries}) SELECT 'pair' AS measure, week, channel, m.market, '' AS family, stage, m.verdict, country, language, size,"
    " count(*)::int AS number FROM entry, unnest(markets, verdicts) AS m(market, verdict) GROUP BY 2, 3, 4, 6, 7, 8, 9, 10"
    " UNION ALL SELECT 'family', week, channel, split_part(tag, ':', 1), split_part(tag, ':', 3), stage, split_part(tag, ':', 2), country,"
    " language, size, count(*)::int FROM entry, unnest(tags) AS tag WHERE split_part(tag, ':', 2) IN ('hold', 'refuse')"
    " AND split_part(tag, ':', 3) <> '' GROUP BY 2, 3, 4, 5, 6, 7, 8, 9, 10"
    " UNION ALL SELECT 'listing', week, channel, '', '', stage, (ARRAY['allow', 'allow_with_conditions', 'hold', 'refuse'])[worst + 1],"
    " country, language, size, count(*)::int FROM entry GROUP BY 2, 3, 6, 7, 8, 9, 10"
)


def refresh(connection: Connection, clock: Clock = now) -> int:
    """Count all of it anew; gives how many rows are kept. Screens see the old figures until it is done."""
    with transaction(connection, clock) as tx:
        _sizes(tx)
        _families(tx)
        tx.execute("DELETE FROM verdict_week")
        counted = _COUNTED.format(entries=_ENTRIES.format(walls="TRUE"))
        number = tx.execute(f"INSERT INTO verdict_week ({_COLUMNS}, number) {counted}").rowcount
        tx.execute(
            "INSERT INTO figure_state (name, at) VALUES ('verdict_week', %s) ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at", (tx.at,)
        )
    return number


def counted_at(tx: Transaction) -> dt.datetime | None:
    """When that was done last."""
    row = tx.execute("SELECT at FROM figure_state WHERE name = 'verdict_week'").fetchone()
    return row[0] if row else None


def source(actor: Actor) -> tuple[str, dict[str, object]]:
    """The relation to add up for somebody: what is kept within the walls round channels, or their own part of the catalogue."""
    if actor.markets is not None:
        conditions, values = inside(actor)
        return f"({_COUNTED.format(entries=_ENTRIES.format(walls=' AND '.join(conditions)))}) AS verdict_week", values
    if actor.channels is not None:
        return "(SELECT * FROM verdict_week WHERE channel = '' OR channel = ANY(%(wall_channels)s)) AS verdict_week", {
            "wall_channels": sorted(actor.channels)
        }
    return "verdict_week", {}


def _sizes(tx: Transaction) -> None:
    steps = " ".join(f"WHEN count(*) <= {most} THEN '{name}'" for name, most in SIZES.items() if most is not None)
    tx.execute("DELETE FROM trader_size")
    tx.execute(
        "INSERT INTO trader_size (trader, listings, size) SELECT trader, count(*),"
        f" CASE {steps} ELSE 'large' END FROM listing_entry WHERE trader IS NOT NULL AND kind = 'listing' GROUP BY trader"
    )


def _families(tx: Transaction) -> None:
    general = ", ".join(f"'{name}'" for name in GENERAL)
    tx.execute(
        "INSERT INTO rule_family (rule, family, demand) SELECT DISTINCT ON (1) f->>0, split_part(concept, '.', 1), f->>2 FROM decision_part p"
        " CROSS JOIN LATERAL jsonb_array_elements(CASE WHEN jsonb_typeof(p.body::jsonb->2) = 'array' THEN p.body::jsonb->2 ELSE '[]' END) AS f"
        f" CROSS JOIN LATERAL jsonb_array_elements_text(f->5) AS concept ORDER BY 1, split_part(concept, '.', 1) IN ({general}), 2"
        " ON CONFLICT (rule) DO UPDATE SET family = EXCLUDED.family, demand = EXCLUDED.demand"
        " WHERE (rule_family.family, rule_family.demand) <> (EXCLUDED.family, EXCLUDED.demand)"
    )
