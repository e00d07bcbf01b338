"""What `store` and the operations read and write is what Django's migrations make; and nothing but PostgreSQL itself is needed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg

import pratique

SOURCES = Path(pratique.__file__).parent
_TABLES = re.compile(r"\b(?:FROM|INTO|UPDATE|JOIN|COPY)\s+([a-z_]+)\b(?!\s*\()")
_MADE = re.compile(r"(?:\bWITH |\), |\bCREATE (?:TEMP )?TABLE |\bwhile )([a-z_]+)(?: AS\b| \(| :=)")
"""What a file itself makes: a named part of a query, a table of an extract, rows that DuckDB reads from Python."""
_WORDS = {"unnest", "set", "stdin", "pg_tables", "pg_database", "skip", "t", "now", "lateral", "select", "information_schema"}


def test_the_migration_is_what_the_models_say(postgres: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "pratique.console", "makemigrations", "--check", "--dry-run"]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": postgres}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_table_that_is_named_is_there(connection: psycopg.Connection) -> None:
    tables = {row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    named: dict[str, str] = {}
    for folder in ("store", "assembly", "service"):
        for path in (SOURCES / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            own = _WORDS | set(_MADE.findall(text))
            for statement in re.findall(r'"((?:SELECT|INSERT|UPDATE|DELETE|COPY|WITH)\b[^"]*)"', text):
                named |= dict.fromkeys((name for name in _TABLES.findall(statement) if name not in own), path.name)
    assert len(named) > 12
    assert {name: where for name, where in named.items() if name not in tables} == {}


def test_each_kind_of_record_has_its_columns(connection: psycopg.Connection) -> None:
    from pratique.assembly.operations import (
        appeals,
        cases,
        enforcement,
        look_backs,
        notices,
        orders,
        reviewers,
        rights,
        submitters,
        traders,
        verification_records,
    )  # fmt: skip
    from pratique.store.records import COMMON, Kind

    kinds = {one.table: one for module in (appeals, cases, enforcement, look_backs, notices, orders, reviewers, rights, submitters, traders,
                                                  verification_records)
             for one in vars(module).values() if isinstance(one, Kind)}  # fmt: skip
    assert len(kinds) >= 13
    for table in kinds:
        found = {row[0] for row in connection.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,))}
        assert set(COMMON) <= found, table


def test_no_extension_is_used(connection: psycopg.Connection) -> None:
    assert connection.execute("SELECT array_agg(extname) FROM pg_extension").fetchone() == (["plpgsql"],)
