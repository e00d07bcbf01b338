"""Who misuses notices and appeals, and what follows: a warning first, then a suspension (Regulation (EU) 2022/2065 Art. 23).

The numbers are a choice of the house: the law says "frequently" and "a reasonable period". A machine proposes and warns; a person suspends,
since each case is looked at by itself (Art. 23(3)).
"""

import datetime as dt

import msgspec

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.casework.submitter import Submitter, SubmitterEvent, SubmitterSuspended, SubmitterWarned, SuspensionLifted
from pratique.facts.concept import Text

Proposal = str
"""`none`, `warn` or `suspend`."""


class MisusePolicy(msgspec.Struct, frozen=True):
    """What counts as frequent; published in the terms of use (Art. 23(4))."""

    window_days: int = 90
    least_count: int = 5
    """Manifestly unfounded ones within the window."""
    least_share: float = 0.3
    """Of all that were decided within it."""
    grave_counts: int = 2
    """One of gravity 4 counts as so many."""
    suspension_days: tuple[int, ...] = (30, 90, 180)
    """Of the first, second, and every further suspension."""


HOUSE = MisusePolicy()


class Circumstances(msgspec.Struct, frozen=True):
    """What Art. 23(3) wants looked at, within the window that ends at a moment."""

    absolute: int
    """(a): manifestly unfounded notices and appeals."""
    total: int
    share: float
    """(b): their part of all that were decided, 0 to 1."""
    gravity: int
    """(c): of the gravest of them, 0 where there is none."""
    intention: bool
    """(d): found to be on purpose."""
    since_warning: int
    """Manifestly unfounded ones after the last warning."""
    proposal: Proposal


def circumstances(submitter: Submitter, at: dt.datetime, policy: MisusePolicy = HOUSE) -> Circumstances:
    """Look at a sender at a moment. Simply unfounded ones never count against anybody: to be wrong in good faith is no misuse."""
    start = at - dt.timedelta(days=policy.window_days)
    recent = [one for one in submitter.judged if start < one.at <= at]
    wrong = [one for one in recent if one.result == "manifestly_unfounded"]
    warned_at = submitter.warned_at
    after = [one for one in wrong if warned_at is not None and one.at > warned_at]
    weight = sum(policy.grave_counts if one.gravity >= 4 else 1 for one in wrong)
    share = len(wrong) / len(recent) if recent else 0.0
    is_frequent = weight >= policy.least_count and share >= policy.least_share
    proposal = "none"
    if is_frequent and not submitter.is_suspended(at):
        warned = warned_at is not None and warned_at > start
        proposal = ("suspend" if after else "none") if warned else "warn"
    gravity = max((one.gravity for one in wrong), default=0)
    return Circumstances(len(wrong), len(recent), share, gravity, submitter.intention, len(after), proposal)


def warn(submitter: Submitter, reason: Text, *, at: dt.datetime, by: str, policy: MisusePolicy = HOUSE) -> tuple[SubmitterEvent, ...]:
    """Tell them what will follow. Raises ConflictError where there is nothing to warn of, or they were warned already."""
    found = circumstances(submitter, at, policy)
    if found.proposal != "warn":
        raise ConflictError(
            "nothing_to_warn_of", f"{found.absolute} of {found.total} were manifestly unfounded; that is not frequent, or known"
        )
    _needs_reason(reason)
    return (SubmitterWarned(at=at, by=by, reason=reason),)


def suspend(
    submitter: Submitter, reason: Text, *, intention: bool = False, at: dt.datetime, by: Actor, policy: MisusePolicy = HOUSE
) -> tuple[SubmitterEvent, ...]:
    """Process nothing of theirs for a while: longer with each time. Only after a warning that did not help, and only by a person."""
    if by.is_automatic:
        raise ForbiddenError("needs_a_person", "a suspension is decided case by case, by a person (Art. 23(3))")
    found = circumstances(submitter, at, policy)
    if found.proposal != "suspend":
        hint = "warn them first" if found.proposal == "warn" else ""
        raise ConflictError("not_to_be_suspended", f"{found.absolute} of {found.total}, {found.since_warning} since the warning", hint)
    _needs_reason(reason)
    days = policy.suspension_days[min(submitter.suspensions, len(policy.suspension_days) - 1)]
    return (
        SubmitterSuspended(
            at=at, by=by.id, until=at + dt.timedelta(days=days), reason=reason, absolute=found.absolute, share=round(found.share, 4),
            gravity=found.gravity, intention=intention,
        ),
    )  # fmt: skip


def lift(submitter: Submitter, reason: Text, *, at: dt.datetime, by: Actor) -> tuple[SubmitterEvent, ...]:
    """End a suspension early."""
    if not submitter.is_suspended(at):
        raise ConflictError("not_suspended", "nothing is suspended")
    _needs_reason(reason)
    return (SuspensionLifted(at=at, by=by.id, reason=reason),)


def require_active(submitter: Submitter, at: dt.datetime) -> None:
    """Raises ForbiddenError while a suspension runs."""
    if submitter.is_suspended(at):
        assert submitter.suspended_until is not None  # noqa: S101 - for the type checker
        raise ForbiddenError(
            "processing_suspended",
            f"what you send is not processed until {submitter.suspended_until:%Y-%m-%d}, since too much of it was manifestly unfounded",
            "complain about the suspension if it is wrong; urgent danger can be told to the authorities",
        )


def _needs_reason(reason: Text) -> None:
    if not reason.get("en", "").strip():
        raise InvalidError([Fault("reason", "say why, in `en` at least")])
