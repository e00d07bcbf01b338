"""Who is told what: endpoints, and what became of each message for each of them."""

import base64
import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Literal

import msgspec

from pratique.base.actor import Actor
from pratique.base.errors import AbsentError
from pratique.base.event import Event
from pratique.store.records import note
from pratique.store.transaction import Transaction


class Endpoint(msgspec.Struct, frozen=True):
    """Somebody who wants to be told."""

    id: str
    url: str
    topics: tuple[str, ...]
    """`case.*`, `action.imposed`; empty: everything."""
    channels: tuple[str, ...] | None
    status: Literal["active", "disabled"]
    created_at: dt.datetime
    failing_since: dt.datetime | None


class Delivery(msgspec.Struct, frozen=True):
    """One message on its way to one endpoint."""

    id: int
    message: str
    endpoint: str
    url: str
    secrets: tuple[str, ...]
    topic: str
    payload: str
    at: dt.datetime
    attempts: int


class Letter(msgspec.Struct, frozen=True):
    """A message that was given up."""

    message: str
    topic: str
    record_id: str
    at: dt.datetime
    attempts: int
    answer: str
    """What the other side said last."""


class WebhookMade(Event, frozen=True, kw_only=True, tag="webhook_made"):
    """Somebody wants to be told."""

    url: str
    topics: tuple[str, ...]


class WebhookChanged(Event, frozen=True, kw_only=True, tag="webhook_changed"):
    """A secret was changed, or an endpoint was switched on or off."""

    what: str


_FIELDS = "id, url, topics, channels, status, created_at, failing_since"


def make(tx: Transaction, actor: Actor, url: str, topics: Sequence[str], channels: Sequence[str] | None) -> tuple[str, str]:
    """A new endpoint and the secret its messages are signed with (Standard Webhooks: `whsec_`)."""
    name, secret = tx.new_id("webhook"), new_secret()
    tx.execute(
        "INSERT INTO webhook_endpoint (id, url, topics, channels, status, created_at, secret, old_secret, old_until, failing_since)"
        " VALUES (%s, %s, %s, %s, 'active', %s, %s, NULL, NULL, NULL)",
        (name, url, list(topics), list(channels) if channels is not None else None, tx.at, secret),
    )
    note(tx, "webhook", name, WebhookMade(at=tx.at, by=actor.id, url=url, topics=tuple(topics)))
    return name, secret


