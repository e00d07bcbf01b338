"""Who is told what."""

from typing import Annotated

import msgspec

from pratique.assembly.operations import subscriptions
from pratique.assembly.operations.subscriptions import NewSecret, Subscription
from pratique.service.registry import Call, Nothing, endpoint
from pratique.store.webhooks import Letter


class WebhookForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """An address to be told. Without `topics` it is told everything."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    topics: Annotated[tuple[str, ...], msgspec.Meta(max_length=100)] = ()
    """`case.*`, `action.imposed`."""
    channels: tuple[str, ...] | None = None


class Why(msgspec.Struct, frozen=True, omit_defaults=True):
    """A reason, for the log."""

    reason: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class SubscriptionList(msgspec.Struct, frozen=True):
    """All webhooks, oldest first."""

    items: tuple[Subscription, ...]


class Message(msgspec.Struct, frozen=True):
    """A message on its way: its id is the `webhook-id` of the request."""

    message: str


class Redriven(msgspec.Struct, frozen=True):
    """How many messages are tried again."""

    messages: int


class Letters(msgspec.Struct, frozen=True):
    """Messages that were given up, the last ones first."""

    items: tuple[Letter, ...]


@endpoint(
    "POST", "/v1/webhooks", scope="admin", body=WebhookForm, answer=NewSecret, status=201,
    summary="Have an address told; the secret of its signatures is shown once", holds_secret=lambda _: True,
)  # fmt: skip
def make(call: Call[WebhookForm, Nothing]) -> NewSecret:
    form = call.body
    return subscriptions.make(call.tx, call.actor, call.content, form.url, form.topics, form.channels)


@endpoint("GET", "/v1/webhooks", scope="admin", answer=SubscriptionList, summary="All webhooks and what became of their messages")
def every(call: Call[Nothing, Nothing]) -> SubscriptionList:
    return SubscriptionList(subscriptions.every(call.tx, call.actor))


@endpoint("GET", "/v1/webhooks/{webhook}", scope="admin", answer=Subscription, summary="One webhook")
def read(call: Call[Nothing, Nothing]) -> Subscription:
    return subscriptions.read(call.tx, call.actor, call.path["webhook"])


@endpoint(
    "POST", "/v1/webhooks/{webhook}/secret", scope="admin", answer=NewSecret,
    summary="Change the secret; the old one still signs as well for a day", holds_secret=lambda _: True,
)  # fmt: skip
def rotate(call: Call[Nothing, Nothing]) -> NewSecret:
    return subscriptions.rotate(call.tx, call.actor, call.path["webhook"])


@endpoint("POST", "/v1/webhooks/{webhook}/enable", scope="admin", body=Why, answer=Subscription, summary="Switch a webhook on")
def enable(call: Call[Why, Nothing]) -> Subscription:
    return subscriptions.switch(call.tx, call.actor, call.path["webhook"], "active", call.body.reason)


@endpoint("POST", "/v1/webhooks/{webhook}/disable", scope="admin", body=Why, answer=Subscription, summary="Switch a webhook off")
def disable(call: Call[Why, Nothing]) -> Subscription:
    return subscriptions.switch(call.tx, call.actor, call.path["webhook"], "disabled", call.body.reason)


@endpoint("POST", "/v1/webhooks/{webhook}/test", scope="admin", answer=Message, summary="Send `webhook.test` to it")
def test(call: Call[Nothing, Nothing]) -> Message:
    return Message(subscriptions.test(call.tx, call.actor, call.path["webhook"]))


@endpoint("GET", "/v1/webhooks/{webhook}/dead", scope="admin", answer=Letters, summary="Messages that were given up")
def dead(call: Call[Nothing, Nothing]) -> Letters:
    return Letters(subscriptions.dead_letters(call.tx, call.actor, call.path["webhook"]))


@endpoint("POST", "/v1/webhooks/{webhook}/redrive", scope="admin", answer=Redriven, summary="Send what was given up again")
def redrive(call: Call[Nothing, Nothing]) -> Redriven:
    return Redriven(subscriptions.redrive(call.tx, call.actor, call.path["webhook"]))
