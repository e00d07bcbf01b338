"""What can be done with a case. Each act checks, refuses with a reason, or gives the events."""

import datetime as dt
from collections.abc import Sequence

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.casework.case.events import (
    CaseClaimed,
    CaseCommented,
    CaseDecided,
    CaseEscalated,
    CaseEvent,
    CaseOpened,
    CaseSuperseded,
    ClaimReleased,
    Origin,
    Ruling,
    SecondAsked,
    SecondGiven,
)
from pratique.casework.case.queue import Queue
from pratique.casework.case.state import WAITING, Case

LOCK = dt.timedelta(minutes=20)
"""How long a claim holds without being renewed."""
LONGEST = 4000
SENIOR = ("senior_reviewer", "legal")


def open_case(
    name: str,
    origin: Origin,
    queue: Queue,
    *,
    subject_kind: str,
    subject: str,
    title: str,
    trader: str | None,
    channel: str | None,
    markets: Sequence[str],
    rules: Sequence[str],
    snapshot: str,
    language: str,
    risk: int,
    reach: int,
    at: dt.datetime,
    by: str,
    due_at: dt.datetime | None = None,
    decided_first: str = "",
) -> tuple[CaseEvent, ...]:
    """Put something before a person. `due_at` where a law or an order sets the time, else the queue's own."""
    if not markets:
        raise InvalidError([Fault("markets", "a case needs at least one market to decide for")])
    return (
        CaseOpened(
            at=at,
            by=by,
            case=name,
            origin=origin,
            subject_kind=subject_kind,
            subject=subject,
            title=title[:300],
            trader=trader,
            channel=channel,
            markets=tuple(sorted(set(markets))),
            rules=tuple(rules),
            snapshot=snapshot,
            language=language,
            queue=queue.id,
            risk=risk,
            reach=reach,
            due_at=due_at or at + dt.timedelta(hours=queue.hours),
            automatic=decided_first,
        ),
    )


def claim(case: Case, *, at: dt.datetime, by: Actor) -> tuple[CaseEvent, ...]:
    """Take the case. Raises ConflictError where somebody else holds it or nothing is left to do."""
    _must_wait(case)
    holder = case.holder(at)
    if holder is not None and holder != by.id:
        raise ConflictError(
            "claimed", f"somebody else works on the case `{case.id}`", "take another, or come back when the lock has run out"
        )
    _may_work(case, by)
    return (CaseClaimed(at=at, by=by.id, until=at + LOCK),)


def renew(case: Case, *, at: dt.datetime, by: Actor) -> tuple[CaseEvent, ...]:
    """Keep the lock for longer. Raises ConflictError where it is not theirs any more."""
    _must_hold(case, at, by)
    return (CaseClaimed(at=at, by=by.id, until=at + LOCK),)


def release(case: Case, *, at: dt.datetime, by: Actor) -> tuple[CaseEvent, ...]:
    """Give the case back."""
    _must_hold(case, at, by)
    return (ClaimReleased(at=at, by=by.id),)


def comment(text: str, *, at: dt.datetime, by: Actor) -> tuple[CaseEvent, ...]:
    """Add to the thread, whatever the state of the case."""
    _needs_words("text", text)
    return (CaseCommented(at=at, by=by.id, text=text),)


def escalate(case: Case, queue: Queue, reason: str, *, at: dt.datetime, by: Actor) -> tuple[CaseEvent, ...]:
    """Hand it up. Raises ConflictError without the lock, InvalidError without reason."""
    _must_wait(case)
    _must_hold(case, at, by)
    _needs_words("reason", reason)
    return (CaseEscalated(at=at, by=by.id, queue=queue.id, reason=reason),)


def decide(case: Case, rulings: Sequence[Ruling], *, at: dt.datetime, by: Actor, bulk: str = "") -> tuple[CaseEvent, ...]:
    """Decide for every market of the case, each once, with rule and reason.

    Needs the lock, but for a bulk act. A disputed or escalated case is decided by somebody senior who is none of the first two.
    """
    _must_wait(case)
    if case.status == "second_review":
        raise ConflictError("second_review", f"the case `{case.id}` waits for a second review", "give that instead")
    if bulk:
        holder = case.holder(at)
        if holder not in (None, by.id):
            raise ConflictError("claimed", f"somebody else works on the case `{case.id}`")
    else:
        _must_hold(case, at, by)
    _may_work(case, by)
    _must_cover(case, rulings)
    return (CaseDecided(at=at, by=by.id, rulings=tuple(rulings), bulk=bulk),)


