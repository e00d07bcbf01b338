"""A real PostgreSQL for whoever asks: one server a test process, one fresh database a test."""

import contextlib
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from psycopg.conninfo import make_conninfo

from pratique.store import server

settings.register_profile("suite", deadline=None)  # a slow machine is no fault; what has to be quick is measured in benchmarks
settings.load_profile("suite")
_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a server that belongs to this test process, with the schema in its database `pratique`."""
    with tempfile.TemporaryDirectory(prefix="pratique-test-", ignore_cleanup_errors=True) as folder:
        url = server.start(Path(folder) / "postgres")
        migrate(url)
        yield url


def migrate(url: str) -> None:
    """Bring a database to the schema of the migrations."""
    command = [sys.executable, "-W", "ignore", "-m", "pratique.console", "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, env={**os.environ, "DATABASE_URL": url})


@contextlib.contextmanager
def fresh(postgres: str, like: str = "pratique") -> Iterator[str]:
    """Address of a fresh database with the schema and nothing in it, or with what another holds, to which nobody is connected."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(make_conninfo(postgres, dbname="postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy".encode())
        yield make_conninfo(postgres, dbname=name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def database_url(postgres: str) -> Iterator[str]:
    """A fresh database for one test."""
    with fresh(postgres) as url:
        yield url


@pytest.fixture
def connection(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection to a fresh database."""
    with psycopg.connect(database_url) as opened:
        yield opened
