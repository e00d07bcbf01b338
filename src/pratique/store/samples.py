"""A sample of the catalogue: the newest subjects with their last decision and the snapshot it was made of."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from pratique.base.actor import Actor
from pratique.store.listings import Wanted, narrowed
from pratique.store.transaction import Transaction

MOST = 20_000


class Sampled(msgspec.Struct, frozen=True):
    """One subject as it was screened last, without personal data."""

    decision: str
    kind: str
    subject: str
    channel: str | None
    stage: str
    at: dt.datetime
    body: str
    """The snapshot, for `assembly.snapshot.restored`."""


def newest(tx: Transaction, actor: Actor, limit: int, wanted: Wanted | None = None) -> list[Sampled]:
    """The subjects screened last, one entry a channel, within the walls; narrowed as a list of listings is."""
    conditions, values = narrowed(actor, wanted or Wanted())
    rows = tx.execute(
        f"WITH e AS (SELECT id, decision, at FROM listing_entry WHERE {' AND '.join(conditions) or 'TRUE'}"
        " ORDER BY at DESC, id DESC LIMIT %s)"
        " SELECT d.id, d.kind, d.subject_id, d.channel, d.stage, d.at, s.body FROM e JOIN decision d ON d.id = e.decision"
        " JOIN snapshot s ON s.digest = d.snapshot ORDER BY e.at DESC, e.id DESC",
        (*values, max(1, min(limit, MOST))),
    ).fetchall()
    return [Sampled(*row) for row in rows]


class Last(msgspec.Struct, frozen=True):
    """The last decision on one listing, and what it was made of."""

    id: str
    decision: str
    body: str
    """The snapshot, without personal data."""
    private: str | None
    """Where those stand in the vault."""
    tags: frozenset[str]


def after(tx: Transaction, entry: str, limit: int) -> list[Last]:
    """The last decision on each listing, by the name of its entry, from behind one on."""
    rows = tx.execute(
        "SELECT e.id, e.decision, s.body, s.private, e.tags FROM listing_entry e JOIN decision d ON d.id = e.decision"
        " JOIN snapshot s ON s.digest = d.snapshot WHERE e.kind IN ('listing', 'ad') AND e.id > %s ORDER BY e.id LIMIT %s",
        (entry, limit),
    ).fetchall()
    return [Last(row[0], row[1], row[2], row[3], frozenset(row[4])) for row in rows]


def of_trader(tx: Transaction, trader: str, entry: str, limit: int, tags: Sequence[str] | None = None) -> list[Last]:
    """The same for one trader, narrowed to entries that bear one of some tags."""
    rows = tx.execute(
        "SELECT e.id, e.decision, s.body, s.private, e.tags FROM listing_entry e JOIN decision d ON d.id = e.decision"
        " JOIN snapshot s ON s.digest = d.snapshot WHERE e.trader = %s AND e.kind IN ('listing', 'ad') AND e.id > %s"
        " AND (%s::text[] IS NULL OR e.tags && %s::text[]) ORDER BY e.id LIMIT %s",
        (trader, entry, tags, tags, limit),
    ).fetchall()
    return [Last(row[0], row[1], row[2], row[3], frozenset(row[4])) for row in rows]
