"""Keys of the API."""

import datetime as dt
from typing import Annotated

import msgspec

from pratique.assembly.operations import keys
from pratique.assembly.operations.keys import KeyForm, NewKey
from pratique.service.registry import Call, Nothing, endpoint


class KeyView(msgspec.Struct, frozen=True):
    """What is known of a key."""

    id: str
    name: str
    scopes: tuple[str, ...]
    roles: tuple[str, ...]
    channels: tuple[str, ...] | None
    markets: tuple[str, ...] | None
    subject: str | None
    per_second: int
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    person: str | None


class KeyRequest(KeyForm, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a new key is to be, in bounds."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    scopes: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    per_second: Annotated[int, msgspec.Meta(ge=1, le=keys.MOST_PER_SECOND)] = 1_000


class KeyList(msgspec.Struct, frozen=True):
    """All keys, oldest first."""

    items: tuple[KeyView, ...]


@endpoint(
    "POST", "/v1/keys", scope="admin", body=KeyRequest, answer=NewKey, status=201, summary="Make a key; its secret is shown once",
    holds_secret=lambda _: True,
)  # fmt: skip
def make(call: Call[KeyRequest, Nothing]) -> NewKey:
    return keys.make(call.tx, call.actor, call.content, call.body)


@endpoint("GET", "/v1/keys", scope="admin", answer=KeyList, summary="All keys, without their secrets")
def every(call: Call[Nothing, Nothing]) -> KeyList:
    return KeyList(tuple(KeyView(*msgspec.structs.astuple(key)) for key in keys.listed(call.tx, call.actor)))


@endpoint("POST", "/v1/keys/{key}/revoke", scope="admin", answer=Nothing, status=204, summary="Take a key away, within five seconds")
def revoke(call: Call[Nothing, Nothing]) -> None:
    keys.revoke(call.tx, call.actor, call.path["key"])
