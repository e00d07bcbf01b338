"""Which statements of reasons went to the Transparency Database, and which wait."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from pratique.store.transaction import Transaction


class Export(msgspec.Struct, frozen=True):
    """One statement on its way."""

    statement: str
    attempts: int
    is_unsure: bool
    """An earlier attempt was cut off: it may have arrived."""


def enqueue(tx: Transaction, limit: int = 5000) -> int:
    """Put statements in line that are not there yet; gives how many."""
    return tx.execute(
        "INSERT INTO statement_export (statement, status, attempts, next_at, unsure, uuid, answer)"
        " SELECT s.id, 'waiting', 0, %s, false, '', '' FROM statement s"
        " WHERE NOT EXISTS (SELECT 1 FROM statement_export x WHERE x.statement = s.id) ORDER BY s.issued_at LIMIT %s"
        " ON CONFLICT DO NOTHING",
        (tx.at, limit),
    ).rowcount


def take(tx: Transaction, limit: int, lease: dt.timedelta) -> list[Export]:
    """Statements that are due, for nobody else until the lease is over. What is left of a lease that ran out is unsure."""
    rows = tx.execute(
        "UPDATE statement_export SET status = 'sending', attempts = attempts + 1, next_at = %s, unsure = unsure OR status = 'sending'"
        " WHERE statement IN (SELECT statement FROM statement_export WHERE status IN ('waiting', 'sending') AND next_at <= %s"
        " ORDER BY next_at, statement LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING statement, attempts, unsure",
        (tx.at + lease, tx.at, limit),
    ).fetchall()
    return sorted((Export(*row) for row in rows), key=lambda one: one.statement)


def settle(
    tx: Transaction,
    statement: str,
    status: str,
    *,
    uuid: str = "",
    answer: str = "",
    next_at: dt.datetime | None = None,
    unsure: bool = False,
) -> None:
    """Put down how it went: `accepted`, `refused`, `not_reported`, or `waiting` until `next_at`."""
    tx.execute(
        "UPDATE statement_export SET status = %s, uuid = %s, answer = %s, next_at = COALESCE(%s, next_at), unsure = %s, settled_at = %s"
        " WHERE statement = %s",
        (status, uuid, answer[:2000], next_at, unsure, tx.at, statement),
    )


def figures(tx: Transaction) -> dict[str, int]:
    """How many are in which state."""
    return dict(tx.execute("SELECT status, count(*) FROM statement_export GROUP BY 1 ORDER BY 1").fetchall())


def in_state(tx: Transaction, status: str, limit: int = 1000) -> Sequence[tuple[str, str]]:
    """Statements in a state, with what was answered."""
    return tx.execute(
        "SELECT statement, answer FROM statement_export WHERE status = %s ORDER BY statement LIMIT %s", (status, limit)
    ).fetchall()


class ExportState(msgspec.Struct, frozen=True):
    """Where one statement stands."""

    statement: str
    status: str
    """`waiting`, `sending`, `accepted`, `refused` or `not_reported`."""
    attempts: int
    uuid: str
    answer: str
    settled_at: dt.datetime | None


def of_statements(tx: Transaction, statements: Sequence[str]) -> dict[str, ExportState]:
    """Statement → where it stands; what is not in line yet is left out."""
    rows = tx.execute(
        "SELECT statement, status, attempts, uuid, answer, settled_at FROM statement_export WHERE statement = ANY(%s)", (list(statements),)
    ).fetchall()
    return {row[0]: ExportState(*row) for row in rows}
