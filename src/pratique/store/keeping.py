"""Decisions written many at a time, each once, sealed into the chain with their commit."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import psycopg

from pratique.store.binary import OIDS, Composite, Encoded, EncodedDumper, array, blob, text, timestamp
from pratique.store.chain import NEXT_BATCH, QUEUE, batch_values
from pratique.store.decisions import DecisionRow, digest_of
from pratique.store.transaction import Connection

_FIELDS = DecisionRow.__struct_fields__
_OTHERS = {"at": "timestamptz", "as_of": "date", "worst": "int2", "is_degraded": "bool"} | dict.fromkeys(
    ("markets", "parts", "places", "verdicts", "snapshot"), "bytea"
)
COLUMNS = (*((name, _OTHERS.get(name, "text")) for name in _FIELDS), ("batch", "int8"), ("position", "int4"))
"""Of the table `decision` in its own order, with their types; those of the batch are filled in by the database."""
_COMPOSITE = Composite([kind for _, kind in COLUMNS])


class SnapshotRow(msgspec.Struct, frozen=True):
    """A snapshot, and the personal data that was parted from it."""

    digest: bytes
    body: str
    private: str | None
    subject: str
    personal: dict[str, str]


class Kept(msgspec.Struct, frozen=True, gc=False):
    """One decision ready to be written."""

    row: bytes
    """Encoded for the table."""
    digest: bytes
    """For the chain."""
    parts_name: bytes
    """Digest of `parts`, by which a writer knows that it has sent all of them before."""
    parts: dict[bytes, str]
    """Digest → what it says, of the outcomes and the list of markets the decision refers to."""
    snapshot: SnapshotRow
    id: str
    kind: str
    subject_id: str
    is_followed: bool
    """Whether something follows from it."""


def kept(row: DecisionRow, parts_name: bytes, parts: dict[bytes, str], snapshot: SnapshotRow, is_followed: bool) -> Kept:
    """Encode a decision."""
    fields = row.fields
    return Kept(_COMPOSITE.row(fields), digest_of(fields), parts_name, parts, snapshot, row.id, row.kind, row.subject_id, is_followed)


class Known:
    """What a writer knows to be in the database already, so that it is not sent again. Only what was committed may go in."""

    def __init__(self, most: int = 200_000) -> None:
        self._most = most
        self._seen: OrderedDict[bytes, None] = OrderedDict()

    def __contains__(self, name: bytes) -> bool:
        return name in self._seen

    def add(self, batch: Sequence[Kept]) -> None:
        """Remember what a batch referred to."""
        for one in batch:
            if one.parts_name not in self._seen:
                self._seen[one.parts_name] = None
                self._seen.update(dict.fromkeys(one.parts))
            self._seen[one.snapshot.digest] = None
            if one.snapshot.private is not None:
                self._seen[one.snapshot.private.encode()] = None
        while len(self._seen) > self._most:
            self._seen.popitem(last=False)


_NAMES = ", ".join(name for name, _ in COLUMNS)
SQL: dict[str, bytes] = {
    "parts": b"INSERT INTO decision_part (digest, body) SELECT * FROM unnest($1::bytea[], $2::text[]) ORDER BY 1 ON CONFLICT DO NOTHING",
    "personal": b"WITH t AS (SELECT * FROM unnest($2::text[], $3::text[], $4::text[]) AS u(ref, subject, fields)), anew AS ("
    b"UPDATE vault_entry v SET fields = t.fields::jsonb, created_at = $1::timestamptz, keep_until = NULL, erased_at = NULL"
    b" FROM t WHERE v.ref = t.ref AND v.fields IS NULL)"
    b" INSERT INTO vault_entry (ref, subject, purpose, fields, created_at, legal_hold)"
    b" SELECT ref, subject, 'listing', fields::jsonb, $1::timestamptz, false FROM t ORDER BY 1 ON CONFLICT DO NOTHING",
    "snapshots": b"INSERT INTO snapshot (digest, body, private) SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[]) ORDER BY 1"
    b" ON CONFLICT DO NOTHING",
    "follow_ups": b"INSERT INTO follow_up (decision_id, at, attempts) SELECT unnest($1::text[]), $2::timestamptz, 0",
    "returns": b"INSERT INTO follow_up (decision_id, at, attempts) SELECT d.id, $4::timestamptz, 0"
    b" FROM unnest($1::text[], $2::text[], $3::text[]) AS d(id, kind, subject) WHERE EXISTS (SELECT 1 FROM enforcement_action a"
    b" WHERE a.subject_kind = d.kind AND a.subject = d.subject AND a.status = 'in_effect')",
    "queue": QUEUE.encode(),
    "decisions": (
        f"WITH sealed AS ({NEXT_BATCH.replace('%s', '{}').format('$1::timestamptz', '$2::int4', '$3', '$4')})"
        f" INSERT INTO decision ({_NAMES}) SELECT {', '.join(f'r.{name}' for name in _FIELDS)}, sealed.number, r.place - 1"
        f" FROM sealed, unnest($5::decision[]) WITH ORDINALITY AS r({_NAMES}, place)"
    ).encode(),
}
"""By name, so that a connection can prepare them once. A subject to which something was done may come back when it passes: `returns`.
Personal data that were erased and are given anew are held anew."""
TYPE_NUMBER = "SELECT 'decision'::regtype::oid::int8"
"""Number of the type of a decision's row, another one in each database."""
Statement = tuple[str, tuple[bytes, ...]]


