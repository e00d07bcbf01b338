"""What can be done with a notice, by whom and when. Every act gives events or raises a RefusalError that says why."""

import datetime as dt
from collections.abc import Collection, Sequence

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.casework.deadline import Deadline
from pratique.casework.notice import events as e
from pratique.casework.notice.clock import due, priority
from pratique.casework.notice.events import NoticeEvent, Outcome, SubmitterKind
from pratique.casework.notice.filing import Filing
from pratique.casework.notice.state import Notice
from pratique.casework.rights.right import RightKind
from pratique.casework.subject import Subject

OPEN = ("received", "acknowledged", "assessed")
"""Statuses in which it waits for a decision."""


def receive(
    filing: Filing,
    subjects: tuple[Subject, ...],
    *,
    notice: str,
    content: str,
    submitter: str,
    submitter_kind: SubmitterKind,
    jurisdictions: Collection[str],
    earlier: Sequence[Notice] = (),
    right_kind: RightKind | None = None,
    holder: str | None = None,
    secret_hash: str | None = None,
    can_be_reached: bool,
    at: dt.datetime,
    by: str,
) -> tuple[NoticeEvent, ...]:
    """Receipt, its confirmation in the same breath (Art. 16(4)), and links to what the same notifier sent before on the same subjects.

    `filing` was checked; `subjects` are its subjects with their traders; `earlier` are notices of the same submitter.
    """
    deadline, due_at = due(filing.kind, submitter_kind, jurisdictions, at, right_kind or filing.right_kind)
    received = e.NoticeReceived(
        at=at,
        by=by,
        notice=notice,
        about=filing.kind,
        subjects=subjects,
        content=content,
        submitter=submitter,
        submitter_kind=submitter_kind,
        can_be_reached=can_be_reached,
        channel=filing.channel,
        markets=filing.markets or None,
        law_named=filing.law is not None,
        offence_against_children=filing.sexual_offence_against_children,
        right=filing.right,
        right_kind=right_kind or filing.right_kind,
        holder=holder,
        language=filing.language,
        priority=priority(filing.kind, submitter_kind, offence_against_children=filing.sexual_offence_against_children),
        deadline=deadline.id,
        due_at=due_at,
        secret_hash=secret_hash,
    )
    keys = {subject.key for subject in subjects}
    links = [one.id for one in earlier if one.submitter == submitter and one.kind == filing.kind and keys & set(one.keys)]
    return (
        received,
        e.NoticeAcknowledged(at=at, by="system", by_message=can_be_reached),
        *(e.NoticeLinked(at=at, by="system", earlier=name) for name in dict.fromkeys(links)),
    )


def assess(notice: Notice, *, gives_knowledge: bool, note: str = "", at: dt.datetime, by: Actor) -> tuple[NoticeEvent, ...]:
    """Say whether the illegality shows without a detailed legal examination (Art. 16(3)); from then on the platform knows."""
    if notice.status != "acknowledged":
        raise _not_now(notice, "assessed", "only a notice that waits for it is assessed")
    return (e.NoticeAssessed(at=at, by=by.id, gives_knowledge=gives_knowledge, note=note),)


def decide(
    notice: Notice,
    outcomes: Sequence[Outcome],
    *,
    automation: e.Automation,
    is_manifestly_unfounded: bool = False,
    at: dt.datetime,
    by: Actor,
) -> tuple[NoticeEvent, ...]:
    """Give every subject, in every market the notice names, one outcome with its ground and reason.

    Raises InvalidError for what is left out, said twice or said without a reason; ConflictError where it is decided already.
    """
    if notice.status not in OPEN:
        raise _not_now(notice, "decided", "an appeal or a counter-notice changes a decision")
    if by.id in notice.not_by:
        raise ConflictError("decided_before", "you decided this notice before", "somebody else looks at it now")
    if by.is_automatic and automation != "full":
        raise InvalidError([Fault("automation", "no person decided: say `full`")])
    if not by.is_automatic and automation == "full":
        raise InvalidError([Fault("automation", "a person decided: say `none` or `assisted`")])
    faults = [*_coverage(notice, outcomes), *_reasons(outcomes)]
    if is_manifestly_unfounded and any(one.restriction != "none" for one in outcomes):
        faults.append(Fault("is_manifestly_unfounded", "something is done about it, so it is not unfounded"))
    if is_manifestly_unfounded and by.is_automatic:
        faults.append(Fault("is_manifestly_unfounded", "only a person says so, since it counts against the notifier"))
    if faults:
        raise InvalidError(faults)
    every = (*notice.outcomes, *outcomes)
    return (e.NoticeDecided(at=at, by=by.id, outcomes=every, automation=automation, is_manifestly_unfounded=is_manifestly_unfounded),)


def act(notice: Notice, outcome: Outcome, action: str, *, at: dt.datetime, by: str) -> tuple[NoticeEvent, ...]:
    """Put the enforcement action beside the outcome it carries out."""
    if outcome not in notice.not_yet_acted:
        raise ConflictError("already_acted", f"nothing is left to do on `{outcome.subject}`")
    return (e.NoticeActed(at=at, by=by, subject=outcome.subject, markets=outcome.markets, action=action),)


def inform_notifier(notice: Notice, *, at: dt.datetime, by: str) -> tuple[NoticeEvent, ...]:
    """Tell the notifier the outcome (Art. 16(5)): by message where there is an address, else it waits under reference and secret."""
    _may_inform(notice)
    if notice.notifier_informed_at is not None:
        raise ConflictError("already_informed", "the notifier was told already")
    return (e.NotifierInformed(at=at, by=by, by_message=notice.can_be_reached), *_closing(notice, at, notifier=True))


