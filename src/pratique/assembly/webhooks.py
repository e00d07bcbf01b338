"""Telling the outside: messages signed as Standard Webhooks says, tried again for three days, never to an address inside."""

import datetime as dt
import os
import random
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

import httpx
from standardwebhooks.webhooks import Webhook

from pratique.assembly.addresses import BlockedError as BlockedError
from pratique.assembly.addresses import pinned, public_address
from pratique.base.actor import SYSTEM
from pratique.base.clock import Clock, now
from pratique.base.errors import Fault, InvalidError
from pratique.store import outbox, webhooks
from pratique.store.transaction import Connection, transaction
from pratique.store.webhooks import Delivery

SCHEDULE = tuple(dt.timedelta(seconds=one) for one in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400))
"""Waits after the first attempts, as Standard Webhooks recommends; after the last the message is dead."""
GIVE_UP = dt.timedelta(days=5)
"""An endpoint to which nothing got through for so long is switched off."""
TIMEOUT = 15.0
LARGEST_ANSWER = 64 * 1024
LEASE = dt.timedelta(seconds=60)
"""A worker that dies with a message leaves it to the others after this."""


def allows_private() -> bool:
    """`PRATIQUE_WEBHOOK_PRIVATE=1` lets messages go to addresses inside: for development."""
    return os.environ.get("PRATIQUE_WEBHOOK_PRIVATE") == "1"


def check_url(url: str) -> None:
    """Raises InvalidError for an address that no message is ever sent to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidError([Fault("url", "is no address")]) from None
    if not url.isprintable() or any(one.isspace() for one in url):
        raise InvalidError([Fault("url", "holds spaces or signs that cannot be printed")])
    schemes = ("https", "http") if allows_private() else ("https",)
    if parts.scheme not in schemes or not parts.hostname or parts.username or port == 0 or len(url) > 2000:
        raise InvalidError([Fault("url", f"must begin with {schemes[0]}:// and hold no user name")])


def target(url: str) -> tuple[str, str]:
    """An IP address that may be connected to, and the host's name for TLS. Raises BlockedError."""
    return public_address(url, allow_private=allows_private())


def hand_over(connection: Connection, limit: int = 200, clock: Clock = now, letters: Mapping[str, Sequence[str]] | None = None) -> int:
    """Turn waiting messages into deliveries, and into letters for those `letters` names by topic."""
    with transaction(connection, clock) as tx:
        return outbox.hand_over(tx, limit, letters)


def deliver_due(
    connection: Connection, limit: int = 20, clock: Clock = now, send: "Callable[[Delivery, dt.datetime], str] | None" = None
) -> int:
    """Try what is due. A message that was sent and not yet put down as sent is sent again: receivers go by its id."""
    with transaction(connection, clock) as tx:
        due = webhooks.take(tx, limit, LEASE)
    for delivery in due:
        problem = (send or post)(delivery, clock())
        with transaction(connection, clock) as tx:
            if not problem:
                webhooks.settle(tx, delivery, "", None, is_done=True)
                continue
            rest = SCHEDULE[delivery.attempts - 1 :]
            again = tx.at + rest[0] * random.uniform(1.0, 1.1) if rest else None  # noqa: S311 - so that not all come back at once
            webhooks.settle(tx, delivery, problem, again, is_done=False)
            since = webhooks.failing_since(tx, delivery.endpoint)
            if since is not None and tx.at - since > GIVE_UP:
                webhooks.switch(tx, SYSTEM, delivery.endpoint, "disabled", f"nothing got through since {since.date().isoformat()}")
                outbox.publish(tx, "webhook.disabled", delivery.endpoint, {"webhook": delivery.endpoint, "since": since})
    return len(due)


def post(delivery: Delivery, at: dt.datetime) -> str:
    """One attempt; empty when the other side said yes, else what went wrong."""
    body = f'{{"type":"{delivery.topic}","timestamp":"{delivery.at.isoformat()}","data":{delivery.payload}}}'
    signatures = " ".join(Webhook(secret).sign(delivery.message, at, body) for secret in delivery.secrets)
    headers = {
        "content-type": "application/json",
        "user-agent": "pratique",
        "webhook-id": delivery.message,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": signatures,
    }
    try:
        check_url(delivery.url)
        address, host = target(delivery.url)
        url, named = pinned(delivery.url, address, host)
        headers |= named
        with (
            httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", url, content=body.encode(), headers=headers, extensions={"sni_hostname": host}) as answer,
        ):
            size = 0
            for part in answer.iter_raw():
                size += len(part)
                if size > LARGEST_ANSWER:
                    break
            return "" if answer.is_success else f"answered {answer.status_code}"
    except (BlockedError, InvalidError, httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
        return f"{type(error).__name__}: {error}"
