"""Notices kept in PostgreSQL, for the service: the same as a folder keeps."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType

import msgspec
import psycopg

from pratique.assembly.feeds.keeper import Progress, Rejected
from pratique.base.clock import Clock, now
from pratique.base.errors import InputError
from pratique.identity.notice import ProductNotice
from pratique.store import product_notices
from pratique.store.product_notices import Row
from pratique.store.transaction import Connection, Transaction, transaction

_NOTICE = msgspec.json.Decoder(ProductNotice)


class DatabaseKeeper:
    """One transaction a step: notices, rejects and progress together. Nobody else pulls the feed while it is entered."""

    def __init__(self, connect: Callable[[], Connection], feed: str, clock: Clock = now) -> None:
        self._connect, self._feed, self._clock = connect, feed, clock
        self._connection: Connection | None = None
        self.progress = Progress()

    def __enter__(self) -> "DatabaseKeeper":
        self._connection = self._connect()
        with transaction(self._connection, self._clock) as tx:
            if not product_notices.only_one(tx, self._feed):
                self._connection.close()
                raise InputError(f"`{self._feed}` is being pulled into this database already; wait until that is done")
            body = product_notices.progress(tx, self._feed)
        if body is not None:
            self.progress = msgspec.json.decode(body, type=Progress)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error), transaction(self._connection, self._clock) as tx:
                product_notices.free(tx, self._feed)
            self._connection.close()
            self._connection = None

    def add(self, notices: Sequence[ProductNotice], rejected: Sequence[Rejected]) -> int:
        """Keep what a step brought, with the progress."""
        if self._connection is None or self._connection.closed:
            raise psycopg.OperationalError("the keeper is not entered")
        rows = [Row(one.id, one.feed, one.published, msgspec.json.encode(one).decode()) for one in notices]
        with transaction(self._connection, self._clock) as tx:
            changed = product_notices.keep(tx, rows)
            product_notices.reject(tx, self._feed, [(one.step, one.reason, one.record) for one in rejected])
            product_notices.keep_progress(tx, self._feed, msgspec.json.encode(self.progress).decode())
        return changed


def read_database(tx: Transaction) -> list[ProductNotice]:
    """All notices kept, by id."""
    return [_NOTICE.decode(body) for body in product_notices.bodies(tx)]
