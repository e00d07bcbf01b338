"""Orders of courts and authorities: taken in, carried out in time, reported back."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec
from psycopg.errors import UniqueViolation

from pratique.assembly.operations import cases, enforcement
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.identical import search
from pratique.assembly.operations.located import check_places, with_traders
from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ConflictError
from pratique.casework.case import Origin
from pratique.casework.order import acts
from pratique.casework.order.events import Effect, OrderEvent, OrderReceived
from pratique.casework.order.filing import Instruction, OrderFiling, check, scope
from pratique.casework.order.report import Report, report
from pratique.casework.order.state import AuthorityOrder, apply
from pratique.enforcement.action import Cause
from pratique.enforcement.action.kinds import ActionKind
from pratique.facts.concept import Text
from pratique.policy.model import Content
from pratique.store import vault
from pratique.store.outbox import publish
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, history, load
from pratique.store.transaction import Transaction

SEARCHED_EVERY = dt.timedelta(days=1)
"""How often listings of the same product are looked for while an order asks for it."""


def _columns(order: AuthorityOrder) -> dict[str, object]:
    waiting = [due for name, due in order.clocks if name not in order.overdue]
    return {
        "kind": order.kind,
        "authority": order.authority.name,
        "country": order.authority.country,
        "reference": order.reference,
        "account": order.account,
        "received_at": order.received_at,
        "due_at": min((due for _, due in order.clocks), default=None),
        "clock_at": min(waiting, default=None),
        "next_at": _next(order),
        "is_overdue": bool(order.overdue),
        "subjects": list(order.keys),
    }


def _next(order: AuthorityOrder) -> dt.datetime | None:
    """When something is to be done by itself: the next search, or telling a trader who could not be told before."""
    moments = []
    if order.is_searching and order.identical is not None:
        search_at = order.searched_at + SEARCHED_EVERY if order.searched_at else order.received_at
        moments += [search_at] if search_at.date() <= order.identical.until else []
    if order.silent_until is not None and order.traders_to_inform:
        moments.append(order.silent_until)
    return min(moments, default=None)


ORDERS = Kind("order", "authority_order", AuthorityOrder, OrderEvent, apply, _columns)


class OrderReceipt(msgspec.Struct, frozen=True):
    """Confirmation that an order arrived (Regulation (EU) 2022/2065 Art. 10(1) asks for it for information; we give it for all)."""

    order_id: str
    received_at: dt.datetime
    due_at: dt.datetime
    deadline: str
    scope: tuple[str, ...]
    missing_elements: tuple[str, ...]


def receive(tx: Transaction, actor: Actor, filing: OrderFiling, content: Content) -> OrderReceipt:
    """Take an order in, sent by the authority itself or put in by staff.

    Raises InvalidError for what is no order, ConflictError where this authority's file number is here already.
    """
    require(actor, "order.receive")
    subjects = check(filing)
    check_places(content, filing.markets, None)
    located, channel = with_traders(tx, subjects)
    union = tuple(sorted(code for code, market in content.markets.items() if "eu" in market.jurisdictions))
    contact = {key: value.strip() for key, value in (("name", filing.contact_name), ("email", filing.contact_email)) if value}
    name = tx.new_id("order")
    private = vault.keep(tx, f"authority:{name}", "order", contact) if contact else None
    events = acts.receive(
        filing, located, scope(filing, union), order=name, contact=private, channel=channel, account=actor.subject, at=tx.at, by=actor.id
    )
    try:
        order = append(tx, ORDERS, name, None, events).state
    except UniqueViolation:
        raise ConflictError(
            "order_known", f"there is an order {filing.reference} of {filing.authority.name} already", "look for it by its file number"
        ) from None
    _tell(tx, "order.received", order, due_at=order.due_at, defects=order.defects)
    cases.open_case(
        tx,
        content,
        Origin("order", name),
        subject_kind="order",
        subject=name,
        title=f"{order.reference}, {order.authority.name}",
        trader=None,
        channel=channel,
        markets=order.markets,
        rules=(),
        language=order.language,
        risk=4,
        due_at=order.due_at,
    )
    return OrderReceipt(name, tx.at, order.due_at, order.deadline, order.markets, order.defects)


def authenticate(tx: Transaction, actor: Actor, name: str, how: str) -> AuthorityOrder:
    """Say how it was made sure that it is theirs; from then on identical listings are looked for."""
    kept = _own(tx, actor, name)
    kept = append(tx, ORDERS, name, kept, acts.authenticate(kept.state, how, at=tx.at, by=actor.id))
    return find_identical(tx, kept).state if kept.state.is_searching else kept.state


def reject(tx: Transaction, actor: Actor, name: str, reason: Text) -> AuthorityOrder:
    """Say that it is no order."""
    kept = _own(tx, actor, name)
    kept = append(tx, ORDERS, name, kept, acts.reject(kept.state, reason, at=tx.at, by=actor.id))
    cases.close_of(tx, name, "it is no order", actor.id)
    _tell(tx, "order.rejected", kept.state, reason=reason)
    return kept.state


def query(tx: Transaction, actor: Actor, name: str) -> AuthorityOrder:
    """Ask the authority for what is missing."""
    kept = _own(tx, actor, name)
    kept = append(tx, ORDERS, name, kept, acts.query(kept.state, at=tx.at, by=actor.id))
    _tell(tx, "order.queried", kept.state, fields=kept.state.queried)
    return kept.state


def complete(tx: Transaction, actor: Actor, name: str, fields: Sequence[str], texts: dict[str, str | None]) -> AuthorityOrder:
    """Put down what the authority sent afterwards."""
    kept = _own(tx, actor, name)
    return append(tx, ORDERS, name, kept, acts.complete(kept.state, fields, at=tx.at, by=actor.id, **texts)).state


class EffectForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is done about one subject of an order."""

    subject: str
    is_done: bool = True
    restriction: ActionKind | Literal["information"] | None = None
    """Without it what the order says."""
    reason: Text = {}
    """For the authority; needed where nothing is done."""


