"""A second person says yes, and it is done in the same transaction: nothing is approved and then forgotten."""

from collections.abc import Callable
from typing import Any

import msgspec

from pratique.assembly.operations import drafts, mass, proposals, publishing
from pratique.assembly.operations.mass import Asked
from pratique.base.actor import Actor
from pratique.casework import four_eyes
from pratique.casework.four_eyes import Proposal
from pratique.policy.model import Content
from pratique.store.outbox import publish
from pratique.store.records import append
from pratique.store.transaction import Transaction

_Do = Callable[[Transaction, Actor, Content, Any], Asked]
DOINGS: dict[str, tuple[type[msgspec.Struct], _Do]] = {
    "action.bulk": (mass.ManyMeasures, mass.impose_now),
    "action.lift_bulk": (mass.ManyLifted, mass.lift_now),
    "case.bulk": (mass.ManyCases, mass.decide_cases_now),
    "trader.close": (mass.Closure, mass.close_account_now),
    "person.erase": (mass.Person, mass.erase_person_now),
    "retention.hold": (mass.Person, mass.release_hold_now),
    "content.publish": (publishing.Draft, drafts.publish_now),
}
"""Act → the form it was proposed with and how it is done; one for every gate."""


class Approved(msgspec.Struct, frozen=True):
    """What was approved, and what came of it."""

    proposal: Proposal
    done: tuple[str, ...]
    refused: dict[str, str]


def approve(tx: Transaction, actor: Actor, content: Content, proposal: str, note: str = "") -> Approved:
    """Agree, and have it done as whoever agrees.

    Raises ForbiddenError for whoever proposed it or without the role, ConflictError where it is too late.
    """
    kept = proposals.reached(tx, actor, "proposal.approve", proposal)
    kept = append(tx, proposals.PROPOSALS, proposal, kept, four_eyes.decide(kept.state, "approved", note, at=tx.at, by=actor))
    form, do = DOINGS[kept.state.act]
    became = do(tx, actor, content, msgspec.json.decode(kept.state.details["form"], type=form))
    result = f"{len(became.done)} done" + (f", {len(became.refused)} left as they are" if became.refused else "")
    done = append(tx, proposals.PROPOSALS, proposal, kept, four_eyes.carry_out(kept.state, result, at=tx.at, by=actor.id)).state
    told = {"proposal": done.id, "act": done.act, "status": done.status, "done": len(became.done), "refused": len(became.refused)}
    publish(tx, "proposal.done", done.id, told, done.channel)
    return Approved(done, became.done, became.refused)
