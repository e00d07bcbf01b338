"""A backup comes back whole: counts, records, log, a replay; people who were forgotten stay forgotten, and what happened stays."""

from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from pratique.assembly.operations import follow_up, privacy, screening
from pratique.assembly.runtime import backups
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ForbiddenError, InputError
from pratique.policy.load import load_content
from pratique.store import contents
from pratique.store.audit import verify
from pratique.store.transaction import transaction

OFFICER = Actor("user_legal", frozenset({"legal"}))
ROW = {
    "listing_id": "sku-1", "title": "MDMA crystals 84% pure, lab tested", "trader_id": "t-1",
    "trader": {"trader_id": "t-1", "name": "Ann Example", "email": "ann@example.org"},
}  # fmt: skip


def _decide(connection: psycopg.Connection) -> str:
    content = load_content()
    screeners = Screeners(content)
    with transaction(connection) as tx:
        contents.publish(tx, content, SYSTEM)
        asked = screening.asked_of(ROW, Question("aliexpress", markets=("DE", "US")), content, SYSTEM)
        ((decision, _),) = screening.keep_many(tx, screeners, [asked], SYSTEM)
    follow_up.work_off(connection, content)
    return decision


def test_a_backup_comes_back_whole(connection: psycopg.Connection, database_url: str, postgres: str, tmp_path: Path) -> None:
    decision = _decide(connection)
    connection.commit()
    file = tmp_path / "all.pratique"
    head = backups.backup(database_url, file)
    assert file.stat().st_mode & 0o077 == 0, "it holds personal data"
    with pytest.raises(InputError, match="already"):
        backups.backup(database_url, file)
    with pytest.raises(InputError, match="not empty"):
        backups.restore(database_url, file)
    with psycopg.connect(make_conninfo(postgres, dbname="postgres"), autocommit=True) as admin:
        admin.execute("CREATE DATABASE restored TEMPLATE template0")
    url = make_conninfo(postgres, dbname="restored")
    try:
        assert backups.restore(url, file) == head
        with psycopg.connect(url) as restored:
            for table in ("decision", "audit_event", "enforcement_action", "statement", "vault_entry", "outbox"):
                query = f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t".encode()
                assert restored.execute(query).fetchone() == connection.execute(query).fetchone(), table
            restored.rollback()
            with transaction(restored) as tx:
                assert screening.replay(tx, decision, SYSTEM).is_same
    finally:
        with psycopg.connect(make_conninfo(postgres, dbname="postgres"), autocommit=True) as admin:
            admin.execute("DROP DATABASE restored WITH (FORCE)")


def test_somebody_is_forgotten_and_the_chain_stays_whole(connection: psycopg.Connection) -> None:
    decision = _decide(connection)
    with transaction(connection) as tx:
        assert privacy.hold(tx, OFFICER, "trader:t-1", "a court asked", on=True) == 1
        assert privacy.erase(tx, OFFICER, "trader:t-1", "asked for") == privacy.Erased("trader:t-1", 0, 1)
        privacy.hold(tx, OFFICER, "trader:t-1", "the court is done", on=False)
        assert privacy.erase(tx, OFFICER, "trader:t-1", "asked for").erased == 1
    with transaction(connection) as tx:
        again = screening.replay(tx, decision, SYSTEM)
        assert again.is_same
        assert again.is_erased
        assert [one.is_erased for one in privacy.held_of(tx, Actor("a", frozenset({"auditor"})), "trader:t-1")] == [True]
    assert verify(connection).holds
    everything = str(connection.execute("SELECT * FROM vault_entry").fetchall()) + str(
        connection.execute("SELECT * FROM snapshot").fetchall()
    )
    assert "ann@example.org" not in everything
    kinds = [row[0] for row in connection.execute("SELECT kind FROM audit_event WHERE record = 'private' ORDER BY batch, position")]
    assert {"private_hold_changed", "private_erased", "private_read"} <= set(kinds)
    connection.commit()
    with pytest.raises(ForbiddenError), transaction(connection) as tx:
        privacy.erase(tx, Actor("u", frozenset({"reviewer"})), "trader:t-1", "curious")


def test_what_is_no_backup_is_said(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        backups.restore(database_url, tmp_path / "none")
