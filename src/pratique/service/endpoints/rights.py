"""Rights holders, their rights and agents."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from pratique.assembly.operations import rights
from pratique.assembly.operations.rights import HolderForm
from pratique.casework.rights.holder import Agent, RightsHolder
from pratique.casework.rights.right import Right, RightFiling
from pratique.facts.concept import Text
from pratique.service.endpoints.notices import Limit, PrivatePart, Reason
from pratique.service.registry import Call, Nothing, Paging, endpoint


class Registration(HolderForm, frozen=True, forbid_unknown_fields=True):
    """Who registers."""

    account: str | None = None
    """Only where staff or a machine registers somebody else."""


class AgentForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who acts for the holder."""

    account: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    proof: str
    """Reference of the authorisation."""
    valid_to: dt.date | None = None


class Judgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was found on the holder, or on one right, or on one agent."""

    right: str | None = None
    agent: str | None = None
    evidence: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    refused: Text | None = None
    """The reason, where it is not so."""


class Grounds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why, for the one concerned to read."""

    reason: Text


class HolderFilter(Paging, frozen=True, forbid_unknown_fields=True):
    """Which holders."""

    status: Literal["registered", "verified", "refused", "suspended"] | None = None
    waiting: bool = False
    """Those with something to look at, the longest first."""
    limit: Limit = 50


class HolderList(msgspec.Struct, frozen=True):
    """Some holders and where to go on."""

    items: tuple[RightsHolder, ...]
    next: str | None


@endpoint(
    "POST",
    "/v1/rights-holders",
    scope="notices:write",
    body=Registration,
    answer=RightsHolder,
    status=201,
    summary="Register as rights holder",
)
def register(call: Call[Registration, Nothing]) -> RightsHolder:
    return rights.register(call.tx, call.actor, call.body, call.body.account)


@endpoint("GET", "/v1/rights-holders", scope="notices:read", query=HolderFilter, answer=HolderList, summary="Rights holders")
def listed(call: Call[Nothing, HolderFilter]) -> HolderList:
    asked = call.query
    found = rights.every(call.tx, call.actor, asked.status, waiting=asked.waiting, cursor=asked.cursor, limit=asked.limit)
    return HolderList(found.items, found.next)


@endpoint("GET", "/v1/rights-holders/{holder_id}", scope="notices:read", answer=RightsHolder, summary="One rights holder")
def one(call: Call[Nothing, Nothing]) -> RightsHolder:
    return rights.read(call.tx, call.actor, call.path["holder_id"])


@endpoint(
    "POST",
    "/v1/rights-holders/{holder_id}/private",
    scope="notices:read",
    body=Reason,
    answer=PrivatePart,
    summary="Who a rights holder is",
)
def private(call: Call[Reason, Nothing]) -> PrivatePart:
    found = rights.private_part(call.tx, call.actor, call.path["holder_id"], call.body.reason)
    return PrivatePart(found or {}, found is None)


@endpoint(
    "POST",
    "/v1/rights-holders/{holder_id}/rights",
    scope="notices:write",
    body=RightFiling,
    answer=Right,
    status=201,
    summary="Register a right",
)
def add_right(call: Call[RightFiling, Nothing]) -> Right:
    return rights.add_right(call.tx, call.actor, call.path["holder_id"], call.body)


@endpoint(
    "POST",
    "/v1/rights-holders/{holder_id}/agents",
    scope="notices:write",
    body=AgentForm,
    answer=RightsHolder,
    status=201,
    summary="Name an agent",
)
def add_agent(call: Call[AgentForm, Nothing]) -> RightsHolder:
    agent = Agent(call.body.account, call.body.proof, call.body.valid_to)
    return rights.add_agent(call.tx, call.actor, call.path["holder_id"], agent)


@endpoint(
    "DELETE", "/v1/rights-holders/{holder_id}/agents/{agent_id}", scope="notices:write", answer=RightsHolder, summary="Revoke an agent"
)
def revoke_agent(call: Call[Nothing, Nothing]) -> RightsHolder:
    return rights.revoke_agent(call.tx, call.actor, call.path["holder_id"], call.path["agent_id"])


@endpoint(
    "POST",
    "/v1/rights-holders/{holder_id}/judge",
    scope="notices:write",
    body=Judgement,
    answer=RightsHolder,
    summary="Verify or refuse holder, right or agent",
)
def judge(call: Call[Judgement, Nothing]) -> RightsHolder:
    body = call.body
    return rights.judge(
        call.tx, call.actor, call.path["holder_id"], right=body.right, agent=body.agent, evidence=body.evidence, refused=body.refused
    )


@endpoint(
    "POST",
    "/v1/rights-holders/{holder_id}/suspend",
    scope="notices:write",
    body=Grounds,
    answer=RightsHolder,
    summary="Suspend a rights holder",
)
def suspend(call: Call[Grounds, Nothing]) -> RightsHolder:
    return rights.suspend(call.tx, call.actor, call.path["holder_id"], call.body.reason)


@endpoint(
    "POST",
    "/v1/rights-holders/{holder_id}/rights/{right_id}/lapse",
    scope="notices:write",
    answer=RightsHolder,
    summary="Say that a right no longer holds",
)
def lapse(call: Call[Nothing, Nothing]) -> RightsHolder:
    return rights.lapse(call.tx, call.actor, call.path["holder_id"], call.path["right_id"])
