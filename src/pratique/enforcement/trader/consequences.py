"""What follows from a ledger and is not done yet, and what was done and does not follow any more."""

import datetime as dt

import msgspec

from pratique.enforcement.action.kinds import ActionKind
from pratique.enforcement.points import Consequence
from pratique.enforcement.trader.state import Sanction, Trader, standings
from pratique.policy.model import Channel


class Due(msgspec.Struct, frozen=True):
    """An action that has to be taken because a rung was reached."""

    key: str
    kind: ActionKind
    ladder: str
    points: float
    rung: float
    day: dt.date
    until: dt.date | None


def due(trader: Trader, channel: Channel, as_of: dt.date) -> tuple[tuple[Due, ...], tuple[Sanction, ...]]:
    """Actions to take now, and sanctions to take back, so that what was done is what follows from the ledger.

    What would have followed and has run out meanwhile is not done any more.
    """
    follows: dict[str, Due] = {}
    for ladder, found in standings(trader, channel, as_of).items():
        for one in found.consequences:
            name = _key(channel.id, ladder, one)
            follows[name] = Due(name, one.action, ladder, one.points, one.rung, one.day, one.until)  # type: ignore[arg-type]  # names of sanctions are kinds of action
    known = {sanction.key for sanction in trader.sanctions}
    to_take = tuple(one for name, one in follows.items() if name not in known and (one.until is None or as_of < one.until))
    to_drop = tuple(one for one in trader.sanctions if one.key.startswith(f"{channel.id}/") and one.key not in follows)
    return to_take, to_drop


def _key(channel: str, ladder: str, one: Consequence) -> str:
    return f"{channel}/{ladder}/{one.day.isoformat()}/{one.rung:g}/{one.action}"
