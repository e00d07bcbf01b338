"""Statements sent together and carried out as one transaction, in a single round trip, on an event loop.

libpq's pipeline mode used directly (`psycopg.pq`): on a busy loop each turn that an `await` costs is time that everybody waits, and there
is one turn here where psycopg's own pipeline has ten.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

import psycopg
from psycopg import pq
from psycopg.pq import ExecStatus

_GOOD = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
_BINARY = 1


class Pipelined:
    """A connection for a few statements prepared once. One transaction at a time."""

    def __init__(self, connection: psycopg.AsyncConnection[tuple[object, ...]], numbers: Mapping[str, int]) -> None:
        self.numbers = numbers
        """What was asked for when it was opened."""
        self._connection, self._pgconn = connection, connection.pgconn
        self._loop = asyncio.get_running_loop()
        self._done: asyncio.Future[None] | None = None
        self._error: psycopg.Error | None = None
        self._pgconn.enter_pipeline_mode()
        self._loop.add_reader(self._pgconn.socket, self._read)

    @classmethod
    async def open(cls, database_url: str, statements: Mapping[str, bytes], numbers: Mapping[str, str]) -> "Pipelined":
        """Connect, prepare the statements, and ask each of `numbers` (name → query). Raises psycopg.OperationalError."""
        connection = await psycopg.AsyncConnection.connect(database_url, connect_timeout=2, autocommit=True)
        try:
            asked = {name: await (await connection.execute(query.encode())).fetchone() or (0,) for name, query in numbers.items()}
            made = cls(connection, {name: int(str(row[0])) for name, row in asked.items()})
            for name, query in statements.items():
                made._pgconn.send_prepare(name.encode(), query)
            await made._settled()
        except BaseException:
            await connection.close()
            raise
        return made

    @property
    def is_closed(self) -> bool:
        """Whether it can be used no more."""
        return self._connection.closed

    async def run(self, statements: Iterable[tuple[str, Sequence[bytes]]]) -> None:
        """Carry out all of them or none. Returns when they are committed. Raises psycopg.Error.

        Without BEGIN, everything up to the synchronisation point is one transaction, which is committed there.
        """
        for name, values in statements:
            self._pgconn.send_query_prepared(name.encode(), values, [_BINARY] * len(values), _BINARY)
        await self._settled()

    async def close(self) -> None:
        """Hang up; what was not committed is not kept."""
        if not self._connection.closed:
            self._loop.remove_reader(self._pgconn.socket)
            await self._connection.close()
        self._end(psycopg.OperationalError("the connection was closed"))

    async def _settled(self) -> None:
        self._done, self._error = self._loop.create_future(), None
        self._pgconn.pipeline_sync()
        while self._pgconn.flush():
            await self._writable()
        await self._done

    async def _writable(self) -> None:
        ready = self._loop.create_future()
        self._loop.add_writer(self._pgconn.socket, _finish, ready)
        try:
            await ready
        finally:
            self._loop.remove_writer(self._pgconn.socket)

    def _read(self) -> None:
        """Something has come: take results until the synchronisation point is reached."""
        try:
            self._pgconn.consume_input()
            while not self._pgconn.is_busy():
                result = self._pgconn.get_result()
                if result is None:
                    if self._pgconn.is_busy() or self._done is None or self._done.done():
                        return
                    continue
                if result.status == ExecStatus.PIPELINE_SYNC:
                    self._end(self._error)
                    return
                if result.status not in _GOOD and self._error is None:
                    self._error = _error_of(result)
        except psycopg.Error as error:
            self._loop.remove_reader(self._pgconn.socket)
            self._pgconn.finish()
            self._end(error)

    def _end(self, error: psycopg.Error | None) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_result(None) if error is None else self._done.set_exception(error)


def _finish(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


def _error_of(result: pq.abc.PGresult) -> psycopg.Error:
    state = (result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode()
    message = (result.error_field(pq.DiagnosticField.MESSAGE_PRIMARY) or b"").decode(errors="replace")
    try:
        return psycopg.errors.lookup(state)(message)
    except KeyError:
        return psycopg.DatabaseError(message)
