"""An order as its events leave it."""

import datetime as dt
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.casework import statutory
from pratique.casework.order import events as e
from pratique.casework.order.events import Effect, OrderEvent
from pratique.casework.order.filing import Authority, Instruction, OrderKind
from pratique.casework.order.identical import Identical
from pratique.casework.subject import Subject
from pratique.facts.concept import Text

Status = Literal["received", "authenticated", "effected", "reported", "lifted", "rejected", "closed"]


class AuthorityOrder(msgspec.Struct, frozen=True, omit_defaults=True):
    """One order. `markets` is its territorial scope: nothing is done outside."""

    id: str
    kind: OrderKind
    status: Status
    authority: Authority
    reference: str
    subjects: tuple[Subject, ...]
    instruction: Instruction
    legal_basis: str
    reasons: str
    redress: str
    report_to: str
    markets: tuple[str, ...]
    received_at: dt.datetime
    deadline: str
    due_at: dt.datetime
    identical: Identical | None = None
    language: str = "en"
    defects: tuple[str, ...] = ()
    queried: tuple[str, ...] = ()
    contact: str | None = None
    silent_until: dt.datetime | None = None
    channel: str | None = None
    account: str | None = None
    authenticated_at: dt.datetime | None = None
    rejected: Text = {}
    searched_at: dt.datetime | None = None
    """When identical listings were last looked for."""
    found_why: dict[str, str] = {}
    """Of subjects that were found as identical: what agrees, field by field."""
    effects: tuple[Effect, ...] = ()
    effected_at: dt.datetime | None = None
    """When effect was given to all subjects known then."""
    reported: tuple[str, ...] = ()
    """Subjects whose effect the authority has heard of."""
    reported_at: dt.datetime | None = None
    traders_informed: tuple[str, ...] = ()
    lifted: str | None = None
    undone: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    closed_at: dt.datetime | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the subjects."""
        return tuple(subject.key for subject in self.subjects)

    @property
    def open_subjects(self) -> tuple[str, ...]:
        """To which no effect was given yet."""
        done = {effect.subject for effect in self.effects}
        return tuple(key for key in self.keys if key not in done)

    @property
    def not_reported(self) -> tuple[str, ...]:
        """Effects the authority has not heard of."""
        return tuple(effect.subject for effect in self.effects if effect.subject not in self.reported)

    @property
    def is_searching(self) -> bool:
        """Whether listings of the same product are still to be looked for."""
        return self.identical is not None and self.status in ("authenticated", "effected", "reported")

    @property
    def to_undo(self) -> tuple[str, ...]:
        """What stands although the order was lifted."""
        if self.lifted is None:
            return ()
        undoable = (effect.subject for effect in self.effects if effect.is_done and effect.restriction != "information")
        return tuple(key for key in undoable if key not in self.undone)

    @property
    def traders(self) -> tuple[str, ...]:
        """Whose subjects something was done about."""
        done = {effect.subject for effect in self.effects if effect.is_done}
        return tuple(sorted({subject.trader for subject in self.subjects if subject.trader and subject.key in done}))

    @property
    def traders_to_inform(self) -> tuple[str, ...]:
        """Who has not heard of it yet."""
        return tuple(trader for trader in self.traders if trader not in self.traders_informed)

    @property
    def clocks(self) -> tuple[tuple[str, dt.datetime], ...]:
        """Clocks that run: what each is called, and when it has run out."""
        if self.status in ("rejected", "closed", "lifted"):
            return ()
        found = []
        if self.effected_at is None:
            found.append((self.deadline, self.due_at))
        elif self.reported_at is None:
            found.append((statutory.REPORT_EFFECT.id, statutory.REPORT_EFFECT.due(self.effected_at)))
        return tuple(found)


def apply(order: AuthorityOrder | None, event: OrderEvent) -> AuthorityOrder:
    """Fold one event; refuses nothing."""
    if isinstance(event, e.OrderReceived):
        return _received(event)
    assert order is not None  # noqa: S101 - the first event is always the receipt
    match event:
        case e.OrderAuthenticated():
            return _moved(replace(order, authenticated_at=event.at), event.at)
        case e.OrderRejected(reason=reason):
            return replace(order, status="rejected", rejected=reason, closed_at=event.at)
        case e.OrderQueried(fields=fields):
            return replace(order, queried=tuple(dict.fromkeys((*order.queried, *fields))))
        case e.OrderCompleted():
            return replace(
                order,
                defects=tuple(name for name in order.defects if name not in event.fields),
                legal_basis=event.legal_basis or order.legal_basis,
                reasons=event.reasons or order.reasons,
                redress=event.redress or order.redress,
            )
        case e.IdenticalFound(subjects=subjects, why=why):
            return _moved(replace(order, subjects=(*order.subjects, *subjects), found_why={**order.found_why, **why}), event.at)
        case e.IdenticalSearched():
            return replace(order, searched_at=event.at)
        case e.EffectGiven(effect=effect):
            return _moved(replace(order, effects=(*order.effects, effect)), event.at)
        case e.EffectReported(subjects=keys):
            return _moved(replace(order, reported=(*order.reported, *keys)), event.at)
        case e.OrderTraderInformed(trader=trader):
            return replace(order, traders_informed=(*order.traders_informed, trader))
        case e.OrderLifted(why=why):
            return replace(order, status="lifted", lifted=why)
        case e.EffectUndone(subject=subject):
            return replace(order, undone=(*order.undone, subject))
        case e.OrderOverdue(deadline=deadline):
            return replace(order, overdue=(*order.overdue, deadline))
        case e.OrderClosed():
            return replace(order, status="closed", closed_at=event.at)


def _moved(order: AuthorityOrder, at: dt.datetime) -> AuthorityOrder:
    """Where it stands follows from what is still to do; found again, it goes back."""
    if order.lifted is not None:
        return order
    if order.open_subjects or not order.effects:
        return replace(order, status="authenticated")
    order = replace(order, effected_at=order.effected_at or at)
    if order.not_reported:
        return replace(order, status="effected")
    return replace(order, status="reported", reported_at=order.reported_at or at)


def _received(event: e.OrderReceived) -> AuthorityOrder:
    return AuthorityOrder(
        id=event.order,
        kind=event.about,
        status="received",
        authority=event.authority,
        reference=event.reference,
        subjects=event.subjects,
        instruction=event.instruction,
        legal_basis=event.legal_basis,
        reasons=event.reasons,
        redress=event.redress,
        report_to=event.report_to,
        markets=event.markets,
        received_at=event.at,
        deadline=event.deadline,
        due_at=event.due_at,
        identical=event.identical,
        language=event.language,
        defects=event.defects,
        contact=event.contact,
        silent_until=event.silent_until,
        channel=event.channel,
        account=event.account,
    )
