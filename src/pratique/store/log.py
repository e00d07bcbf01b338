"""The log read: events of one record, of one actor, of all, newest first. Nothing here writes; see `chain`."""

import datetime as dt
from typing import Any

import msgspec

from pratique.base.errors import Fault, InvalidError
from pratique.store.transaction import Transaction


class LogEntry(msgspec.Struct, frozen=True):
    """One event."""

    batch: int
    position: int
    record: str
    record_id: str
    version: int
    """0 where it changed no record: a look at personal data, a key made."""
    kind: str
    at: dt.datetime
    by: str
    payload: msgspec.Raw
    """The event as it was sealed; personal data only as references."""


class LogPage(msgspec.Struct, frozen=True):
    """Some events and where to go on."""

    items: tuple[LogEntry, ...]
    next: str | None


def events(
    tx: Transaction,
    *,
    record: str | None = None,
    record_id: str | None = None,
    by: str | None = None,
    since: dt.datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> LogPage:
    """Events, newest first. Raises InvalidError for a cursor that is none of ours."""
    given = {"record = %s": record, "record_id = %s": record_id, "by = %s": by, "at >= %s": since}
    conditions = [condition for condition, value in given.items() if value is not None]
    values: list[object] = [value for value in given.values() if value is not None]
    if cursor is not None:
        batch, _, position = cursor.partition("-")
        if not (batch.isdecimal() and position.isdecimal() and len(cursor) < 40):
            raise InvalidError([Fault("cursor", "is none of ours; begin again without it")])
        conditions.append("(batch, position) < (%s, %s)")
        values += [int(batch), int(position)]
    query = (
        "SELECT batch, position, record, record_id, version, kind, at, by, payload FROM audit_event"
        f" WHERE {' AND '.join(conditions) or 'TRUE'} ORDER BY batch DESC, position DESC LIMIT %s"
    )
    rows = tx.execute(query, (*values, limit + 1)).fetchall()
    items = tuple(_entry([*row[:8], msgspec.Raw(row[8].encode())]) for row in rows[:limit])
    return LogPage(items, f"{items[-1].batch}-{items[-1].position}" if len(rows) > limit else None)


def _entry(values: list[Any]) -> LogEntry:
    return LogEntry(*values)