def inform_trader(notice: Notice, trader: str, *, at: dt.datetime, by: str) -> tuple[NoticeEvent, ...]:
    """Tell one of the traders."""
    _may_inform(notice)
    if trader not in notice.traders:
        raise ConflictError("not_their_listing", f"none of the subjects is of the trader `{trader}`")
    if trader in notice.traders_informed:
        raise ConflictError("already_informed", "the trader was told already")
    return (e.TraderInformed(at=at, by=by, trader=trader), *_closing(notice, at, trader=trader))


def withdraw(notice: Notice, *, at: dt.datetime, by: str) -> tuple[NoticeEvent, ...]:
    """The notifier takes it back; what is unsafe may still be looked at, as a case of our own."""
    if notice.status not in OPEN:
        raise _not_now(notice, "withdrawn", "it is decided; write to us where the decision rests on an error of yours")
    return (e.NoticeWithdrawn(at=at, by=by),)


def reopen(notice: Notice, because_of: str, deadline: Deadline, *, at: dt.datetime, by: str) -> tuple[NoticeEvent, ...]:
    """An appeal of the notifier was right: what nothing was done about is decided anew, and not by the same person.

    Raises ConflictError where it is not decided, or everything was acted upon.
    """
    if notice.decided_at is None or notice.status == "contested":
        raise _not_now(notice, "opened again", "only a decided one is")
    if all(one.restriction != "none" for one in notice.outcomes):
        raise ConflictError("all_acted_upon", "something was done about all of it", "nothing is left to decide")
    return (e.NoticeReopened(at=at, by=by, because_of=because_of, deadline=deadline.id, due_at=deadline.due(at)),)


def run_out(notice: Notice, *, at: dt.datetime) -> tuple[NoticeEvent, ...]:
    """The clock that ran out by now, once each; nothing where none did."""
    clock = notice.next_clock
    if clock is None or at < clock[1] or clock[0] in notice.overdue:
        return ()
    return (e.NoticeOverdue(at=at, by="system", deadline=clock[0], due_at=clock[1]),)


def _coverage(notice: Notice, outcomes: Sequence[Outcome]) -> list[Fault]:
    """Every subject and market exactly once."""
    faults = []
    seen: dict[tuple[str, str | None], int] = {}
    settled = {(one.subject, market) for one in notice.outcomes for market in one.markets or (None,)}
    known, markets = set(notice.keys), set(notice.markets or ())
    for number, one in enumerate(outcomes):
        where = f"outcomes.{number}"
        if one.subject not in known:
            faults.append(Fault(f"{where}.subject", f"`{one.subject}` is none of the subjects of this notice"))
        if notice.markets is not None and not one.markets:
            faults.append(Fault(f"{where}.markets", f"say for which of {', '.join(sorted(markets))}"))
        strange = set(one.markets) - markets if notice.markets is not None else set()
        if strange:
            faults.append(Fault(f"{where}.markets", f"the notice does not name {', '.join(sorted(strange))}"))
        for market in one.markets or (None,):
            if (one.subject, market) in settled:
                faults.append(Fault(where, f"`{one.subject}`{f' in {market}' if market else ''} was acted upon already"))
            before = seen.setdefault((one.subject, market), number)
            if before != number:
                faults.append(Fault(where, f"`{one.subject}`{f' in {market}' if market else ''} has an outcome at {before} already"))
        if len(set(one.markets)) < len(one.markets):
            faults.append(Fault(f"{where}.markets", "names a market twice"))
    for subject in notice.keys:
        covered = {market for name, market in (*seen, *settled) if name == subject}
        left = markets - covered if notice.markets is not None else (set() if covered else {"everywhere"})
        if None in covered and covered != {None}:
            faults.append(Fault("outcomes", f"`{subject}` has an outcome for everywhere and one for a market: which counts there?"))
        if left:
            faults.append(Fault("outcomes", f"`{subject}` has no outcome for {', '.join(sorted(str(one) for one in left))}"))
    return faults


def _reasons(outcomes: Sequence[Outcome]) -> list[Fault]:
    faults = []
    for number, one in enumerate(outcomes):
        if not one.ground.strip():
            faults.append(Fault(f"outcomes.{number}.ground", "name the law or the rule of the house"))
        if not one.reason.get("en", "").strip():
            faults.append(Fault(f"outcomes.{number}.reason", "say why, in `en` at least"))
    return faults


def _may_inform(notice: Notice) -> None:
    if notice.decided_at is None:
        raise _not_now(notice, "answered", "decide it first")
    if notice.not_yet_acted:
        left = ", ".join(sorted({one.subject for one in notice.not_yet_acted}))
        raise ConflictError("not_yet_acted", f"the decision is not yet carried out on {left}", "nobody is told what was not done")


def _closing(notice: Notice, at: dt.datetime, *, notifier: bool = False, trader: str | None = None) -> tuple[NoticeEvent, ...]:
    """It closes when the last of both sides is told, where nothing was done that could be contested by counter-notice."""
    told = notifier or notice.notifier_informed_at is not None
    traders = {*notice.traders_informed, *((trader,) if trader else ())}
    done = told and set(notice.traders) <= traders
    settled = notice.counter is not None and notice.counter.result is not None
    contestable = notice.kind == "intellectual_property" and bool(notice.restrictions) and not settled
    return (e.NoticeClosed(at=at, by="system"),) if done and not contestable else ()


def _not_now(notice: Notice, word: str, hint: str) -> ConflictError:
    return ConflictError(f"notice_{notice.status}", f"a notice that is {notice.status} cannot be {word}", hint)
