"""What happens to an order. The person to write to lies in the vault under `contact`."""

import datetime as dt
from typing import Literal

import msgspec

from pratique.base.event import Event
from pratique.casework.order.filing import Authority, Instruction, OrderKind
from pratique.casework.order.identical import Identical
from pratique.casework.subject import Subject
from pratique.facts.concept import Text


class Effect(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was done about one subject: whether, what, why not."""

    subject: str
    is_done: bool
    restriction: str = "none"
    """Kind of the enforcement action, `information`, or `none`."""
    action: str | None = None
    reason: Text = {}
    """Why nothing was done, or what else the authority should know."""


class OrderReceived(Event, frozen=True, kw_only=True, tag="order_received"):
    """An order arrived at the point of contact; the receipt goes out with it."""

    order: str
    about: OrderKind
    authority: Authority
    reference: str
    subjects: tuple[Subject, ...]
    instruction: Instruction
    legal_basis: str
    reasons: str
    redress: str
    report_to: str
    markets: tuple[str, ...]
    identical: Identical | None = None
    language: str = "en"
    defects: tuple[str, ...] = ()
    """Fields that are missing or wrong."""
    contact: str | None = None
    silent_until: dt.datetime | None = None
    channel: str | None = None
    account: str | None = None
    """The authority's own record, where it sent the order itself."""
    deadline: str
    due_at: dt.datetime


class OrderAuthenticated(Event, frozen=True, kw_only=True, tag="order_authenticated"):
    """It is really theirs, and they may order it."""

    how: str
    """`signed`, `called back on the published number`, `came through the Safety Business Gateway`."""


class OrderRejected(Event, frozen=True, kw_only=True, tag="order_rejected"):
    """It is no order: forged, or of somebody who has no power to order it."""

    reason: Text


class OrderQueried(Event, frozen=True, kw_only=True, tag="order_queried"):
    """The authority was asked for what is missing; the clock runs on."""

    fields: tuple[str, ...]


class OrderCompleted(Event, frozen=True, kw_only=True, tag="order_completed"):
    """The authority gave what was missing."""

    fields: tuple[str, ...]
    legal_basis: str | None = None
    reasons: str | None = None
    redress: str | None = None


class IdenticalFound(Event, frozen=True, kw_only=True, tag="identical_found"):
    """More listings of the same product, within the scope of the order."""

    subjects: tuple[Subject, ...]
    by_what: str
    """`gtin`, `model` or `title`."""
    why: dict[str, str] = msgspec.field(default_factory=dict)
    """Subject → what agrees, field by field."""


class IdenticalSearched(Event, frozen=True, kw_only=True, tag="identical_searched"):
    """Everything offered so far was compared; also where nothing was found, since the authority may ask."""

    compared: int


class EffectGiven(Event, frozen=True, kw_only=True, tag="effect_given"):
    """Something was done, or was not, with the reason."""

    effect: Effect


class EffectReported(Event, frozen=True, kw_only=True, tag="effect_reported"):
    """The authority has heard if and when effect was given (Regulation (EU) 2022/2065 Art. 9(1), (EU) 2023/988 Art. 22(4))."""

    to: str
    subjects: tuple[str, ...]


class OrderTraderInformed(Event, frozen=True, kw_only=True, tag="order_trader_informed"):
    """The trader has heard of the order, its reasons, its territorial scope and the redress (Art. 9(5))."""

    trader: str


class OrderLifted(Event, frozen=True, kw_only=True, tag="order_lifted"):
    """The authority took it back, or a court set it aside: what was done is to be undone."""

    why: Literal["withdrawn", "annulled", "expired"]
    reference: str = ""


class EffectUndone(Event, frozen=True, kw_only=True, tag="effect_undone"):
    """What was done about one subject was undone."""

    subject: str


class OrderOverdue(Event, frozen=True, kw_only=True, tag="order_overdue"):
    """A clock ran out."""

    deadline: str
    due_at: dt.datetime


class OrderClosed(Event, frozen=True, kw_only=True, tag="order_closed"):
    """Effect given, reported, traders told, the period of the search over."""


OrderEvent = (
    OrderReceived
    | OrderAuthenticated
    | OrderRejected
    | OrderQueried
    | OrderCompleted
    | IdenticalFound
    | IdenticalSearched
    | EffectGiven
    | EffectReported
    | OrderTraderInformed
    | OrderLifted
    | EffectUndone
    | OrderOverdue
    | OrderClosed
)
