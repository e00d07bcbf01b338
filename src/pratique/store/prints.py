"""Fingerprints of listings in the database: found by keys they share, an array under a GIN index.

They are worked out from the decisions after those were kept, in the order of the log, so screening itself never waits for them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from pratique.identity.duplicates.fingerprint import Fingerprint
from pratique.store import progress
from pratique.store.transaction import Transaction

_NAME = "prints"
_AT_ONCE = 40
"""Batches of the log looked through by one statement."""
MOST = 2_000
"""Listings that are compared with one at most; the latest."""
_DECODER = msgspec.msgpack.Decoder(Fingerprint)


class Screened(msgspec.Struct, frozen=True):
    """The last decision on a listing among some."""

    listing: str
    decision: str
    at: dt.datetime
    trader: str | None
    channel: str | None
    stage: str
    worst: int
    snapshot: bytes
    """Its name."""


class Printed(msgspec.Struct, frozen=True):
    """A fingerprint that is kept."""

    listing: str
    decision: str
    trader: str | None
    channel: str | None
    print: Fingerprint


def waiting(tx: Transaction) -> tuple[list[Screened], bool]:
    """The next listings without a fingerprint, and whether the log has been read to its end; the cursor is moved past them.

    Whoever calls writes the fingerprints in the same transaction; two never work on the same stretch.
    """
    first, last = progress.next_batches(tx, _NAME, _AT_ONCE)
    if last < first:
        return [], True
    rows = tx.execute(
        "SELECT DISTINCT ON (subject_id) subject_id, id, at, trader_id, channel, stage, worst, snapshot FROM decision"
        " WHERE batch BETWEEN %s AND %s AND kind = 'listing' ORDER BY subject_id, batch DESC, position DESC",
        (first, last),
    ).fetchall()
    progress.put(tx, _NAME, last)
    return [Screened(*row) for row in rows], last - first + 1 < _AT_ONCE


def bodies(tx: Transaction, names: Sequence[bytes]) -> dict[bytes, tuple[str, str | None]]:
    """Snapshots by their names: body and reference to the personal data."""
    rows = tx.execute("SELECT digest, body, private FROM snapshot WHERE digest = ANY(%s)", (list(names),)).fetchall()
    return {bytes(name): (body, private) for name, body, private in rows}


def keep(tx: Transaction, made: Iterable[tuple[Screened, Fingerprint, Sequence[int]]]) -> None:
    """Write fingerprints; of a listing screened again that of the latest decision stays."""
    rows = list(made)
    if not rows:
        return
    with tx.connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO listing_print (listing, decision, at, trader, channel, print, keys, refused)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, EXISTS (SELECT 1 FROM enforcement_action a WHERE a.subject_kind = 'listing'"
            " AND a.subject = %s AND a.kind IN ('remove', 'disable'))) ON CONFLICT (listing) DO UPDATE SET decision = EXCLUDED.decision,"
            " at = EXCLUDED.at, trader = EXCLUDED.trader, channel = EXCLUDED.channel, print = EXCLUDED.print, keys = EXCLUDED.keys,"
            " refused = listing_print.refused OR EXCLUDED.refused WHERE listing_print.at <= EXCLUDED.at",
            [
                (one.listing, one.decision, one.at, one.trader, one.channel, msgspec.msgpack.encode(print_), list(keys), one.listing)
                for one, print_, keys in rows
            ],
        )


def mark_refused(tx: Transaction, listing: str) -> None:
    """A listing was taken down."""
    tx.execute("UPDATE listing_print SET refused = true WHERE listing = %s AND NOT refused", (listing,))


def of(tx: Transaction, listing: str) -> tuple[Printed, tuple[int, ...]] | None:
    """The fingerprint of a listing and the keys it is found by, `None` where there is none."""
    row = tx.execute("SELECT listing, decision, trader, channel, print, keys FROM listing_print WHERE listing = %s", (listing,)).fetchone()
    return (_printed(row), tuple(row[5])) if row else None


def sharing(tx: Transaction, keys: Sequence[int], *, but: str = "", refused: bool = False) -> list[Printed]:
    """Listings that share a key, the latest first, at most `MOST`; with `refused` those alone that were once taken down."""
    only = " AND refused" if refused else ""
    rows = tx.execute(
        f"SELECT listing, decision, trader, channel, print FROM listing_print WHERE keys && %s::int[] AND listing <> %s{only}"
        " ORDER BY at DESC, listing LIMIT %s",
        (list(keys), but, MOST),
    ).fetchall()
    return [_printed(row) for row in rows]


def all_sharing(tx: Transaction, keys: Sequence[int], since: dt.datetime | None = None) -> Iterator[tuple[str, str]]:
    """Every listing that shares a key, with its last decision; those screened after `since` where it is given."""
    rows = tx.execute(
        "SELECT listing, decision FROM listing_print WHERE keys && %s::int[] AND at > COALESCE(%s::timestamptz, '-infinity')"
        " ORDER BY listing",
        (list(keys), since),
    )
    yield from rows.fetchall()


def count(tx: Transaction, since: dt.datetime | None = None) -> int:
    """How many listings have a fingerprint; of those screened after `since` where it is given."""
    row = tx.execute("SELECT count(*) FROM listing_print WHERE at > COALESCE(%s::timestamptz, '-infinity')", (since,)).fetchone()
    return int(row[0]) if row else 0


def behind(tx: Transaction) -> int:
    """Batches of the log whose decisions have no fingerprints yet."""
    row = tx.execute(
        "SELECT COALESCE((SELECT max(number) FROM audit_batch), 0) - COALESCE((SELECT batch FROM progress WHERE name = %s), 0)", (_NAME,)
    ).fetchone()
    return int(row[0]) if row else 0


def _printed(row: Sequence[Any]) -> Printed:
    listing, decision, trader, channel, print_ = row[:5]
    return Printed(listing, decision, trader, channel, _DECODER.decode(bytes(print_)))
