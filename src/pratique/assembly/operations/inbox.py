"""Notices, appeals and orders as the department works on them: by clock, what is overdue first, within the walls of whoever looks."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec

from pratique.assembly.operations.appeals import APPEALS
from pratique.assembly.operations.notices import NOTICES
from pratique.assembly.operations.orders import ORDERS
from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import ForbiddenError
from pratique.casework.appeal import Appeal
from pratique.casework.notice.state import Notice
from pratique.casework.order.state import AuthorityOrder
from pratique.store.pages import Page, page, walls
from pratique.store.records import Kind, S
from pratique.store.transaction import Transaction

Of = Literal["notice", "appeal", "order"]
OPEN: Mapping[Of, tuple[str, ...]] = {
    "notice": ("received", "acknowledged", "assessed", "contested"),
    "appeal": ("filed",),
    "order": ("received", "authenticated", "effected"),
}
"""States in which somebody of the house has something to do."""
DONE: Mapping[Of, tuple[str, ...]] = {
    "notice": ("decided", "informed", "closed", "withdrawn"),
    "appeal": ("decided", "withdrawn"),
    "order": ("reported", "lifted", "rejected", "closed"),
}
"""All others."""
_TABLES: Mapping[Of, str] = {"notice": "notice", "appeal": "appeal", "order": "authority_order"}
_ACTS: Mapping[Of, str] = {"notice": "notice.read", "appeal": "appeal.read", "order": "order.read"}
MOST_COUNTED = 10_000


class Wanted(msgspec.Struct, frozen=True):
    """What a list is narrowed to; empty is all that is open."""

    status: str | None = None
    """A state, `done` for those of `DONE`, or `all`."""
    kind: str | None = None
    """Of a notice or an order; of an appeal what it is about."""
    channel: str | None = None
    market: str | None = None
    due: Literal["over", "24h", "later"] | None = None
    words: str = ""
    """A record, subject, file number, or whose it is: the whole of it."""


class Tally(msgspec.Struct, frozen=True):
    """What is open, by how much time is left, and what is done. From `MOST_COUNTED` on nobody counts further."""

    open: int
    over: int
    day: int
    """Due within 24 hours, not over yet."""
    done: int


def notices(tx: Transaction, actor: Actor, wanted: Wanted, cursor: str | None = None, limit: int = 50) -> Page[Notice]:
    """Notices; those that are done newest first."""
    searched = "(id = %s OR submitter = %s OR %s = ANY(subjects) OR %s = ANY(traders))"
    return _listed(tx, actor, "notice", NOTICES, wanted, "kind", searched, cursor, limit)


def appeals(tx: Transaction, actor: Actor, wanted: Wanted, cursor: str | None = None, limit: int = 50) -> Page[Appeal]:
    """Appeals; those that are done newest first."""
    return _listed(tx, actor, "appeal", APPEALS, wanted, "about", "(id = %s OR record = %s OR appellant = %s)", cursor, limit)


def orders(tx: Transaction, actor: Actor, wanted: Wanted, cursor: str | None = None, limit: int = 50) -> Page[AuthorityOrder]:
    """Orders; those that are done newest first."""
    searched = "(id = %s OR reference = %s OR authority = %s OR %s = ANY(subjects))"
    return _listed(tx, actor, "order", ORDERS, wanted, "kind", searched, cursor, limit)


def tally(tx: Transaction, actor: Actor, of: Of) -> Tally:
    """How much is open and how urgent it is."""
    _staff(actor, of)
    conditions, values = walls(actor)
    rows = f"FROM {_TABLES[of]} WHERE {' AND '.join([*conditions, 'status = ANY(%s)'])} LIMIT %s"
    row = tx.execute(
        "SELECT count(*), count(*) FILTER (WHERE due_at <= %s), count(*) FILTER (WHERE due_at > %s AND due_at <= %s),"  # noqa: S608 - conditions are ours
        f" (SELECT count(*) FROM (SELECT 1 {rows}) AS done) FROM (SELECT due_at {rows}) AS found",
        (
            tx.at, tx.at, tx.at + dt.timedelta(days=1),
            *values, list(DONE[of]), MOST_COUNTED,
            *values, list(OPEN[of]), MOST_COUNTED,
        ),
    ).fetchone()  # fmt: skip
    return Tally(*row) if row else Tally(0, 0, 0, 0)


def _listed(
    tx: Transaction, actor: Actor, of: Of, kind: Kind[S], wanted: Wanted, named: str, searched: str, cursor: str | None, limit: int
) -> Page[S]:
    _staff(actor, of)
    where: dict[str, object] = {}
    if wanted.status != "all":
        where["status"] = list(DONE[of]) if wanted.status == "done" else wanted.status or list(OPEN[of])
    if wanted.kind:
        where[named] = wanted.kind
    if wanted.channel:
        where["channel"] = wanted.channel
    conditions, values = ["TRUE"], list[object]()
    if wanted.market:
        conditions.append("(markets IS NULL OR %s = ANY(markets))")
        values.append(wanted.market)
    if wanted.due is not None:
        within = {"over": "due_at <= %s", "24h": "due_at > %s AND due_at <= %s", "later": "due_at > %s"}[wanted.due]
        day = tx.at + dt.timedelta(days=1)
        conditions.append(within)
        values += {"over": [tx.at], "24h": [tx.at, day], "later": [day]}[wanted.due]
    if wanted.words.strip():
        conditions.append(searched)
        values += [wanted.words.strip()] * searched.count("%s")
    is_open = wanted.status is None or wanted.status in OPEN[of]
    order = "due_at" if is_open else "created_at"
    also = (" AND ".join(conditions), values)
    return page(tx, kind, actor, where, also=also, order=order, descending=not is_open, cursor=cursor, limit=limit)


def _staff(actor: Actor, of: Of) -> None:
    require(actor, _ACTS[of])
    if actor.subject is not None:
        raise ForbiddenError("not_your_role", "these lists are for the department", "what is your own stands in the portal")
