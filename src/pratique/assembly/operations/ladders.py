"""A changed ladder over the ledgers there are: who would stand otherwise."""

import datetime as dt

import msgspec

from pratique.assembly.operations.permission import require
from pratique.assembly.operations.traders import TRADERS
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError
from pratique.enforcement.dry_run import Difference, dry_run
from pratique.enforcement.points import Violation
from pratique.policy.load import load_content
from pratique.policy.model import Content, Ladder
from pratique.store import contents
from pratique.store.transaction import Transaction


def try_out(tx: Transaction, actor: Actor, changed: Content, channel: str, as_of: dt.date | None = None) -> dict[str, list[Difference]]:
    """Ladder → traders who would stand otherwise under `changed` than under the content that decides now.

    A ladder that is new is measured against one that never does anything. Raises AbsentError for a channel that there is not.
    """
    require(actor, "ladder.try")
    if channel not in changed.channels or (actor.channels is not None and channel not in actor.channels):
        raise AbsentError("channel", channel)
    name = contents.active(tx)
    packaged = load_content()
    now = packaged if name in (None, packaged.hash) else contents.load(tx, str(name))
    before = {ladder.id: ladder for ladder in now.channels[channel].ladders} if channel in now.channels else {}
    ledgers: dict[str, list[Violation]] = {}
    for trader, state in tx.execute("SELECT id, state::text FROM trader WHERE %s = ANY(channels)", (channel,)).fetchall():
        ledgers[trader] = [entry.violation for entry in TRADERS.decode_state(state).ledger if entry.channel == channel]
    day = as_of or tx.at.date()
    return {ladder.id: dry_run(before.get(ladder.id, _idle(ladder)), ladder, ledgers, day) for ladder in changed.channels[channel].ladders}


def _idle(ladder: Ladder) -> Ladder:
    return msgspec.structs.replace(ladder, charges=tuple(msgspec.structs.replace(charge, points=0.0) for charge in ladder.charges))
