"""A document of a trader on its way, folded from what happened to it."""

import datetime as dt
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.base.event import Event
from pratique.casework.document.filing import DocumentFiling

Status = Literal["filed", "accepted", "refused", "withdrawn"]
LONGEST = 2000


class TraderDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """One document. Whether it counts on a day is a matter of its dates: nothing happens when it runs out."""

    id: str
    status: Status
    trader: str
    filing: DocumentFiling
    filed_at: dt.datetime
    filed_by: str
    checked_by: str | None = None
    checked_at: dt.datetime | None = None
    reason: str = ""
    """Why it was refused or withdrawn, for the trader to read."""


class DocumentFiled(Event, frozen=True, kw_only=True, tag="document_filed"):
    """A trader handed a document in."""

    document: str
    trader: str
    filing: DocumentFiling


class DocumentAccepted(Event, frozen=True, kw_only=True, tag="document_accepted"):
    """A person looked at it: it shows what it should."""


class DocumentRefused(Event, frozen=True, kw_only=True, tag="document_refused"):
    """It does not show what it should."""

    reason: str


class DocumentWithdrawn(Event, frozen=True, kw_only=True, tag="document_withdrawn"):
    """It no longer holds."""

    reason: str


DocumentEvent = DocumentFiled | DocumentAccepted | DocumentRefused | DocumentWithdrawn


def apply(before: TraderDocument | None, event: DocumentEvent) -> TraderDocument:
    """Fold one event; refuses nothing."""
    if isinstance(event, DocumentFiled):
        return TraderDocument(event.document, "filed", event.trader, event.filing, event.at, event.by)
    assert before is not None  # noqa: S101 - the first event is always the filing
    match event:
        case DocumentAccepted():
            return replace(before, status="accepted", checked_by=event.by, checked_at=event.at, reason="")
        case DocumentRefused(reason=reason):
            return replace(before, status="refused", checked_by=event.by, checked_at=event.at, reason=reason)
        case DocumentWithdrawn(reason=reason):
            return replace(before, status="withdrawn", reason=reason)


def accept(one: TraderDocument, *, at: dt.datetime, by: Actor) -> tuple[DocumentEvent, ...]:
    """Say that it shows what it should."""
    _looked_at_by_another(one, by)
    if one.filing.valid_to is not None and one.filing.valid_to < at.date():
        raise ConflictError("document_expired", f"it ran out on {one.filing.valid_to}", "refuse it, and ask for one that holds")
    return (DocumentAccepted(at=at, by=by.id),)


def refuse(one: TraderDocument, reason: str, *, at: dt.datetime, by: Actor) -> tuple[DocumentEvent, ...]:
    """Say that it does not, and why."""
    _looked_at_by_another(one, by)
    return (DocumentRefused(at=at, by=by.id, reason=_words(reason)),)


def withdraw(one: TraderDocument, reason: str, *, at: dt.datetime, by: str) -> tuple[DocumentEvent, ...]:
    """Let it count no longer."""
    if one.status in ("refused", "withdrawn"):
        raise ConflictError(f"document_{one.status}", f"it is {one.status} already")
    return (DocumentWithdrawn(at=at, by=by, reason=_words(reason)),)


def _looked_at_by_another(one: TraderDocument, by: Actor) -> None:
    if by.is_automatic or by.id == one.filed_by:
        raise ForbiddenError("needs_a_person", "a document is looked at by a person who did not hand it in")
    if one.status != "filed":
        raise ConflictError(f"document_{one.status}", f"it is {one.status} already", "the trader hands it in anew")


def _words(reason: str) -> str:
    if not reason.strip() or len(reason) > LONGEST:
        raise InvalidError([Fault("reason", f"say why in 1 to {LONGEST:,} characters; the trader reads it")])
    return reason.strip()
