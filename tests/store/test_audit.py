"""The walk along the chain finds whatever was done to it afterwards, and says where."""

import datetime as dt

import psycopg
import pytest

from pratique.base.event import Event
from pratique.store.audit import Head, head, verify
from pratique.store.chain import GENESIS, Entry, link
from pratique.store.records import note
from pratique.store.transaction import transaction

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


class BellRung(Event, frozen=True, kw_only=True, tag="bell_rung"):
    times: int


@pytest.fixture
def log(connection: psycopg.Connection) -> psycopg.Connection:
    """Four batches of three events."""
    for batch in range(4):
        with transaction(connection, lambda: AT + dt.timedelta(minutes=batch)) as tx:  # noqa: B023 - called inside the loop
            for times in range(3):
                note(tx, "bell", f"bell_{batch}", BellRung(at=tx.at, by="user_1", times=times))
    return connection


def test_an_untouched_log_holds_and_names_its_head(log: psycopg.Connection) -> None:
    found = verify(log)
    assert found.holds, found.broken
    assert (found.batches, found.events, found.decisions) == (4, 12, 0)
    assert found.head == head(log)
    log.rollback()
    assert verify(log, found.head).holds


def test_an_empty_log_holds(connection: psycopg.Connection) -> None:
    assert verify(connection).holds
    assert verify(connection, Head(1, "00")).broken is not None


@pytest.mark.parametrize(
    ("damage", "kind", "batch", "names"),
    [
        ("UPDATE audit_event SET payload = replace(payload, '1', '7') WHERE batch = 2 AND position = 1", "row_altered", 2, "bell/bell_1#0"),
        ("UPDATE audit_event SET by = 'user_2' WHERE batch = 3 AND position = 0", "row_altered", 3, "bell/bell_2#0"),
        ("UPDATE audit_event SET at = at + interval '1 microsecond' WHERE batch = 4 AND position = 2", "row_altered", 4, "bell/bell_3#0"),
        ("DELETE FROM audit_event WHERE batch = 2 AND position = 1", "row_missing", 2, "bell/bell_1#0"),
        ("DELETE FROM audit_event WHERE batch = 4", "row_missing", 4, ""),
        (
            "INSERT INTO audit_event SELECT batch, 3, record, record_id, version, kind, at, by, payload FROM audit_event"
            " WHERE batch = 2 AND position = 0",
            "row_inserted",
            2,
            "bell/bell_1#0",
        ),
        (
            "UPDATE audit_event SET position = CASE position WHEN 0 THEN 10 ELSE 11 END WHERE batch = 3 AND position < 2;"
            "UPDATE audit_event SET position = 11 - position WHERE batch = 3 AND position >= 10",
            "rows_swapped",
            3,
            "bell/bell_2#0",
        ),
        ("DELETE FROM audit_batch WHERE number = 2", "row_inserted", 2, "bell/bell_1#0"),
        ("DELETE FROM audit_event WHERE batch = 2; DELETE FROM audit_batch WHERE number = 2", "batch_missing", 2, ""),
        ("DELETE FROM audit_batch WHERE number = 4", "tail", 4, "bell/bell_3#0"),
        ("UPDATE audit_batch SET hash = sha256(hash) WHERE number = 2", "batch_altered", 2, ""),
        ("UPDATE audit_batch SET previous = hash WHERE number = 3", "row_altered", 3, ""),
        ("UPDATE audit_batch SET at = at + interval '1 day' WHERE number = 1", "row_altered", 1, ""),
        ("UPDATE audit_event SET batch = 9 WHERE batch = 4", "row_missing", 4, ""),
        ("INSERT INTO audit_event SELECT 9, position, record, record_id, 0, kind, at, by, payload FROM audit_event WHERE batch = 4",
         "tail", 9, "bell/bell_3#0"),
    ],
)  # fmt: skip
def test_the_first_break_is_named(log: psycopg.Connection, damage: str, kind: str, batch: int, names: str) -> None:
    log.execute(damage.encode())
    log.commit()
    broken = verify(log).broken
    assert broken is not None
    assert (broken.kind, broken.batch) == (kind, batch), broken
    assert names in " ".join(broken.records)
    assert str(batch) in broken.message


def test_batches_in_each_other_s_place_are_found(log: psycopg.Connection) -> None:
    log.execute(
        "UPDATE audit_batch SET number = 10 WHERE number = 2; UPDATE audit_batch SET number = 2 WHERE number = 3;"
        "UPDATE audit_batch SET number = 3 WHERE number = 10"
    )
    log.commit()
    broken = verify(log).broken
    assert broken is not None
    assert broken.batch == 2


def test_a_tail_cut_off_cleanly_is_found_by_an_anchor_alone(log: psycopg.Connection) -> None:
    anchor = head(log)
    log.execute("DELETE FROM audit_event WHERE batch = 4; DELETE FROM audit_batch WHERE number = 4")
    log.commit()
    assert verify(log).holds
    broken = verify(log, anchor).broken
    assert broken is not None
    assert (broken.kind, broken.batch) == ("tail", 4)


def test_a_log_that_was_written_anew_is_found_by_an_anchor_alone(log: psycopg.Connection) -> None:
    anchor = head(log)
    log.execute("UPDATE audit_event SET by = 'user_2' WHERE batch = 1")
    previous = GENESIS
    for number, at in log.execute("SELECT number, at FROM audit_batch ORDER BY number").fetchall():
        rows = log.execute(
            "SELECT record, record_id, version, kind, at, by, payload FROM audit_event WHERE batch = %s ORDER BY position", (number,)
        ).fetchall()
        digests = [Entry(row[0], row[1], row[2], row[3], row[4].astimezone(dt.UTC), row[5], row[6]).digest for row in rows]
        hashed = link(previous, number, at.astimezone(dt.UTC), digests)
        log.execute("UPDATE audit_batch SET previous = %s, hash = %s WHERE number = %s", (previous, hashed, number))
        previous = hashed
    log.commit()
    assert verify(log).holds
    broken = verify(log, anchor).broken
    assert broken is not None
    assert broken.kind == "anchor"


def test_a_snapshot_that_says_something_else_is_found(log: psycopg.Connection) -> None:
    log.execute("INSERT INTO snapshot (digest, body) VALUES (sha256('a'), 'b')")
    log.commit()
    broken = verify(log).broken
    assert broken is not None
    assert (broken.kind, broken.batch) == ("content", None)
