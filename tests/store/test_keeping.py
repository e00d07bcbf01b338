"""Decisions written by one round trip: what the table holds, what the chain holds, and what happens when one cannot be written."""

import asyncio

import psycopg
import pytest

from pratique.service.group_commit import AwayError, GroupCommit
from pratique.store.chain import GENESIS, link
from pratique.store.decisions import DecisionRow, load
from pratique.store.keeping import COLUMNS, Kept, SnapshotRow, kept
from pratique.store.transaction import transaction
from tests.store.rows import decision


def _kept(name: str, subject: str = "sku-1") -> tuple[DecisionRow, Kept]:
    row = decision(name, subject)
    parts = {row.markets: '["DE"]', row.parts: '["allow",null,[],[]]'}
    personal = {"trader.name": "Ann Example"}
    return row, kept(row, b"n" * 16, parts, SnapshotRow(row.snapshot, "{}", "private_1", "trader:t-1", personal), is_followed=True)


async def _keep(url: str, items: list[Kept]) -> list[BaseException | None]:
    writer = GroupCommit(url)
    writer.start()
    done = await asyncio.gather(*[writer.keep(item) for item in items], return_exceptions=True)
    await writer.stop()
    return list(done)


def test_columns_stand_as_the_schema_has_them(connection: psycopg.Connection) -> None:
    query = (
        "SELECT attname::text, typname::text FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid"
        " WHERE attrelid = 'decision'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"
    )
    assert connection.execute(query).fetchall() == list(COLUMNS)


def test_a_row_reads_back_as_it_was_written_and_the_chain_covers_it(database_url: str, connection: psycopg.Connection) -> None:
    pairs = [_kept("decision_a"), _kept("decision_b", "商品-2")]
    assert asyncio.run(_keep(database_url, [item for _, item in pairs])) == [None, None]
    with transaction(connection) as tx:
        for row, item in pairs:
            assert load(tx, row.id) == row
            assert row.digest == item.digest
        batches = tx.execute("SELECT number, at, entries, previous, hash FROM audit_batch").fetchall()
        ((number, at, entries, previous, found),) = batches
        assert (number, entries, bytes(previous)) == (1, 2, GENESIS)
        assert bytes(found) == link(GENESIS, 1, at.astimezone(tx.at.tzinfo), [row.digest for row, _ in pairs])
        assert tx.execute("SELECT decision_id FROM follow_up ORDER BY 1").fetchall() == [("decision_a",), ("decision_b",)]
        assert tx.execute("SELECT fields->>'trader.name' FROM vault_entry").fetchall() == [("Ann Example",)]


def test_what_cannot_be_written_takes_nobody_with_it(database_url: str, connection: psycopg.Connection) -> None:
    good = [_kept(f"decision_{number}")[1] for number in range(3)]
    bad = _kept("decision_bad", "zero\0character")[1]
    first, second, third, fourth = asyncio.run(_keep(database_url, [good[0], bad, *good[1:]]))
    assert (first, third, fourth) == (None, None, None)
    assert isinstance(second, AwayError)
    assert connection.execute("SELECT count(*) FROM decision").fetchone() == (3,)


def test_too_many_are_asked_to_come_back(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pratique.service.group_commit.MOST_WAITING", 2)

    async def crowd() -> None:
        writer = GroupCommit(database_url)
        waiting = [writer.keep(_kept(f"decision_{number}")[1]) for number in range(2)]
        with pytest.raises(AwayError, match="too many"):
            writer.keep(_kept("decision_3")[1])
        writer.start()
        await asyncio.gather(*waiting)
        await writer.stop()

    asyncio.run(crowd())


def test_a_database_that_is_away_is_told() -> None:
    (problem,) = asyncio.run(_keep("postgresql://nobody@127.0.0.1:1/none", [_kept("decision_a")[1]]))
    assert isinstance(problem, AwayError)
