"""Actions and statements of reasons as the department looks for them, and where each statement stands with the Transparency Database."""

from collections.abc import Sequence

import msgspec

from pratique.assembly.operations.enforcement import ACTIONS, STATEMENTS
from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import ForbiddenError
from pratique.enforcement.action import Action
from pratique.enforcement.statement import Statement
from pratique.store import exports
from pratique.store.exports import ExportState
from pratique.store.pages import Page, page
from pratique.store.transaction import Transaction

EXPORTS = ("none", "waiting", "sending", "accepted", "refused", "not_reported")


class Wanted(msgspec.Struct, frozen=True):
    """What a list is narrowed to; empty is all."""

    status: str | None = None
    kind: str | None = None
    channel: str | None = None
    market: str | None = None
    export: str | None = None
    """One of `EXPORTS`; of statements alone."""
    words: str = ""
    """A record, subject, trader or cause: the whole of it."""


def actions(tx: Transaction, actor: Actor, wanted: Wanted, cursor: str | None = None, limit: int = 50) -> Page[Action]:
    """Actions, newest first."""
    _staff(actor, "action.read")
    where, conditions, values = _narrowed(wanted)
    if wanted.kind:
        where["kind"] = wanted.kind
    if wanted.words.strip():
        conditions.append("(id = %s OR subject = %s OR trader = %s OR causes @> ARRAY[%s])")
        values += [wanted.words.strip()] * 4
    return page(tx, ACTIONS, actor, where, also=(" AND ".join(conditions), values), descending=True, cursor=cursor, limit=limit)


def statements(tx: Transaction, actor: Actor, wanted: Wanted, cursor: str | None = None, limit: int = 50) -> Page[Statement]:
    """Statements, newest first."""
    _staff(actor, "statement.read")
    where, conditions, values = _narrowed(wanted)
    if wanted.words.strip():
        conditions.append("(id = %s OR trader = %s OR action = %s)")
        values += [wanted.words.strip()] * 3
    if wanted.export == "none":
        conditions.append("NOT EXISTS (SELECT 1 FROM statement_export x WHERE x.statement = statement.id)")
    elif wanted.export:
        conditions.append("EXISTS (SELECT 1 FROM statement_export x WHERE x.statement = statement.id AND x.status = %s)")
        values.append(wanted.export)
    return page(tx, STATEMENTS, actor, where, also=(" AND ".join(conditions), values), descending=True, cursor=cursor, limit=limit)


def export_states(tx: Transaction, actor: Actor, names: Sequence[str]) -> dict[str, ExportState]:
    """Statement → where it stands; what is not in line yet is left out. `names` are of statements that were read within the walls."""
    require(actor, "statement.read")
    return exports.of_statements(tx, names)


def export_figures(tx: Transaction, actor: Actor) -> dict[str, int]:
    """State → how many; of the whole house, so that only whoever has no walls reads it: empty for anybody else."""
    _staff(actor, "statement.read")
    return exports.figures(tx) if actor.channels is None and actor.markets is None else {}


def _narrowed(wanted: Wanted) -> tuple[dict[str, object], list[str], list[object]]:
    where = {name: value for name, value in (("status", wanted.status), ("channel", wanted.channel)) if value}
    conditions, values = ["TRUE"], list[object]()
    if wanted.market:
        conditions.append("(markets IS NULL OR %s = ANY(markets))")
        values.append(wanted.market)
    return dict(where), conditions, values


def _staff(actor: Actor, act: str) -> None:
    require(actor, act)
    if actor.subject is not None:
        raise ForbiddenError("not_your_role", "these lists are for the department", "what is your own stands in the portal")
