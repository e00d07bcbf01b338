"""The real application over a real database, with a key for whoever asks."""

import gc
from collections.abc import Iterator

import psycopg
import pytest
from starlette.testclient import TestClient

from pratique.assembly.screeners import Screeners
from pratique.base.actor import ROLES, SYSTEM
from pratique.policy.load import load_content
from pratique.service.app import application
from pratique.service.registry import SCOPES
from pratique.service.runtime import Settings
from pratique.store import keys
from pratique.store.transaction import transaction


@pytest.fixture(scope="session")
def compiled() -> Screeners:
    """The packaged content, compiled once."""
    return Screeners(load_content())


@pytest.fixture
def client(database_url: str, compiled: Screeners) -> Iterator[TestClient]:
    """Shows a key that opens everything."""
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        _, secret = keys.make(tx, SYSTEM, "tests", scopes=tuple(SCOPES), roles=ROLES)
    with TestClient(
        application(Settings(database_url, workers=1, pool=4), compiled=compiled), headers={"Authorization": f"Bearer {secret}"}
    ) as opened:
        yield opened
    gc.unfreeze()  # a worker settles its memory for good; this process goes on with other tests
    gc.set_threshold(700, 10, 10)
