"""A changed ladder over the ledgers there are: who would stand otherwise."""

import datetime as dt

import msgspec

from pratique.assembly.operations.permission import require
from pratique.assembly.operations.traders import TRADERS
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.enforcement.dry_run import Difference, dry_run
from pratique.enforcement.points import Violation
from pratique.policy.load import load_content
from pratique.policy.model import Content, Ladder
from pratique.policy.units.ladder import SANCTIONS
from pratique.policy.units.rule import ENFORCEMENT_CLASSES
from pratique.store import contents
from pratique.store.transaction import Transaction


def try_ladders(
    tx: Transaction, actor: Actor, content: Content, channel: str, changed: tuple[Ladder, ...], as_of: dt.date | None = None
) -> dict[str, list[Difference]]:
    """The same for ladders that stand in no content yet. Raises InvalidError for what the content would refuse as well."""
    require(actor, "ladder.try")
    if channel not in content.channels:
        raise AbsentError("channel", channel)
    faults = [fault for number, ladder in enumerate(changed) for fault in _faults(f"ladders.{number}", ladder)]
    if faults:
        raise InvalidError(faults)
    own = msgspec.structs.replace(content.channels[channel], ladders=changed)
    return try_out(tx, actor, msgspec.structs.replace(content, channels={**content.channels, channel: own}), channel, as_of)


def _faults(place: str, ladder: Ladder) -> list[Fault]:
    found = []
    at = [rung.at for rung in ladder.rungs]
    if not at or at != sorted(set(at)) or at[0] <= 0:
        found.append(Fault(f"{place}.rungs", "the rungs of a ladder rise: write the lowest number of points first, each once"))
    rungs = [*ladder.rungs, *([ladder.same_right] if ladder.same_right else [])]
    found += [
        Fault(f"{place}.rungs", f"`{action}` is nothing that follows for a trader; known: {', '.join(SANCTIONS)}")
        for rung in rungs
        for action in (rung.action, *rung.also)
        if action not in SANCTIONS
    ]
    if not ladder.charges or ladder.charges[-1].classes or ladder.charges[-1].severity is not None:
        found.append(Fault(f"{place}.charges", "the last charge takes whatever is left: leave `classes` and `severity` out of it"))
    found += [
        Fault(f"{place}.classes", f"there is no class `{name}`; known: {', '.join(ENFORCEMENT_CLASSES)}")
        for name in ladder.classes
        if name not in ENFORCEMENT_CLASSES
    ]
    return found


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
