"""Counts beside the indicators: the way from the screening to the answer, and the rules reviewers do not follow."""

import datetime as dt

from pratique.base.actor import Actor
from pratique.store.figures.narrowed import Narrowed, conditions
from pratique.store.figures.populations import APPLIES, FAMILY, LAST_ANSWER
from pratique.store.transaction import Transaction

WAY = ("opened", "reviewed", "acted", "contested", "overturned")


def way(tx: Transaction, actor: Actor, since: dt.datetime, narrowed: Narrowed) -> dict[str, int]:
    """How many cases were opened and decided, actions imposed, appeals filed and won, on one channel and in one market where asked for."""
    where, values = conditions(actor, Narrowed(market=narrowed.market, channel=narrowed.channel))
    within = " AND ".join(["TRUE", *where])
    row = tx.connection.execute(
        (
            f"SELECT (SELECT count(*) FROM case_file WHERE created_at >= %(since)s AND {within}),"
            f" (SELECT count(*) FROM case_file WHERE decided_at >= %(since)s AND {within}),"
            f" (SELECT count(*) FROM enforcement_action WHERE imposed_at >= %(since)s AND {within}),"
            f" (SELECT count(*) FROM appeal WHERE created_at >= %(since)s AND {within}),"
            f" (SELECT count(*) FROM appeal WHERE decided_at >= %(since)s AND outcome IN ('reversed', 'partially_reversed') AND {within})"
        ).encode(),
        values | {"since": since},
    ).fetchone()
    return dict(zip(WAY, row or (), strict=False))


def by_rule(tx: Transaction, actor: Actor, since: dt.datetime, narrowed: Narrowed) -> list[tuple[str, int, int]]:
    """Rule, answers of reviewers on what it held, answers that it does not apply; by the name it had then."""
    where, values = conditions(actor, Narrowed(market=narrowed.market, channel=narrowed.channel))
    return tx.connection.execute(
        (
            f"SELECT split_part(l.rule, '@', 1), count(*), count(*) FILTER (WHERE NOT {APPLIES}) FROM (SELECT *, ARRAY[market] AS markets"
            f" FROM label AS l WHERE {LAST_ANSWER} AND at >= %(since)s) AS l {FAMILY.format('l.rule')} WHERE {' AND '.join(['TRUE', *where])}"
            " GROUP BY 1"
        ).encode(),
        values | {"since": since},
    ).fetchall()
