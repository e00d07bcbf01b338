"""What can be done with an action."""

import datetime as dt

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.enforcement.action.events import (
    ActionEvent,
    ActionExpired,
    ActionImposed,
    ActionLifted,
    ActionReversed,
    Cause,
    CauseAdded,
    CauseWithdrawn,
    ReasonsStated,
)
from pratique.enforcement.action.kinds import KINDS, NATURES, ActionKind
from pratique.enforcement.action.state import Action


def impose(
    name: str,
    kind: ActionKind,
    *,
    subject_kind: str,
    subject: str,
    trader: str | None,
    channel: str | None,
    markets: tuple[str, ...] | None,
    until: dt.datetime | None,
    cause: Cause,
    at: dt.datetime,
    by: str,
) -> tuple[ActionEvent, ...]:
    """Take an action. Raises InvalidError for one without reason, subject or time."""
    faults = []
    if kind not in KINDS:
        faults.append(Fault("kind", f"there is no action `{kind}`; known: {', '.join(KINDS)}"))
    elif NATURES[kind].of_trader and subject_kind != "trader":
        faults.append(Fault("subject_kind", f"`{kind}` is done to a trader, not to a {subject_kind}"))
    if not cause.id.strip():
        faults.append(Fault("cause", "an action needs what it goes back to"))
    if not cause.rules and not cause.note.strip():
        faults.append(Fault("cause", "an action needs a reason: a rule that was broken, or words of whoever decided"))
    if not subject.strip():
        faults.append(Fault("subject", "an action needs somebody or something it is done to"))
    if markets is not None and not markets:
        faults.append(Fault("markets", "name at least one market, or none at all for all of them"))
    if until is not None and until <= at:
        faults.append(Fault("until", "lies in the past"))
    if faults:
        raise InvalidError(faults)
    where = tuple(sorted(set(markets))) if markets is not None else None
    return (
        ActionImposed(
            at=at,
            by=by,
            action=name,
            what=kind,
            subject_kind=subject_kind,
            subject=subject,
            trader=trader,
            channel=channel,
            markets=where,
            until=until,
            cause=cause,
        ),
    )


def add_cause(action: Action, cause: Cause, *, at: dt.datetime, by: str) -> tuple[ActionEvent, ...]:
    """Something else asks for an action that holds already: it is not done twice. Nothing where this cause is known."""
    _must_hold(action)
    if any((known.kind, known.id) == (cause.kind, cause.id) for known in action.causes):
        return ()
    return (CauseAdded(at=at, by=by, cause=cause),)


def state_reasons(action: Action, statement: str, *, at: dt.datetime, by: str) -> tuple[ActionEvent, ...]:
    """Put down that the trader was told why."""
    return (ReasonsStated(at=at, by=by, statement=statement),) if statement not in action.statements else ()


def expire(action: Action, *, at: dt.datetime) -> tuple[ActionEvent, ...]:
    """End what has run out; nothing where its time is not over, or it has ended before."""
    if action.status != "in_effect" or action.until is None or at < action.until:
        return ()
    return (ActionExpired(at=at, by="system"),)


def lift(action: Action, reason: str, *, at: dt.datetime, by: str) -> tuple[ActionEvent, ...]:
    """End it before its time. Raises ConflictError where it has ended, InvalidError without reason."""
    _must_hold(action)
    if not reason.strip():
        raise InvalidError([Fault("reason", "say why it is lifted")])
    return (ActionLifted(at=at, by=by, reason=reason),)


def reverse(action: Action, reason: str, because_of: str, *, at: dt.datetime, by: str) -> tuple[ActionEvent, ...]:
    """Undo it as if it had never been; also one that has run out or was lifted. Raises ConflictError where it is reversed already."""
    if action.status == "reversed":
        raise ConflictError("reversed_already", f"the action `{action.id}` was reversed already")
    if not reason.strip():
        raise InvalidError([Fault("reason", "say why it is reversed")])
    return (ActionReversed(at=at, by=by, reason=reason, because_of=because_of),)


def withdraw_cause(action: Action, cause: str, reason: str, *, at: dt.datetime, by: str) -> tuple[ActionEvent, ...]:
    """One cause fell away, by an appeal say: with others left the action goes on; the last one takes it along.

    Raises ConflictError where the action does not go back to this cause or was reversed already, InvalidError without reason.
    """
    others = [known for known in action.causes if known.id != cause]
    if len(others) == len(action.causes):
        raise ConflictError("other_cause", f"the action `{action.id}` does not go back to `{cause}`")
    undoing = reverse(action, reason, cause, at=at, by=by)
    return (CauseWithdrawn(at=at, by=by, cause=cause, reason=reason),) if others else undoing


def _must_hold(action: Action) -> None:
    if action.status != "in_effect":
        raise ConflictError("ended", f"the action `{action.id}` has ended ({action.status})")
