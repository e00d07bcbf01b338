"""A letter of a brand owner on its way, folded from what happened to it."""

import datetime as dt
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.base.event import Event
from pratique.casework.authorisation.filing import AuthorisationFiling
from pratique.facts.concept import Text

Status = Literal["filed", "verified", "refused", "withdrawn"]


class Authorisation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One letter for one trader. Whether it counts on a day is a matter of its dates: nothing happens when it runs out."""

    id: str
    status: Status
    trader: str
    filing: AuthorisationFiling
    filed_at: dt.datetime
    filed_by: str
    checked_by: str | None = None
    evidence: str = ""
    """How it was made sure of: whom of the owner's house one asked, which register one looked into."""
    reason: Text = {}
    """Why it was refused or withdrawn."""

    def counts(self, on: dt.date) -> bool:
        """Whether it opens the gate on a day."""
        begins = self.filing.valid_from
        return self.status == "verified" and (begins is None or begins <= on) and on <= self.filing.valid_to


class AuthorisationFiled(Event, frozen=True, kw_only=True, tag="authorisation_filed"):
    """A trader showed a letter."""

    authorisation: str
    trader: str
    filing: AuthorisationFiling


class AuthorisationVerified(Event, frozen=True, kw_only=True, tag="authorisation_verified"):
    """A person made sure of it."""

    evidence: str


class AuthorisationRefused(Event, frozen=True, kw_only=True, tag="authorisation_refused"):
    """It does not show what it should."""

    reason: Text


class AuthorisationWithdrawn(Event, frozen=True, kw_only=True, tag="authorisation_withdrawn"):
    """It no longer holds."""

    reason: Text


AuthorisationEvent = AuthorisationFiled | AuthorisationVerified | AuthorisationRefused | AuthorisationWithdrawn


def apply(before: Authorisation | None, event: AuthorisationEvent) -> Authorisation:
    """Fold one event; refuses nothing."""
    if isinstance(event, AuthorisationFiled):
        return Authorisation(event.authorisation, "filed", event.trader, event.filing, event.at, event.by)
    assert before is not None  # noqa: S101 - the first event is always the filing
    match event:
        case AuthorisationVerified(evidence=evidence):
            return replace(before, status="verified", checked_by=event.by, evidence=evidence, reason={})
        case AuthorisationRefused(reason=reason):
            return replace(before, status="refused", checked_by=event.by, reason=reason)
        case AuthorisationWithdrawn(reason=reason):
            return replace(before, status="withdrawn", reason=reason)


def verify(one: Authorisation, evidence: str, *, at: dt.datetime, by: Actor) -> tuple[AuthorisationEvent, ...]:
    """Say that the letter is the owner's, and how that was made sure of."""
    _checked_by_another(one, by)
    if one.filing.valid_to < at.date():
        raise ConflictError("authorisation_expired", f"it ran out on {one.filing.valid_to}", "ask for the renewed letter")
    if not evidence.strip():
        raise InvalidError([Fault("evidence", "say how it was made sure of: whom you asked, which register you looked into")])
    return (AuthorisationVerified(at=at, by=by.id, evidence=evidence.strip()),)


def refuse(one: Authorisation, reason: Text, *, at: dt.datetime, by: Actor) -> tuple[AuthorisationEvent, ...]:
    """Say that it does not show what it should, and why."""
    _checked_by_another(one, by)
    return (AuthorisationRefused(at=at, by=by.id, reason=_needs(reason)),)


def withdraw(one: Authorisation, reason: Text, *, at: dt.datetime, by: str) -> tuple[AuthorisationEvent, ...]:
    """Let it count no longer."""
    if one.status in ("refused", "withdrawn"):
        raise ConflictError(f"authorisation_{one.status}", f"it is {one.status} already")
    return (AuthorisationWithdrawn(at=at, by=by, reason=_needs(reason)),)


def _checked_by_another(one: Authorisation, by: Actor) -> None:
    if by.is_automatic or by.id == one.filed_by:
        raise ForbiddenError("needs_a_person", "a letter is checked by a person who did not file it")
    if one.status != "filed":
        raise ConflictError(f"authorisation_{one.status}", f"it is {one.status} already", "file the letter anew")


def _needs(reason: Text) -> Text:
    if not any(text.strip() for text in reason.values()):
        raise InvalidError([Fault("reason", 'give a reason the trader can read: {"en": …}')])
    return reason