def new_secret() -> str:
    """A secret of 256 bits."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def rotate(tx: Transaction, actor: Actor, name: str, overlap: dt.timedelta = dt.timedelta(hours=24)) -> str:
    """A new secret; for a while messages carry the signature of the old one as well. Raises AbsentError."""
    secret = new_secret()
    done = tx.execute(
        "UPDATE webhook_endpoint SET old_secret = secret, old_until = %s, secret = %s WHERE id = %s", (tx.at + overlap, secret, name)
    ).rowcount
    if not done:
        raise AbsentError("webhook", name)
    note(tx, "webhook", name, WebhookChanged(at=tx.at, by=actor.id, what="secret changed"))
    return secret


def switch(tx: Transaction, actor: Actor, name: str, status: Literal["active", "disabled"], why: str) -> None:
    """Switch an endpoint on or off. Raises AbsentError."""
    query = "UPDATE webhook_endpoint SET status = %s, failing_since = NULL WHERE id = %s"
    if not tx.execute(query, (status, name)).rowcount:
        raise AbsentError("webhook", name)
    note(tx, "webhook", name, WebhookChanged(at=tx.at, by=actor.id, what=f"{status}: {why}"))


def every(tx: Transaction) -> list[Endpoint]:
    """All endpoints, oldest first; never their secrets."""
    rows = tx.execute(f"SELECT {_FIELDS} FROM webhook_endpoint ORDER BY created_at, id").fetchall()
    return [msgspec.convert(dict(zip(_FIELDS.split(", "), row, strict=True)), Endpoint) for row in rows]


def put_down(tx: Transaction, messages: Sequence[str]) -> None:
    """A delivery of each of these messages to each endpoint that asked for its topic and channel."""
    tx.execute(
        "INSERT INTO webhook_delivery (message, endpoint, status, attempts, next_at, answer)"
        " SELECT o.id, e.id, 'waiting', 0, %s, '' FROM outbox o JOIN webhook_endpoint e ON e.status = 'active'"
        " AND (e.channels IS NULL OR o.channel IS NULL OR o.channel = ANY(e.channels))"
        " AND (e.topics = '{}' OR o.topic = ANY(e.topics) OR split_part(o.topic, '.', 1) || '.*' = ANY(e.topics))"
        " WHERE o.id = ANY(%s) ORDER BY o.number ON CONFLICT (message, endpoint) DO NOTHING",
        (tx.at, list(messages)),
    )


def take(tx: Transaction, limit: int, lease: dt.timedelta) -> list[Delivery]:
    """Deliveries that are due; nobody else takes them until the lease is over."""
    rows = tx.execute(
        "UPDATE webhook_delivery d SET next_at = %s, attempts = attempts + 1 FROM outbox o, webhook_endpoint e"
        " WHERE d.id IN (SELECT id FROM webhook_delivery WHERE status = 'waiting' AND next_at <= %s ORDER BY next_at, id LIMIT %s"
        " FOR UPDATE SKIP LOCKED) AND o.id = d.message AND e.id = d.endpoint AND e.status = 'active'"
        " RETURNING d.id, d.message, d.endpoint, e.url, e.secret, CASE WHEN e.old_until > %s THEN e.old_secret END, o.topic,"
        " o.payload::text, o.at, d.attempts",
        (tx.at + lease, tx.at, limit, tx.at),
    ).fetchall()
    return [Delivery(row[0], row[1], row[2], row[3], tuple(one for one in row[4:6] if one), *row[6:]) for row in sorted(rows)]


def settle(tx: Transaction, delivery: Delivery, answer: str, next_at: dt.datetime | None, is_done: bool) -> None:
    """Put down how an attempt went: delivered, to be tried again at `next_at`, or dead."""
    status = "delivered" if is_done else "waiting" if next_at is not None else "dead"
    tx.execute(
        "UPDATE webhook_delivery SET status = %s, answer = %s, next_at = COALESCE(%s, next_at) WHERE id = %s",
        (status, answer[:500], next_at, delivery.id),
    )
    failing = "NULL" if is_done else "COALESCE(failing_since, %(at)s)"
    query = f"UPDATE webhook_endpoint SET failing_since = {failing} WHERE id = %(id)s AND (failing_since IS NULL) <> %(done)s"
    tx.connection.execute(query.encode(), {"at": tx.at, "id": delivery.endpoint, "done": is_done})


def failing_since(tx: Transaction, name: str) -> dt.datetime | None:
    """Since when no message got through."""
    row = tx.execute("SELECT failing_since FROM webhook_endpoint WHERE id = %s", (name,)).fetchone()
    return row[0] if row else None


def redrive(tx: Transaction, actor: Actor, name: str) -> int:
    """Try the dead letters of an endpoint again; gives how many."""
    query = "UPDATE webhook_delivery SET status = 'waiting', attempts = 0, next_at = %s WHERE endpoint = %s AND status = 'dead'"
    number = tx.execute(query, (tx.at, name)).rowcount
    if number:
        note(tx, "webhook", name, WebhookChanged(at=tx.at, by=actor.id, what=f"{number} dead letters sent again"))
    return number


def dead(tx: Transaction, name: str, limit: int) -> tuple[Letter, ...]:
    """Messages for an endpoint that were given up, the last ones first."""
    rows = tx.execute(
        "SELECT o.id, o.topic, o.record_id, o.at, d.attempts, d.answer FROM webhook_delivery d JOIN outbox o ON o.id = d.message"
        " WHERE d.endpoint = %s AND d.status = 'dead' ORDER BY o.number DESC LIMIT %s",
        (name, limit),
    ).fetchall()
    return tuple(Letter(*row) for row in rows)


def send_one(tx: Transaction, name: str, topic: str, payload: object) -> str:
    """A message for one endpoint alone, whatever topics it asked for; gives its id."""
    message = tx.new_id("msg")
    tx.execute(
        "INSERT INTO outbox (id, topic, record_id, channel, payload, at, handed_over_at) VALUES (%s, %s, %s, NULL, %s, %s, %s)",
        (message, topic, name, msgspec.json.encode(payload).decode(), tx.at, tx.at),
    )
    tx.execute(
        "INSERT INTO webhook_delivery (message, endpoint, status, attempts, next_at, answer) VALUES (%s, %s, 'waiting', 0, %s, '')",
        (message, name, tx.at),
    )
    return message


def figures(tx: Transaction, name: str) -> dict[str, int]:
    """How many deliveries are in which state."""
    return dict(tx.execute("SELECT status, count(*) FROM webhook_delivery WHERE endpoint = %s GROUP BY 1", (name,)).fetchall())
