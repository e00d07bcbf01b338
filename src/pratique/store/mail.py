"""Letters to people: put down with the messages of the outbox they come from, taken when they are due, settled."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pratique.store.transaction import Transaction

_PAYLOAD = msgspec.json.Decoder(dict[str, object])


class Letter(msgspec.Struct, frozen=True):
    """One letter on its way."""

    id: int
    addressee: str
    """`trader`, `notifier`, `holder`, `authority`, `appellant`: who of those the message is about."""
    attempts: int
    message: str
    topic: str
    record: str
    payload: dict[str, object]
    at: dt.datetime


def put_down(tx: Transaction, messages: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> None:
    """A letter for each addressee of each of these messages whose topic is wanted."""
    topics = [topic for topic, addressees in wanted.items() for _ in addressees]
    addressees = [one for some in wanted.values() for one in some]
    tx.execute(
        "INSERT INTO mail_letter (message, addressee, status, attempts, next_at, answer)"
        " SELECT o.id, w.addressee, 'waiting', 0, %s, '' FROM outbox o JOIN unnest(%s::text[], %s::text[]) AS w(topic, addressee)"
        " ON w.topic = o.topic WHERE o.id = ANY(%s) ORDER BY o.number ON CONFLICT DO NOTHING",
        (tx.at, topics, addressees, list(messages)),
    )


def take(tx: Transaction, limit: int, lease: dt.timedelta) -> list[Letter]:
    """Letters that are due; nobody else takes them until the lease is over."""
    rows = tx.execute(
        "UPDATE mail_letter l SET next_at = %s, attempts = attempts + 1 FROM outbox o WHERE l.id IN"
        " (SELECT id FROM mail_letter WHERE status = 'waiting' AND next_at <= %s ORDER BY next_at, id LIMIT %s FOR UPDATE SKIP LOCKED)"
        " AND o.id = l.message RETURNING l.id, l.addressee, l.attempts, o.id, o.topic, o.record_id, o.payload::text, o.at",
        (tx.at + lease, tx.at, limit),
    ).fetchall()
    return [_letter([*row[:6], _PAYLOAD.decode(row[6]), row[7]]) for row in sorted(rows)]


def settle(tx: Transaction, letter: int, status: str, answer: str, next_at: dt.datetime | None = None) -> None:
    """Put down how it went: `sent`, `waiting` for `next_at`, `dropped` (nobody to write to, too late), `dead`."""
    tx.execute(
        "UPDATE mail_letter SET status = %s, answer = %s, next_at = COALESCE(%s, next_at) WHERE id = %s",
        (status, answer[:500], next_at, letter),
    )


def _letter(values: list[Any]) -> Letter:
    return Letter(*values)
