"""Every endpoint, described once: the routes, the checks and the OpenAPI document all come from here.

An endpoint is a plain function that runs in a thread and works in one transaction:

    @endpoint("POST", "/v1/notices", scope="notices:write", body=NoticeForm, answer=Receipt, status=201, summary="Send a notice")
    def file_notice(call: Call[NoticeForm, Nothing]) -> Receipt:
        return notices.file(call.tx, call.actor, call.body)
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from pratique.assembly.operations.keys import SCOPES as SCOPES
from pratique.assembly.screeners import Screeners
from pratique.base.actor import Actor
from pratique.policy.model import Content
from pratique.store.transaction import Transaction

B = TypeVar("B")
Q = TypeVar("Q")


class Nothing(msgspec.Struct, frozen=True):
    """No body, or no parameters."""


class Paging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where to go on in a list, and how much of it."""

    cursor: str | None = None
    limit: int = 50


class Call(msgspec.Struct, Generic[B, Q], frozen=True):
    """What an endpoint is given."""

    actor: Actor
    body: B
    query: Q
    path: dict[str, str]
    tx: Transaction
    screeners: Screeners

    @property
    def content(self) -> Content:
        """The content that decides."""
        return self.screeners.content

    @property
    def at(self) -> dt.datetime:
        """The moment of the transaction."""
        return self.tx.at


class Endpoint(msgspec.Struct, frozen=True):
    """One method on one path."""

    method: str
    path: str
    scope: str | None
    """What a key must be good for; `None`: anybody."""
    body: Any
    query: Any
    answer: Any
    status: int
    summary: str
    run: Callable[[Any], Any]
    media_type: str = "application/json"
    """Of the answer; anything but JSON is answered as the `str` or `bytes` that came back."""
    holds_secret: Callable[[Any], bool] | None = None
    """Whether an answer shows a secret that is kept nowhere: it is not remembered for the same request either."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names in the path."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def tag(self) -> str:
        """The noun it belongs to."""
        return self.path.split("/")[2] if self.path.startswith("/v1/") else "service"


LONGEST_NAME = 200
"""Characters of a name in a path."""
ENDPOINTS: list[Endpoint] = []
F = TypeVar("F", bound=Callable[..., Any])


def endpoint(
    method: str,
    path: str,
    *,
    scope: str | None,
    answer: Any,
    summary: str,
    body: Any = Nothing,
    query: Any = Nothing,
    status: int = 200,
    media_type: str = "application/json",
    holds_secret: Callable[[Any], bool] | None = None,
) -> Callable[[F], F]:
    """Put a function under a path."""

    def put(run: F) -> F:
        ENDPOINTS.append(Endpoint(method, path, scope, body, query, answer, status, summary, run, media_type, holds_secret))
        return run

    return put
