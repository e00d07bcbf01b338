"""What all workers share: the content, compiled once before they part from the process that starts them.

The automata of terms are the greater part of what deciding looks at. As pages of one process they lie in memory, and in the processors'
common cache, once instead of once a worker; and a worker that takes the place of a dead one is ready at once.
"""

import gc

import psycopg

from pratique.assembly.screeners import Question, Screeners
from pratique.base.clock import Clock, now
from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.store import contents
from pratique.store.transaction import transaction

_shared: list[Screeners] = []


def compile_once(database_url: str) -> None:
    """Compile what decides: the content that was published, the packaged one where none was or the database cannot be asked yet."""
    _shared[:] = [compiled(_deciding(database_url), now)]
    settle_memory()


def shared() -> Screeners | None:
    """What was compiled, `None` where the workers do not come of the process that did it."""
    return _shared[0] if _shared else None


def compiled(content: Content, clock: Clock) -> Screeners:
    """A content with the usual questions, those of each channel before publishing, ready."""
    made = Screeners(content, clock)
    for channel in (None, *content.channels):
        made.drafter(Question(channel))
    return made


def settle_memory() -> None:
    """The content lives as long as the worker: what is walked in search of garbage is what requests leave behind, and less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _deciding(database_url: str) -> Content:
    packaged = load_content()
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection, transaction(connection) as tx:
            found = contents.active(tx)
            return packaged if found in (None, packaged.hash) else contents.load(tx, str(found))
    except psycopg.Error:
        return packaged
