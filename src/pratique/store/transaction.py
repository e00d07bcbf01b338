"""One transaction: everything in it is kept together or not at all, and its events are sealed into the chain as one batch."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from pratique.base.clock import Clock, now
from pratique.base.ids import Ids, new_id
from pratique.store.chain import Entry, seal

Connection = psycopg.Connection[tuple[Any, ...]]


class Transaction:
    """What an operation works in. `at` is the moment of the whole transaction; events wait in `entries` until the end."""

    __slots__ = ("at", "connection", "entries", "ids")

    def __init__(self, connection: Connection, at: dt.datetime, ids: Ids) -> None:
        self.connection, self.at, self.ids = connection, at, ids
        self.entries: list[Entry] = []

    def new_id(self, kind: str) -> str:
        """A name for a new record of a kind."""
        return self.ids(kind, self.at)

    def execute(self, query: str, parameters: Sequence[object] | None = None) -> psycopg.Cursor[tuple[Any, ...]]:
        """Run one statement; values always as parameters, never inside the text."""
        return self.connection.execute(query.encode(), parameters)


@contextmanager
def transaction(connection: Connection, clock: Clock = now, ids: Ids = new_id) -> Iterator[Transaction]:
    """Begin; seal and commit at the end of the block; roll back all of it where the block raises."""
    with connection.transaction():
        connection.row_factory = tuple_row
        tx = Transaction(connection, clock(), ids)
        yield tx
        if tx.entries:
            seal(connection, tx.at, tx.entries)
