"""The same request sent twice is carried out once (IETF draft *The Idempotency-Key HTTP Header Field*)."""

import hashlib

import msgspec

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.store.transaction import Transaction

LONGEST = 200


class KeptAnswer(msgspec.Struct, frozen=True):
    """What was answered the first time."""

    status: int
    body: bytes


def checked(key: str) -> str:
    """The key as it was sent. Raises InvalidError where it is none."""
    if not 0 < len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        raise InvalidError([Fault("Idempotency-Key", f"must be 1 to {LONGEST} printable ASCII characters")])
    return key


def recall(tx: Transaction, actor: str, key: str, path: str, body: bytes) -> KeptAnswer | None:
    """The answer given before, `None` where there is none yet; then the key is ours until the transaction ends.

    Whoever comes with the same key meanwhile waits at the row, and then finds the answer.
    Raises InvalidError where the key was used for another request, ConflictError where the wait was too long.
    """
    fingerprint = hashlib.sha256(b"\0".join((path.encode(), body))).digest()
    tx.execute(
        "INSERT INTO idempotency (actor, key, fingerprint, at) VALUES (%s, %s, %s, %s) ON CONFLICT (actor, key) DO NOTHING",
        (actor, key, fingerprint, tx.at),
    )
    row = tx.execute("SELECT fingerprint, status, body FROM idempotency WHERE actor = %s AND key = %s FOR UPDATE", (actor, key)).fetchone()
    if row is None:
        raise ConflictError("in_progress", "a request with this Idempotency-Key has just been forgotten", "send it again")
    if bytes(row[0]) != fingerprint:
        raise InvalidError([Fault("Idempotency-Key", "was used for another request; take a new one")])
    return KeptAnswer(row[1], bytes(row[2])) if row[1] is not None else None


def remember(tx: Transaction, actor: str, key: str, status: int, body: bytes) -> None:
    """Keep the answer beside what was done, in the same transaction."""
    tx.execute("UPDATE idempotency SET status = %s, body = %s WHERE actor = %s AND key = %s", (status, body, actor, key))
