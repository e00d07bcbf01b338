"""The counter-notice: the trader contests, the rights holder hears of it, and unless somebody goes to court the listing comes back.

Clocks and contents are those of the law the right lies under; see `casework.rights.regime`.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Literal

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.casework.notice import events as e
from pratique.casework.notice.events import NoticeEvent
from pratique.casework.notice.state import Counter, Notice
from pratique.casework.rights.regime import check_counter, regime, regime_for, window
from pratique.facts.concept import Text


def contest(
    notice: Notice,
    trader: str,
    subjects: Sequence[str],
    given: Collection[str],
    *,
    content: str,
    jurisdictions: Collection[str],
    at: dt.datetime,
    by: str,
) -> tuple[NoticeEvent, ...]:
    """File a counter-notice. `given` names what it confirms or gives (`Regime.needs`); `content` is where its words lie in the vault;
    `jurisdictions` are those whose law the right lies under.

    Raises ConflictError where nothing can be contested, InvalidError with everything the law wants and it lacks.
    """
    if notice.kind != "intellectual_property":
        raise ConflictError("no_counter_notice", "only a notice on a right is contested so", "appeal against the decision instead")
    if notice.counter is not None:
        raise ConflictError("already_contested", "there is a counter-notice already")
    if notice.status not in ("decided", "informed") or not notice.restrictions:
        raise ConflictError("nothing_to_contest", "nothing was done on this notice that could be undone")
    law = regime_for(jurisdictions, notice.right_kind)
    own = {subject.key for subject in notice.subjects if subject.trader == trader}
    restricted = {one.subject for one in notice.restrictions}
    strange = [key for key in subjects if key not in own or key not in restricted]
    if strange or not subjects:
        known = ", ".join(sorted(own & restricted)) or "none"
        raise InvalidError([Fault("subjects", f"name what was restricted and is yours: {known}")])
    check_counter(law, given)
    return (e.CounterNoticed(at=at, by=by, regime=law.id, trader=trader, subjects=tuple(sorted(set(subjects))), content=content),)


def forward(notice: Notice, *, at: dt.datetime, by: str) -> tuple[NoticeEvent, ...]:
    """It reached the rights holder, who is told in the same breath when the listing comes back."""
    counter = _running(notice)
    if counter.forwarded_at is not None:
        raise ConflictError("already_forwarded", "the rights holder has it already")
    earliest, latest = window(regime(counter.regime), notice.received_at, counter.received_at, at)
    return (e.CounterForwarded(at=at, by=by, earliest=earliest, latest=latest),)


def suit(notice: Notice, court: str, reference: str, *, at: dt.datetime, by: str) -> tuple[NoticeEvent, ...]:
    """The rights holder shows that a court or authority was called upon; the restriction stays."""
    counter = _running(notice)
    faults = [Fault(name, "say which") for name, text in (("court", court), ("reference", reference)) if not text.strip()]
    if faults:
        raise InvalidError(faults)
    if counter.suit is not None:
        raise ConflictError("already_shown", "a suit was shown already")
    return (e.SuitNoticed(at=at, by=by, court=court.strip(), reference=reference.strip()),)


def settle(
    notice: Notice, result: Literal["restored", "kept"], reason: Text, *, agreed: bool = False, at: dt.datetime, by: str
) -> tuple[NoticeEvent, ...]:
    """End it. Restored not before the wait is over, unless the rights holder agreed; kept only because of a suit. Closes the notice."""
    counter = _running(notice)
    if not reason.get("en", "").strip():
        raise InvalidError([Fault("reason", "say why, in `en` at least")])
    if counter.forwarded_at is None or counter.earliest is None:
        raise ConflictError("not_forwarded", "the rights holder has not heard of it", "forward it first")
    if result == "kept" and counter.suit is None:
        raise ConflictError("no_suit", "it is kept only where somebody went to court", "restore it when the wait is over")
    if result == "kept" and agreed:
        raise InvalidError([Fault("agreed", "a rights holder who takes the notice back agrees to restoring")])
    if agreed:
        return (e.CounterSettled(at=at, by=by, result=result, reason=reason, agreed=True), *_close(notice, at))
    if result == "restored" and counter.suit is not None:
        raise ConflictError("suit_pending", "a court or authority was called upon", "keep it, or wait for its decision")
    if result == "restored" and at < counter.earliest:
        raise ConflictError("too_early", f"the rights holder may go to court until {counter.earliest:%Y-%m-%d %H:%M} UTC")
    return (e.CounterSettled(at=at, by=by, result=result, reason=reason), *_close(notice, at))


def let_stand(notice: Notice, *, at: dt.datetime, by: str) -> tuple[NoticeEvent, ...]:
    """Close a notice on a right that nobody contested in time."""
    if notice.status != "informed" or notice.counter is not None:
        raise ConflictError(f"notice_{notice.status}", "only an answered notice that nobody contested is left to stand")
    return (e.NoticeClosed(at=at, by=by),)


def is_ripe(notice: Notice, at: dt.datetime) -> bool:
    """Whether the wait is over and nobody went to court: it is to be restored now."""
    counter = notice.counter
    return (
        notice.status == "contested"
        and counter is not None
        and counter.suit is None
        and counter.earliest is not None
        and at >= counter.earliest
    )


def _running(notice: Notice) -> Counter:
    if notice.status != "contested" or notice.counter is None:
        raise ConflictError("not_contested", "there is no counter-notice under way")
    return notice.counter


def _close(notice: Notice, at: dt.datetime) -> tuple[NoticeEvent, ...]:
    both = notice.notifier_informed_at is not None and set(notice.traders) <= set(notice.traders_informed)
    return (e.NoticeClosed(at=at, by="system"),) if both else ()
