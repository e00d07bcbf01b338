"""The demo: the same story each time, no row that its own events do not explain, nothing left half done."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pyarrow.parquet as pq
import pytest
from psycopg.conninfo import make_conninfo

from pratique.assembly.demo.seed import seed
from pratique.assembly.labels import write_labels
from pratique.assembly.operations import appeals, cases, enforcement, ladders, links, look_backs, notices, orders, screening, traders
from pratique.assembly.operations.verification_records import VERIFICATIONS
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ForbiddenError
from pratique.policy.load import load_content
from pratique.policy.model import Rung
from pratique.store.records import Kind, load, rebuilt
from pratique.store.transaction import Transaction, transaction

TODAY = dt.date(2026, 11, 27)
KINDS: tuple[Kind[Any], ...] = (
    cases.CASES, enforcement.ACTIONS, enforcement.STATEMENTS, appeals.APPEALS, traders.TRADERS, notices.NOTICES, orders.ORDERS,
    VERIFICATIONS, look_backs.LOOK_BACKS,
)  # fmt: skip


def _seeded(url: str) -> list[str]:
    said: list[str] = []
    seed(url, said.append, listings=260, trader_count=25, days=14, today=TODAY)
    return said


def _named(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A sender is named by a secret of the installation, and so otherwise in each."""
    return (row[0], *row[2:5]) if row[0] == "submitter" else row[:6]


def test_the_same_story_each_time_and_every_row_is_explained(database_url: str, postgres: str, tmp_path: Path) -> None:
    said = _seeded(database_url)
    number = int(re.findall(r"(\d+) decision", " ".join(said))[0])
    assert number > 260, "what came back stands beside it, and is decided again"
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
            assert names or kind.name in ("appeal", "order", "look_back"), kind.name
            for name in names:
                assert load(tx, kind, name).state == rebuilt(tx, kind, name)
        assert tx.execute("SELECT count(*) FROM follow_up").fetchone() == (0,)
        recalled = tx.execute("SELECT subject FROM listing_entry WHERE tags @> %s", (["concept:safety.recalled"],)).fetchall()
        assert len(recalled) >= 4, "a notice finds what was offered before it came, whoever offers it"
        for (name,) in tx.execute("SELECT id FROM decision ORDER BY id LIMIT 3").fetchall():
            assert screening.replay(tx, name, SYSTEM).is_same
        for (name,) in tx.execute("SELECT id FROM enforcement_action WHERE kind <> 'warning'").fetchall():
            action = load(tx, enforcement.ACTIONS, name).state
            assert action.statements, "every restriction is explained"
            assert action.causes
        (again,) = tx.execute("SELECT count(DISTINCT payload) FROM audit_event WHERE kind = 'relisting_found'").fetchone() or (0,)
        assert again, "refused goods came back and were caught"
        assert ("trader_0007", "trader_0008") in [group.traders for group in links.groups(tx, SYSTEM).groups]
        _labels_go_out_with_their_snapshots(tx, tmp_path)
        _a_stricter_ladder_is_tried_before_anybody_is_touched(tx)


def _labels_go_out_with_their_snapshots(tx: Transaction, folder: Path) -> None:
    analyst = Actor("user_1", frozenset({"analyst"}))
    number = write_labels(tx, analyst, folder / "labels.jsonl")
    assert number > 0
    assert write_labels(tx, analyst, folder / "labels.parquet") == number
    rows = [json.loads(line) for line in (folder / "labels.jsonl").read_text().splitlines()]
    assert [row["record"] for row in rows] == pq.read_table(folder / "labels.parquet")["record"].to_pylist()
    assert all(row["listing"]["title"] for row in rows if row["snapshot"])
    assert "office@" not in (folder / "labels.jsonl").read_text(), "personal data stays in the vault"
    assert write_labels(tx, analyst, folder / "none.jsonl", dt.datetime(2027, 1, 1, tzinfo=dt.UTC)) == 0
    with pytest.raises(ForbiddenError):
        write_labels(tx, Actor("user_2", frozenset({"reviewer"})), folder / "no.jsonl")


def _a_stricter_ladder_is_tried_before_anybody_is_touched(tx: Transaction) -> None:
    content = load_content()
    strategist = Actor("user_1", frozenset({"strategist"}))
    for name in content.channels:
        assert not any(ladders.try_out(tx, strategist, content, name, TODAY).values()), "the same ladder changes nothing"
    house = content.channels["aliexpress"]
    rung = Rung(0.5, "close_account")
    strict = tuple(msgspec.structs.replace(ladder, rungs=(rung,)) for ladder in house.ladders)
    changed = msgspec.structs.replace(content, channels={**content.channels, "aliexpress": msgspec.structs.replace(house, ladders=strict)})
    found = ladders.try_out(tx, strategist, changed, "aliexpress", TODAY)
    assert any(one.is_harsher for differences in found.values() for one in differences)
    with pytest.raises(ForbiddenError):
        ladders.try_out(tx, Actor("user_2", frozenset({"reviewer"})), changed, "aliexpress", TODAY)
