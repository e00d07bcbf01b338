"""The chain walked from its first link to its last, and the first place where it does not hold.

What is found: a row that was altered, removed, inserted or put elsewhere; a batch that is gone; an end that was cut off, where somebody
kept the head of an earlier day; a snapshot or an outcome that does not say what its name says.
"""

import datetime as dt
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from itertools import combinations
from typing import Any

import msgspec
import psycopg
from psycopg.rows import tuple_row

from pratique.store.chain import GENESIS, Entry, link
from pratique.store.decisions import DecisionRow

Connection = psycopg.Connection[tuple[Any, ...]]
_Batch = tuple[int, dt.datetime, int, bytes, bytes]
_FETCHED = 20_000
_NAMED = 20
"""Records of a batch that a break names at most."""


class Head(msgspec.Struct, frozen=True):
    """The last link. Kept elsewhere (printed, in another system) it is an anchor: what came before it can no longer be written anew."""

    number: int
    hash: str
    """In hex."""
    at: dt.datetime | None = None


class Break(msgspec.Struct, frozen=True, omit_defaults=True):
    """The first place where the log does not hold."""

    kind: str
    """`batch_missing`, `row_missing`, `row_inserted`, `row_altered`, `rows_swapped`, `batch_altered`, `order`, `tail`, `anchor`,
    `content`."""
    batch: int | None
    records: tuple[str, ...]
    """`notice/notice_01…#3`: the rows it can be."""
    message: str