def give_effect(tx: Transaction, actor: Actor, name: str, form: EffectForm, content: Content) -> AuthorityOrder:
    """Act on one subject, within the scope of the order.

    The trader is told at once, unless the order forbids it for now (Regulation (EU) 2022/2065 Art. 9(5)).
    """
    return _effected(tx, actor, _own(tx, actor, name), form, content).state


def give_effect_to_all(tx: Transaction, actor: Actor, name: str, content: Content) -> AuthorityOrder:
    """Act on everything that is still open, as the order says."""
    kept = _own(tx, actor, name)
    if not kept.state.open_subjects:
        raise ConflictError("already_effected", "nothing is left to act on")
    for key in kept.state.open_subjects:
        kept = _effected(tx, actor, kept, EffectForm(key), content)
    return kept.state


_MEANS: dict[Instruction, ActionKind | Literal["information"]] = {
    "remove": "remove", "disable": "disable", "warn": "label", "inform": "information",
}  # fmt: skip


def _effected(tx: Transaction, actor: Actor, kept: Kept[AuthorityOrder], form: EffectForm, content: Content) -> Kept[AuthorityOrder]:
    order = kept.state
    acts.must_take_effect(order, form.subject)
    what = form.restriction or _MEANS[order.instruction]
    action = None
    if form.is_done and what != "information":
        action = _act_on(tx, actor, content, order, form.subject, what)
    effect = Effect(form.subject, form.is_done, what if form.is_done else "none", action, form.reason)
    kept = append(tx, ORDERS, order.id, kept, acts.give_effect(order, effect, at=tx.at, by=actor.id))
    _tell(tx, "order.effect_given", kept.state, effect=effect)
    return tell_traders(tx, kept)


def _act_on(tx: Transaction, actor: Actor, content: Content, order: AuthorityOrder, key: str, what: ActionKind) -> str:
    subject = next(one for one in order.subjects if one.key == key)
    note = f"Order {order.reference} of {order.authority.name}: {order.reasons or order.legal_basis or 'see the order'}"
    measure = Measure(
        kind=what,
        subject_kind=subject.kind,
        subject=subject.id,
        trader=subject.trader,
        channel=order.channel,
        markets=order.markets,
        cause=Cause("order", order.id, (), note[:4000]),
        source="order",
        reference=order.reference,
        counts=False,
        is_silent=order.silent_until is not None and tx.at < order.silent_until,
    )
    return enforcement.carry_out(tx, actor, content, measure).id


def tell_traders(tx: Transaction, kept: Kept[AuthorityOrder]) -> Kept[AuthorityOrder]:
    """Tell whoever may be told now and was not."""
    order = kept.state
    if order.silent_until is not None and tx.at < order.silent_until:
        return kept
    for trader in order.traders_to_inform:
        kept = append(tx, ORDERS, order.id, kept, acts.inform_trader(kept.state, trader, at=tx.at, by="system"))
        told = {"to": trader, "authority": order.authority, "legal_basis": order.legal_basis, "reasons": order.reasons}
        _tell(tx, "order.trader_informed", kept.state, **told, redress=order.redress, scope=order.markets)
    return kept


