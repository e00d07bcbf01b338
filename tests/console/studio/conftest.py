"""A console whose packaged content decides."""

from typing import Any

import psycopg
import pytest

from pratique.assembly.operations import publishing
from pratique.base.actor import SYSTEM
from pratique.policy.load import load_content
from pratique.store.transaction import transaction


@pytest.fixture
def begun(console: str) -> str:
    """The packaged content decides."""
    with psycopg.connect(console) as connection, transaction(connection) as tx:
        publishing.publish(tx, SYSTEM, load_content())
    return console


def draft(client: Any, title: str = "Gel pearls", **more: str) -> str:
    """A new draft: its address."""
    answer = client.post("/studio/changes/new", {"title": title, **more})
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])
