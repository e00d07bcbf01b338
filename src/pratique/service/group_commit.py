"""Durable before it is answered, and still quick: whatever waits is kept by one commit, and only then is anybody told."""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
import psycopg
import structlog
from prometheus_client import Counter, Gauge, Histogram

from pratique.base.clock import Clock, now
from pratique.store import decisions
from pratique.store.decisions import Batch, DecisionRow, Known, SnapshotRow

MOST_WAITING = 4_000
"""Decisions that may wait to be kept; whoever comes after that is asked to come back."""
MOST_AT_ONCE = 500

_size = Histogram("pratique_commit_decisions", "Decisions kept by one commit", buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500))
_seconds = Histogram("pratique_commit_seconds", "Seconds of one commit", buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2))
_failed = Counter("pratique_commit_failures", "Commits that failed")
_waiting = Gauge("pratique_decisions_waiting", "Decisions that wait to be kept", multiprocess_mode="livesum")
_log = structlog.get_logger("pratique.service")


class AwayError(Exception):
    """The decision was not kept: the database is away, or too many wait."""


class _Item(msgspec.Struct, gc=False):
    row: DecisionRow
    parts: dict[bytes, str]
    snapshot: SnapshotRow
    follows: bool
    done: asyncio.Future[None]


class GroupCommit:
    """One writer of decisions a worker, with a connection and a thread of its own."""

    def __init__(self, connect: Callable[[], psycopg.Connection[Any]], loop: asyncio.AbstractEventLoop, clock: Clock = now) -> None:
        self._connect, self._loop, self._clock = connect, loop, clock
        self._items: deque[_Item] = deque()
        self._ready = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._write_all, name="group-commit", daemon=True)
        self._thread.start()

    async def keep(self, row: DecisionRow, parts: dict[bytes, str], snapshot: SnapshotRow, follows: bool) -> None:
        """Returns when the decision is durable. Raises AwayError where it could not be kept; then it is not kept."""
        if len(self._items) >= MOST_WAITING:
            raise AwayError("too many decisions wait to be kept")
        done = self._loop.create_future()
        self._items.append(_Item(row, parts, snapshot, follows, done))
        self._ready.set()
        await done

    def stop(self) -> None:
        """Keep what waits, and end."""
        self._stopping = True
        self._ready.set()
        self._thread.join(10)

    def _write_all(self) -> None:
        connection: psycopg.Connection[Any] | None = None
        known = Known()
        while True:
            self._ready.wait()
            self._ready.clear()
            while self._items:
                items = [self._items.popleft() for _ in range(min(len(self._items), MOST_AT_ONCE))]
                _waiting.set(len(self._items))
                problem: AwayError | None = None
                try:
                    if connection is None or connection.closed:
                        connection, known = self._connect(), Known()
                    self._write(connection, items, known)
                except Exception as error:  # whatever it was, whoever waits must hear that nothing was kept
                    _failed.inc()
                    _log.warning("commit failed", error=str(error).strip(), decisions=len(items))
                    problem = AwayError("the database is away")
                    if connection is not None:
                        connection.close()
                    connection = None
                self._loop.call_soon_threadsafe(_tell, items, problem)
            if self._stopping:
                if connection is not None:
                    connection.close()
                return

    def _write(self, connection: psycopg.Connection[Any], items: list[_Item], known: Known) -> None:
        started = time.perf_counter()
        parts: dict[bytes, str] = {}
        for item in items:
            parts |= item.parts
        follow_ups = [item.row.id for item in items if item.follows]
        batch = Batch([item.row for item in items], parts, [item.snapshot for item in items], follow_ups)
        with connection.transaction():
            decisions.keep(connection, self._clock(), batch, known)
        known.add(decisions.names_of(batch))
        _size.observe(len(items))
        _seconds.observe(time.perf_counter() - started)


def _tell(items: list[_Item], problem: AwayError | None) -> None:
    for item in items:
        if not item.done.done():  # whoever asked may have gone meanwhile
            if problem is None:
                item.done.set_result(None)
            else:
                item.done.set_exception(problem)
