"""A case as its events leave it."""

import datetime as dt
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.casework.case import events as e
from pratique.casework.case.events import CaseEvent, Origin, Ruling

Status = Literal["open", "escalated", "decided", "second_review", "disputed", "superseded"]
WAITING: tuple[Status, ...] = ("open", "escalated", "second_review", "disputed")
"""Somebody has to do something."""


class Comment(msgspec.Struct, frozen=True):
    """One contribution to the thread."""

    at: dt.datetime
    by: str
    text: str


class Case(msgspec.Struct, frozen=True, omit_defaults=True):
    """One case."""

    id: str
    status: Status
    origin: Origin
    subject_kind: str
    subject: str
    title: str
    trader: str | None
    channel: str | None
    markets: tuple[str, ...]
    rules: tuple[str, ...]
    snapshot: str
    language: str
    queue: str
    risk: int
    reach: int
    opened_at: dt.datetime
    due_at: dt.datetime
    automatic: str = ""
    claimed_by: str | None = None
    claimed_until: dt.datetime | None = None
    thread: tuple[Comment, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    decided_by: str | None = None
    decided_at: dt.datetime | None = None
    second_rulings: tuple[Ruling, ...] = ()
    second_by: str | None = None
    bulk: str = ""

    def holder(self, at: dt.datetime) -> str | None:
        """Who holds the lock at a moment; a lock that ran out is nobody's."""
        return self.claimed_by if self.claimed_until is not None and at < self.claimed_until else None

    def verdict(self, market: str) -> str | None:
        """What was decided for a market."""
        return next((ruling.verdict for ruling in self.rulings if market in ruling.markets), None)


def apply(case: Case | None, event: CaseEvent) -> Case:
    """Fold one event; refuses nothing."""
    if isinstance(event, e.CaseOpened):
        return _opened(event)
    assert case is not None  # noqa: S101 - the first event opens it
    free = {"claimed_by": None, "claimed_until": None}
    match event:
        case e.CaseClaimed():
            return replace(case, claimed_by=event.by, claimed_until=event.until)
        case e.ClaimReleased():
            return replace(case, **free)
        case e.CaseCommented():
            return replace(case, thread=(*case.thread, Comment(event.at, event.by, event.text)))
        case e.CaseEscalated():
            thread = (*case.thread, Comment(event.at, event.by, event.reason))
            return replace(case, status="escalated", queue=event.queue, thread=thread, **free)
        case e.CaseDecided():
            return replace(case, status="decided", rulings=event.rulings, decided_by=event.by, decided_at=event.at, bulk=event.bulk, **free)
        case e.SecondAsked():
            return replace(case, status="second_review")
        case e.SecondGiven():
            status: Status = "decided" if event.agrees else "disputed"
            return replace(case, status=status, second_rulings=event.rulings, second_by=event.by, **free)
        case e.CaseSuperseded():
            return replace(case, status="superseded", thread=(*case.thread, Comment(event.at, event.by, event.reason)), **free)


def _opened(event: e.CaseOpened) -> Case:
    return Case(
        event.case,
        "open",
        event.origin,
        event.subject_kind,
        event.subject,
        event.title,
        event.trader,
        event.channel,
        event.markets,
        event.rules,
        event.snapshot,
        event.language,
        event.queue,
        event.risk,
        event.reach,
        event.at,
        event.due_at,
        event.automatic,
    )
