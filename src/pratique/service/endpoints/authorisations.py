"""Letters of brand owners."""

from typing import Annotated, Literal

import msgspec

from pratique.assembly.operations import authorisations
from pratique.casework.authorisation.filing import AuthorisationFiling
from pratique.casework.authorisation.state import Authorisation
from pratique.facts.concept import Text
from pratique.service.endpoints.notices import Limit
from pratique.service.registry import Call, Nothing, Paging, endpoint


class AuthorisationForm(AuthorisationFiling, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A letter, and whose it is."""

    trader: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None = None
    """Only where a machine files for a trader."""


class AuthorisationJudgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was found."""

    evidence: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    """How it was made sure of."""
    refused: Text | None = None
    """The reason, where it does not show what it should."""


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it counts no longer."""

    reason: Text


class AuthorisationFilter(Paging, frozen=True, forbid_unknown_fields=True):
    """Which letters."""

    status: Literal["filed", "verified", "refused", "withdrawn"] | None = None
    brand: str | None = None
    waiting: bool = False
    """Those to be checked, the longest first."""
    limit: Limit = 50


class AuthorisationList(msgspec.Struct, frozen=True):
    """Some letters and where to go on."""

    items: tuple[Authorisation, ...]
    next: str | None


@endpoint(
    "POST",
    "/v1/brand-authorisations",
    scope="notices:write",
    body=AuthorisationForm,
    answer=Authorisation,
    status=201,
    summary="Show a brand owner's letter",
)
def file(call: Call[AuthorisationForm, Nothing]) -> Authorisation:
    filing = AuthorisationFiling(**{name: getattr(call.body, name) for name in AuthorisationFiling.__struct_fields__})
    return authorisations.file(call.tx, call.actor, filing, call.content, call.body.trader)


@endpoint(
    "GET",
    "/v1/brand-authorisations",
    scope="notices:read",
    query=AuthorisationFilter,
    answer=AuthorisationList,
    summary="Letters of brand owners",
)
def listed(call: Call[Nothing, AuthorisationFilter]) -> AuthorisationList:
    asked = call.query
    found = authorisations.every(
        call.tx, call.actor, asked.status, asked.brand, waiting=asked.waiting, cursor=asked.cursor, limit=asked.limit
    )
    return AuthorisationList(found.items, found.next)


@endpoint("GET", "/v1/brand-authorisations/{authorisation_id}", scope="notices:read", answer=Authorisation, summary="One letter")
def one(call: Call[Nothing, Nothing]) -> Authorisation:
    return authorisations.read(call.tx, call.actor, call.path["authorisation_id"])


@endpoint(
    "POST",
    "/v1/brand-authorisations/{authorisation_id}/judge",
    scope="notices:write",
    body=AuthorisationJudgement,
    answer=Authorisation,
    summary="Verify or refuse a letter",
)
def judge(call: Call[AuthorisationJudgement, Nothing]) -> Authorisation:
    body = call.body
    return authorisations.judge(call.tx, call.actor, call.path["authorisation_id"], evidence=body.evidence, refused=body.refused)


@endpoint(
    "POST",
    "/v1/brand-authorisations/{authorisation_id}/withdraw",
    scope="notices:write",
    body=Withdrawal,
    answer=Authorisation,
    summary="Let a letter count no longer",
)
def withdraw(call: Call[Withdrawal, Nothing]) -> Authorisation:
    return authorisations.withdraw(call.tx, call.actor, call.path["authorisation_id"], call.body.reason)
