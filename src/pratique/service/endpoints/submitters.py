"""Senders of notices and appeals: misuse, suspensions, trusted flaggers."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from pratique.assembly.operations import submitters
from pratique.assembly.operations.submitters import SubmitterView
from pratique.casework.notice.filing import NoticeKind
from pratique.casework.submitter import Flagger, Submitter
from pratique.facts.concept import Text
from pratique.service.endpoints.notices import Limit
from pratique.service.endpoints.rights import Grounds
from pratique.service.registry import Call, Nothing, Paging, endpoint


class SubmitterFilter(Paging, frozen=True, forbid_unknown_fields=True):
    """Which senders."""

    proposal: Literal["none", "warn", "suspend"] | None = None
    """What should follow."""
    status: Literal["active", "warned", "suspended"] | None = None
    limit: Limit = 50


class SubmitterList(msgspec.Struct, frozen=True):
    """Some senders and where to go on."""

    items: tuple[Submitter, ...]
    next: str | None


class Suspension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a sender is suspended."""

    reason: Text
    intention: bool = False
    """It is done on purpose."""


class Recognition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A trusted flagger, as the list of the Commission has it."""

    account: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    awarded_by: str
    expertise: tuple[NoticeKind, ...]
    until: dt.date | None = None


@endpoint(
    "GET", "/v1/submitters", scope="notices:read", query=SubmitterFilter, answer=SubmitterList, summary="Senders of notices and appeals"
)
def listed(call: Call[Nothing, SubmitterFilter]) -> SubmitterList:
    asked = call.query
    found = submitters.every(call.tx, call.actor, asked.proposal, asked.status, asked.cursor, asked.limit)
    return SubmitterList(found.items, found.next)


@endpoint(
    "GET",
    "/v1/submitters/{submitter_id}",
    scope="notices:read",
    answer=SubmitterView,
    summary="One sender and the circumstances of Art. 23(3)",
)
def one(call: Call[Nothing, Nothing]) -> SubmitterView:
    return submitters.read(call.tx, call.actor, call.path["submitter_id"])


@endpoint(
    "POST",
    "/v1/submitters/{submitter_id}/suspend",
    scope="notices:write",
    body=Suspension,
    answer=Submitter,
    summary="Process nothing of theirs for a while",
)
def suspend(call: Call[Suspension, Nothing]) -> Submitter:
    return submitters.suspend(call.tx, call.actor, call.path["submitter_id"], call.body.reason, intention=call.body.intention)


@endpoint(
    "POST", "/v1/submitters/{submitter_id}/lift", scope="notices:write", body=Grounds, answer=Submitter, summary="End a suspension early"
)
def lift(call: Call[Grounds, Nothing]) -> Submitter:
    return submitters.lift(call.tx, call.actor, call.path["submitter_id"], call.body.reason)


@endpoint(
    "POST", "/v1/trusted-flaggers", scope="notices:write", body=Recognition, answer=Submitter, status=201, summary="Enter a trusted flagger"
)
def recognise(call: Call[Recognition, Nothing]) -> Submitter:
    body = call.body
    return submitters.recognise(call.tx, call.actor, body.account, Flagger(body.awarded_by, body.expertise, body.until))


@endpoint(
    "POST",
    "/v1/trusted-flaggers/{submitter_id}/end",
    scope="notices:write",
    body=Grounds,
    answer=Submitter,
    summary="The status of trusted flagger ended",
)
def end_flagger(call: Call[Grounds, Nothing]) -> Submitter:
    return submitters.end_flagger(call.tx, call.actor, call.path["submitter_id"], call.body.reason)
