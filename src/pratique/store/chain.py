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


QUEUE = f"SELECT pg_advisory_xact_lock({_LOCK})"
"""Takes the lock. A statement of its own, since only the next one sees what was committed while it waited."""
NEXT_BATCH = (
    "INSERT INTO audit_batch (number, at, entries, previous, hash)"
    " SELECT number + 1, %s, %s, hash, sha256(hash || int8send(number + 1) || %s::bytea || %s::bytea) FROM ("
    " SELECT COALESCE(l.number, 0) AS number, COALESCE(l.hash, decode(repeat('00', 32), 'hex')) AS hash"
    " FROM (SELECT) AS once LEFT JOIN LATERAL (SELECT number, hash FROM audit_batch ORDER BY number DESC LIMIT 1) AS l ON true) AS previous"
    " RETURNING number"
)
"""Writes the batch row that covers some entries, with the hash that `link` gives; its parameters are those of `batch_values`."""


def batch_values(at: dt.datetime, digests: Sequence[bytes]) -> tuple[dt.datetime, int, bytes, bytes]:
    """What `NEXT_BATCH` is given."""
    return at, len(digests), at.isoformat().encode(), b"".join(digests)


def next_batch(connection: psycopg.Connection[tuple[Any, ...]], at: dt.datetime, digests: Sequence[bytes]) -> int:
    """Take the lock, write the batch row that covers these entries, and give its number. Call it last, right before the commit."""
    connection.execute(QUEUE.encode())
    (number,) = connection.execute(NEXT_BATCH.encode(), batch_values(at, digests)).fetchone() or (0,)
    return int(number)


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
