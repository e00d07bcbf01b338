"""What one worker holds: a pool of connections, the content that decides, the door, the writer of decisions."""

import datetime as dt
import gc
import os
import threading
import time
from typing import Any

import msgspec
import structlog
from psycopg_pool import ConnectionPool

from pratique.assembly.compiled import packed, unpack
from pratique.assembly.feeds.database import read_database
from pratique.assembly.operations import on_file
from pratique.assembly.recalled import detector_of
from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM
from pratique.base.clock import Clock, now
from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.service.door import Door
from pratique.service.group_commit import GroupCommit
from pratique.service.observing import content_since
from pratique.service.preload import compiled, settle_memory, shared
from pratique.store import contents, keys, product_notices, vault
from pratique.store.keys import ApiKey
from pratique.store.transaction import Transaction, transaction

NOTICES_SECONDS = 15.0
"""How often a worker looks whether notices changed."""
CHANGE_OVER_SECONDS = 1.0
"""How often a worker looks whether another content decides."""
BEFORE_MIDNIGHT = dt.timedelta(minutes=3)
"""When the plans of the next day are compiled: law turns with the day."""
_log = structlog.get_logger("pratique.service")


class Settings(msgspec.Struct, frozen=True):
    """From the environment."""

    database_url: str
    workers: int = 2
    pool: int = 8

    @classmethod
    def of_environment(cls) -> "Settings":
        """`DATABASE_URL`, `PRATIQUE_WORKERS`, `PRATIQUE_POOL`."""
        given = os.environ
        return cls(given["DATABASE_URL"], int(given.get("PRATIQUE_WORKERS", "2")), int(given.get("PRATIQUE_POOL", "8")))


class Runtime:
    """Made once a worker. `start` inside the event loop, `stop` at the end."""

    screeners: Screeners
    writer: GroupCommit
    pepper: bytes

    def __init__(self, settings: Settings, clock: Clock = now, made: Screeners | None = None) -> None:
        self.settings, self.clock, self._compiled = settings, clock, made or shared()
        self.pool: ConnectionPool[Any] = ConnectionPool(
            settings.database_url, min_size=1, max_size=settings.pool, timeout=2.0, open=False, check=ConnectionPool.check_connection
        )
        self.door = Door(self._key_of, settings.workers)
        self.papers: on_file.Papers = {}
        """What traders have on file."""
        self._papers_standing: tuple[object, ...] = ()
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None
        self._notices: tuple[int, dt.datetime | None] = (0, None)
        self._looked = 0.0
        self._before: Screeners | None = None

    @property
    def content(self) -> Content:
        """The content that decides."""
        return self.screeners.content

    def start(self) -> None:
        """Open the pool, take up the content that decides (the packaged one where none was published), compile the usual questions."""
        self.pool.open(wait=True, timeout=30)
        with self.pool.connection() as connection, transaction(connection, self.clock) as tx:
            self.pepper = vault.pepper(tx)
            self._look_at_papers(tx)
            found = contents.active(tx)
            packaged = self._compiled.content if self._compiled else load_content()
            if found is None:
                contents.publish(tx, packaged, SYSTEM, packed(packaged))
            content = packaged if found in (None, packaged.hash) else contents.load(tx, str(found))
        is_compiled = self._compiled is not None and self._compiled.content.hash == content.hash
        self.screeners = self._compiled if self._compiled is not None and is_compiled else compiled(content, self.clock)
        self._look_for_notices()
        settle_memory()
        content_since.labels(self.content.version).set_to_current_time()
        self.writer = GroupCommit(self.settings.database_url, self.clock)
        self.writer.start()
        self._watcher = threading.Thread(target=self._watch, name="content", daemon=True)
        self._watcher.start()

    async def stop(self) -> None:
        """Keep what waits and close."""
        self._stopping.set()
        await self.writer.stop()
        if self._watcher is not None:
            self._watcher.join(10)
        self.pool.close()

    def _key_of(self, secret: str) -> ApiKey | None:
        with self.pool.connection() as connection, transaction(connection, self.clock) as tx:
            return keys.by_secret(tx, secret)

    def _look_at_papers(self, tx: Transaction) -> None:
        standing = on_file.standing(tx)
        if standing != self._papers_standing:
            self.papers, self._papers_standing = on_file.papers(tx), standing

    def _look_for_notices(self) -> None:
        """Hold listings against the notices kept now: made ready aside where any changed, then taken up at once."""
        self._looked = time.monotonic()
        with self.pool.connection() as connection, transaction(connection, self.clock) as tx:
            state = product_notices.state(tx)
            notices = read_database(tx) if state != self._notices else None
        if notices is not None:
            self.screeners.hold_against(detector_of(notices, self.content) if notices else None)
            self._notices = state
            _log.info("notices changed", notices=len(notices))

    def _change_over(self, content: Content | None) -> None:
        """Decide by another content from now on; `None`: by the one before, which is kept so that a step back takes no time."""
        decided = self.screeners
        if content is None and self._before is not None:
            self._before.take_over(decided)
            self.screeners = self._before
        elif content is not None:
            self.screeners = decided.successor(content)
        self._before = decided
        gc.unfreeze()  # what decided before the last two may go
        settle_memory()
        content_since.labels(self.content.version).set_to_current_time()
        _log.info("content changed", version=self.content.version, hash=self.content.hash)

    def _watch(self) -> None:
        """Change over where another content was published: compiled aside first, so that nobody waits for it."""
        while not self._stopping.wait(CHANGE_OVER_SECONDS):
            try:
                with self.pool.connection() as connection, transaction(connection, self.clock) as tx:
                    found = contents.active(tx)
                    is_other = found not in (None, self.content.hash)
                    is_back = self._before is not None and found == self._before.content.hash
                    content = contents.load(tx, str(found)) if is_other and not is_back else None
                    terms = contents.compiled(tx, content.hash) if content is not None else None
                    self._look_at_papers(tx)
                if content is not None and terms is not None:
                    unpack(content, terms)
                if is_other:
                    self._change_over(content)
                self.screeners.prepare_tomorrow(BEFORE_MIDNIGHT)
                if time.monotonic() - self._looked >= NOTICES_SECONDS:
                    self._look_for_notices()
            except Exception as error:  # the database may be away for a while; the old content decides meanwhile
                _log.warning("content not looked up", error=str(error).strip())