def ask_second(case: Case, *, at: dt.datetime) -> tuple[CaseEvent, ...]:
    """Draw a decided case for a second, blind review."""
    if case.status != "decided" or case.second_by is not None:
        raise ConflictError("not_decided", f"the case `{case.id}` is not freshly decided ({case.status})")
    return (SecondAsked(at=at, by="system"),)


def second(case: Case, rulings: Sequence[Ruling], *, at: dt.datetime, by: Actor) -> tuple[CaseEvent, ...]:
    """Decide a second time. Raises ForbiddenError for whoever decided first; disagreement goes to somebody senior."""
    if case.status != "second_review":
        raise ConflictError("no_second", f"the case `{case.id}` waits for no second review ({case.status})")
    _must_hold(case, at, by)
    _may_work(case, by)
    _must_cover(case, rulings)
    agrees = all(case.verdict(market) == ruling.verdict for ruling in rulings for market in ruling.markets)
    return (SecondGiven(at=at, by=by.id, rulings=tuple(rulings), agrees=agrees),)


def supersede(case: Case, reason: str, *, at: dt.datetime, by: str) -> tuple[CaseEvent, ...]:
    """Nothing is left to decide; nothing where it was decided before."""
    return (CaseSuperseded(at=at, by=by, reason=reason),) if case.status in ("open", "escalated") else ()


def _must_wait(case: Case) -> None:
    if case.status not in WAITING:
        raise ConflictError("decided_already", f"the case `{case.id}` needs nobody any more ({case.status})")


def _must_hold(case: Case, at: dt.datetime, by: Actor) -> None:
    if case.holder(at) != by.id:
        raise ConflictError("not_claimed", f"the case `{case.id}` is not yours now", "claim it first; a lock holds for twenty minutes")


def _may_work(case: Case, by: Actor) -> None:
    if by.is_automatic:
        raise ForbiddenError("needs_a_person", "a case is decided by a person")
    if case.status == "second_review" and by.id == case.decided_by:
        raise ForbiddenError("decided_first", "you decided this case; the second review is for somebody else")
    if case.status in ("escalated", "disputed") and by.roles.isdisjoint(SENIOR):
        raise ForbiddenError("needs_senior", f"a case that is {case.status} is decided by one of: {', '.join(SENIOR)}")
    if case.status == "disputed" and by.id in (case.decided_by, case.second_by):
        raise ForbiddenError("decided_before", "you are one of the two who disagree")
    if case.origin.kind == "appeal" and case.automatic == by.id:
        raise ForbiddenError("decided_first", "you took the decision that is contested", "leave the appeal to somebody else")


def _must_cover(case: Case, rulings: Sequence[Ruling]) -> None:
    given = [market for ruling in rulings for market in ruling.markets]
    faults = [Fault("rulings", f"say what counts for {market}") for market in case.markets if market not in given]
    faults += [Fault("rulings", f"{market} is decided twice") for market in sorted({one for one in given if given.count(one) > 1})]
    faults += [Fault("rulings", f"the case is not about {market}") for market in sorted(set(given) - set(case.markets))]
    for number, ruling in enumerate(rulings):
        if not ruling.rule.strip():
            faults.append(Fault(f"rulings.{number}.rule", "name the rule by which it is decided"))
        if not ruling.reason.strip():
            faults.append(Fault(f"rulings.{number}.reason", "say why, in words the trader may read"))
        faults += [
            Fault(f"rulings.{number}.{name}", f"is over {LONGEST:,} characters")
            for name in ("reason", "note")
            if len(getattr(ruling, name)) > LONGEST
        ]
    if faults:
        raise InvalidError(faults)


def _needs_words(field: str, text: str) -> None:
    if not text.strip():
        raise InvalidError([Fault(field, "needs words")])
    if len(text) > LONGEST:
        raise InvalidError([Fault(field, f"is over {LONGEST:,} characters")])
