"""A statement of reasons as a record: issued, and withdrawn where the restriction was reversed."""

import datetime as dt
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.errors import ConflictError
from pratique.base.event import Event
from pratique.enforcement.action.kinds import ActionKind


class BrokenRule(msgspec.Struct, frozen=True):
    """One ground of a restriction."""

    rule: str
    """`<rule>@<version>`."""
    title: dict[str, str]
    basis: tuple[str, ...]
    """Citations as text."""
    is_law: bool
    """False: a ground in the terms of the channel."""
    fix: dict[str, str]
    enforcement_class: str = "general"
    concepts: tuple[str, ...] = ()


class Reasons(msgspec.Struct, frozen=True):
    """Everything Art. 17(3) wants told, as facts."""

    action: str
    kind: ActionKind
    subject_kind: str
    subject: str
    subject_title: str
    """As the trader wrote it; text, whatever stands in it."""
    channel: str | None
    markets: tuple[str, ...] | None
    imposed_at: dt.datetime
    until: dt.datetime | None
    source: Literal["own_initiative", "notice", "trusted_flagger", "order", "ladder"]
    detected_automatically: bool
    decided_automatically: bool
    rules: tuple[BrokenRule, ...]
    words: tuple[str, ...] = ()
    """What shows it, quoted from the listing."""
    note: str = ""
    """In the words of whoever decided."""
    points: float | None = None
    """For a sanction: the balance that reached the rung."""
    order_reference: str = ""
    listed_on: dt.date | None = None
    """When the listing was created."""


class Statement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was told, to whom, when."""

    id: str
    status: Literal["issued", "withdrawn"]
    trader: str | None
    channel: str | None
    markets: tuple[str, ...] | None
    language: str
    reasons: Reasons
    text: str
    issued_at: dt.datetime
    withdrawn_at: dt.datetime | None = None
    withdrawn_because_of: str = ""


class StatementIssued(Event, frozen=True, kw_only=True, tag="statement_issued"):
    """The trader was told."""

    statement: str
    trader: str | None
    language: str
    reasons: Reasons
    text: str


class StatementWithdrawn(Event, frozen=True, kw_only=True, tag="statement_withdrawn"):
    """What it explained was reversed."""

    because_of: str


StatementEvent = StatementIssued | StatementWithdrawn


def apply(statement: Statement | None, event: StatementEvent) -> Statement:
    """Fold one event; refuses nothing."""
    if isinstance(event, StatementIssued):
        reasons = event.reasons
        return Statement(
            event.statement, "issued", event.trader, reasons.channel, reasons.markets, event.language, reasons, event.text, event.at
        )
    assert statement is not None  # noqa: S101 - the first event issues it
    return replace(statement, status="withdrawn", withdrawn_at=event.at, withdrawn_because_of=event.because_of)


def issue(
    name: str, trader: str | None, language: str, reasons: Reasons, text: str, *, at: dt.datetime, by: str
) -> tuple[StatementEvent, ...]:
    """Tell the trader. The text is kept as it was told, whatever becomes of the templates."""
    return (StatementIssued(at=at, by=by, statement=name, trader=trader, language=language, reasons=reasons, text=text),)


def withdraw(statement: Statement, because_of: str, *, at: dt.datetime, by: str) -> tuple[StatementEvent, ...]:
    """Take it back, since the restriction was reversed. Raises ConflictError where that was done already."""
    if statement.status == "withdrawn":
        raise ConflictError("withdrawn_already", f"the statement `{statement.id}` was withdrawn already")
    return (StatementWithdrawn(at=at, by=by, because_of=because_of),)
