"""Keys of the API: made, listed, taken away."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import cast

import msgspec

from pratique.assembly.operations.permission import require
from pratique.base.actor import ROLES, Actor, Role
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.policy.model import Content
from pratique.store import keys
from pratique.store.keys import ApiKey
from pratique.store.transaction import Transaction

SCOPES: dict[str, str] = {
    "screen": "screen subjects, ask what is missing, read decisions",
    "enforcement:read": "read actions, statements, traders and their standing",
    "enforcement:write": "impose and lift actions, register traders",
    "casework:read": "read cases, reviews and agreement",
    "casework:write": "work on cases",
    "appeals:read": "read appeals",
    "appeals:write": "file and decide appeals",
    "notices:read": "read notices, rights and orders",
    "notices:write": "file and decide notices, register rights, receive orders",
    "verification:read": "read what is known of traders",
    "verification:write": "submit and check what traders say of themselves",
    "proposals": "see and decide what needs a second person",
    "admin": "keys, webhooks, content, audit, personal data",
}
"""What a key can be good for."""
OF_NOBODY = frozenset({"machine", "trader", "rights_holder", "authority", "notifier", "analyst", "auditor"})
"""Roles of a key that need no name: of machines, of those outside, and of those who only look."""
OF_THEIR_OWN = frozenset({"trader", "rights_holder", "authority"})
"""Roles that see what is their own: a key without a record of its own would see everybody's."""
MOST_PER_SECOND = 100_000


class KeyForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a new key is to be."""

    name: str
    """For people: which system holds it."""
    scopes: tuple[str, ...]
    roles: tuple[str, ...] = ("machine",)
    channels: tuple[str, ...] | None = None
    """Its wall; `null`: all channels."""
    markets: tuple[str, ...] | None = None
    subject: str | None = None
    """The trader, rights holder or authority whose key it is."""
    per_second: int = 1_000
    expires_at: dt.datetime | None = None
    person: str | None = None
    """Who holds it, `user_ann`; needed for the roles of staff, so that nobody is two people by having two keys."""


class NewKey(msgspec.Struct, frozen=True):
    """A key that was just made."""

    id: str
    secret: str
    """Shown once and never again."""


def make(tx: Transaction, actor: Actor, content: Content, form: KeyForm) -> NewKey:
    """Make a key. It reaches no further than whoever makes it. Raises InvalidError with everything that is wrong."""
    require(actor, "key.write")
    faults = [
        *_unknown("scopes", form.scopes, SCOPES),
        *_unknown("roles", form.roles, ROLES),
        *_unknown("channels", form.channels or (), content.channels if actor.channels is None else actor.channels),
        *_unknown("markets", form.markets or (), content.markets if actor.markets is None else actor.markets),
    ]
    is_open = [field for field in ("channels", "markets") if getattr(form, field) is None and getattr(actor, field) is not None]
    faults += [Fault(field, "must be named, since your own are walled in") for field in is_open]
    faults += [Fault(field, "is needed") for field in ("name", "scopes", "roles") if not getattr(form, field)]
    if not form.person and set(form.roles) <= set(ROLES) and not set(form.roles) <= OF_NOBODY:
        faults.append(Fault("person", "say who holds it (`user_ann`): whoever judges or approves answers for it by name"))
    if not form.subject and not OF_THEIR_OWN.isdisjoint(form.roles):
        faults.append(Fault("subject", "say whose key it is: these roles reach what is their own and nothing else"))
    if not 1 <= form.per_second <= MOST_PER_SECOND:
        faults.append(Fault("per_second", f"must be 1 to {MOST_PER_SECOND:,}"))
    if form.expires_at is not None and (form.expires_at.tzinfo is None or form.expires_at <= tx.at):
        faults.append(Fault("expires_at", "must lie ahead, with its offset from UTC"))
    if faults:
        raise InvalidError(faults)
    made = keys.make(
        tx,
        actor,
        form.name,
        scopes=form.scopes,
        roles=cast("Sequence[Role]", form.roles),
        channels=form.channels,
        markets=form.markets,
        subject=form.subject,
        per_second=form.per_second,
        expires_at=form.expires_at,
        person=form.person,
    )
    return NewKey(*made)


def listed(tx: Transaction, actor: Actor) -> tuple[ApiKey, ...]:
    """All keys within the actor's walls, oldest first; no secrets."""
    require(actor, "key.write")
    return tuple(key for key in keys.every(tx) if _is_within(actor, key))


def revoke(tx: Transaction, actor: Actor, key: str) -> None:
    """Take a key away: each worker of the service turns it away within five seconds. Raises AbsentError where none is good any more."""
    require(actor, "key.write")
    known = {one.id: one for one in keys.every(tx)}.get(key)
    if known is None or not _is_within(actor, known) or not keys.revoke(tx, actor, key):
        raise AbsentError("key that is good", key)


def _is_within(actor: Actor, key: ApiKey) -> bool:
    """Whether a key's walls lie inside the actor's."""
    return all(
        wall is None or (own is not None and set(own) <= wall)
        for wall, own in ((actor.channels, key.channels), (actor.markets, key.markets))
    )


def _unknown(field: str, given: Iterable[str], known: Iterable[str]) -> list[Fault]:
    names = sorted(known)
    return [Fault(field, f"`{name}` is not known; known: {', '.join(names)}") for name in given if name not in names]
