"""Personal data by reference.

Events, decisions and statements hold only the reference, so that a person can be forgotten and the chain stays whole.
"""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

import msgspec

from pratique.base.actor import Actor
from pratique.base.errors import AbsentError
from pratique.base.event import Event
from pratique.store.records import note
from pratique.store.transaction import Transaction

_FIELDS = msgspec.json.Decoder(dict[str, str])


class PrivateRead(Event, frozen=True, kw_only=True, tag="private_read"):
    """Somebody looked at personal data."""

    reason: str


class PrivateErased(Event, frozen=True, kw_only=True, tag="private_erased"):
    """Personal data was removed for good; the reference stays."""

    reason: str


def keep(
    tx: Transaction, subject: str, purpose: str, fields: Mapping[str, str], keep_until: dt.date | None = None, reference: str | None = None
) -> str:
    """Keep personal data of a subject (`notifier`, `trader:…`) and give its reference.

    `purpose` says why it is held (`notice`, `verification`, `listing`), which is what retention goes by.
    """
    name = reference or tx.new_id("private")
    tx.execute(
        "INSERT INTO vault_entry (ref, subject, purpose, fields, created_at, keep_until, legal_hold) VALUES (%s, %s, %s, %s, %s, %s, false)"
        " ON CONFLICT (ref) DO NOTHING",
        (name, subject, purpose, msgspec.json.encode(dict(fields)).decode(), tx.at, keep_until),
    )
    return name


def reveal(tx: Transaction, reference: str, actor: Actor, reason: str) -> dict[str, str] | None:
    """Personal data under a reference, with the access put on record; `None` where it was erased.

    Raises AbsentError where the reference is unknown.
    """
    row = tx.execute("SELECT fields::text FROM vault_entry WHERE ref = %s", (reference,)).fetchone()
    if row is None:
        raise AbsentError("personal record", reference)
    note(tx, "private", reference, PrivateRead(at=tx.at, by=actor.id, reason=reason))
    return _FIELDS.decode(row[0]) if row[0] is not None else None


def erase(tx: Transaction, reference: str, actor: Actor, reason: str) -> bool:
    """Remove personal data for good; `False` where it was gone before or a legal hold stands on it."""
    query = "UPDATE vault_entry SET fields = NULL, erased_at = %s WHERE ref = %s AND fields IS NOT NULL AND NOT legal_hold"
    done = tx.execute(query, (tx.at, reference)).rowcount == 1
    if done:
        note(tx, "private", reference, PrivateErased(at=tx.at, by=actor.id, reason=reason))
    return done


def keep_until(tx: Transaction, subject: str, purposes: Sequence[str], day: dt.date | None) -> int:
    """Say until when what is held of a subject is kept, the last day; `None`: no day is known yet. Gives how many entries."""
    query = "UPDATE vault_entry SET keep_until = %s WHERE subject = %s AND purpose = ANY(%s) AND fields IS NOT NULL"
    return tx.execute(query, (day, subject, list(purposes))).rowcount


class HoldChanged(Event, frozen=True, kw_only=True, tag="private_hold_changed"):
    """A law or a court wants personal data kept, or no more."""

    on: bool
    reason: str


def hold(tx: Transaction, subject: str, actor: Actor, reason: str, *, on: bool) -> int:
    """Put a legal hold on everything of a subject, or take it off; gives how many entries."""
    rows = tx.execute(
        "UPDATE vault_entry SET legal_hold = %s WHERE subject = %s AND legal_hold <> %s AND purpose <> 'pepper' RETURNING ref",
        (on, subject, on),
    ).fetchall()
    for (reference,) in rows:
        note(tx, "private", reference, HoldChanged(at=tx.at, by=actor.id, on=on, reason=reason))
    return len(rows)


def pepper(tx: Transaction) -> bytes:
    """The secret of this installation under which references to personal data are worked out; made at the first call."""
    tx.execute(
        "INSERT INTO vault_entry (ref, subject, purpose, fields, created_at, legal_hold)"
        " VALUES ('pepper', 'installation', 'pepper', %s, %s, true) ON CONFLICT DO NOTHING",
        (msgspec.json.encode({"pepper": secrets.token_hex(32)}).decode(), tx.at),
    )
    row = tx.execute("SELECT fields->>'pepper' FROM vault_entry WHERE ref = 'pepper'").fetchone()
    return bytes.fromhex(row[0]) if row else b""
