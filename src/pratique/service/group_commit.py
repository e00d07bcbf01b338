"""Durable before it is answered, and still quick: whatever waits is kept by one commit, and only then is anybody told."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence

import psycopg
import structlog
from prometheus_client import Counter, Gauge, Histogram

from pratique.base.clock import Clock, now
from pratique.store.keeping import SQL, TYPE_NUMBER, Kept, Known, statements
from pratique.store.pipelined import Pipelined

MOST_WAITING = 4_000
"""Decisions that may wait to be kept; whoever comes after that is asked to come back."""
MOST_AT_ONCE = 500
PACE = 0.006
"""Least seconds from one commit to the next while many wait: fewer, larger commits leave more of the processors to deciding."""
PATIENCE = 10.0
"""Seconds after which a commit is given up."""

_size = Histogram("pratique_commit_decisions", "Decisions kept by one commit", buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500))
_seconds = Histogram("pratique_commit_seconds", "Seconds of one commit", buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2))
_failed = Counter("pratique_commit_failures", "Commits that failed")
_waiting = Gauge("pratique_decisions_waiting", "Decisions that wait to be kept", multiprocess_mode="livesum")
_log = structlog.get_logger("pratique.service")

Item = tuple[Kept, asyncio.Future[None]]


class AwayError(Exception):
    """The decision cannot be acknowledged: too many wait, or the database is away. Where it went away during the commit, it may be kept."""


class GroupCommit:
    """One writer of decisions a worker, with a connection of its own. Lives on the event loop it was started in."""

    def __init__(self, database_url: str, clock: Clock = now) -> None:
        self._database_url, self._clock = database_url, clock
        self._items: deque[Item] = deque()
        self._ready = asyncio.Event()
        self._connection: Pipelined | None = None
        self._known = Known()
        self._is_stopping = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write. Call inside the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._write_all(), name="group-commit")

    async def stop(self) -> None:
        """Keep what waits, and end."""
        self._is_stopping = True
        self._ready.set()
        if self._task is not None:
            await self._task

    def keep(self, kept: Kept) -> asyncio.Future[None]:
        """Done when the decision is durable. Raises AwayError, now or when awaited."""
        if len(self._items) >= MOST_WAITING or self._is_stopping:
            raise AwayError("too many decisions wait to be kept" if not self._is_stopping else "the service is stopping")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._items.append((kept, done))
        self._ready.set()
        return done

    async def _write_all(self) -> None:
        while not (self._is_stopping and not self._items):
            await self._ready.wait()
            self._ready.clear()
            while self._items:
                items = [self._items.popleft() for _ in range(min(len(self._items), MOST_AT_ONCE))]
                _waiting.set(len(self._items))
                started = time.perf_counter()
                await self._settle(items)
                if len(items) > 1:  # whoever comes alone is not made to wait for company
                    await asyncio.sleep(PACE - (time.perf_counter() - started))
        if self._connection is not None:
            await self._connection.close()

    async def _settle(self, items: Sequence[Item]) -> None:
        """Write some items and tell whoever waits for them."""
        problem: AwayError | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                await self._write([kept for kept, _ in items])
        except psycopg.DataError as error:
            if len(items) > 1:  # something in one of them cannot be kept: the others must not suffer for it
                for item in items:
                    await self._settle([item])
                return
            problem = self._give_up(error, items)
        except Exception as error:  # whatever it was, whoever waits must hear of it
            problem = self._give_up(error, items)
            await self._hang_up()
        for _, done in items:
            if not done.done():  # whoever asked may have gone meanwhile
                done.set_result(None) if problem is None else done.set_exception(problem)

    def _give_up(self, error: Exception, items: Sequence[Item]) -> AwayError:
        _failed.inc()
        _log.warning("commit failed", error=str(error).strip() or repr(error), decisions=len(items))
        return AwayError("the decision cannot be kept" if isinstance(error, psycopg.DataError) else "the database is away")

    async def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _write(self, batch: Sequence[Kept]) -> None:
        started = time.perf_counter()
        connection = self._connection
        if connection is None or connection.is_closed:
            connection = await Pipelined.open(self._database_url, SQL, {"decision": TYPE_NUMBER})
            self._connection, self._known = connection, Known()
        await connection.run(statements(batch, self._clock(), self._known, connection.numbers["decision"]))
        self._known.add(batch)
        _size.observe(len(batch))
        _seconds.observe(time.perf_counter() - started)
