"""Acts that wait for a second person: asked for, read, turned down, taken back. How one is approved and done stands in `approval`."""

import msgspec

from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import Actor
from pratique.casework import four_eyes
from pratique.casework.four_eyes import Proposal, ProposalEvent
from pratique.store.outbox import publish
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, load
from pratique.store.transaction import Transaction

PROPOSALS: Kind[Proposal] = Kind(
    "proposal",
    "proposal",
    Proposal,
    ProposalEvent,
    four_eyes.apply,
    lambda one: {"act": one.act, "proposed_by": one.proposed_by, "expires_at": one.expires_at},
)


def ask(
    tx: Transaction,
    actor: Actor,
    act: str,
    what: str,
    form: msgspec.Struct,
    reason: str,
    *,
    count: int = 1,
    channel: str | None = None,
    markets: tuple[str, ...] | None = None,
) -> Proposal:
    """Ask for a second person. `what` is the sentence the approver reads, `form` what it will be done with; no personal data in them.

    Raises ForbiddenError for a machine or without the role, InvalidError without a reason.
    """
    require_reach(actor, "proposal.make", "proposal", act, channel=channel, markets=markets)
    name = tx.new_id("proposal")
    details = {"what": what, "form": msgspec.json.encode(form).decode()}
    events = four_eyes.propose(name, act, details, reason, count=count, channel=channel, markets=markets, at=tx.at, by=actor)
    kept = append(tx, PROPOSALS, name, None, events)
    _tell(tx, "proposal.made", kept.state)
    return kept.state


def reject(tx: Transaction, actor: Actor, proposal: str, note: str) -> Proposal:
    """Say no, and why. Raises ForbiddenError for whoever proposed it."""
    kept = reached(tx, actor, "proposal.approve", proposal)
    done = append(tx, PROPOSALS, proposal, kept, four_eyes.decide(kept.state, "rejected", note, at=tx.at, by=actor)).state
    _tell(tx, "proposal.rejected", done)
    return done


def withdraw(tx: Transaction, actor: Actor, proposal: str) -> Proposal:
    """Take it back, as whoever proposed it."""
    kept = reached(tx, actor, "proposal.make", proposal)
    return append(tx, PROPOSALS, proposal, kept, four_eyes.withdraw(kept.state, at=tx.at, by=actor)).state


def read(tx: Transaction, actor: Actor, proposal: str) -> Proposal:
    """One proposal."""
    return reached(tx, actor, "proposal.read", proposal, lock=False).state


def listed(
    tx: Transaction, actor: Actor, status: str | None = None, act: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Proposal]:
    """Proposals, newest first."""
    require(actor, "proposal.read")
    where: dict[str, object] = {name: value for name, value in (("status", status), ("act", act)) if value is not None}
    return page(tx, PROPOSALS, actor, where, descending=True, cursor=cursor, limit=limit)


def run_out(tx: Transaction, most: int = 200) -> int:
    """End what waited too long; the worker calls this. Gives how many."""
    rows = tx.execute(
        "SELECT id FROM proposal WHERE status IN ('open', 'approved') AND expires_at <= %s ORDER BY expires_at LIMIT %s"
        " FOR UPDATE SKIP LOCKED",
        (tx.at, most),
    ).fetchall()
    for (name,) in rows:
        kept = load(tx, PROPOSALS, name)
        _tell(tx, "proposal.expired", append(tx, PROPOSALS, name, kept, four_eyes.run_out(kept.state, at=tx.at)).state)
    return len(rows)


def reached(tx: Transaction, actor: Actor, act: str, proposal: str, *, lock: bool = True) -> Kept[Proposal]:
    """A proposal within the walls of whoever acts. Raises AbsentError where it lies outside."""
    kept = load(tx, PROPOSALS, proposal, lock=lock)
    require_reach(actor, act, "proposal", proposal, channel=kept.state.channel, markets=kept.state.markets)
    return kept


def _tell(tx: Transaction, topic: str, proposal: Proposal) -> None:
    told = {"proposal": proposal.id, "act": proposal.act, "status": proposal.status, "count": proposal.count}
    publish(tx, topic, proposal.id, told, proposal.channel)
