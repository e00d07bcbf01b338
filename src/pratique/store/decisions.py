"""The decision log as it is read: one by one, or by subject. How it is written stands in `store.keeping`."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from pratique.base.errors import AbsentError
from pratique.store.binary import blob, boolean, date, small, text, timestamp
from pratique.store.transaction import Transaction

SIXTEEN = 16


class DecisionRow(msgspec.Struct, frozen=True):
    """A decision as it is kept."""

    id: str
    at: dt.datetime
    by: str
    kind: str
    subject_id: str
    trader_id: str | None
    channel: str | None
    stage: str
    as_of: dt.date
    content_hash: str
    content_version: str
    strategy: str
    markets: bytes
    """Digest of the list of markets."""
    parts: bytes
    """Digests of the outcomes, one after the other."""
    places: bytes
    verdicts: bytes
    worst: int
    observed: str
    is_degraded: bool
    snapshot: bytes

    @property
    def fields(self) -> list[bytes]:
        """Its columns as PostgreSQL's binary form has them, each with its length before it."""
        return [
            text(self.id),
            timestamp(self.at),
            text(self.by),
            text(self.kind),
            text(self.subject_id),
            text(self.trader_id),
            text(self.channel),
            text(self.stage),
            date(self.as_of),
            text(self.content_hash),
            text(self.content_version),
            text(self.strategy),
            blob(self.markets),
            blob(self.parts),
            blob(self.places),
            blob(self.verdicts),
            small(self.worst),
            text(self.observed),
            boolean(self.is_degraded),
            blob(self.snapshot),
        ]

    @property
    def digest(self) -> bytes:
        """What the chain holds of it: SHA-256 over all of its columns."""
        return digest_of(self.fields)


def digest_of(fields: Sequence[bytes]) -> bytes:
    """The same where the columns were encoded already. Lengths stand before them, so that no two different rows share it."""
    return hashlib.sha256(b"decision" + b"".join(fields)).digest()


_COLUMNS = ", ".join(DecisionRow.__struct_fields__)


def load(tx: Transaction, decision_id: str) -> DecisionRow:
    """One decision. Raises AbsentError."""
    row = tx.execute(f"SELECT {_COLUMNS} FROM decision WHERE id = %s", (decision_id,)).fetchone()
    if row is None:
        raise AbsentError("decision", decision_id)
    return _row(row)


def of_subject(tx: Transaction, kind: str, subject_id: str, before: dt.datetime | None, limit: int) -> list[DecisionRow]:
    """Decisions on one subject, newest first."""
    rows = tx.execute(
        f"SELECT {_COLUMNS} FROM decision WHERE kind = %s AND subject_id = %s AND at < %s ORDER BY at DESC, id DESC LIMIT %s",
        (kind, subject_id, before or dt.datetime.max.replace(tzinfo=dt.UTC), limit),
    ).fetchall()
    return [_row(row) for row in rows]


def named(tx: Transaction, ids: Sequence[str]) -> list[DecisionRow]:
    """Decisions by their ids, in any order."""
    rows = tx.execute(f"SELECT {_COLUMNS} FROM decision WHERE id = ANY(%s)", (list(ids),)).fetchall()
    return [_row(row) for row in rows]


def parts(tx: Transaction, row: DecisionRow) -> tuple[tuple[str, ...], list[str]]:
    """The markets of a decision and its outcomes as they were encoded."""
    return parts_of_many(tx, [row])[0]


def parts_of_many(tx: Transaction, rows: Sequence[DecisionRow]) -> list[tuple[tuple[str, ...], list[str]]]:
    """The same for several decisions, in their order, by one query."""
    names = [[row.parts[start : start + SIXTEEN] for start in range(0, len(row.parts), SIXTEEN)] for row in rows]
    asked = {row.markets for row in rows}.union(*names)
    found = {
        bytes(name): body
        for name, body in tx.execute("SELECT digest, body FROM decision_part WHERE digest = ANY(%s)", (list(asked),)).fetchall()
    }
    return [
        (msgspec.json.decode(found[row.markets], type=tuple[str, ...]), [found[name] for name in mine])
        for row, mine in zip(rows, names, strict=True)
    ]


def snapshot(tx: Transaction, name: bytes) -> tuple[str, str | None]:
    """A snapshot's body and the reference to its personal data. Raises AbsentError."""
    row = tx.execute("SELECT body, private FROM snapshot WHERE digest = %s", (name,)).fetchone()
    if row is None:
        raise AbsentError("snapshot", name.hex())
    return row[0], row[1]


def snapshots(tx: Transaction, names: Sequence[bytes]) -> dict[bytes, str]:
    """The bodies of several snapshots, by name."""
    rows = tx.execute("SELECT digest, body FROM snapshot WHERE digest = ANY(%s)", (list(names),)).fetchall()
    return {bytes(name): body for name, body in rows}


def _row(values: Sequence[Any]) -> DecisionRow:
    given: list[Any] = [bytes(value) if isinstance(value, memoryview) else value for value in values]
    given[1] = given[1].astimezone(dt.UTC)
    return DecisionRow(*given)
