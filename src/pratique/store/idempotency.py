"""The same request sent twice is carried out once (IETF draft *The Idempotency-Key HTTP Header Field*)."""

import datetime as dt
import hashlib

import msgspec
import psycopg

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.casework.retention import PERIODS
from pratique.store.transaction import Transaction

LONGEST = 200
KEPT = dt.timedelta(hours=PERIODS["request"].hours)
"""How long an answer is remembered; after that the key is as good as new."""
PATIENCE = "3s"
"""How long a second request waits for the first."""


class KeptAnswer(msgspec.Struct, frozen=True):
    """What was answered the first time."""

    status: int
    body: bytes


def checked(key: str) -> str:
    """The key as it was sent. Raises InvalidError where it is none."""
    if not 0 < len(key) <= LONGEST or not all("!" <= letter <= "~" for letter in key):
        raise InvalidError([Fault("Idempotency-Key", f"must be 1 to {LONGEST} visible ASCII characters")])
    return key


def recall(tx: Transaction, actor: str, key: str, path: str, body: bytes) -> KeptAnswer | None:
    """The answer given before, `None` where there is none yet; then the key is ours until the transaction ends.

    Whoever comes with the same key meanwhile waits at the row, and then finds the answer. What was refused is not remembered.
    Raises InvalidError where the key was used for another request, ConflictError where the wait was too long.
    """
    fingerprint = hashlib.sha256(b"\0".join((path.encode(), body))).digest()
    try:
        tx.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        tx.execute(
            "INSERT INTO idempotency AS i (actor, key, fingerprint, at) VALUES (%s, %s, %s, %s) ON CONFLICT (actor, key)"
            " DO UPDATE SET fingerprint = EXCLUDED.fingerprint, at = EXCLUDED.at, status = NULL, body = NULL WHERE i.at < %s",
            (actor, key, fingerprint, tx.at, tx.at - KEPT),
        )
        row = tx.execute(
            "SELECT fingerprint, status, body FROM idempotency WHERE actor = %s AND key = %s FOR UPDATE", (actor, key)
        ).fetchone()
        tx.execute("SET LOCAL lock_timeout = 0")
    except psycopg.errors.LockNotAvailable:
        raise ConflictError(
            "in_progress", "a request with this Idempotency-Key is being carried out", "send it again in a moment"
        ) from None
    if row is None:
        raise ConflictError("in_progress", "a request with this Idempotency-Key has just been forgotten", "send it again")
    if bytes(row[0]) != fingerprint:
        raise InvalidError([Fault("Idempotency-Key", "was used for another request; take a new one")])
    return KeptAnswer(row[1], bytes(row[2])) if row[1] is not None else None


def remember(tx: Transaction, actor: str, key: str, status: int, body: bytes) -> None:
    """Keep the answer beside what was done, in the same transaction."""
    tx.execute("UPDATE idempotency SET status = %s, body = %s WHERE actor = %s AND key = %s", (status, body, actor, key))
