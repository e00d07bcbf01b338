"""Buyers of an illegal product are told."""

from typing import Annotated, Literal

import msgspec

from pratique.assembly.operations import look_backs
from pratique.assembly.operations.look_backs import Candidate, LookBackForm
from pratique.casework.verification.look_back import LookBack
from pratique.facts.concept import Text
from pratique.service.endpoints.notices import Limit
from pratique.service.registry import Call, Nothing, Paging, endpoint


class Orders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers of orders."""

    orders: tuple[str, ...]


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where it is published."""

    address: Annotated[str, msgspec.Meta(max_length=2000)]


class Letter(msgspec.Struct, frozen=True):
    """What buyers read, by language."""

    text: Text


class LookBackFilter(Paging, frozen=True, forbid_unknown_fields=True):
    """Which look-backs."""

    status: Literal["open", "done"] | None = None
    product: str | None = None
    trader: str | None = None
    overdue: bool | None = None
    limit: Limit = 50


class LookBackList(msgspec.Struct, frozen=True):
    """Some look-backs and where to go on."""

    items: tuple[LookBack, ...]
    next: str | None


class CandidateList(msgspec.Struct, frozen=True):
    """Listings to think about, newest first, at most fifty."""

    items: tuple[Candidate, ...]


@endpoint(
    "POST",
    "/v1/look-backs",
    scope="verification:write",
    body=LookBackForm,
    answer=LookBack,
    status=201,
    summary="A product that was sold is illegal: find the buyers to tell",
)
def begin(call: Call[LookBackForm, Nothing]) -> LookBack:
    return look_backs.begin(call.tx, call.actor, call.content, call.body)


@endpoint(
    "GET", "/v1/look-backs", scope="verification:read", query=LookBackFilter, answer=LookBackList, summary="Look-backs, what is due first"
)
def listed(call: Call[Nothing, LookBackFilter]) -> LookBackList:
    asked = call.query
    found = look_backs.listed(
        call.tx, call.actor, status=asked.status, product=asked.product, trader=asked.trader, overdue=asked.overdue, cursor=asked.cursor,
        limit=asked.limit,
    )  # fmt: skip
    return LookBackList(found.items, found.next)


@endpoint(
    "GET",
    "/v1/look-backs/candidates",
    scope="verification:read",
    answer=CandidateList,
    summary="Listings taken down as illegal whose buyers nobody has told",
)
def candidates(call: Call[Nothing, Nothing]) -> CandidateList:
    return CandidateList(look_backs.candidates(call.tx, call.actor, call.content))


@endpoint("GET", "/v1/look-backs/{look_back_id}", scope="verification:read", answer=LookBack, summary="One look-back")
def one(call: Call[Nothing, Nothing]) -> LookBack:
    return look_backs.read(call.tx, call.actor, call.path["look_back_id"])


@endpoint(
    "POST", "/v1/look-backs/{look_back_id}/letter", scope="verification:read", answer=Letter, summary="What buyers read, with who sold it"
)
def letter(call: Call[Nothing, Nothing]) -> Letter:
    return Letter(look_backs.letter(call.tx, call.actor, call.path["look_back_id"]))


@endpoint(
    "POST", "/v1/look-backs/{look_back_id}/told", scope="verification:write", body=Orders, answer=LookBack, summary="These buyers were told"
)
def told(call: Call[Orders, Nothing]) -> LookBack:
    return look_backs.told(call.tx, call.actor, call.path["look_back_id"], call.body.orders)


@endpoint(
    "POST",
    "/v1/look-backs/{look_back_id}/unreachable",
    scope="verification:write",
    body=Orders,
    answer=LookBack,
    summary="These buyers cannot be reached",
)
def unreachable(call: Call[Orders, Nothing]) -> LookBack:
    return look_backs.unreachable(call.tx, call.actor, call.path["look_back_id"], call.body.orders)


@endpoint(
    "POST", "/v1/look-backs/{look_back_id}/published", scope="verification:write", body=Page, answer=LookBack, summary="It is published"
)
def published(call: Call[Page, Nothing]) -> LookBack:
    return look_backs.published(call.tx, call.actor, call.path["look_back_id"], call.body.address)
