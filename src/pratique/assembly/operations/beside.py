"""Decisions made again because refused goods came back: beside which first decision, and resting on which earlier one.

Kept as events of the log, so that what rests on a decision falls with it when that is overturned (Regulation (EU) 2022/2065 Art. 20(4)).
"""

import msgspec

from pratique.base.actor import SYSTEM
from pratique.base.event import Event
from pratique.store.records import note
from pratique.store.transaction import Transaction

_RECORD = "relisting"


class RelistingFound(Event, frozen=True, kw_only=True, tag="relisting_found"):
    """Refused goods came back."""

    first: str
    """The decision on the listing as it was handed in."""
    again: str
    """The one made beside it."""
    earlier: tuple[str, ...]
    """Decisions and cases by which the goods were refused before."""


def put_down(tx: Transaction, first: str, again: str, earlier: tuple[str, ...]) -> None:
    """Put it on record, to be found by each of the names."""
    event = RelistingFound(at=tx.at, by=SYSTEM.id, first=first, again=again, earlier=earlier)
    for name in dict.fromkeys((first, *earlier)):
        note(tx, _RECORD, name, event)


def made_beside(tx: Transaction, first: str) -> list[str]:
    """Decisions made again beside one."""
    return [event.again for event in _events(tx, first) if event.first == first]


def resting_on(tx: Transaction, earlier: str) -> list[str]:
    """Decisions made again because of an earlier decision or case that was overturned, and of no other that still stands."""
    found = []
    for event in _events(tx, earlier):
        others = [name for name in event.earlier if name != earlier]
        stands = "SELECT 1 FROM enforcement_action WHERE causes && %s::text[] AND status <> 'reversed' LIMIT 1"
        if earlier in event.earlier and not (others and tx.execute(stands, (others,)).fetchone()):
            found.append(event.again)
    return found


def _events(tx: Transaction, name: str) -> list[RelistingFound]:
    rows = tx.execute(
        "SELECT payload FROM audit_event WHERE record = %s AND record_id = %s AND kind = 'relisting_found' ORDER BY batch, position",
        (_RECORD, name),
    ).fetchall()
    return [msgspec.json.decode(payload, type=RelistingFound) for (payload,) in rows]
