"""The decision log: written many at a time, each once, sealed into the chain with its commit; read one by one."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import msgspec
import psycopg

from pratique.base.errors import AbsentError
from pratique.store.chain import digest, next_batch
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
    def digest(self) -> bytes:
        """What the chain holds of it: everything."""
        return digest(
            (
                "decision",
                self.id,
                self.at.isoformat(),
                self.by,
                self.kind,
                self.subject_id,
                self.trader_id,
                self.channel,
                self.stage,
                self.as_of.isoformat(),
                self.content_hash,
                self.content_version,
                self.strategy,
                self.markets.hex(),
                self.parts.hex(),
                self.places.hex(),
                self.verdicts.hex(),
                self.observed,
                self.is_degraded,
                self.snapshot.hex(),
            )
        )


class SnapshotRow(msgspec.Struct, frozen=True):
    """A snapshot, and the personal data that was parted from it."""

    digest: bytes
    body: str
    private: str | None
    subject: str
    personal: dict[str, str]


class Batch(msgspec.Struct, frozen=True):
    """Decisions that are kept by one commit."""

    decisions: Sequence[DecisionRow]
    parts: dict[bytes, str]
    """Digest → what it says, of all outcomes and lists of markets the decisions refer to."""
    snapshots: Sequence[SnapshotRow]
    follow_ups: Sequence[str]
    """Ids of decisions from which something follows."""


class Known:
    """What a writer knows to be in the database already, so that it is not sent again. Only what was committed may go in."""

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    def __contains__(self, name: bytes) -> bool:
        return name in self._seen

    def add(self, names: Sequence[bytes]) -> None:
        """Remember."""
        for name in names:
            self._seen[name] = None
        while len(self._seen) > self._most:
            self._seen.popitem(last=False)


_FIELDS = DecisionRow.__struct_fields__
_TYPES = {"at": "timestamptz", "as_of": "date", "worst": "int2", "is_degraded": "bool"} | dict.fromkeys(
    ("markets", "parts", "places", "verdicts", "snapshot"), "bytea"
)
_COPY_TYPES = ["int8", "int4", *[_TYPES.get(name, "text") for name in _FIELDS]]
_COPY = f"COPY decision (batch, position, {', '.join(_FIELDS)}) FROM STDIN (FORMAT BINARY)".encode()


def keep(connection: psycopg.Connection[Any], at: dt.datetime, batch: Batch, known: Known) -> None:
    """Write all of a batch inside the transaction that is open; the last thing before its commit.

    After the commit the caller says `known.add(names_of(batch))`.
    """
    fresh = {name: body for name, body in batch.parts.items() if name not in known}
    if fresh:
        connection.execute(
            "INSERT INTO decision_part (digest, body) SELECT * FROM unnest(%s::bytea[], %s::text[]) ORDER BY 1 ON CONFLICT DO NOTHING",
            (list(fresh), list(fresh.values())),
        )
    private = {
        one.private: (one.private, one.subject, msgspec.json.encode(one.personal).decode())
        for one in batch.snapshots
        if one.private is not None and one.private.encode() not in known
    }
    if private:
        connection.execute(
            "INSERT INTO vault_entry (ref, subject, purpose, fields, created_at, legal_hold)"
            " SELECT ref, subject, 'listing', fields::jsonb, %s, false"
            " FROM unnest(%s::text[], %s::text[], %s::text[]) AS t(ref, subject, fields) ORDER BY 1 ON CONFLICT DO NOTHING",
            (at, *map(list, zip(*private.values(), strict=True))),
        )
    snapshots = {one.digest: one for one in batch.snapshots if one.digest not in known}
    if snapshots:
        rows = snapshots.values()
        connection.execute(
            "INSERT INTO snapshot (digest, body, private) SELECT * FROM unnest(%s::bytea[], %s::text[], %s::text[]) ORDER BY 1"
            " ON CONFLICT DO NOTHING",
            ([one.digest for one in rows], [one.body for one in rows], [one.private for one in rows]),
        )
    if batch.follow_ups:
        connection.execute(
            "INSERT INTO follow_up (decision_id, at, attempts) SELECT unnest(%s::text[]), %s, 0", (list(batch.follow_ups), at)
        )
    passed = [one for one in batch.decisions if one.id not in batch.follow_ups]
    if passed:  # a subject to which something was done because of an earlier decision may come back
        connection.execute(
            "INSERT INTO follow_up (decision_id, at, attempts) SELECT d.id, %s, 0"
            " FROM unnest(%s::text[], %s::text[], %s::text[]) AS d(id, kind, subject) WHERE EXISTS (SELECT 1 FROM enforcement_action a"
            " WHERE a.subject_kind = d.kind AND a.subject = d.subject AND a.status = 'in_effect')",
            (at, [one.id for one in passed], [one.kind for one in passed], [one.subject_id for one in passed]),
        )
    number = next_batch(connection, at, [one.digest for one in batch.decisions])
    with connection.cursor().copy(_COPY) as copy:
        copy.set_types(_COPY_TYPES)
        for position, one in enumerate(batch.decisions):
            copy.write_row((number, position, *msgspec.structs.astuple(one)))


def names_of(batch: Batch) -> list[bytes]:
    """Everything of a batch that need not be sent again once it is committed."""
    private = [one.private.encode() for one in batch.snapshots if one.private is not None]
    return [*batch.parts, *private, *[one.digest for one in batch.snapshots]]


def load(tx: Transaction, decision_id: str) -> DecisionRow:
    """One decision. Raises AbsentError."""
    row = tx.execute(f"SELECT {', '.join(_FIELDS)} FROM decision WHERE id = %s", (decision_id,)).fetchone()
    if row is None:
        raise AbsentError("decision", decision_id)
    return _row(row)


def of_subject(tx: Transaction, kind: str, subject_id: str, before: dt.datetime | None, limit: int) -> list[DecisionRow]:
    """Decisions on one subject, newest first."""
    rows = tx.execute(
        f"SELECT {', '.join(_FIELDS)} FROM decision WHERE kind = %s AND subject_id = %s AND at < %s ORDER BY at DESC, id DESC LIMIT %s",
        (kind, subject_id, before or dt.datetime.max.replace(tzinfo=dt.UTC), limit),
    ).fetchall()
    return [_row(row) for row in rows]


def parts(tx: Transaction, row: DecisionRow) -> tuple[tuple[str, ...], list[str]]:
    """The markets of a decision and its outcomes as they were encoded."""
    names = [row.parts[start : start + SIXTEEN] for start in range(0, len(row.parts), SIXTEEN)]
    found = {
        bytes(name): body
        for name, body in tx.execute("SELECT digest, body FROM decision_part WHERE digest = ANY(%s)", ([row.markets, *names],)).fetchall()
    }
    return msgspec.json.decode(found[row.markets], type=tuple[str, ...]), [found[name] for name in names]


def snapshot(tx: Transaction, name: bytes) -> tuple[str, str | None]:
    """A snapshot's body and the reference to its personal data. Raises AbsentError."""
    row = tx.execute("SELECT body, private FROM snapshot WHERE digest = %s", (name,)).fetchone()
    if row is None:
        raise AbsentError("snapshot", name.hex())
    return row[0], row[1]


def _row(values: Sequence[Any]) -> DecisionRow:
    given: list[Any] = [bytes(value) if isinstance(value, memoryview) else value for value in values]
    given[1] = given[1].astimezone(dt.UTC)
    return DecisionRow(*given)
