"""Clocks that ran out: notices, counter-notices, orders, rights, verification of traders, look-backs.

The worker looks all the time; what it finds it finds once.
"""

import msgspec

from pratique.assembly.operations import counter_notices, look_backs, orders, proposals, verification
from pratique.assembly.operations.look_backs import LOOK_BACKS
from pratique.assembly.operations.notices import NOTICES
from pratique.assembly.operations.orders import ORDERS
from pratique.assembly.operations.rights import HOLDERS
from pratique.assembly.operations.verification_records import VERIFICATIONS
from pratique.base.actor import SYSTEM
from pratique.base.clock import Clock, now
from pratique.base.ids import Ids, new_id
from pratique.casework.notice import acts as notice_acts
from pratique.casework.notice.counter import is_ripe
from pratique.casework.order import acts as order_acts
from pratique.casework.rights import holder as holder_acts
from pratique.policy.model import Content
from pratique.store.outbox import publish
from pratique.store.records import append, load
from pratique.store.transaction import Connection, Transaction, transaction


class Swept(msgspec.Struct, frozen=True):
    """What a sweep found, by how many."""

    notices_late: int
    counter_notices_over: int
    orders_late: int
    orders_searched: int
    rights_lapsed: int
    proposals_expired: int
    traders_due: int
    """Asked, suspended, or waiting too long for us."""
    look_backs_late: int

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to do."""
        return not any(msgspec.structs.astuple(self))


def sweep(tx: Transaction, content: Content, most: int = 200) -> Swept:
    """Look at up to `most` records of each kind whose clock ran out by now; call again until it is empty.

    Records that somebody else works on are left for the next time.
    """
    late, over = _notices(tx, content, most)
    return Swept(
        late, over, _orders(tx, most), _searches(tx, max(1, most // 20)), _rights(tx, most), proposals.run_out(tx, most),
        _traders(tx, content, most), _look_backs(tx, most),
    )  # fmt: skip


def work_off(connection: Connection, content: Content, clock: Clock = now, ids: Ids = new_id) -> int:
    """One sweep in a transaction of its own, for the worker. Gives how much there was to do."""
    with transaction(connection, clock, ids) as tx:
        return sum(msgspec.structs.astuple(sweep(tx, content)))


def _due(tx: Transaction, table: str, column: str, most: int, moment: object) -> list[str]:
    query = f"SELECT id FROM {table} WHERE {column} <= %s ORDER BY {column} LIMIT %s FOR UPDATE SKIP LOCKED"  # noqa: S608 - our own names
    return [name for (name,) in tx.execute(query, (moment, most))]


def _notices(tx: Transaction, content: Content, most: int) -> tuple[int, int]:
    late = over = 0
    for name in _due(tx, "notice", "clock_at", most, tx.at):
        kept = load(tx, NOTICES, name)
        events = notice_acts.run_out(kept.state, at=tx.at)
        if events:
            kept = append(tx, NOTICES, name, kept, events)
            told = {"notice": name, "deadline": kept.state.overdue[-1], "kind": kept.state.kind}
            publish(tx, "notice.overdue", name, told, kept.state.channel)
            late += 1
        if is_ripe(kept.state, tx.at):
            counter_notices.settled(tx, kept, "restored", counter_notices.RESTORED, content, agreed=False, by=SYSTEM)
            over += 1
    return late, over


def _orders(tx: Transaction, most: int) -> int:
    late = 0
    for name in _due(tx, "authority_order", "clock_at", most, tx.at):
        kept = load(tx, ORDERS, name)
        events = order_acts.run_out(kept.state, at=tx.at)
        if events:
            kept = append(tx, ORDERS, name, kept, events)
            told = {"order": name, "deadline": kept.state.overdue[-1], "authority": kept.state.authority.name}
            publish(tx, "order.overdue", name, told, kept.state.channel)
            late += 1
    return late


def _searches(tx: Transaction, most: int) -> int:
    """Orders whose identical listings are to be looked for again, and traders who may be told by now."""
    searched = 0
    for name in _due(tx, "authority_order", "next_at", most, tx.at):
        kept = orders.tell_traders(tx, load(tx, ORDERS, name))
        after = orders.find_identical(tx, kept)
        searched += after.version > kept.version
    return searched


def _rights(tx: Transaction, most: int) -> int:
    lapsed = 0
    for name in _due(tx, "rights_holder", "clock_at", most, tx.at):
        kept = load(tx, HOLDERS, name)
        events = holder_acts.run_out(kept.state, at=tx.at)
        kept = append(tx, HOLDERS, name, kept, events)
        lapsed += len(events)
        for event in events:
            publish(tx, "right.lapsed", name, {"holder": name, "right": getattr(event, "right", None)})
    return lapsed


def _traders(tx: Transaction, content: Content, most: int) -> int:
    names = _due(tx, "trader_verification", "clock_at", most, tx.at)
    return sum(verification.run_out(tx, content, load(tx, VERIFICATIONS, name)) for name in names)


def _look_backs(tx: Transaction, most: int) -> int:
    return sum(look_backs.run_out(tx, load(tx, LOOK_BACKS, name)) for name in _due(tx, "look_back", "clock_at", most, tx.at))
