"""Appeals: the internal complaint-handling of Regulation (EU) 2022/2065 Art. 20, and what a body outside the house said (Art. 21).

Free of charge, for six months after whoever is affected was told; decided by a person, not by automated means alone, and never by the one
who took the decision that is contested.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.base.event import Event
from pratique.casework.deadline import Deadline
from pratique.casework.workdays import UNION

TO_APPEAL = Deadline("appeal-file", 6, "months", UNION, "Regulation (EU) 2022/2065 Art. 20(1): at least six months")
TO_ANSWER = Deadline("appeal-answer", 7, "days", UNION, "Regulation (EU) 2022/2065 Art. 20(4): in a timely manner", "house")

Outcome = Literal["upheld", "partially_reversed", "reversed", "omitted"]
"""Words of the template of Implementing Regulation (EU) 2024/2835: of the decision that was contested."""
About = Literal["action", "notice"]
Ground = Literal["removal", "payment", "service", "account", "no_action"]
"""Art. 20(1)(a) to (d), and a notice on which nothing was done."""


class OutsideOutcome(msgspec.Struct, frozen=True):
    """What an out-of-court body or a court said, and whether it was done."""

    body: str
    reference: str
    outcome: Literal["upheld", "partially_reversed", "reversed"]
    at: dt.datetime
    implemented: bool


class Appeal(msgspec.Struct, frozen=True, omit_defaults=True):
    """One appeal."""

    id: str
    status: Literal["filed", "decided", "withdrawn"]
    about: About
    record: str
    """The action or notice that is contested."""
    ground: Ground
    appellant: str
    """The trader or submitter."""
    content: str
    """Reference to their words in the vault."""
    first_deciders: tuple[str, ...]
    channel: str | None
    markets: tuple[str, ...] | None
    language: str
    filed_at: dt.datetime
    due_at: dt.datetime
    informed_at: dt.datetime
    outcome: Outcome | None = None
    reversed_markets: tuple[str, ...] | None = None
    reason: dict[str, str] = {}
    decided_by: str | None = None
    decided_at: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    outside: tuple[OutsideOutcome, ...] = ()
    case: str = ""


class AppealFiled(Event, frozen=True, kw_only=True, tag="appeal_filed"):
    """Somebody contests a decision."""

    appeal: str
    about: About
    record: str
    ground: Ground
    appellant: str
    content: str
    first_deciders: tuple[str, ...]
    channel: str | None
    markets: tuple[str, ...] | None
    language: str
    informed_at: dt.datetime
    due_at: dt.datetime


class AppealDecided(Event, frozen=True, kw_only=True, tag="appeal_decided"):
    """A person looked at it again."""

    outcome: Outcome
    reversed_markets: tuple[str, ...] | None
    reason: dict[str, str]


class AppealAnswered(Event, frozen=True, kw_only=True, tag="appeal_answered"):
    """The appellant was told, with the reasons and the ways that are left."""


class AppealWithdrawn(Event, frozen=True, kw_only=True, tag="appeal_withdrawn"):
    """Taken back by whoever filed it."""


class OutsideRecorded(Event, frozen=True, kw_only=True, tag="appeal_outside_recorded"):
    """A body outside the house decided."""

    outside: OutsideOutcome


AppealEvent = AppealFiled | AppealDecided | AppealAnswered | AppealWithdrawn | OutsideRecorded


def apply(appeal: Appeal | None, event: AppealEvent) -> Appeal:
    """Fold one event; refuses nothing."""
    if isinstance(event, AppealFiled):
        return Appeal(
            event.appeal,
            "filed",
            event.about,
            event.record,
            event.ground,
            event.appellant,
            event.content,
            event.first_deciders,
            event.channel,
            event.markets,
            event.language,
            event.at,
            event.due_at,
            event.informed_at,
        )
    assert appeal is not None  # noqa: S101 - the first event files it
    match event:
        case AppealDecided():
            return replace(
                appeal,
                status="decided",
                outcome=event.outcome,
                reversed_markets=event.reversed_markets,
                reason=event.reason,
                decided_by=event.by,
                decided_at=event.at,
            )
        case AppealAnswered():
            return replace(appeal, answered_at=event.at)
        case AppealWithdrawn():
            return replace(appeal, status="withdrawn")
        case OutsideRecorded():
            return replace(appeal, outside=(*appeal.outside, event.outside))


def file(
    name: str,
    about: About,
    record: str,
    ground: Ground,
    appellant: str,
    content: str,
    *,
    first_deciders: Sequence[str],
    channel: str | None,
    markets: tuple[str, ...] | None,
    language: str,
    informed_at: dt.datetime,
    at: dt.datetime,
    by: str,
) -> tuple[AppealEvent, ...]:
    """Contest a decision. `informed_at` is when the appellant was told of it.

    Raises ConflictError where the six months are over: Art. 20(2), they run from that day.
    """
    end = TO_APPEAL.due(informed_at)
    if at >= end:
        raise ConflictError(
            "appeal_too_late",
            f"the time to appeal was over on {end.date().isoformat()}",
            "an out-of-court dispute settlement body or a court may still hear you",
        )
    return (
        AppealFiled(
            at=at,
            by=by,
            appeal=name,
            about=about,
            record=record,
            ground=ground,
            appellant=appellant,
            content=content,
            first_deciders=tuple(dict.fromkeys(first_deciders)),
            channel=channel,
            markets=markets,
            language=language,
            informed_at=informed_at,
            due_at=TO_ANSWER.due(at),
        ),
    )


def decide(
    appeal: Appeal,
    outcome: Outcome,
    reason: dict[str, str],
    reversed_markets: tuple[str, ...] | None = None,
    *,
    at: dt.datetime,
    by: Actor,
) -> tuple[AppealEvent, ...]:
    """Decide it, and answer at once. `reversed_markets` names those of a partial reversal.

    Raises ForbiddenError for machines (Art. 20(6)) and for whoever decided first, InvalidError without reasons.
    """
    if appeal.status != "filed":
        raise ConflictError("appeal_over", f"the appeal `{appeal.id}` is {appeal.status}")
    if by.is_automatic:
        raise ForbiddenError("needs_a_person", "an appeal is not decided by automated means alone")
    if by.id in appeal.first_deciders:
        raise ForbiddenError("decided_first", "you took the decision that is contested", "leave it to somebody else")
    faults = [] if reason.get("en", "").strip() or reason.get("zh", "").strip() else [Fault("reason", "say why, in `en` or `zh`")]
    if outcome == "partially_reversed":
        of = set(appeal.markets or ())
        given = set(reversed_markets or ())
        if not given or (of and not given < of):
            faults.append(Fault("reversed_markets", "name some of the markets, not all of them"))
    elif reversed_markets is not None:
        faults.append(Fault("reversed_markets", "are named only where some are reversed and others not"))
    if faults:
        raise InvalidError(faults)
    markets = tuple(sorted(set(reversed_markets))) if reversed_markets is not None else None
    return (
        AppealDecided(at=at, by=by.id, outcome=outcome, reversed_markets=markets, reason=reason),
        AppealAnswered(at=at, by="system"),
    )


def withdraw(appeal: Appeal, *, at: dt.datetime, by: str) -> tuple[AppealEvent, ...]:
    """Take it back."""
    if appeal.status != "filed":
        raise ConflictError("appeal_over", f"the appeal `{appeal.id}` is {appeal.status}")
    return (AppealWithdrawn(at=at, by=by),)


def record_outside(appeal: Appeal, outside: OutsideOutcome, *, at: dt.datetime, by: str) -> tuple[AppealEvent, ...]:
    """Put down what a body outside the house said. Raises ConflictError before the house has decided, InvalidError without a name."""
    if appeal.status != "decided":
        raise ConflictError("not_decided", f"the appeal `{appeal.id}` is {appeal.status}")
    if not outside.body.strip() or not outside.reference.strip():
        raise InvalidError([Fault("body", "name the body and its file number")])
    return (OutsideRecorded(at=at, by=by, outside=outside),)
