"""Orders of courts and authorities."""

from typing import Annotated, Any, Literal

import msgspec

from pratique.assembly.operations import orders
from pratique.assembly.operations.orders import EffectForm, OrderReceipt
from pratique.casework.order.filing import OrderFiling, OrderKind
from pratique.casework.order.report import Report
from pratique.casework.order.state import AuthorityOrder, Status
from pratique.service.endpoints.notices import Limit, PrivatePart, Reason
from pratique.service.endpoints.rights import Grounds
from pratique.service.registry import Call, Nothing, Paging, endpoint


class Authentication(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How it was made sure that the order is theirs."""

    how: Annotated[str, msgspec.Meta(max_length=500)]


class Completion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the authority sent afterwards."""

    fields: tuple[str, ...]
    legal_basis: str | None = None
    reasons: str | None = None
    redress: str | None = None


class Lifting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why the order no longer stands."""

    why: Literal["withdrawn", "annulled", "expired"]
    reference: Annotated[str, msgspec.Meta(max_length=300)] = ""


class OrderFilter(Paging, frozen=True, forbid_unknown_fields=True):
    """Which orders, in which order."""

    status: Status | None = None
    kind: OrderKind | None = None
    country: str | None = None
    reference: str | None = None
    subject: str | None = None
    overdue: bool | None = None
    order: Literal["due_at", "received_at"] = "due_at"
    limit: Limit = 50


class OrderList(msgspec.Struct, frozen=True):
    """Some orders and where to go on."""

    items: tuple[AuthorityOrder, ...]
    next: str | None


@endpoint(
    "POST",
    "/v1/orders",
    scope="notices:write",
    body=OrderFiling,
    answer=OrderReceipt,
    status=201,
    summary="Take in an order of an authority",
)
def receive(call: Call[OrderFiling, Nothing]) -> OrderReceipt:
    return orders.receive(call.tx, call.actor, call.body, call.content)


@endpoint("GET", "/v1/orders", scope="notices:read", query=OrderFilter, answer=OrderList, summary="Orders, what is due first")
def listed(call: Call[Nothing, OrderFilter]) -> OrderList:
    asked = call.query
    where: dict[str, Any] = {
        "status": asked.status, "kind": asked.kind, "country": asked.country, "reference": asked.reference, "is_overdue": asked.overdue,
    }  # fmt: skip
    given = {name: value for name, value in where.items() if value is not None}
    found = orders.every(call.tx, call.actor, given, asked.subject, asked.order, asked.cursor, asked.limit)
    return OrderList(found.items, found.next)


@endpoint("GET", "/v1/orders/{order_id}", scope="notices:read", answer=AuthorityOrder, summary="One order")
def one(call: Call[Nothing, Nothing]) -> AuthorityOrder:
    return orders.read(call.tx, call.actor, call.path["order_id"])


@endpoint(
    "POST",
    "/v1/orders/{order_id}/private",
    scope="notices:read",
    body=Reason,
    answer=PrivatePart,
    summary="Whom to write to at the authority",
)
def private(call: Call[Reason, Nothing]) -> PrivatePart:
    found = orders.contact(call.tx, call.actor, call.path["order_id"], call.body.reason)
    return PrivatePart(found or {}, found is None)


@endpoint(
    "POST",
    "/v1/orders/{order_id}/authenticate",
    scope="notices:write",
    body=Authentication,
    answer=AuthorityOrder,
    summary="Say that the order is theirs",
)
def authenticate(call: Call[Authentication, Nothing]) -> AuthorityOrder:
    return orders.authenticate(call.tx, call.actor, call.path["order_id"], call.body.how)


@endpoint(
    "POST",
    "/v1/orders/{order_id}/reject",
    scope="notices:write",
    body=Grounds,
    answer=AuthorityOrder,
    summary="Reject what is no order",
)
def reject(call: Call[Grounds, Nothing]) -> AuthorityOrder:
    return orders.reject(call.tx, call.actor, call.path["order_id"], call.body.reason)


@endpoint(
    "POST",
    "/v1/orders/{order_id}/query",
    scope="notices:write",
    answer=AuthorityOrder,
    summary="Ask for what is missing",
)
def query(call: Call[Nothing, Nothing]) -> AuthorityOrder:
    return orders.query(call.tx, call.actor, call.path["order_id"])


@endpoint(
    "POST",
    "/v1/orders/{order_id}/complete",
    scope="notices:write",
    body=Completion,
    answer=AuthorityOrder,
    summary="Put down what was sent",
)
def complete(call: Call[Completion, Nothing]) -> AuthorityOrder:
    body = call.body
    texts = {"legal_basis": body.legal_basis, "reasons": body.reasons, "redress": body.redress}
    return orders.complete(call.tx, call.actor, call.path["order_id"], body.fields, texts)


@endpoint(
    "POST",
    "/v1/orders/{order_id}/effects",
    scope="notices:write",
    body=EffectForm,
    answer=AuthorityOrder,
    summary="Act on a subject, or say why not",
)
def give_effect(call: Call[EffectForm, Nothing]) -> AuthorityOrder:
    return orders.give_effect(call.tx, call.actor, call.path["order_id"], call.body, call.content)


@endpoint(
    "POST",
    "/v1/orders/{order_id}/carry-out",
    scope="notices:write",
    answer=AuthorityOrder,
    summary="Act on everything as ordered",
)
def carry_out(call: Call[Nothing, Nothing]) -> AuthorityOrder:
    return orders.give_effect_to_all(call.tx, call.actor, call.path["order_id"], call.content)


@endpoint("POST", "/v1/orders/{order_id}/report", scope="notices:write", answer=Report, summary="Report the effect to the authority")
def send_report(call: Call[Nothing, Nothing]) -> Report:
    return orders.send_report(call.tx, call.actor, call.path["order_id"])


@endpoint("GET", "/v1/orders/{order_id}/report", scope="notices:read", answer=Report, summary="The report as it reads now")
def read_report(call: Call[Nothing, Nothing]) -> Report:
    return orders.read_report(call.tx, call.actor, call.path["order_id"])


@endpoint(
    "POST",
    "/v1/orders/{order_id}/lift",
    scope="notices:write",
    body=Lifting,
    answer=AuthorityOrder,
    summary="The order no longer stands",
)
def lift(call: Call[Lifting, Nothing]) -> AuthorityOrder:
    return orders.lift(call.tx, call.actor, call.path["order_id"], call.body.why, call.body.reference, call.content)


@endpoint("POST", "/v1/orders/{order_id}/close", scope="notices:write", answer=AuthorityOrder, summary="Close an order")
def close(call: Call[Nothing, Nothing]) -> AuthorityOrder:
    return orders.close(call.tx, call.actor, call.path["order_id"])
