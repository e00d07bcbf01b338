"""The append-only log: every event and decision belongs to a batch, one a commit, and each batch holds the hash of the one before.

Whoever changes, removes, inserts or reorders a row afterwards breaks the chain from there on. The lock is taken at the end of a
transaction and held until its commit, so that numbers have no gaps and come in the order of commits.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
import psycopg

GENESIS = bytes(32)
"""What stands before the first batch."""
_LOCK = 0x7072_6174  # of our choosing, constant for ever: all writers of the chain queue behind it


class Entry(msgspec.Struct, frozen=True):
    """One event on its way into the log."""

    record: str
    """Kind of the record: `notice`."""
    record_id: str
    version: int
    """Of the record after this event; 0 where the event belongs to no versioned record."""
    kind: str
    at: dt.datetime
    by: str
    payload: str
    """The event as JSON, kept to the letter."""

    @property
    def digest(self) -> bytes:
        """SHA-256 over everything the row says."""
        return digest((self.record, self.record_id, self.version, self.kind, self.at.isoformat(), self.by, self.payload))


def digest(parts: Sequence[object]) -> bytes:
    """SHA-256 over values as a JSON array, which no two different rows share."""
    return hashlib.sha256(msgspec.json.encode(parts)).digest()


def link(previous: bytes, number: int, at: dt.datetime, digests: Sequence[bytes]) -> bytes:
    """The hash of a batch."""
    return hashlib.sha256(b"".join((previous, number.to_bytes(8, "big"), at.isoformat().encode(), *digests))).digest()


def next_batch(connection: psycopg.Connection[tuple[Any, ...]], at: dt.datetime, digests: Sequence[bytes]) -> int:
    """Take the lock, write the batch row that covers these entries, and give its number. Call it last, right before the commit."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    last = connection.execute("SELECT number, hash FROM audit_batch ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = (last[0] + 1, bytes(last[1])) if last else (1, GENESIS)
    connection.execute(
        "INSERT INTO audit_batch (number, at, entries, previous, hash) VALUES (%s, %s, %s, %s, %s)",
        (number, at, len(digests), previous, link(previous, number, at, digests)),
    )
    return number


def seal(connection: psycopg.Connection[tuple[Any, ...]], at: dt.datetime, entries: Sequence[Entry]) -> int:
    """Write events as the next batch."""
    number = next_batch(connection, at, [entry.digest for entry in entries])
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO audit_event (batch, position, record, record_id, version, kind, at, by, payload)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (number, position, one.record, one.record_id, one.version, one.kind, one.at, one.by, one.payload)
                for position, one in enumerate(entries)
            ],
        )
    return number
