"""What is the same: listings that are copies of one another, traders that belong together."""

from typing import Literal

import msgspec

from pratique.assembly.operations import links, prints
from pratique.assembly.operations.links import TraderLinks
from pratique.assembly.operations.prints import IdenticalListings
from pratique.identity.links import Graph
from pratique.service.registry import Call, Nothing, endpoint


class Least(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From which likeness listings are given."""

    least: Literal["identical", "near", "similar"] = "near"


@endpoint(
    "GET",
    "/v1/listings/{listing}/identical",
    scope="screen",
    query=Least,
    answer=IdenticalListings,
    summary="Every listing that is the same as one, with the reasons field by field",
)
def identical(call: Call[Nothing, Least]) -> IdenticalListings:
    return prints.identical(call.tx, call.actor, call.path["listing"], call.query.least)


@endpoint("GET", "/v1/links", scope="enforcement:read", answer=Graph, summary="Groups of traders that belong together, and why")
def groups(call: Call[Nothing, Nothing]) -> Graph:
    return links.groups(call.tx, call.actor)


@endpoint("GET", "/v1/traders/{trader}/links", scope="enforcement:read", answer=TraderLinks, summary="Whom a trader is linked to, and why")
def of_trader(call: Call[Nothing, Nothing]) -> TraderLinks:
    return links.of_trader(call.tx, call.actor, call.path["trader"])
