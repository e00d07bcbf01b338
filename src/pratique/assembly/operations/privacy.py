"""People and their data: forgotten when they ask, held where a law or a court wants it, and every look on record."""

import msgspec

from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import Fault, ForbiddenError, InvalidError
from pratique.store import files, trader_tokens, vault
from pratique.store.transaction import Transaction


class Erased(msgspec.Struct, frozen=True):
    """What became of the data of one subject."""

    subject: str
    erased: int
    held: int
    """Entries that a legal hold keeps."""


class PrivateEntry(msgspec.Struct, frozen=True):
    """That something is held of a subject, and why; never what."""

    reference: str
    purpose: str
    is_erased: bool
    legal_hold: bool


def erase(tx: Transaction, actor: Actor, subject: str, reason: str) -> Erased:
    """Forget a subject (`trader:t-1`, `notifier:…`): everything the vault holds of them and the files they handed in, but for legal holds.

    Events, decisions and statements stay whole: they hold references only. Decisions about their listings can still be replayed, since
    what was erased still counts as having been given.
    """
    require_open(actor, "private.erase")
    _needs(subject=subject, reason=reason)
    rows = tx.execute(
        "SELECT ref, legal_hold FROM vault_entry WHERE subject = %s AND fields IS NOT NULL ORDER BY ref", (subject,)
    ).fetchall()
    handed_in = files.of_subject(tx, subject)
    erased = sum(vault.erase(tx, reference, actor, reason) for reference, _ in rows)
    erased += sum(files.erase(tx, name, actor, reason) for name in handed_in)
    left = len(rows) + len(handed_in) - erased
    kind, _, name = subject.partition(":")
    if kind == "trader" and not left:
        trader_tokens.forget(tx, name)
    return Erased(subject, erased, left)


def hold(tx: Transaction, actor: Actor, subject: str, reason: str, *, on: bool) -> int:
    """Put a legal hold on everything of a subject, or take it off; gives how many entries."""
    require_open(actor, "private.erase")
    _needs(subject=subject, reason=reason)
    return vault.hold(tx, subject, actor, reason, on=on) + files.hold(tx, subject, on=on)


def held_of(tx: Transaction, actor: Actor, subject: str) -> list[PrivateEntry]:
    """What is held of a subject, by purpose; not the data themselves."""
    require_open(actor, "private.list")
    rows = tx.execute(
        "SELECT ref, purpose, fields IS NULL, legal_hold FROM vault_entry WHERE subject = %s ORDER BY created_at, ref", (subject,)
    ).fetchall()
    return [PrivateEntry(*row) for row in rows]


def require_open(actor: Actor, act: str) -> None:
    """Data of a person are of the whole group: the act is for those without walls. Raises ForbiddenError."""
    require(actor, act)
    if actor.channels is not None or actor.markets is not None or actor.subject is not None:
        raise ForbiddenError("walled_in", "data of people are not for those whose reach is limited", "ask a colleague without walls")


def _needs(**given: str) -> None:
    faults = [Fault(name, "is needed") for name, value in given.items() if not value.strip()]
    if faults:
        raise InvalidError(faults)
