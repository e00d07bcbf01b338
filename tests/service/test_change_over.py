"""Another content takes over under load: in every worker, within five seconds, and no request notices."""

import os
import time
from pathlib import Path

import psycopg
import pytest

from pratique.assembly.operations import publishing
from pratique.base.actor import SYSTEM
from pratique.policy.load import load_content
from pratique.store import keys
from pratique.store.transaction import transaction
from tests.service.served import Load, served

OVERLAY = Path(__file__).parents[2] / "examples" / "overlay"
pytestmark = pytest.mark.slow


def test_nobody_notices(database_url: str) -> None:
    packaged, changed = load_content(), load_content([OVERLAY])
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        _, secret = keys.make(tx, SYSTEM, "tests", scopes=("screen",), roles=("machine",), per_second=100_000)
    with served(database_url, secret) as service, Load(service.port, service.secret, 6) as load:
        time.sleep(2)
        with psycopg.connect(database_url) as connection, transaction(connection) as tx:
            publishing.publish(tx, SYSTEM, changed)
        published = time.monotonic()
        allowed = 5 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others may want the same cores
        time.sleep(3 + allowed)
    assert {one.status for one in load.answered} == {200}
    versions = [(one.at - published, one.body["content_version"]) for one in load.answered]
    assert {version for at, version in versions if at < 0} == {packaged.version}
    last = max(at for at, version in versions if version == packaged.version)
    assert last < allowed, f"the old content still decided after {last:.1f} s"
    assert sum(version == changed.version for _, version in versions) > 100
