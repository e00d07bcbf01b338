"""A transaction for a screen: the same operations as the API, over the same database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import psycopg
from psycopg_pool import ConnectionPool

from pratique.assembly.worker import ContentInUse
from pratique.policy.model import Content
from pratique.store.transaction import Connection, Transaction, transaction

_pools: dict[str, ConnectionPool[Connection]] = {}


@cache
def _in_use() -> ContentInUse:
    return ContentInUse()


def pool() -> ConnectionPool[Connection]:
    """Connections of this process to the database of `DATABASE_URL`."""
    url = os.environ["DATABASE_URL"]
    found = _pools.get(url)
    if found is None:
        found = _pools[url] = ConnectionPool(
            url, min_size=1, max_size=8, timeout=5, max_idle=60, open=True, check=ConnectionPool.check_connection, name="console"
        )
    return found


def close() -> None:
    """Close all connections: for tests that take their database away."""
    for one in _pools.values():
        one.close()
    _pools.clear()


@contextmanager
def looking() -> Iterator[Transaction]:
    """A transaction for a screen that needs no content."""
    with pool().connection() as connection, transaction(connection) as tx:
        yield tx


@contextmanager
def working() -> Iterator[tuple[Transaction, Content]]:
    """A transaction, and the content that decides."""
    with pool().connection() as connection:
        content = _in_use().current(connection)
        with transaction(connection) as tx:
            yield tx, content


AWAY = (psycopg.OperationalError,)
"""What is raised where the database does not answer; the pool's own timeout is one of them."""
