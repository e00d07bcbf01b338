"""Acts that need a second person: seen, approved, turned down, taken back."""

from typing import Annotated, Literal

import msgspec

from pratique.assembly.operations import approval, proposals
from pratique.assembly.operations.approval import Approved
from pratique.casework.four_eyes import Proposal
from pratique.service.registry import Call, Nothing, Paging, endpoint


class ProposalQuery(Paging, frozen=True, forbid_unknown_fields=True):
    """Which proposals."""

    status: Literal["open", "approved", "rejected", "withdrawn", "expired", "done"] | None = None
    act: str | None = None


class ProposalList(msgspec.Struct, frozen=True):
    """Some proposals, newest first."""

    items: tuple[Proposal, ...]
    next: str | None


class Remark(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the second person says to it."""

    note: Annotated[str, msgspec.Meta(max_length=4000)] = ""


@endpoint("GET", "/v1/proposals", scope="proposals", query=ProposalQuery, answer=ProposalList, summary="Proposals, newest first")
def listed(call: Call[Nothing, ProposalQuery]) -> ProposalList:
    asked = call.query
    found = proposals.listed(call.tx, call.actor, asked.status, asked.act, asked.cursor, asked.limit)
    return ProposalList(found.items, found.next)


@endpoint("GET", "/v1/proposals/{proposal}", scope="proposals", answer=Proposal, summary="One proposal")
def read(call: Call[Nothing, Nothing]) -> Proposal:
    return proposals.read(call.tx, call.actor, call.path["proposal"])


@endpoint("POST", "/v1/proposals/{proposal}/approve", scope="proposals", body=Remark, answer=Approved, summary="Agree, and have it done")
def approve(call: Call[Remark, Nothing]) -> Approved:
    return approval.approve(call.tx, call.actor, call.content, call.path["proposal"], call.body.note)


@endpoint("POST", "/v1/proposals/{proposal}/reject", scope="proposals", body=Remark, answer=Proposal, summary="Say no, and why")
def reject(call: Call[Remark, Nothing]) -> Proposal:
    return proposals.reject(call.tx, call.actor, call.path["proposal"], call.body.note)


@endpoint("POST", "/v1/proposals/{proposal}/withdraw", scope="proposals", answer=Proposal, summary="Take back what one proposed")
def withdraw(call: Call[Nothing, Nothing]) -> Proposal:
    return proposals.withdraw(call.tx, call.actor, call.path["proposal"])
