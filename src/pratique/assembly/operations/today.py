"""What needs whoever looks, by what their roles let them do: how many, and when the first of it is due."""

import datetime as dt

import msgspec

from pratique.assembly.operations.permission import may
from pratique.base.actor import Actor
from pratique.store.figures.narrowed import inside
from pratique.store.transaction import Transaction


class Need(msgspec.Struct, frozen=True):
    """Something that waits for somebody like them."""

    name: str
    number: int
    due_at: dt.datetime | None


class _Asked(msgspec.Struct, frozen=True):
    acts: tuple[str, ...]
    table: str
    where: str
    due: str = "NULL::timestamptz"
    has_walls: bool = True


_WAITING = "status IN ('open', 'escalated', 'second_review', 'disputed')"
_NEEDS: dict[str, _Asked] = {
    "mine": _Asked(("case.decide",), "case_file", f"{_WAITING} AND claimed_by = %(me)s AND claimed_until > %(now)s", "due_at"),
    "due": _Asked(("case.decide", "review.sample"), "case_file", f"{_WAITING} AND due_at < %(now)s + interval '4 hours'", "due_at"),
    "second": _Asked(("case.decide",), "case_file", "status = 'second_review' AND decided_by IS DISTINCT FROM %(me)s", "due_at"),
    "escalated": _Asked(("case.bulk",), "case_file", "status IN ('escalated', 'disputed')", "due_at"),
    "appeals": _Asked(("appeal.decide",), "appeal", "status = 'filed' AND NOT state->'first_deciders' ? %(me)s", "due_at"),
    "notices": _Asked(("notice.decide",), "notice", "status IN ('received', 'acknowledged', 'assessed')", "due_at"),
    "orders": _Asked(("order.handle",), "authority_order", "status IN ('received', 'authenticated')", "due_at"),
    "rights": _Asked(("rights.verify",), "rights_holder", "waits_since IS NOT NULL", has_walls=False),
    "proposals": _Asked(
        ("proposal.approve",), "proposal", "status = 'open' AND proposed_by <> %(me)s AND expires_at > %(now)s", "expires_at"
    ),
    "misuse": _Asked(("misuse.decide",), "submitter", "proposal <> ''", has_walls=False),
    "exports": _Asked(("statement.export",), "statement_export", "status = 'refused'", has_walls=False),
    "follow_ups": _Asked(("key.write",), "follow_up", "attempts > 0", has_walls=False),
}


def needs(tx: Transaction, actor: Actor) -> list[Need]:
    """What there is to do, what is due first first; by one query. Nothing for whoever only looks."""
    asked = {name: one for name, one in _NEEDS.items() if any(may(actor, act) for act in one.acts)}
    if not asked:
        return []
    conditions, values = inside(actor)
    pieces = []
    for name, one in asked.items():
        where = " AND ".join([one.where, *(conditions if one.has_walls else ())])
        pieces.append(f"SELECT '{name}', count(*), min({one.due}) FROM {one.table} WHERE {where}")  # noqa: S608 - made of constants
    rows = tx.connection.execute(" UNION ALL ".join(pieces).encode(), values | {"me": actor.id, "now": tx.at}).fetchall()
    found = [Need(name, number, due) for name, number, due in rows if number]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda one: (one.due_at or far, one.name))
