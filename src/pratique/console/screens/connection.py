"""A transaction for a screen that does something: the same operations as the API, over the same database."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import psycopg

from pratique.assembly.worker import ContentInUse
from pratique.policy.model import Content
from pratique.store.transaction import Transaction, transaction


@cache
def _in_use() -> ContentInUse:
    return ContentInUse()


@contextmanager
def working() -> Iterator[tuple[Transaction, Content]]:
    """A transaction, and the content that decides."""
    with psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=3) as connection:
        content = _in_use().current(connection)
        with transaction(connection) as tx:
            yield tx, content
