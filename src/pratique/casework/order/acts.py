"""What can be done with an order, by whom and when. Every act gives events or raises a RefusalError that says why."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.casework import statutory
from pratique.casework.deadline import Deadline
from pratique.casework.order import events as e
from pratique.casework.order.events import Effect, OrderEvent
from pratique.casework.order.filing import OrderFiling, OrderKind, defects
from pratique.casework.order.state import AuthorityOrder
from pratique.casework.subject import Subject
from pratique.casework.workdays import MEMBER_STATES
from pratique.facts.concept import Text


def deadline_for(kind: OrderKind, country: str) -> Deadline:
    """How long there is to give effect. Outside the Union: two working days there, a target of the house but for Australia's pledge."""
    if kind == "product_safety":
        return statutory.ORDER_SAFETY
    if country == "EU" or country in MEMBER_STATES:
        return statutory.ORDER_UNION
    if country == "AU":
        return statutory.ORDER_AUSTRALIA
    return Deadline(f"order-{country.lower()}", 2, "working_days", country, "house target where no time was read in the law", "house")


def receive(
    filing: OrderFiling,
    subjects: tuple[Subject, ...],
    markets: tuple[str, ...],
    *,
    order: str,
    contact: str | None = None,
    channel: str | None = None,
    account: str | None = None,
    at: dt.datetime,
    by: str,
) -> tuple[OrderEvent, ...]:
    """Take an order in. `filing` was checked, `markets` is its scope. The clock is the law's, or the order's own where that is shorter."""
    deadline = deadline_for(filing.kind, filing.authority.country)
    due_at = deadline.due(at)
    own = filing.due_at is not None and filing.due_at < due_at
    return (
        e.OrderReceived(
            at=at,
            by=by,
            order=order,
            about=filing.kind,
            authority=filing.authority,
            reference=filing.reference.strip(),
            subjects=subjects,
            instruction="inform" if filing.kind == "information" else filing.instruction,
            legal_basis=filing.legal_basis.strip(),
            reasons=filing.reasons.strip(),
            redress=filing.redress.strip(),
            report_to=(filing.report_to or filing.authority.name).strip(),
            markets=markets,
            identical=filing.identical if filing.identical and not filing.identical.is_empty else None,
            language=filing.language,
            defects=tuple(fault.field for fault in defects(filing)),
            contact=contact,
            silent_until=filing.silent_until,
            channel=channel,
            account=account,
            deadline="order-own" if own else deadline.id,
            due_at=filing.due_at.astimezone(dt.UTC) if own and filing.due_at else due_at,
        ),
    )


def authenticate(order: AuthorityOrder, how: str, *, at: dt.datetime, by: str) -> tuple[OrderEvent, ...]:
    """Say how it was made sure that the order is theirs."""
    if order.status != "received":
        raise _not_now(order, "authenticated")
    if not how.strip():
        raise InvalidError([Fault("how", "say how you made sure that it is theirs")])
    return (e.OrderAuthenticated(at=at, by=by, how=how.strip()),)


def reject(order: AuthorityOrder, reason: Text, *, at: dt.datetime, by: str) -> tuple[OrderEvent, ...]:
    """Say that it is no order; whoever sent it is told why."""
    if order.status not in ("received", "authenticated") or order.effects:
        raise _not_now(order, "rejected")
    _needs_reason(reason)
    return (e.OrderRejected(at=at, by=by, reason=reason),)


def query(order: AuthorityOrder, *, at: dt.datetime, by: str) -> tuple[OrderEvent, ...]:
    """Ask the authority for what is missing. The clock runs on: the law gives no other."""
    _must_be_open(order)
    fields = tuple(name for name in order.defects if name not in order.queried)
    if not fields:
        raise ConflictError("nothing_to_ask", "nothing is missing, or it was asked already")
    return (e.OrderQueried(at=at, by=by, fields=fields),)


def complete(
    order: AuthorityOrder, fields: Sequence[str], *, legal_basis: str | None = None, reasons: str | None = None, redress: str | None = None,
    at: dt.datetime, by: str,
) -> tuple[OrderEvent, ...]:  # fmt: skip
    """Put down what the authority sent afterwards."""
    _must_be_open(order)
    strange = [name for name in fields if name not in order.defects]
    if strange or not fields:
        raise InvalidError([Fault("fields", f"missing were: {', '.join(order.defects) or 'none'}")])
    given = {"legal_basis": legal_basis, "reasons": reasons, "redress": redress}
    empty = [Fault(name, "give it") for name in fields if name in given and not (given[name] or "").strip()]
    if empty:
        raise InvalidError(empty)
    return (e.OrderCompleted(at=at, by=by, fields=tuple(fields), legal_basis=legal_basis, reasons=reasons, redress=redress),)


def find_identical(
    order: AuthorityOrder,
    found: Mapping[str, Sequence[Subject]],
    compared: int,
    why: Mapping[str, str] | None = None,
    *,
    at: dt.datetime,
    by: str,
) -> tuple[OrderEvent, ...]:
    """Take in listings of the same product, by what they were recognised; those known already are left out.

    `why` says of each subject what agrees.

    The search itself is on record, also where it finds nothing.
    """
    _must_be_authentic(order)
    if order.identical is None:
        raise ConflictError("no_identical_scope", "the order does not extend to identical content")
    if at.date() > order.identical.until:
        raise ConflictError("period_over", f"the search ended with {order.identical.until}")
    known = set(order.keys)
    events: list[OrderEvent] = [e.IdenticalSearched(at=at, by=by, compared=compared)]
    for by_what, subjects in found.items():
        new = tuple({one.key: one for one in subjects if one.key not in known}.values())
        known |= {one.key for one in new}
        said = {one.key: why[one.key] for one in new if why and one.key in why}
        events += [e.IdenticalFound(at=at, by=by, subjects=new, by_what=by_what, why=said)] if new else []
    return tuple(events)


