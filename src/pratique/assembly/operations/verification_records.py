"""The record of what is known of a trader, and what enforcement has to tell it: below both, so that neither needs the other."""

from pratique.base.actor import Actor
from pratique.casework.verification import Verification, VerificationEvent, acts, apply
from pratique.enforcement.action import Action
from pratique.store.outbox import publish
from pratique.store.records import Kind, append, find
from pratique.store.transaction import Transaction

VERIFICATIONS: Kind[Verification] = Kind(
    "verification",
    "trader_verification",
    Verification,
    VerificationEvent,
    apply,
    lambda known: {
        "country": known.country,
        "laws": list(known.laws),
        "due_at": known.due_at,
        "clock_at": known.wakes_at,
        "waits_since": known.submitted_at if known.waits_for_review else None,
        "is_overdue": known.is_overdue,
        "keep_until": known.keep_until,
    },
)


def let_in(tx: Transaction, actor: Actor, action: Action, because_of: str) -> tuple[str, ...]:
    """An action was lifted or reversed by somebody: where it was the suspension of an unknown trader, a person looks at them again.

    Gives the actions by which they are suspended on other channels: those have lost their ground as well.
    """
    for cause in action.causes:
        if cause.kind != "verification":
            continue
        kept = find(tx, VERIFICATIONS, cause.id, lock=True)
        if kept is not None and action.id in kept.state.actions:
            others = tuple(one for one in kept.state.actions if one != action.id)
            kept = append(tx, VERIFICATIONS, cause.id, kept, acts.overturned(kept.state, because_of, at=tx.at, by=actor.id))
            tell(tx, "reopened", kept.state, because_of=because_of)
            return others
    return ()


def tell(tx: Transaction, what: str, known: Verification, **more: object) -> None:
    """Tell the outside what became of a trader; names of fields, never what stands in them.

    Of a trader on one channel only those are told who may know of that channel.
    """
    row = tx.execute("SELECT channels FROM trader WHERE id = %s", (known.trader,)).fetchone()
    channel = row[0][0] if row and len(row[0]) == 1 else None
    base = {"trader": known.trader, "status": known.status, "laws": known.laws, "due_at": known.due_at}
    publish(tx, f"verification.{what}", known.trader, base | more, channel)
