"""The worker: what follows from decisions, what runs out, what the outside is told. `python -m pratique.assembly.worker`.

What must happen within seconds is polled by loops of its own; what comes by the clock are procrastinate's periodic tasks, which run once
however many workers there are. Every step is a transaction that can be cut off at any moment and is done again.
"""

import asyncio
import signal
import threading
import time
from collections.abc import Callable

import structlog

from pratique.assembly import listing_index, webhooks
from pratique.assembly.mail import sending, transport
from pratique.assembly.mail.addressing import ADDRESSEES
from pratique.assembly.operations import clocks, document_sweep, follow_up, prints, recall_sweep, rulings
from pratique.assembly.tasks import app, connect
from pratique.base.clock import now
from pratique.base.logging import configure
from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.store import contents
from pratique.store.transaction import Connection, transaction

PAUSE = 0.5
"""Seconds between two looks where nothing waits."""
_log = structlog.get_logger("pratique.worker")


class ContentInUse:
    """The content that decides, read again where another was published."""

    def __init__(self) -> None:
        self._content: Content | None = None

    def current(self, connection: Connection) -> Content:
        """What decides now; the packaged one where none was published yet."""
        with transaction(connection) as tx:
            name = contents.active(tx)
            if self._content is None or (name is not None and self._content.hash != name):
                packaged = load_content()
                self._content = packaged if name in (None, packaged.hash) else contents.load(tx, str(name))
        return self._content


def _loop(name: str, step: Callable[[Connection], int], stopping: threading.Event) -> None:
    """Do a step again and again; rest where there is nothing to do, and longer where the database is away."""
    connection: Connection | None = None
    while not stopping.is_set():
        try:
            if connection is None or connection.closed:
                connection = connect()
            done = step(connection)
        except Exception as error:  # whatever it was, the next look may go better; nothing was half done
            _log.warning("step failed", loop=name, error=str(error).strip())
            if connection is not None:
                connection.close()
            connection, done = None, 0
            stopping.wait(2.0)
        if not done:
            stopping.wait(PAUSE)


def run() -> None:
    """Work until told to stop."""
    configure()
    stopping = threading.Event()
    content = ContentInUse()
    post = transport.of_environment()
    steps: dict[str, Callable[[Connection], int]] = {
        "follow_up": lambda connection: follow_up.work_off(connection, content.current(connection)),
        "recalls": lambda connection: recall_sweep.work_off(connection, content.current(connection)),
        "documents": lambda connection: document_sweep.work_off(connection, content.current(connection)),
        "prints": prints.catch_up,
        "clocks": lambda connection: clocks.work_off(connection, content.current(connection)),
        "rulings": lambda connection: rulings.carry_out_due(connection, content.current(connection)),
        "listings": listing_index.catch_up,
        "hand_over": lambda connection: webhooks.hand_over(connection, letters=ADDRESSEES if post is not None else None),
        "deliver": webhooks.deliver_due,
    }
    if post is not None:
        steps["mail"] = lambda connection: sending.send_due(connection, post)
    threads = [threading.Thread(target=_loop, args=(name, step, stopping), name=name) for name, step in steps.items()]
    for thread in threads:
        thread.start()
    try:
        asyncio.run(_periodic(stopping))
    finally:
        stopping.set()
        for thread in threads:
            thread.join(15)


async def _periodic(stopping: threading.Event) -> None:
    """Procrastinate's worker, started again where the database was away."""
    loop = asyncio.get_running_loop()
    task: asyncio.Task[None] | None = None

    def stop() -> None:
        stopping.set()
        if task is not None:
            task.cancel()

    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop)
    while not stopping.is_set():
        started = time.monotonic()
        task = asyncio.create_task(_work())
        try:
            await task
        except asyncio.CancelledError:
            return
        except Exception as error:
            _log.warning("periodic work stopped", error=str(error).strip(), at=now().isoformat())
        if time.monotonic() - started < 5:
            await asyncio.sleep(2)


async def _work() -> None:
    async with app.open_async():
        await app.run_worker_async(install_signal_handlers=False, concurrency=2)


if __name__ == "__main__":
    run()
