"""Traders: registered, with accounts, with a ledger; how they stand."""

import msgspec
from msgspec.structs import replace

from pratique.assembly.operations import links
from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import Fault, InvalidError
from pratique.enforcement.points import Standing, Violation
from pratique.enforcement.trader import Trader, TraderEvent, apply, due, standings
from pratique.enforcement.trader import state as acts
from pratique.enforcement.trader.state import SanctionDropped, SanctionTaken
from pratique.policy.model import Content
from pratique.store import vault
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, find, load
from pratique.store.transaction import Transaction

__all__ = [
    "TRADERS",
    "count",
    "counted",
    "drop_sanction",
    "due",
    "ensure",
    "known",
    "listed",
    "overturn",
    "private_part",
    "read",
    "register",
    "standing",
    "take_sanction",
]

TRADERS: Kind[Trader] = Kind(
    "trader", "trader", Trader, TraderEvent, apply, lambda trader: {"country": trader.country, "channels": list(trader.channels)}
)


class NewTrader(msgspec.Struct, frozen=True, omit_defaults=True):
    """A trader as the marketplace knows them."""

    trader: str
    language: str = "en"
    country: str | None = None
    accounts: dict[str, str] = {}
    """Channel → number of the account there."""
    contact: dict[str, str] = {}
    """Name, address, e-mail: kept apart, under a reference."""
    tokens: dict[str, str] = {}
    """Keyed hashes that the platform made of what is too secret to hand over: `payment_account`, `device`."""


class TraderStanding(msgspec.Struct, frozen=True):
    """How a trader stands."""

    trader: Trader
    channels: dict[str, dict[str, Standing]]
    """Channel → ladder → standing."""


def register(tx: Transaction, actor: Actor, content: Content, new: NewTrader) -> Trader:
    """Make a trader known, or open the accounts that are new. Raises InvalidError for a channel that there is not."""
    require(actor, "trader.write")
    faults = [Fault(f"accounts.{name}", f"there is no channel `{name}`") for name in new.accounts if name not in content.channels]
    faults += [Fault(f"accounts.{name}", f"`{name}` lies outside your walls") for name in new.accounts if not actor.reaches(name)]
    if faults:
        raise InvalidError(faults)
    kept = find(tx, TRADERS, new.trader, lock=True)
    if kept is None:
        private = vault.keep(tx, f"trader:{new.trader}", "trader", new.contact) if new.contact else None
        kept = append(tx, TRADERS, new.trader, None, acts.register(new.trader, new.country, new.language, private, at=tx.at, by=actor.id))
    for channel, account in new.accounts.items():
        if channel not in kept.state.channels:
            kept = append(tx, TRADERS, new.trader, kept, acts.open_account(kept.state, channel, account, at=tx.at, by=actor.id))
    links.register(tx, new.trader, sorted(new.accounts), new.contact, new.tokens)
    return _within(actor, kept.state)


def ensure(tx: Transaction, trader: str, country: str | None, language: str | None, channel: str | None) -> None:
    """A trader that only a listing has told us of becomes known."""
    kept = find(tx, TRADERS, trader, lock=True)
    if kept is None:
        usable = country if country and len(country) == 2 and country.isalpha() and country.isupper() else None
        kept = append(tx, TRADERS, trader, None, acts.register(trader, usable, language or "en", at=tx.at, by=SYSTEM.id))
    if channel is not None and channel not in kept.state.channels:
        append(tx, TRADERS, trader, kept, acts.open_account(kept.state, channel, trader, at=tx.at, by=SYSTEM.id))


def known(tx: Transaction, trader: str | None) -> Kept[Trader] | None:
    """A trader, locked, `None` where nobody knows them."""
    return find(tx, TRADERS, trader, lock=True) if trader is not None else None


def count(tx: Transaction, owner: Kept[Trader], channel: str, violation: Violation, action: str, rule: str) -> None:
    """Enter a violation into the ledger."""
    append(tx, TRADERS, owner.state.id, owner, acts.count(owner.state, channel, violation, action, rule, at=tx.at, by=SYSTEM.id))


def counted(state: Trader, action: str) -> list[str]:
    """What the ledger holds for an action; also what was overturned."""
    return [entry.violation.id for entry in state.ledger if entry.action == action]