def give_effect(order: AuthorityOrder, effect: Effect, *, at: dt.datetime, by: str) -> tuple[OrderEvent, ...]:
    """Say what was done about one subject. What was not done needs the reason that the authority will read."""
    must_take_effect(order, effect.subject)
    if effect.is_done and effect.restriction == "none":
        raise InvalidError([Fault("restriction", "say what was done")])
    if effect.is_done and effect.restriction != "information" and effect.action is None:
        raise InvalidError([Fault("action", "name the enforcement action that stands for it")])
    if not effect.is_done:
        _needs_reason(effect.reason)
    return (e.EffectGiven(at=at, by=by, effect=effect),)


def must_take_effect(order: AuthorityOrder, subject: str) -> None:
    """Raises ConflictError unless effect may be given to a subject now."""
    _must_be_authentic(order)
    if subject not in order.open_subjects:
        raise ConflictError("already_effected", f"`{subject}` is none of the subjects to which effect is still to be given")


def report(order: AuthorityOrder, *, at: dt.datetime, by: str) -> tuple[OrderEvent, ...]:
    """Tell the authority if and when effect was given, for all it has not heard of yet."""
    _must_be_authentic(order)
    if order.open_subjects or not order.effects:
        raise ConflictError("effect_missing", f"effect is still to be given to {', '.join(order.open_subjects) or 'all of it'}")
    if not order.not_reported:
        raise ConflictError("already_reported", "the authority has heard of everything")
    return (e.EffectReported(at=at, by=by, to=order.report_to, subjects=order.not_reported),)


def inform_trader(order: AuthorityOrder, trader: str, *, at: dt.datetime, by: str) -> tuple[OrderEvent, ...]:
    """Tell the trader: reasons, scope, redress; not before the time the order sets for that (Art. 9(5))."""
    if trader not in order.traders_to_inform:
        raise ConflictError("nothing_to_tell", f"there is nothing to tell `{trader}`, or they were told already")
    if order.silent_until is not None and at < order.silent_until:
        raise ConflictError("silent", f"the order forbids telling before {order.silent_until:%Y-%m-%d %H:%M} UTC")
    return (e.OrderTraderInformed(at=at, by=by, trader=trader),)


def lift(
    order: AuthorityOrder, why: Literal["withdrawn", "annulled", "expired"], reference: str = "", *, at: dt.datetime, by: str
) -> tuple[OrderEvent, ...]:
    """The order no longer stands; what was done because of it is to be undone."""
    if order.status in ("received", "rejected", "lifted") or order.lifted is not None:
        raise _not_now(order, "lifted")
    return (e.OrderLifted(at=at, by=by, why=why, reference=reference),)


def undo(order: AuthorityOrder, subject: str, *, at: dt.datetime, by: str) -> tuple[OrderEvent, ...]:
    """Say that what was done about one subject was undone; with the last, the order closes."""
    if subject not in order.to_undo:
        raise ConflictError("nothing_to_undo", f"nothing stands on `{subject}` because of this order")
    last = len(order.to_undo) == 1
    return (e.EffectUndone(at=at, by=by, subject=subject), *((e.OrderClosed(at=at, by="system"),) if last else ()))


def close(order: AuthorityOrder, *, at: dt.datetime, by: str) -> tuple[OrderEvent, ...]:
    """End it, once nothing is left to do."""
    if order.status == "lifted" and not order.to_undo:
        return (e.OrderClosed(at=at, by=by),)
    if order.status != "reported":
        raise _not_now(order, "closed")
    if order.traders_to_inform:
        raise ConflictError("traders_not_told", f"not told yet: {', '.join(order.traders_to_inform)}")
    if order.identical is not None and at.date() <= order.identical.until:
        raise ConflictError("period_runs", f"identical listings are looked for until {order.identical.until}")
    return (e.OrderClosed(at=at, by=by),)


def run_out(order: AuthorityOrder, *, at: dt.datetime) -> tuple[OrderEvent, ...]:
    """Every clock that ran out by now, once each."""
    return tuple(
        e.OrderOverdue(at=at, by="system", deadline=name, due_at=due)
        for name, due in order.clocks
        if at >= due and name not in order.overdue
    )


def _must_be_open(order: AuthorityOrder) -> None:
    if order.status in ("rejected", "closed", "lifted"):
        raise _not_now(order, "changed")


def _must_be_authentic(order: AuthorityOrder) -> None:
    if order.status not in ("authenticated", "effected", "reported"):
        raise _not_now(order, "carried out", "authenticate it first" if order.status == "received" else "")


def _needs_reason(reason: Text) -> None:
    if not reason.get("en", "").strip():
        raise InvalidError([Fault("reason", "say why, in `en` at least")])


def _not_now(order: AuthorityOrder, word: str, hint: str = "") -> ConflictError:
    return ConflictError(f"order_{order.status}", f"an order that is {order.status} cannot be {word}", hint)