def statements(batch: Sequence[Kept], at: dt.datetime, known: Known, type_number: int) -> Iterator[Statement]:
    """Everything that keeps a batch: names in `SQL` and parameters in binary form, in order.

    Run inside one transaction, right before its commit. Afterwards say `known.add(batch)`.
    Names are inserted in order, so that two writers never wait for each other in a circle.
    """
    parts = {name: body for one in batch if one.parts_name not in known for name, body in one.parts.items() if name not in known}
    if parts:
        yield "parts", (_blobs(parts), _texts(parts.values()))
    snapshots = {one.snapshot.digest: one.snapshot for one in batch if one.snapshot.digest not in known}
    private = {
        one.private: (one.private, one.subject, msgspec.json.encode(one.personal).decode())
        for one in snapshots.values()
        if one.private is not None and one.private.encode() not in known
    }
    now = timestamp(at)[4:]
    if private:
        yield "personal", (now, *map(_texts, zip(*private.values(), strict=True)))
    if snapshots:
        rows = snapshots.values()
        yield "snapshots", (_blobs(snapshots), _texts([one.body for one in rows]), _texts([one.private for one in rows]))
    followed = [one.id for one in batch if one.is_followed]
    if followed:
        yield "follow_ups", (_texts(followed), now)
    passed = [one for one in batch if not one.is_followed]
    if passed:
        yield "returns", (*(_texts([getattr(one, name) for one in passed]) for name in ("id", "kind", "subject_id")), now)
    yield "queue", ()
    _, count, moment, digests = batch_values(at, [one.digest for one in batch])
    yield "decisions", (now, count.to_bytes(4, "big"), moment, digests, array(type_number, [one.row for one in batch]))


def keep(connection: Connection, at: dt.datetime, batch: Sequence[Kept]) -> None:
    """Write all of a batch inside the transaction that is open; the last thing before its commit."""
    (number,) = connection.execute(TYPE_NUMBER.encode()).fetchone() or (0,)
    cursor = psycopg.RawCursor(connection)
    cursor.adapters.register_dumper(Encoded, EncodedDumper)
    for name, values in statements(batch, at, Known(), number):
        cursor.execute(SQL[name], [Encoded(value) for value in values])


def _texts(values: Iterable[str | None]) -> bytes:
    return array(OIDS["text"], [text(value) for value in values])


def _blobs(values: Iterable[bytes]) -> bytes:
    return array(OIDS["bytea"], [blob(value) for value in values])
