"""Buyers of an illegal product are told (Regulation (EU) 2022/2065 Art. 32): that it was, who sold it, and what they can do."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.base.event import Event
from pratique.casework.deadline import Deadline, months_on
from pratique.casework.workdays import UNION
from pratique.facts.concept import Text

MONTHS = 6
INFORM_BUYERS = Deadline(
    "look-back-inform", 3, "working_days", UNION, "Regulation (EU) 2022/2065 Art. 32(1): a target of the house", "house"
)
_MOST = 100_000


class Purchase(msgspec.Struct, frozen=True):
    """One order of the product by a consumer in the Union."""

    order: str
    bought_at: dt.datetime
    contact: str | None
    """Name under which the shop can reach the buyer; `None` where it cannot any more."""


class LookBack(msgspec.Struct, frozen=True, omit_defaults=True):
    """One illegal product and the buyers who are told."""

    id: str
    status: Literal["open", "done"]
    product: str
    """Id of the listing."""
    trader: str
    aware_at: dt.datetime
    first: dt.datetime
    """Purchases from then on count."""
    due_at: dt.datetime
    text: Text
    to_tell: tuple[str, ...]
    """Orders whose buyer can be reached and was not told yet."""
    told: tuple[str, ...] = ()
    unreachable: int = 0
    """Orders without contact: with one of them the same is published (Art. 32(2))."""
    published_at: str | None = None
    """Address of the page."""
    channel: str | None = None
    is_overdue: bool = False

    @property
    def clock_at(self) -> dt.datetime | None:
        """When it is late; `None` where nothing is left to do, or its lateness was found before."""
        return self.due_at if self.status == "open" and not self.is_overdue else None

    @property
    def must_publish(self) -> bool:
        """Whether it still has to be made public."""
        return self.unreachable > 0 and self.published_at is None


class LookBackOpened(Event, frozen=True, kw_only=True, tag="look_back_opened"):
    """The marketplace knows that a product it let be sold was illegal."""

    look_back: str
    product: str
    trader: str
    channel: str | None
    aware_at: dt.datetime
    first: dt.datetime
    due_at: dt.datetime
    orders: tuple[str, ...]
    unreachable: int
    text: Text


class BuyersTold(Event, frozen=True, kw_only=True, tag="look_back_buyers_told"):
    """These buyers were told."""

    orders: tuple[str, ...]


class BuyersUnreachable(Event, frozen=True, kw_only=True, tag="look_back_buyers_unreachable"):
    """What was sent to them came back."""

    orders: tuple[str, ...]


class LookBackPublished(Event, frozen=True, kw_only=True, tag="look_back_published"):
    """It stands where everybody can see it."""

    address: str


class LookBackOverdue(Event, frozen=True, kw_only=True, tag="look_back_overdue"):
    """Somebody was not told in time."""


LookBackEvent = LookBackOpened | BuyersTold | BuyersUnreachable | LookBackPublished | LookBackOverdue


def apply(before: LookBack | None, event: LookBackEvent) -> LookBack:
    """Fold one event; refuses nothing."""
    if isinstance(event, LookBackOpened):
        return _settled(
            LookBack(
                event.look_back, "open", event.product, event.trader, event.aware_at, event.first, event.due_at, event.text, event.orders,
                unreachable=event.unreachable, channel=event.channel,
            )
        )  # fmt: skip
    assert before is not None  # noqa: S101 - the first event opens it
    match event:
        case BuyersTold():
            return _settled(replace(before, to_tell=_without(before, event.orders), told=(*before.told, *event.orders)))
        case BuyersUnreachable():
            left = _without(before, event.orders)
            return _settled(replace(before, to_tell=left, unreachable=before.unreachable + len(event.orders)))
        case LookBackPublished():
            return _settled(replace(before, published_at=event.address))
        case LookBackOverdue():
            return replace(before, is_overdue=True)


def _without(one: LookBack, orders: tuple[str, ...]) -> tuple[str, ...]:
    gone = set(orders)
    return tuple(name for name in one.to_tell if name not in gone)


def _settled(one: LookBack) -> LookBack:
    return replace(one, status="open" if one.to_tell or one.must_publish else "done")


def begin(
    name: str,
    product: str,
    trader: str,
    channel: str | None,
    purchases: Iterable[Purchase],
    reason: Text,
    *,
    aware_at: dt.datetime,
    at: dt.datetime,
    by: str,
) -> tuple[LookBackEvent, ...]:
    """Find whom to tell: whoever bought within the six months before the marketplace knew.

    `reason` says in `en` and `zh` what makes the product illegal. Raises InvalidError.
    """
    faults = [
        Fault(f"reason.{tongue}", "say what makes the product illegal") for tongue in ("en", "zh") if not reason.get(tongue, "").strip()
    ]
    if aware_at > at:
        faults.append(Fault("aware_at", "lies in the future"))
    bought = list(purchases)
    if len(bought) > _MOST:
        faults.append(Fault("purchases", f"give at most {_MOST:,} at once"))
    if faults:
        raise InvalidError(faults)
    first = dt.datetime.combine(months_on(aware_at.date(), -MONTHS), aware_at.timetz())
    counted = {one.order: one for one in bought if first <= one.bought_at <= aware_at}
    reachable = tuple(sorted(one.order for one in counted.values() if one.contact))
    return (
        LookBackOpened(
            at=at, by=by, look_back=name, product=product, trader=trader, channel=channel, aware_at=aware_at, first=first,
            due_at=INFORM_BUYERS.due(aware_at), orders=reachable, unreachable=len(counted) - len(reachable),
            text=_text(product, reason),
        ),
    )  # fmt: skip


def tell(one: LookBack, orders: Iterable[str], *, at: dt.datetime, by: str) -> tuple[LookBackEvent, ...]:
    """Put down who was told; those who were told before are left out. Raises InvalidError for an order that is none of these."""
    wanted = _known(one, orders)
    return (BuyersTold(at=at, by=by, orders=wanted),) if wanted else ()


def give_up(one: LookBack, orders: Iterable[str], *, at: dt.datetime, by: str) -> tuple[LookBackEvent, ...]:
    """Put down whom nothing reaches."""
    wanted = _known(one, orders)
    return (BuyersUnreachable(at=at, by=by, orders=wanted),) if wanted else ()


def publish(one: LookBack, address: str, *, at: dt.datetime, by: str) -> tuple[LookBackEvent, ...]:
    """Put down where it is published. Raises ConflictError where it is already, InvalidError for an address that is none."""
    if one.published_at is not None:
        raise ConflictError("published_already", f"it is published at {one.published_at}")
    if not address.startswith("https://"):
        raise InvalidError([Fault("address", "give the page's address, beginning with https://")])
    return (LookBackPublished(at=at, by=by, address=address),)


def run_out(one: LookBack, *, at: dt.datetime) -> tuple[LookBackEvent, ...]:
    """What follows from the time alone: nothing but that it is late, once."""
    return (LookBackOverdue(at=at, by="system"),) if one.clock_at is not None and at >= one.clock_at else ()


def _known(one: LookBack, orders: Iterable[str]) -> tuple[str, ...]:
    asked = tuple(dict.fromkeys(orders))
    waiting, known = set(one.to_tell), {*one.to_tell, *one.told}
    strange = [Fault(f"orders.{name}", "is no order of this product") for name in asked if name not in known]
    if strange:
        raise InvalidError(strange)
    return tuple(name for name in asked if name in waiting)


def _text(product: str, reason: Text) -> Text:
    """What buyers read. The trader's name comes out of the vault when it is sent: `{trader}` stays."""
    return {
        "en": (
            f"You bought the product {product} from {{trader}}. It is illegal: {reason['en']} You may claim your money back from the seller"
            " or from us, complain to us, and turn to your consumer organisation or to a court."
        ),
        "zh": (
            f"您曾向 {{trader}} 购买商品 {product}。该商品违法：{reason['zh']} "
            "您可以向卖家或本平台要求退款、向本平台投诉，也可以向消费者组织或法院寻求救济。"
        ),
    }
