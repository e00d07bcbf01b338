"""Cases that are alike: by the same rule, of the same trader, or about the same goods; what a person may decide together."""

from typing import Literal, get_args

import msgspec

from pratique.assembly.operations import cases, prints
from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.casework.case import Case
from pratique.policy.model import Content
from pratique.policy.renamed import names_of
from pratique.store.pages import walls
from pratique.store.transaction import Transaction

By = Literal["rule", "trader", "goods"]
WAYS: tuple[By, ...] = get_args(By)
MOST = 100
"""Cases that are shown, and decided, together."""


class Alike(msgspec.Struct, frozen=True):
    """Cases that wait and are like one, that one among them, what is due first first."""

    by: By
    items: tuple[Case, ...]
    is_more: bool


def waiting(tx: Transaction, actor: Actor, content: Content, case: Case, by: By, limit: int = MOST) -> Alike:
    """Cases of the channel of one that wait, are nobody else's now, and share its first rule: any of them, those of its trader, or those
    about the same goods.
    """
    conditions, values = _conditions(tx, actor, content, case, by)
    rows = tx.execute(
        f"SELECT state::text FROM case_file WHERE {' AND '.join(conditions)} ORDER BY rank_at, id LIMIT %s",  # noqa: S608 - conditions are ours
        (*values, limit + 1),
    ).fetchall()
    return Alike(by, tuple(cases.CASES.decode_state(row[0]) for row in rows[:limit]), len(rows) > limit)


def counts(tx: Transaction, actor: Actor, content: Content, case: Case) -> dict[By, int]:
    """How many there are of each, that one counted; at most `MOST`."""
    found: dict[By, int] = {}
    for by in WAYS:
        conditions, values = _conditions(tx, actor, content, case, by)
        query = f"SELECT count(*) FROM (SELECT 1 FROM case_file WHERE {' AND '.join(conditions)} LIMIT %s) AS found"  # noqa: S608 - conditions are ours
        row = tx.execute(query, (*values, MOST)).fetchone()
        found[by] = int(row[0]) if row else 0
    return found


def _conditions(tx: Transaction, actor: Actor, content: Content, case: Case, by: By) -> tuple[list[str], list[object]]:
    require(actor, "case.read")
    conditions, values = walls(actor)
    conditions += [
        "status IN ('open', 'escalated')",
        "origin_kind = 'decision'",
        "channel IS NOT DISTINCT FROM %s",
        "(claimed_until IS NULL OR claimed_until <= %s OR claimed_by = %s)",
        "EXISTS (SELECT 1 FROM jsonb_array_elements_text(state->'rules') AS asked WHERE split_part(asked, '@', 1) = ANY(%s))",
        "NOT EXISTS (SELECT 1 FROM pending_ruling p WHERE p.case_id = case_file.id AND p.problem IS NULL)",
    ]
    values += [case.channel, tx.at, actor.id, list(names_of(content, case.rules[0].partition("@")[0])) if case.rules else []]
    if by == "trader":
        conditions.append("trader = %s")
        values.append(case.trader or "")
    if by == "goods":
        conditions.append("subject = ANY(%s)")
        values.append([case.subject, *(one.listing for one in prints.same_goods(tx, actor, case.subject))])
    return conditions, values
