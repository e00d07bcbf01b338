"""Which content decides."""

import msgspec

from pratique.assembly.operations import publishing
from pratique.assembly.operations.publishing import Publication
from pratique.service.registry import Call, Nothing, endpoint


class PublicationList(msgspec.Struct, frozen=True):
    """What decided, newest first."""

    items: tuple[Publication, ...]


@endpoint("GET", "/v1/contents", scope="screen", answer=PublicationList, summary="Which contents decided, and which does")
def listed(call: Call[Nothing, Nothing]) -> PublicationList:
    return PublicationList(publishing.listed(call.tx, call.actor))


@endpoint(
    "POST",
    "/v1/contents/{content}/activate",
    scope="admin",
    answer=Publication,
    summary="Let a content that was published before decide again",
)
def activate(call: Call[Nothing, Nothing]) -> Publication:
    return publishing.activate(call.tx, call.actor, call.path["content"])
