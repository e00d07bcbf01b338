"""Who is told what: webhooks made, tried, switched, their secrets changed, their dead letters sent again."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from pratique.assembly.operations.permission import require
from pratique.assembly.webhooks import check_url
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ConflictError, Fault, InvalidError
from pratique.policy.model import Content
from pratique.store import webhooks
from pratique.store.transaction import Transaction
from pratique.store.webhooks import Endpoint, Letter

TOPICS = (
    "action", "appeal", "case", "look_back", "notice", "order", "proposal", "right", "statement", "submitter", "trader",
    "verification", "webhook",
)  # fmt: skip
"""First words of the topics there are."""


class Subscription(msgspec.Struct, frozen=True):
    """An endpoint and what became of its messages; never its secret."""

    endpoint: Endpoint
    deliveries: dict[str, int]
    """`waiting`, `delivered`, `dead` → how many."""


class NewSecret(msgspec.Struct, frozen=True):
    """A secret that messages are signed with, shown this once."""

    id: str
    secret: str


def make(
    tx: Transaction, actor: Actor, content: Content, url: str, topics: Sequence[str] = (), channels: Sequence[str] | None = None
) -> NewSecret:
    """Have an address told. Raises InvalidError for an address inside, an unknown topic or a channel outside the actor's walls."""
    require(actor, "webhook.write")
    faults = [
        Fault("topics", f"there is no topic `{one}`; known: {', '.join(f'{name}.*' for name in TOPICS)}")
        for one in topics
        if one.partition(".")[0] not in TOPICS or not one.partition(".")[2]
    ]
    known = set(content.channels) if actor.channels is None else set(actor.channels)
    faults += [Fault("channels", f"`{one}` is not known; known: {', '.join(sorted(known))}") for one in channels or () if one not in known]
    if channels is None and actor.channels is not None:
        faults.append(Fault("channels", "must be named, since your own are walled in"))
    try:
        check_url(url)
    except InvalidError as error:
        faults.extend(error.faults)
    if faults:
        raise InvalidError(faults)
    return NewSecret(*webhooks.make(tx, actor, url, topics, channels))


def every(tx: Transaction, actor: Actor) -> tuple[Subscription, ...]:
    """All endpoints within the actor's walls, oldest first."""
    require(actor, "webhook.write")
    return tuple(Subscription(one, webhooks.figures(tx, one.id)) for one in webhooks.every(tx) if _is_within(actor, one))


def read(tx: Transaction, actor: Actor, name: str) -> Subscription:
    """One endpoint."""
    require(actor, "webhook.write")
    return Subscription(_reached(tx, actor, name), webhooks.figures(tx, name))


def rotate(tx: Transaction, actor: Actor, name: str) -> NewSecret:
    """Change the secret; for a day messages carry the signature of the old one as well."""
    require(actor, "webhook.write")
    _reached(tx, actor, name)
    return NewSecret(name, webhooks.rotate(tx, actor, name))


def switch(tx: Transaction, actor: Actor, name: str, status: Literal["active", "disabled"], why: str = "") -> Subscription:
    """Switch an endpoint on or off; what waits for one that is off goes out when it is on again."""
    require(actor, "webhook.write")
    if _reached(tx, actor, name).status == status:
        raise ConflictError(f"is_{status}", f"the webhook `{name}` is {status} already")
    webhooks.switch(tx, actor, name, status, why or "asked for")
    return read(tx, actor, name)


def test(tx: Transaction, actor: Actor, name: str) -> str:
    """Send it a message that says nothing, `webhook.test`; gives the id of the message."""
    require(actor, "webhook.write")
    if _reached(tx, actor, name).status != "active":
        raise ConflictError("is_disabled", f"the webhook `{name}` is switched off", "switch it on first")
    return webhooks.send_one(tx, name, "webhook.test", {"webhook": name})


def redrive(tx: Transaction, actor: Actor, name: str) -> int:
    """Send the dead letters of an endpoint again; gives how many."""
    require(actor, "webhook.write")
    _reached(tx, actor, name)
    return webhooks.redrive(tx, actor, name)


def dead_letters(tx: Transaction, actor: Actor, name: str, limit: int = 50) -> tuple[Letter, ...]:
    """Messages that were given up, the last ones first, with the last answer."""
    require(actor, "webhook.write")
    _reached(tx, actor, name)
    return webhooks.dead(tx, name, limit)


def _reached(tx: Transaction, actor: Actor, name: str) -> Endpoint:
    found = next((one for one in webhooks.every(tx) if one.id == name and _is_within(actor, one)), None)
    if found is None:
        raise AbsentError("webhook", name)
    return found


def _is_within(actor: Actor, endpoint: Endpoint) -> bool:
    return actor.channels is None or (endpoint.channels is not None and set(endpoint.channels) <= actor.channels)
