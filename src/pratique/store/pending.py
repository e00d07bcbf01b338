"""Rulings that wait a few seconds before they are carried out."""

import datetime as dt

import msgspec

from pratique.base.actor import Actor
from pratique.casework.case import Ruling
from pratique.store.transaction import Transaction


class PendingRuling(msgspec.Struct, frozen=True):
    """What somebody decided, and until when they can take it back."""

    case: str
    actor: Actor
    rulings: tuple[Ruling, ...]
    is_second: bool
    at: dt.datetime
    due_at: dt.datetime
    problem: str | None = None
    """Why it could not be carried out."""


_COLUMNS = "case_id, actor::text, rulings::text, is_second, at, due_at, problem"


def put(tx: Transaction, one: PendingRuling) -> None:
    """Keep it, in place of one of the same case."""
    tx.execute(
        "INSERT INTO pending_ruling (case_id, by, actor, rulings, is_second, at, due_at) VALUES (%s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (case_id) DO UPDATE SET by = EXCLUDED.by, actor = EXCLUDED.actor, rulings = EXCLUDED.rulings,"
        " is_second = EXCLUDED.is_second, at = EXCLUDED.at, due_at = EXCLUDED.due_at, problem = NULL",
        (
            one.case,
            one.actor.id,
            msgspec.json.encode(one.actor).decode(),
            msgspec.json.encode(one.rulings).decode(),
            one.is_second,
            one.at,
            one.due_at,
        ),
    )


def drop(tx: Transaction, case: str, by: str) -> bool:
    """Take one away; whether there was one of theirs."""
    return bool(tx.execute("DELETE FROM pending_ruling WHERE case_id = %s AND by = %s", (case, by)).rowcount)


def fail(tx: Transaction, case: str, problem: str) -> None:
    """Put down why it could not be carried out."""
    tx.execute("UPDATE pending_ruling SET problem = %s WHERE case_id = %s", (problem[:1000], case))


def next_due(tx: Transaction) -> PendingRuling | None:
    """The one that is due longest, locked: whoever takes it back meanwhile waits, and finds it gone."""
    row = tx.execute(
        f"SELECT {_COLUMNS} FROM pending_ruling WHERE due_at <= %s AND problem IS NULL ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED",
        (tx.at,),
    ).fetchone()
    return _read(row) if row else None


def of_actor(tx: Transaction, by: str, limit: int = 20) -> list[PendingRuling]:
    """Those of one person, the newest first."""
    rows = tx.execute(f"SELECT {_COLUMNS} FROM pending_ruling WHERE by = %s ORDER BY at DESC LIMIT %s", (by, limit)).fetchall()
    return [_read(row) for row in rows]


def _read(row: tuple[object, ...]) -> PendingRuling:
    case, actor, rulings, *rest = row
    return PendingRuling(
        str(case),
        msgspec.json.decode(str(actor), type=Actor),
        msgspec.json.decode(str(rulings), type=tuple[Ruling, ...]),
        *rest,  # type: ignore[arg-type]  # columns are those of the struct
    )