class Verified(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a walk saw."""

    batches: int
    events: int
    decisions: int
    head: Head | None
    broken: Break | None = None

    @property
    def holds(self) -> bool:
        """Whether the log is as it was written."""
        return self.broken is None


class _Row(msgspec.Struct, frozen=True, gc=False):
    """One row of a batch: where it stands, what it is called, its digest."""

    batch: int
    position: int
    name: str
    digest: bytes


class _Rows:
    """Rows of one table in the order of the log, taken a batch at a time."""

    def __init__(self, rows: Iterator[_Row]) -> None:
        self._rows, self.seen = rows, 0
        self.next = next(rows, None)

    def of(self, batch: int) -> list[_Row]:
        found = []
        while self.next is not None and self.next.batch == batch:
            found.append(self.next)
            self.next = next(self._rows, None)
        self.seen += len(found)
        return found


def head(connection: Connection) -> Head | None:
    """The last link; `None` before the first."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        row = cursor.execute("SELECT number, hash, at FROM audit_batch ORDER BY number DESC LIMIT 1").fetchone()
    return Head(row[0], bytes(row[1]).hex(), row[2].astimezone(dt.UTC)) if row else None


def verify(connection: Connection, anchor: Head | None = None, progress: Callable[[int], None] = lambda _: None) -> Verified:
    """Walk the chain as it is at this moment; `progress` is told how many batches were walked. Changes nothing.

    The connection must not be inside a transaction. Others may go on writing.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL TIME ZONE 'UTC'")
        return _walk(connection, anchor, progress)


def _walk(connection: Connection, anchor: Head | None, progress: Callable[[int], None]) -> Verified:
    with (
        closing(_events(connection)) as every_event,
        closing(_decisions(connection)) as every_decision,
        closing(_batches(connection)) as batches,
    ):
        events, decisions = _Rows(every_event), _Rows(every_decision)
        last, broken = _links(connection, batches, events, decisions, anchor, progress)
        broken = broken or _stray((events, decisions), last) or _tail(last, anchor) or _contents(connection)
    return Verified(last.number if last else 0, events.seen, decisions.seen, last, broken)


def _links(
    connection: Connection,
    batches: Iterator[_Batch],
    events: _Rows,
    decisions: _Rows,
    anchor: Head | None,
    progress: Callable[[int], None],
) -> tuple[Head | None, Break | None]:
    """Follow the links as far as they hold: the last good one, and what is wrong with the next."""
    previous, last = GENESIS, None
    for expected, (number, at, entries, before, found) in enumerate(batches, 1):
        broken = _stray((events, decisions), None, number)
        rows = events.of(number) or decisions.of(number)
        broken = broken or _batch(connection, expected, number, at, entries, before, found, previous, rows)
        if broken is None and anchor is not None and anchor.number == number and anchor.hash != found.hex():
            broken = Break("anchor", number, (), f"batch {number} is not the one the anchor names: the log was written anew up to there")
        if broken is not None:
            return last, broken
        previous, last = found, Head(number, found.hex(), at)
        if number % 1000 == 0:
            progress(number)
    return last, None


def _batch(
    connection: Connection,
    expected: int,
    number: int,
    at: dt.datetime,
    entries: int,
    before: bytes,
    found: bytes,
    previous: bytes,
    rows: Sequence[_Row],
) -> Break | None:
    names = tuple(row.name for row in rows[:_NAMED])
    if number != expected:
        return Break("batch_missing", expected, (), f"batch {expected} is missing; the next is {number}")
    gaps = sorted(set(range(entries)) - {row.position for row in rows})
    if gaps:
        where = ", ".join(map(str, gaps[:_NAMED]))
        return Break("row_missing", number, names, f"batch {number} sealed {entries} rows, {len(gaps)} of them gone: position {where}")
    if len(rows) != entries:
        extra = tuple(row.name for row in rows if row.position >= entries)[:_NAMED]
        return Break("row_inserted", number, extra, f"batch {number} sealed {entries} rows and holds {len(rows)}")
    digests = [row.digest for row in rows]
    right = link(before, number, at, digests)
    if right != found:
        row = connection.execute("SELECT previous FROM audit_batch WHERE number = %s", (number + 1,)).fetchone()
        if row is not None and bytes(row[0]) == right:
            return Break("batch_altered", number, (), f"the hash of batch {number} was altered; its rows are as they were")
        return _altered(number, at, before, found, rows, names)
    if before != previous:
        return Break("order", number, names, f"batch {number} does not follow batch {number - 1}: one of them was removed or written anew")
    return None


def _altered(number: int, at: dt.datetime, before: bytes, found: bytes, rows: Sequence[_Row], names: tuple[str, ...]) -> Break:
    """Which rows: two that were swapped are found by trying."""
    if len(rows) <= 64:
        for one, other in combinations(range(len(rows)), 2):
            digests = [row.digest for row in rows]
            digests[one], digests[other] = digests[other], digests[one]
            if link(before, number, at, digests) == found:
                swapped = (rows[one].name, rows[other].name)
                return Break("rows_swapped", number, swapped, f"two rows of batch {number} stand in each other's place")
    which = "it" if len(rows) == 1 else f"one of its {len(rows)} rows"
    return Break("row_altered", number, names, f"batch {number} does not say what was sealed: {which} was altered, or the batch's own row")


def _stray(tables: Sequence[_Rows], last: Head | None, before: int | None = None) -> Break | None:
    """Rows that no batch sealed: of a batch below `before`, or, at the end, beyond the last."""
    for table in tables:
        row = table.next
        if row is None or (before is not None and row.batch >= before):
            continue
        if before is None and row.batch > (last.number if last else 0):
            return Break("tail", row.batch, (row.name,), f"a row belongs to batch {row.batch}, which is not there: the end was cut off")
        return Break("row_inserted", row.batch, (row.name,), f"`{row.name}` stands in batch {row.batch}, which did not seal it")
    return None


def _tail(last: Head | None, anchor: Head | None) -> Break | None:
    if anchor is None or (last is not None and last.number >= anchor.number):
        return None
    end = last.number if last else 0
    return Break("tail", end + 1, (), f"the log ends with batch {end}, but batch {anchor.number} was there when the anchor was taken")


def _contents(connection: Connection) -> Break | None:
    """Snapshots and outcomes are named by what they say, and none that a decision refers to is gone."""
    checks = (
        ("snapshot", "SELECT encode(digest, 'hex') FROM snapshot WHERE digest <> sha256(convert_to(body, 'UTF8')) LIMIT 1", "was altered"),
        (
            "decision_part",
            "SELECT encode(digest, 'hex') FROM decision_part WHERE digest <> substr(sha256(convert_to(body, 'UTF8')), 1, 16) LIMIT 1",
            "was altered",
        ),
        (
            "decision",
            "SELECT d.id FROM decision d LEFT JOIN snapshot s ON s.digest = d.snapshot WHERE s.digest IS NULL LIMIT 1",
            "has lost its snapshot",
        ),
        (
            "decision",
            "SELECT d.id FROM (SELECT DISTINCT ON (parts, markets) id, parts, markets FROM decision) d CROSS JOIN LATERAL"
            " (SELECT substr(d.parts, i * 16 + 1, 16) AS name FROM generate_series(0, length(d.parts) / 16 - 1) i UNION SELECT d.markets) n"
            " LEFT JOIN decision_part p ON p.digest = n.name WHERE p.digest IS NULL LIMIT 1",
            "has lost an outcome",
        ),
    )
    for table, query, what in checks:
        row = connection.execute(query.encode()).fetchone()
        if row is not None:
            return Break("content", None, (f"{table}/{row[0]}",), f"{table} `{row[0]}` {what}")
    return None


def _batches(connection: Connection) -> Generator[_Batch, None, None]:
    with connection.cursor("audit_batches", row_factory=tuple_row) as cursor:
        cursor.itersize = _FETCHED
        cursor.execute("SELECT number, at, entries, previous, hash FROM audit_batch ORDER BY number")
        for number, at, entries, previous, found in cursor:
            yield number, at, entries, bytes(previous), bytes(found)


def _events(connection: Connection) -> Generator[_Row, None, None]:
    with connection.cursor("audit_events", row_factory=tuple_row) as cursor:
        cursor.itersize = _FETCHED
        cursor.execute(
            "SELECT batch, position, record, record_id, version, kind, at, by, payload FROM audit_event ORDER BY batch, position"
        )
        for batch, position, *row in cursor:
            yield _Row(batch, position, f"{row[0]}/{row[1]}#{row[2]}", Entry(*row).digest)


def _decisions(connection: Connection) -> Generator[_Row, None, None]:
    with connection.cursor("audit_decisions", row_factory=tuple_row) as cursor:
        cursor.itersize = _FETCHED
        names = ", ".join(DecisionRow.__struct_fields__)
        cursor.execute(f"SELECT batch, position, {names} FROM decision ORDER BY batch, position".encode())
        for batch, position, *row in cursor:
            values: list[Any] = [bytes(value) if isinstance(value, memoryview) else value for value in row]
            yield _Row(batch, position, f"decision/{row[0]}", DecisionRow(*values).digest)
