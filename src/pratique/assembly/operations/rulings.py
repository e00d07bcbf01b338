"""Rulings that can still be taken back: kept for a few seconds before they are carried out and anybody is told.

Until then the case stays with whoever decided it. The worker carries out what is due; where that fails, the reason stands beside the case.
"""

import datetime as dt
from collections.abc import Sequence

import structlog

from pratique.assembly.operations import cases
from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import Actor
from pratique.base.clock import Clock, now
from pratique.base.errors import ConflictError, RefusalError
from pratique.casework import case as acts
from pratique.casework.case import Case, Ruling
from pratique.policy.model import Content
from pratique.store import pending
from pratique.store.pending import PendingRuling
from pratique.store.records import load
from pratique.store.transaction import Connection, Transaction, transaction

SECONDS = 10
"""How long a ruling can be taken back."""
_log = structlog.get_logger("pratique.rulings")


def put(tx: Transaction, actor: Actor, content: Content, case: str, rulings: Sequence[Ruling], seconds: float = SECONDS) -> PendingRuling:
    """Decide a case, or give its second review, in a few seconds. Whatever would be refused then is refused now."""
    state = load(tx, cases.CASES, case, lock=True).state
    is_second = state.status == "second_review"
    require_reach(actor, "review.answer" if is_second else "case.decide", "case", case, channel=state.channel, markets=state.markets)
    cases.check(state, content, rulings)
    (acts.second if is_second else acts.decide)(state, rulings, at=tx.at, by=actor)
    made = PendingRuling(case, actor, tuple(rulings), is_second, tx.at, tx.at + dt.timedelta(seconds=seconds))
    pending.put(tx, made)
    return made


def take_back(tx: Transaction, actor: Actor, case: str) -> Case:
    """Take back a ruling of one's own. Raises ConflictError where it is too late."""
    require(actor, "case.decide")
    found = cases.read(tx, actor, case)
    if not pending.drop(tx, case, actor.id):
        raise ConflictError("too_late", f"the ruling on `{case}` is carried out already", "the way back is an appeal or a new case")
    return found


def carry_out_due(connection: Connection, content: Content, limit: int = 20, clock: Clock = now) -> int:
    """Carry out what is due, each in a transaction of its own; gives how many were tried."""
    tried = 0
    while tried < limit:
        with transaction(connection, clock) as tx:
            one = pending.next_due(tx)
            if one is None:
                return tried
            tried += 1
            entries = len(tx.entries)
            try:
                with tx.connection.transaction():
                    _carry_out(tx, content, one)
                pending.drop(tx, one.case, one.actor.id)
            except RefusalError as error:
                del tx.entries[entries:]
                _log.warning("ruling refused", case=one.case, reason=str(error))
                pending.fail(tx, one.case, str(error))
    return tried


def _carry_out(tx: Transaction, content: Content, one: PendingRuling) -> None:
    state = load(tx, cases.CASES, one.case).state
    if state.holder(tx.at) is None:  # the lock ran out while the worker was away; nobody else has taken it
        cases.claim(tx, one.actor, one.case)
    if one.is_second:
        cases.second(tx, one.actor, one.case, one.rulings)
    else:
        cases.decide(tx, one.actor, content, one.case, one.rulings)


def waiting(tx: Transaction, actor: Actor) -> list[PendingRuling]:
    """One's own rulings that can be taken back, and those that failed, the newest first."""
    return pending.of_actor(tx, actor.id)
