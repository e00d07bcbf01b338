"""Reasons at one key that the seniors of the house wrote, in both languages."""

import datetime as dt

import msgspec

from pratique.base.event import Event
from pratique.facts.concept import Text
from pratique.store.records import note
from pratique.store.transaction import Transaction

_TEXT = msgspec.json.Decoder(Text)


class HouseReason(msgspec.Struct, frozen=True):
    """One of them."""

    id: str
    queue: str
    """Empty: in every queue."""
    verdict: str
    name: Text
    """What stands beside its key."""
    text: Text
    """What the trader reads; `{rule}` and `{fix}` stand for those of the case."""
    by: str
    at: dt.datetime


class HouseReasonKept(Event, frozen=True, kw_only=True, tag="house_reason_kept"):
    """Somebody wrote a reason, or another in its place."""

    reason: HouseReason


class HouseReasonRemoved(Event, frozen=True, kw_only=True, tag="house_reason_removed"):
    """Somebody took one away."""


def keep(tx: Transaction, one: HouseReason) -> None:
    """Keep it, in place of one of the same id."""
    tx.execute(
        "INSERT INTO house_reason (id, queue, verdict, name, text, by, at) VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO UPDATE"
        " SET queue = EXCLUDED.queue, verdict = EXCLUDED.verdict, name = EXCLUDED.name, text = EXCLUDED.text, by = EXCLUDED.by,"
        " at = EXCLUDED.at",
        (one.id, one.queue, one.verdict, msgspec.json.encode(one.name).decode(), msgspec.json.encode(one.text).decode(), one.by, one.at),
    )
    note(tx, "house_reason", one.id, HouseReasonKept(at=tx.at, by=one.by, reason=one))


def remove(tx: Transaction, name: str, by: str) -> bool:
    """Take one away; whether there was one."""
    done = tx.execute("DELETE FROM house_reason WHERE id = %s", (name,)).rowcount == 1
    if done:
        note(tx, "house_reason", name, HouseReasonRemoved(at=tx.at, by=by))
    return done


def every(tx: Transaction, queue: str | None = None) -> list[HouseReason]:
    """All of them, or those of a queue before those of all queues; by age."""
    rows = tx.execute(
        "SELECT id, queue, verdict, name::text, text::text, by, at FROM house_reason WHERE %s::text IS NULL OR queue IN (%s, '')"
        " ORDER BY queue = '', id",
        (queue, queue),
    ).fetchall()
    return [HouseReason(row[0], row[1], row[2], _TEXT.decode(row[3]), _TEXT.decode(row[4]), row[5], row[6]) for row in rows]
