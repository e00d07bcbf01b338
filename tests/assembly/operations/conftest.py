"""A small world: the packaged content, screeners, a database, a clock that is set by hand."""

import datetime as dt
from contextlib import AbstractContextManager

import psycopg
import pytest

from pratique.assembly.operations import follow_up, screening
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM
from pratique.base.ids import repeatable_ids
from pratique.policy.load import load_content
from pratique.store.transaction import Transaction, transaction


class World:
    """What a test acts in."""

    def __init__(self, connection: psycopg.Connection, screeners: Screeners) -> None:
        self.connection, self.screeners, self.content = connection, screeners, screeners.content
        self.moment = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
        self._ids = repeatable_ids(1)

    def work(self) -> AbstractContextManager[Transaction]:
        """A transaction at the moment."""
        return transaction(self.connection, lambda: self.moment, self._ids)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.moment += dt.timedelta(**span)

    def screen(self, listing: dict[str, object], channel: str = "aliexpress", markets: tuple[str, ...] | None = None) -> str:
        """Screen, keep, and do what follows; the decision."""
        with self.work() as tx:
            asked = screening.asked_of(listing, Question(channel, "publish", markets, as_of=self.moment.date()), self.content, SYSTEM)
            ((decision, _),) = screening.keep_many(tx, self.screeners, [asked], SYSTEM)
        self.follow()
        return decision

    def follow(self) -> int:
        """Work off what waits."""
        return follow_up.work_off(self.connection, self.content, 1000, lambda: self.moment, self._ids)


@pytest.fixture(scope="session")
def compiled() -> Screeners:
    """The packaged content, compiled once."""
    return Screeners(load_content())


@pytest.fixture
def world(connection: psycopg.Connection, compiled: Screeners) -> World:
    """A fresh world."""
    return World(connection, compiled)
