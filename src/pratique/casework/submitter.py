"""Somebody who sends notices or appeals: what became of them, and whether they are a trusted flagger, warned or suspended.

Who they are lies in the vault; here they are a name of a record.
"""

import datetime as dt
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.base.event import Event
from pratique.facts.concept import Text

Result = Literal["founded", "unfounded", "manifestly_unfounded"]
What = Literal["notice", "appeal"]


class Judged(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one notice or appeal."""

    at: dt.datetime
    what: What
    record: str
    result: Result
    gravity: int = 1
    """1 to 4: what an unfounded one did or would have done to others."""


class Flagger(msgspec.Struct, frozen=True, omit_defaults=True):
    """The status a Digital Services Coordinator awarded (Regulation (EU) 2022/2065 Art. 22(2))."""

    awarded_by: str
    """Country of the coordinator."""
    expertise: tuple[str, ...]
    """Kinds of notice it was awarded for: `product_safety`, `intellectual_property` …"""
    until: dt.date | None = None


class Submitter(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sender."""

    id: str
    status: Literal["active", "warned", "suspended"]
    known_since: dt.datetime
    account: str | None = None
    judged: tuple[Judged, ...] = ()
    flagger: Flagger | None = None
    warned_at: dt.datetime | None = None
    suspended_until: dt.datetime | None = None
    suspensions: int = 0
    reason: Text = {}
    intention: bool = False
    """Somebody found that it is done on purpose."""

    def is_suspended(self, at: dt.datetime) -> bool:
        """Whether notices and appeals are not processed now."""
        return self.suspended_until is not None and at < self.suspended_until

    def is_trusted(self, kind: str, on: dt.date) -> bool:
        """Whether a notice of this kind goes first."""
        flagger = self.flagger
        return flagger is not None and kind in flagger.expertise and (flagger.until is None or on <= flagger.until)


class SubmitterKnown(Event, frozen=True, kw_only=True, tag="submitter_known"):
    """The first thing somebody sent."""

    submitter: str
    account: str | None = None


class SubmissionJudged(Event, frozen=True, kw_only=True, tag="submission_judged"):
    """A notice or appeal was decided."""

    what: What
    record: str
    result: Result
    gravity: int = 1


class JudgementReversed(Event, frozen=True, kw_only=True, tag="judgement_reversed"):
    """The decision was overturned, and with it what it said of the sender."""

    record: str
    result: Result


class SubmitterWarned(Event, frozen=True, kw_only=True, tag="submitter_warned"):
    """Told what will follow (Art. 23(2): prior warning)."""

    reason: Text


class SubmitterSuspended(Event, frozen=True, kw_only=True, tag="submitter_suspended"):
    """Notices and appeals are not processed for a while; the four circumstances of Art. 23(3) are on record."""

    until: dt.datetime
    reason: Text
    absolute: int
    share: float
    gravity: int
    intention: bool


class SuspensionLifted(Event, frozen=True, kw_only=True, tag="suspension_lifted"):
    """Processed again before the time was over."""

    reason: Text


class FlaggerRecognised(Event, frozen=True, kw_only=True, tag="flagger_recognised"):
    """On the list of trusted flaggers."""

    flagger: Flagger


class FlaggerEnded(Event, frozen=True, kw_only=True, tag="flagger_ended"):
    """No longer on it."""

    reason: Text


SubmitterEvent = (
    SubmitterKnown
    | SubmissionJudged
    | JudgementReversed
    | SubmitterWarned
    | SubmitterSuspended
    | SuspensionLifted
    | FlaggerRecognised
    | FlaggerEnded
)


def apply(submitter: Submitter | None, event: SubmitterEvent) -> Submitter:
    """Fold one event; refuses nothing."""
    if isinstance(event, SubmitterKnown):
        return Submitter(event.submitter, "active", event.at, event.account)
    assert submitter is not None  # noqa: S101 - the first event makes it known
    match event:
        case SubmissionJudged():
            judged = Judged(event.at, event.what, event.record, event.result, event.gravity)
            return replace(submitter, judged=(*(one for one in submitter.judged if one.record != event.record), judged))
        case JudgementReversed():
            changed = tuple(replace(one, result=event.result) if one.record == event.record else one for one in submitter.judged)
            return replace(submitter, judged=changed)
        case SubmitterWarned():
            return replace(submitter, status="warned", warned_at=event.at, reason=event.reason)
        case SubmitterSuspended():
            return replace(
                submitter,
                status="suspended",
                suspended_until=event.until,
                suspensions=submitter.suspensions + 1,
                reason=event.reason,
                intention=event.intention,
            )
        case SuspensionLifted():
            return replace(submitter, status="warned", suspended_until=None, reason=event.reason)
        case FlaggerRecognised():
            return replace(submitter, flagger=event.flagger)
        case FlaggerEnded():
            return replace(submitter, flagger=None)


def know(name: str, account: str | None = None, *, at: dt.datetime) -> tuple[SubmitterEvent, ...]:
    """Begin a record."""
    return (SubmitterKnown(at=at, by="system", submitter=name, account=account),)


def judge(
    submitter: Submitter, what: What, record: str, result: Result, gravity: int = 1, *, at: dt.datetime, by: str
) -> tuple[SubmitterEvent, ...]:
    """Put down what became of a notice or appeal; the last word on a record counts."""
    if not 1 <= gravity <= 4:
        raise InvalidError([Fault("gravity", "is 1 to 4")])
    known = next((one for one in submitter.judged if one.record == record), None)
    if known is not None and (known.result, known.gravity) == (result, gravity):
        return ()
    return (SubmissionJudged(at=at, by=by, what=what, record=record, result=result, gravity=gravity),)


def reverse(submitter: Submitter, record: str, result: Result, *, at: dt.datetime, by: str) -> tuple[SubmitterEvent, ...]:
    """The decision on a record was overturned; nothing where none was on file."""
    known = next((one for one in submitter.judged if one.record == record), None)
    return (JudgementReversed(at=at, by=by, record=record, result=result),) if known and known.result != result else ()


def recognise(submitter: Submitter, flagger: Flagger, *, at: dt.datetime, by: Actor) -> tuple[SubmitterEvent, ...]:
    """Enter somebody as trusted flagger, as the list of the Commission has it (Art. 22(5))."""
    if by.is_automatic:
        raise ForbiddenError("needs_a_person", "a person looks them up in the list")
    if submitter.flagger == flagger:
        raise ConflictError("flagger_known", "they are on the list already")
    faults = []
    if not flagger.expertise:
        faults.append(Fault("expertise", "name the kinds of notice it was awarded for"))
    if not (len(flagger.awarded_by) == 2 and flagger.awarded_by.isupper()):
        faults.append(Fault("awarded_by", "is no country: `DE`"))
    if faults:
        raise InvalidError(faults)
    return (FlaggerRecognised(at=at, by=by.id, flagger=flagger),)


def end_flagger(submitter: Submitter, reason: Text, *, at: dt.datetime, by: str) -> tuple[SubmitterEvent, ...]:
    """The status ended or is under investigation (Art. 22(6) and (7))."""
    if submitter.flagger is None:
        raise ConflictError("no_flagger", "they are no trusted flagger")
    if not reason.get("en", "").strip():
        raise InvalidError([Fault("reason", "say why, in `en` at least")])
    return (FlaggerEnded(at=at, by=by, reason=reason),)