def overturn(tx: Transaction, trader: str, action: str, because_of: str, actor: Actor) -> bool:
    """Take what was counted for an action out of the ledger; whether something stood there."""
    kept = find(tx, TRADERS, trader, lock=True)
    events = acts.overturn(kept.state, counted(kept.state, action), because_of, at=tx.at, by=actor.id) if kept else ()
    if kept is not None and events:
        append(tx, TRADERS, trader, kept, events)
    return bool(events)


def take_sanction(tx: Transaction, trader: str, key: str, action: str) -> None:
    """Put down that something followed from the ledger."""
    kept = load(tx, TRADERS, trader, lock=True)
    append(tx, TRADERS, trader, kept, (SanctionTaken(at=tx.at, by=SYSTEM.id, key=key, action=action),))


def drop_sanction(tx: Transaction, trader: str, key: str) -> None:
    """Put down that it follows no more."""
    kept = load(tx, TRADERS, trader, lock=True)
    append(tx, TRADERS, trader, kept, (SanctionDropped(at=tx.at, by=SYSTEM.id, key=key),))


def read(tx: Transaction, actor: Actor, trader: str) -> Trader:
    """One trader."""
    state = load(tx, TRADERS, trader).state
    require(actor, "trader.read")
    if actor.channels is not None and state.channels and actor.channels.isdisjoint(state.channels):
        require_reach(actor, "trader.read", "trader", trader, channel=state.channels[0])
    if actor.subject is not None:
        require_reach(actor, "trader.read", "trader", trader, channel=None, owner=trader)
    return _within(actor, state)


def _within(actor: Actor, state: Trader) -> Trader:
    """A trader as far as the walls let somebody see: accounts, ledger and sanctions of other channels are left out."""
    if actor.channels is None:
        return state
    return replace(
        state,
        accounts=tuple(one for one in state.accounts if one.channel in actor.channels),
        ledger=tuple(one for one in state.ledger if one.channel in actor.channels),
        sanctions=tuple(one for one in state.sanctions if one.key.partition("/")[0] in actor.channels),
    )


def private_part(tx: Transaction, actor: Actor, trader: str, reason: str) -> dict[str, str] | None:
    """Name, address, e-mail; the access is on record. `None` where it was erased or never given."""
    require(actor, "private.read")
    state = read(tx, actor, trader)
    if not reason.strip():
        raise InvalidError([Fault("reason", "say what you need it for")])
    return vault.reveal(tx, state.private, actor, reason) if state.private else None


def listed(
    tx: Transaction,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
    *,
    words: str = "",
    channel: str | None = None,
    country: str | None = None,
    counted: bool = False,
) -> Page[Trader]:
    """Traders, in the order they became known; `words` are in their name or account, `counted` are those with a ledger."""
    require(actor, "trader.read")
    where: dict[str, object] = {"id": actor.subject} if actor.subject is not None else {}
    if country:
        where["country"] = country
    conditions, values = ["TRUE"], list[object]()
    if actor.channels is not None:
        conditions.append("(channels = '{}' OR channels && %s)")
        values.append(sorted(actor.channels))
    if words.strip():
        conditions.append("(strpos(lower(id), %s) > 0 OR strpos(lower((state::jsonb->'accounts')::text), %s) > 0)")
        values += [words.strip().lower()] * 2
    if counted:
        conditions.append("jsonb_array_length(COALESCE(state::jsonb->'ledger', '[]')) > 0")
    also = (" AND ".join(conditions), values)
    found = page(tx, TRADERS, actor, where, holds={"channels": channel} if channel else {}, also=also, cursor=cursor, limit=limit)
    return replace(found, items=tuple(_within(actor, one) for one in found.items))


def standing(tx: Transaction, actor: Actor, content: Content, trader: str) -> TraderStanding:
    """How a trader stands today on each ladder of each channel."""
    state = read(tx, actor, trader)
    found = {
        channel: standings(state, content.channels[channel], tx.at.date())
        for channel in state.channels
        if channel in content.channels and (actor.channels is None or channel in actor.channels)
    }
    return TraderStanding(state, found)
