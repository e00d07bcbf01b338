"""A trader as the events leave them. Points and standing are folded from the ledger at a day, never kept."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.base.event import Event
from pratique.enforcement.points import Standing, Violation, standing
from pratique.policy.model import Channel


class Account(msgspec.Struct, frozen=True):
    """What a trader is on one channel."""

    channel: str
    account: str
    """Its number there."""
    opened_at: dt.datetime


class Entry(msgspec.Struct, frozen=True):
    """One violation in the ledger."""

    channel: str
    violation: Violation
    action: str
    """The enforcement action that was taken for it."""
    rule: str


class Sanction(msgspec.Struct, frozen=True):
    """What followed from the ledger, as an action."""

    key: str
    """Channel, ladder, violation and rung: what followed from the same is the same."""
    action: str


class Trader(msgspec.Struct, frozen=True, omit_defaults=True):
    """One trader of the group."""

    id: str
    status: Literal["active", "closed"]
    country: str | None
    language: str
    registered_at: dt.datetime
    private: str | None = None
    """Reference to name and contact in the vault."""
    accounts: tuple[Account, ...] = ()
    ledger: tuple[Entry, ...] = ()
    sanctions: tuple[Sanction, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        """Where they have an account."""
        return tuple(account.channel for account in self.accounts)


class TraderRegistered(Event, frozen=True, kw_only=True, tag="trader_registered"):
    """Known to the group from now on."""

    trader: str
    country: str | None
    language: str
    private: str | None = None


class AccountOpened(Event, frozen=True, kw_only=True, tag="account_opened"):
    """May sell on a channel."""

    channel: str
    account: str


class ViolationCounted(Event, frozen=True, kw_only=True, tag="violation_counted"):
    """Broke a rule: an entry of the ledger."""

    channel: str
    violation: Violation
    action: str
    rule: str


class ViolationOverturned(Event, frozen=True, kw_only=True, tag="violation_overturned"):
    """It was none after all: out of the ledger as if it had never been."""

    violation: str
    because_of: str


class SanctionTaken(Event, frozen=True, kw_only=True, tag="sanction_taken"):
    """Something followed from the ledger."""

    key: str
    action: str


class SanctionDropped(Event, frozen=True, kw_only=True, tag="sanction_dropped"):
    """What followed does not follow any more."""

    key: str


TraderEvent = TraderRegistered | AccountOpened | ViolationCounted | ViolationOverturned | SanctionTaken | SanctionDropped


def apply(trader: Trader | None, event: TraderEvent) -> Trader:
    """Fold one event; refuses nothing."""
    if isinstance(event, TraderRegistered):
        return Trader(event.trader, "active", event.country, event.language, event.at, event.private)
    assert trader is not None  # noqa: S101 - the first event registers them
    match event:
        case AccountOpened():
            return replace(trader, accounts=(*trader.accounts, Account(event.channel, event.account, event.at)))
        case ViolationCounted():
            return replace(trader, ledger=(*trader.ledger, Entry(event.channel, event.violation, event.action, event.rule)))
        case ViolationOverturned():
            return replace(trader, ledger=tuple(_overturned(entry, event.violation) for entry in trader.ledger))
        case SanctionTaken():
            return replace(trader, sanctions=(*trader.sanctions, Sanction(event.key, event.action)))
        case SanctionDropped():
            return replace(trader, sanctions=tuple(one for one in trader.sanctions if one.key != event.key))


def _overturned(entry: Entry, violation: str) -> Entry:
    return replace(entry, violation=replace(entry.violation, overturned=True)) if entry.violation.id == violation else entry


def register(
    name: str, country: str | None, language: str, private: str | None = None, *, at: dt.datetime, by: str
) -> tuple[TraderEvent, ...]:
    """Make a trader known. Raises InvalidError where the country is none."""
    if country is not None and not (len(country) == 2 and country.isalpha() and country.isupper()):
        raise InvalidError([Fault("country", f"`{country}` is no country; write it as ISO 3166-1 has it: CN")])
    return (TraderRegistered(at=at, by=by, trader=name, country=country, language=language, private=private),)


def open_account(trader: Trader, channel: str, account: str, *, at: dt.datetime, by: str) -> tuple[TraderEvent, ...]:
    """Open an account on a channel. Raises ConflictError where there is one."""
    if channel in trader.channels:
        raise ConflictError("has_account", f"the trader `{trader.id}` has an account on {channel} already")
    return (AccountOpened(at=at, by=by, channel=channel, account=account),)


def count(
    trader: Trader, channel: str, violation: Violation, action: str, rule: str, *, at: dt.datetime, by: str
) -> tuple[TraderEvent, ...]:
    """Enter a violation; the same one is entered once."""
    if any(entry.violation.id == violation.id for entry in trader.ledger):
        return ()
    return (ViolationCounted(at=at, by=by, channel=channel, violation=violation, action=action, rule=rule),)


def overturn(trader: Trader, violations: Iterable[str], because_of: str, *, at: dt.datetime, by: str) -> tuple[TraderEvent, ...]:
    """Take violations out of the ledger; those that are out already stay out."""
    wanted = set(violations)
    return tuple(
        ViolationOverturned(at=at, by=by, violation=entry.violation.id, because_of=because_of)
        for entry in trader.ledger
        if entry.violation.id in wanted and not entry.violation.overturned
    )


def standings(trader: Trader, channel: Channel, as_of: dt.date) -> dict[str, Standing]:
    """How the trader stands on each ladder of a channel at a day."""
    entries = [entry.violation for entry in trader.ledger if entry.channel == channel.id]
    return {ladder.id: standing(ladder, entries, as_of) for ladder in channel.ladders}
