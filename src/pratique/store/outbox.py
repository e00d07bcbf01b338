"""What the outside is told: written in the transaction of the act, sent by the worker afterwards.

So nothing is told that did not happen.
"""

from collections.abc import Mapping, Sequence

import msgspec

from pratique.store import mail, webhooks
from pratique.store.transaction import Transaction


def publish(tx: Transaction, topic: str, record_id: str, payload: object, channel: str | None = None) -> None:
    """Put a message for webhooks into the outbox. Topics are `notice.received`, `action.imposed` …; no personal data."""
    tx.execute(
        "INSERT INTO outbox (id, topic, record_id, channel, payload, at) VALUES (%s, %s, %s, %s, %s, %s)",
        (tx.new_id("msg"), topic, record_id, channel, msgspec.json.encode(payload).decode(), tx.at),
    )


def hand_over(tx: Transaction, limit: int, letters: Mapping[str, Sequence[str]] | None = None) -> int:
    """Make of messages that wait what goes out: deliveries to webhooks, and letters where `letters` has the topic; gives how many messages.

    `letters`: topic → addressees; `None` where no letters are written.
    """
    rows = tx.execute(
        "SELECT id FROM outbox WHERE handed_over_at IS NULL ORDER BY number LIMIT %s FOR UPDATE SKIP LOCKED", (limit,)
    ).fetchall()
    names = [row[0] for row in rows]
    if names:
        webhooks.put_down(tx, names)
        if letters:
            mail.put_down(tx, names, letters)
        tx.execute("UPDATE outbox SET handed_over_at = %s WHERE id = ANY(%s)", (tx.at, names))
    return len(names)
