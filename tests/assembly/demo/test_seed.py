"""The demo: the same story each time, no row that its own events do not explain, nothing left half done."""

import datetime as dt
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from pratique.assembly.demo.seed import seed
from pratique.assembly.operations import appeals, cases, enforcement, notices, orders, screening, traders
from pratique.base.actor import SYSTEM
from pratique.store.records import Kind, load, rebuilt
from pratique.store.transaction import transaction

TODAY = dt.date(2026, 11, 27)
KINDS: tuple[Kind[Any], ...] = (
    cases.CASES, enforcement.ACTIONS, enforcement.STATEMENTS, appeals.APPEALS, traders.TRADERS, notices.NOTICES, orders.ORDERS,
)  # fmt: skip


def _seeded(url: str) -> list[str]:
    said: list[str] = []
    seed(url, said.append, listings=260, trader_count=25, days=14, today=TODAY)
    return said


def _named(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A sender is named by a secret of the installation, and so otherwise in each."""
    return (row[0], *row[2:5]) if row[0] == "submitter" else row[:6]


def test_the_same_story_each_time_and_every_row_is_explained(database_url: str, postgres: str) -> None:
    said = _seeded(database_url)
    assert "260 decision" in " ".join(said)
    _seeded(database_url)
    with psycopg.connect(make_conninfo(postgres, dbname="postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE twin TEMPLATE pratique STRATEGY file_copy")
    try:
        _seeded(make_conninfo(postgres, dbname="twin"))
        query = "SELECT record, record_id, version, kind, at, by, payload FROM audit_event WHERE record <> 'key' AND record <> 'private' ORDER BY batch, position"
        with psycopg.connect(database_url) as one, psycopg.connect(make_conninfo(postgres, dbname="twin")) as other:
            first, second = one.execute(query).fetchall(), other.execute(query).fetchall()
            assert [_named(row) for row in first] == [_named(row) for row in second]
            assert len(first) > 200
    finally:
        with psycopg.connect(make_conninfo(postgres, dbname="postgres"), autocommit=True) as admin:
            admin.execute("DROP DATABASE twin WITH (FORCE)")
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        for kind in KINDS:
            names = [row[0] for row in tx.execute(f"SELECT id FROM {kind.table} ORDER BY id").fetchall()]
            assert names or kind.name in ("appeal", "order"), kind.name
            for name in names:
                assert load(tx, kind, name).state == rebuilt(tx, kind, name)
        assert tx.execute("SELECT count(*) FROM follow_up").fetchone() == (0,)
        for (name,) in tx.execute("SELECT id FROM decision ORDER BY id LIMIT 3").fetchall():
            assert screening.replay(tx, name, SYSTEM).is_same
        for (name,) in tx.execute("SELECT id FROM enforcement_action WHERE kind <> 'warning'").fetchall():
            action = load(tx, enforcement.ACTIONS, name).state
            assert action.statements, "every restriction is explained"
            assert action.causes
