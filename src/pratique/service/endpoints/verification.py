"""Traders who have to be known: asked, looked at, certified, shown to buyers, forgotten."""

from typing import Annotated

import msgspec

from pratique.assembly.operations import verification
from pratique.assembly.operations.verification import Known, Particulars, Weighed
from pratique.casework.verification import Check, Evidence, Verification
from pratique.casework.verification.demands import LawName
from pratique.casework.verification.state import Status
from pratique.casework.verification.volume import DaySales
from pratique.facts.concept import Text
from pratique.service.endpoints.notices import Limit, PrivatePart, Reason
from pratique.service.registry import Call, Nothing, Paging, endpoint

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Beginning(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who has to be known, under which laws."""

    trader: Name
    laws: tuple[LawName, ...]
    is_existing: bool = False
    """Whether they sold here before 17 February 2024 (Regulation (EU) 2022/2065 Art. 30(2))."""


class OneLaw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A law."""

    law: LawName


class Sales(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sales to the United States of the last two years, day by day."""

    sales: Annotated[tuple[DaySales, ...], msgspec.Meta(max_length=2000)]


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What official databases and documents said."""

    evidence: Annotated[tuple[Evidence, ...], msgspec.Meta(max_length=50)]


class Remedy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What has to be put right, for the trader to read."""

    fields: tuple[str, ...]
    reason: Text


class LookedOver(msgspec.Struct, frozen=True):
    """What came of looking at identifiers."""

    checks: tuple[Check, ...]


class Shown(msgspec.Struct, frozen=True):
    """What buyers are shown of a trader."""

    trader: str
    fields: dict[str, str]


class VerificationFilter(Paging, frozen=True, forbid_unknown_fields=True):
    """Which traders."""

    status: Status | None = None
    law: LawName | None = None
    overdue: bool | None = None
    waiting: bool = False
    """Those somebody has to look at, the longest first."""
    limit: Limit = 50


class LawFilter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Under which law."""

    law: LawName = "dsa"


class VerificationList(msgspec.Struct, frozen=True):
    """Some traders and where to go on."""

    items: tuple[Verification, ...]
    next: str | None


_READ, _WRITE = "verification:read", "verification:write"


@endpoint("POST", "/v1/verifications", scope=_WRITE, body=Beginning, answer=Verification, status=201, summary="A trader has to be known")
def begin(call: Call[Beginning, Nothing]) -> Verification:
    body = call.body
    return verification.begin(call.tx, call.actor, body.trader, body.laws, is_existing=body.is_existing)


@endpoint(
    "GET",
    "/v1/verifications",
    scope=_READ,
    query=VerificationFilter,
    answer=VerificationList,
    summary="Traders; whose time ends first comes first",
)
def listed(call: Call[Nothing, VerificationFilter]) -> VerificationList:
    asked = call.query
    found = verification.listed(
        call.tx, call.actor, status=asked.status, law=asked.law, overdue=asked.overdue, waiting=asked.waiting, cursor=asked.cursor,
        limit=asked.limit,
    )  # fmt: skip
    return VerificationList(found.items, found.next)


@endpoint("GET", "/v1/verifications/{trader_id}", scope=_READ, answer=Known, summary="What is known of a trader, and where they may offer")
def one(call: Call[Nothing, Nothing]) -> Known:
    return verification.read(call.tx, call.actor, call.path["trader_id"])


@endpoint("POST", "/v1/verifications/{trader_id}/laws", scope=_WRITE, body=OneLaw, answer=Verification, summary="Another law has to be met")
def add_law(call: Call[OneLaw, Nothing]) -> Verification:
    return verification.add_law(call.tx, call.actor, call.path["trader_id"], call.body.law)


@endpoint(
    "POST", "/v1/verifications/{trader_id}/sales", scope=_WRITE, body=Sales, answer=Weighed, summary="Weigh sales to the United States"
)
def weigh(call: Call[Sales, Nothing]) -> Weighed:
    return verification.weigh(call.tx, call.actor, call.path["trader_id"], call.body.sales)


@endpoint(
    "POST",
    "/v1/verifications/{trader_id}/identifiers",
    scope=_READ,
    body=Particulars,
    answer=LookedOver,
    summary="Hold identifiers against their tests; nothing is kept",
)
def identifiers(call: Call[Particulars, Nothing]) -> LookedOver:
    known = verification.read(call.tx, call.actor, call.path["trader_id"]).verification
    return LookedOver(verification.look_over(call.body, known.country))


@endpoint(
    "POST", "/v1/verifications/{trader_id}/particulars", scope=_WRITE, body=Particulars, answer=Verification, summary="Tell who a trader is"
)
def submit(call: Call[Particulars, Nothing]) -> Verification:
    return verification.submit(call.tx, call.actor, call.path["trader_id"], call.body)


@endpoint(
    "POST",
    "/v1/verifications/{trader_id}/private",
    scope=_READ,
    body=Reason,
    answer=PrivatePart,
    summary="What a trader told of themselves",
)
def private(call: Call[Reason, Nothing]) -> PrivatePart:
    found = verification.particulars(call.tx, call.actor, call.path["trader_id"], call.body.reason)
    return PrivatePart(found or {}, found is None)


@endpoint(
    "GET", "/v1/verifications/{trader_id}/shown", scope=_READ, query=LawFilter, answer=Shown, summary="What buyers are shown of a trader"
)
def shown(call: Call[Nothing, LawFilter]) -> Shown:
    name = call.path["trader_id"]
    return Shown(name, verification.shown(call.tx, call.actor, name, call.query.law))


@endpoint(
    "POST",
    "/v1/verifications/{trader_id}/verify",
    scope=_WRITE,
    body=Finding,
    answer=Verification,
    summary="They are who they say; a suspension for it ends",
)
def verify(call: Call[Finding, Nothing]) -> Verification:
    return verification.verify(call.tx, call.actor, call.content, call.path["trader_id"], call.body.evidence)


@endpoint(
    "POST", "/v1/verifications/{trader_id}/remedy", scope=_WRITE, body=Remedy, answer=Verification, summary="Ask a trader to put it right"
)
def remedy(call: Call[Remedy, Nothing]) -> Verification:
    return verification.ask_remedy(call.tx, call.actor, call.path["trader_id"], call.body.fields, call.body.reason)


@endpoint("POST", "/v1/verifications/{trader_id}/certify", scope=_WRITE, answer=Verification, summary="Confirm that nothing has changed")
def certify(call: Call[Nothing, Nothing]) -> Verification:
    return verification.certify(call.tx, call.actor, call.path["trader_id"])


@endpoint("POST", "/v1/verifications/{trader_id}/end", scope=_WRITE, answer=Verification, summary="The contract with a trader ended")
def end(call: Call[Nothing, Nothing]) -> Verification:
    return verification.end_contract(call.tx, call.actor, call.content, call.path["trader_id"])
