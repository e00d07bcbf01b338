"""Notices of authorities, how far their feeds were pulled, and what could not be read. Bodies are JSON; this place does not look inside."""

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from pratique.store.transaction import Transaction

_ROWS = 2_000


class Row(msgspec.Struct, frozen=True):
    """One notice on its way into the database."""

    id: str
    feed: str
    published: dt.date
    body: str


def only_one(tx: Transaction, feed: str) -> bool:
    """Whether nobody else pulls the feed; holds until the session ends."""
    found = tx.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", (f"feed {feed}",)).fetchone()
    return bool(found and found[0])


def free(tx: Transaction, feed: str) -> None:
    """Let others pull the feed: at once, not when the server notices that the connection is gone."""
    tx.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", (f"feed {feed}",))


def only_me(tx: Transaction, feed: str) -> bool:
    """The same until the transaction ends."""
    found = tx.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", (f"feed {feed}",)).fetchone()
    return bool(found and found[0])


def progress(tx: Transaction, feed: str) -> str | None:
    """As it was kept."""
    row = tx.execute("SELECT body FROM feed_progress WHERE feed = %s", (feed,)).fetchone()
    return str(row[0]) if row else None


def keep_progress(tx: Transaction, feed: str, body: str) -> None:
    """Takes the place of what was."""
    tx.execute("INSERT INTO feed_progress (feed, body) VALUES (%s, %s) ON CONFLICT (feed) DO UPDATE SET body = EXCLUDED.body", (feed, body))


def keep(tx: Transaction, rows: Sequence[Row]) -> int:
    """Put in what is new and what differs; gives how many did."""
    changed = 0
    for row in rows:
        changed += tx.execute(
            "INSERT INTO product_notice (id, feed, published, body, changed_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET published = EXCLUDED.published, body = EXCLUDED.body, changed_at = EXCLUDED.changed_at"
            " WHERE product_notice.body <> EXCLUDED.body",
            (row.id, row.feed, row.published, row.body, tx.at),
        ).rowcount
    return changed


def reject(tx: Transaction, feed: str, rejects: Sequence[tuple[str, str, str]]) -> None:
    """Step, reason and record of what could not be read."""
    for step, reason, record in rejects:
        tx.execute(
            "INSERT INTO feed_reject (feed, at, step, reason, record) VALUES (%s, %s, %s, %s, %s)", (feed, tx.at, step, reason, record)
        )


def state(tx: Transaction) -> tuple[int, dt.datetime | None]:
    """How many there are and when the last one changed: the same while nothing did."""
    row = tx.execute("SELECT count(*), max(changed_at) FROM product_notice").fetchone()
    return (int(row[0]), row[1]) if row else (0, None)


def newest(tx: Transaction) -> dt.datetime | None:
    """When the last one came or changed; read from the end of an index, since the worker asks all the time."""
    row = tx.execute("SELECT max(changed_at) FROM product_notice").fetchone()
    return row[0] if row else None


def bodies(tx: Transaction) -> Iterator[str]:
    """All of them, by id, read in portions."""
    with tx.connection.cursor(name="product_notices") as cursor:
        cursor.itersize = _ROWS
        for row in cursor.execute(b"SELECT body FROM product_notice ORDER BY id"):
            yield str(row[0])


def changed(tx: Transaction, after: dt.datetime | None, until: dt.datetime | None) -> list[str]:
    """Bodies of the notices that came or changed after a moment (`None`: from the first) and up to another."""
    rows = tx.execute(
        "SELECT body FROM product_notice WHERE changed_at > COALESCE(%s::timestamptz, '-infinity')"
        " AND changed_at <= COALESCE(%s::timestamptz, 'infinity') ORDER BY id",
        (after, until),
    ).fetchall()
    return [str(row[0]) for row in rows]
