"""What the outside is told: written in the transaction of the act, sent by the worker afterwards.

So nothing is told that did not happen.
"""

import msgspec

from pratique.store.transaction import Transaction


def publish(tx: Transaction, topic: str, record_id: str, payload: object, channel: str | None = None) -> None:
    """Put a message for webhooks into the outbox. Topics are `notice.received`, `action.imposed` …; no personal data."""
    tx.execute(
        "INSERT INTO outbox (id, topic, record_id, channel, payload, at) VALUES (%s, %s, %s, %s, %s, %s)",
        (tx.new_id("msg"), topic, record_id, channel, msgspec.json.encode(payload).decode(), tx.at),
    )
