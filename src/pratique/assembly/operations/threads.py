"""Everything that happened to one record, for whoever may read the record."""

import msgspec

from pratique.assembly.operations import appeals, enforcement, notices, orders, proposals, rights, submitters, traders, verification
from pratique.assembly.operations.verification_records import VERIFICATIONS
from pratique.base.actor import Actor
from pratique.base.event import Event
from pratique.store import accounts
from pratique.store.records import Kind, S, history
from pratique.store.transaction import Transaction


class Thread(msgspec.Struct, frozen=True):
    """Events in order, and what those who acted are called."""

    events: tuple[Event, ...]
    names: dict[str, str]


def of_notice(tx: Transaction, actor: Actor, name: str) -> Thread:
    """A notice: how it came, what was decided, who was told, how it was contested."""
    notices.read(tx, actor, name)
    return _thread(tx, notices.NOTICES, name)


def of_appeal(tx: Transaction, actor: Actor, name: str) -> Thread:
    """An appeal."""
    appeals.read(tx, actor, name)
    return _thread(tx, appeals.APPEALS, name)


def of_order(tx: Transaction, actor: Actor, name: str) -> Thread:
    """An order."""
    orders.read(tx, actor, name)
    return _thread(tx, orders.ORDERS, name)


def of_action(tx: Transaction, actor: Actor, name: str) -> Thread:
    """An action."""
    enforcement.read(tx, actor, name)
    return _thread(tx, enforcement.ACTIONS, name)


def of_trader(tx: Transaction, actor: Actor, name: str) -> Thread:
    """A trader: accounts, violations, what followed."""
    traders.read(tx, actor, name)
    return _thread(tx, traders.TRADERS, name)


def of_verification(tx: Transaction, actor: Actor, name: str) -> Thread:
    """How a trader was made known."""
    verification.read(tx, actor, name)
    return _thread(tx, VERIFICATIONS, name)


def of_holder(tx: Transaction, actor: Actor, name: str) -> Thread:
    """A rights holder."""
    rights.read(tx, actor, name)
    return _thread(tx, rights.HOLDERS, name)


def of_submitter(tx: Transaction, actor: Actor, name: str) -> Thread:
    """Whoever sends notices or appeals."""
    submitters.read(tx, actor, name)
    return _thread(tx, submitters.SUBMITTERS, name)


def of_proposal(tx: Transaction, actor: Actor, name: str) -> Thread:
    """What waits for a second person."""
    proposals.read(tx, actor, name)
    return _thread(tx, proposals.PROPOSALS, name)


def _thread(tx: Transaction, kind: Kind[S], name: str) -> Thread:
    events = history(tx, kind, name)
    return Thread(tuple(events), accounts.names(tx, sorted({event.by for event in events})))