def find_identical(tx: Transaction, kept: Kept[AuthorityOrder]) -> Kept[AuthorityOrder]:
    """Look for listings of the same product among all that was screened."""
    order = kept.state
    if order.identical is None or tx.at.date() > order.identical.until:
        return kept
    named = [one.id for one in order.subjects if one.kind == "listing"]
    found = search(tx, order.identical, order.searched_at, named)
    located = {by_what: with_traders(tx, subjects)[0] for by_what, subjects in found.by_what.items()}
    before = len(order.subjects)
    kept = append(tx, ORDERS, order.id, kept, acts.find_identical(order, located, found.compared, found.why, at=tx.at, by="system"))
    if len(kept.state.subjects) > before:
        _tell(tx, "order.identical_found", kept.state, subjects=kept.state.keys[before:])
    return kept


def send_report(tx: Transaction, actor: Actor, name: str) -> Report:
    """Report the effect to the authority, and give the report as it was sent."""
    kept = _own(tx, actor, name)
    kept = append(tx, ORDERS, name, kept, acts.report(kept.state, at=tx.at, by=actor.id))
    made = report(kept.state, _named(tx, name))
    cases.close_of(tx, name, "effect was given and reported", actor.id)
    _tell(tx, "order.reported", kept.state, report=made)
    return made


def read_report(tx: Transaction, actor: Actor, name: str) -> Report:
    """The report as it would read now."""
    return report(read(tx, actor, name), _named(tx, name))


def lift(
    tx: Transaction, actor: Actor, name: str, why: Literal["withdrawn", "annulled", "expired"], reference: str, content: Content
) -> AuthorityOrder:
    """The order no longer stands: what was done because of it is undone, unless something else asks for it as well."""
    kept = _own(tx, actor, name)
    kept = append(tx, ORDERS, name, kept, acts.lift(kept.state, why, reference, at=tx.at, by=actor.id))
    enforcement.reverse_cause(tx, actor, content, name, f"the order {kept.state.reference} was {why}", name)
    cases.close_of(tx, name, f"the order was {why}", actor.id)
    for key in kept.state.to_undo:
        kept = append(tx, ORDERS, name, kept, acts.undo(kept.state, key, at=tx.at, by="system"))
    _tell(tx, "order.lifted", kept.state, why=why)
    return kept.state


def close(tx: Transaction, actor: Actor, name: str) -> AuthorityOrder:
    """End it, once nothing is left to do."""
    kept = _own(tx, actor, name)
    return append(tx, ORDERS, name, kept, acts.close(kept.state, at=tx.at, by=actor.id)).state


def read(tx: Transaction, actor: Actor, name: str) -> AuthorityOrder:
    """One order: for staff within their walls, and for the authority that sent it."""
    order = load(tx, ORDERS, name).state
    require_reach(actor, "order.read", "order", name, channel=order.channel, markets=order.markets, owner=order.account)
    return order


def contact(tx: Transaction, actor: Actor, name: str, reason: str) -> dict[str, str] | None:
    """The person at the authority; the access is on record."""
    require(actor, "private.read")
    order = read(tx, actor, name)
    return vault.reveal(tx, order.contact, actor, reason) if order.contact else None


def every(
    tx: Transaction, actor: Actor, where: dict[str, object], subject: str | None, order: str, cursor: str | None, limit: int
) -> Page[AuthorityOrder]:
    """Orders within reach."""
    require(actor, "order.read")
    if actor.subject is not None:
        where = {**where, "account": actor.subject}
    return page(tx, ORDERS, actor, where, holds={"subjects": subject} if subject else {}, order=order, cursor=cursor, limit=limit)


def _own(tx: Transaction, actor: Actor, name: str) -> Kept[AuthorityOrder]:
    kept = load(tx, ORDERS, name, lock=True)
    require_reach(actor, "order.handle", "order", name, channel=kept.state.channel, markets=kept.state.markets)
    if actor.subject is not None:
        raise AbsentError("order", name)
    return kept


def _named(tx: Transaction, name: str) -> int:
    """How many subjects the order itself names."""
    first = history(tx, ORDERS, name)[0]
    return len(first.subjects) if isinstance(first, OrderReceived) else 0


def _tell(tx: Transaction, topic: str, order: AuthorityOrder, **more: object) -> None:
    base = {"order": order.id, "kind": order.kind, "status": order.status, "reference": order.reference}
    publish(tx, topic, order.id, base | more, order.channel)
