"""What was acknowledged is there, once, whoever was killed meanwhile; every request is accounted for."""

import contextlib
import os
import shlex
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from pratique.base.actor import SYSTEM
from pratique.store import decisions, keys, server
from pratique.store.chain import GENESIS, link
from pratique.store.transaction import transaction
from tests.conftest import migrate
from tests.service.served import Load, Served, served

pytestmark = pytest.mark.slow


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A server of its own, which may be killed."""
    folder = tmp_path_factory.mktemp("crash") / "postgres"
    url = server.start(folder)
    migrate(url)
    yield folder, url
    with contextlib.suppress(OSError, ValueError, ProcessLookupError):
        os.kill(postmaster(folder), signal.SIGQUIT)


@pytest.fixture
def service(database: tuple[Path, str]) -> Iterator[Served]:
    _, url = database
    with psycopg.connect(url) as connection, transaction(connection) as tx:
        _, secret = keys.make(tx, SYSTEM, "tests", scopes=("screen",), roles=("machine",), per_second=100_000)
    with served(url, secret) as running:
        yield running


def postmaster(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split()[0])


@contextlib.contextmanager
def started_again(folder: Path, url: str) -> Iterator[None]:
    """As whoever supervises the database would."""
    command = shlex.split((folder / "postmaster.opts").read_text())
    with (folder / "again.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **owner(folder))  # type: ignore[call-overload]
    try:
        for _ in range(100):
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=1):
                break
            time.sleep(0.1)
        else:
            raise AssertionError((folder / "again.log").read_text())
        yield
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()


def owner(folder: Path) -> dict[str, int]:
    """Root may not run PostgreSQL, so whoever has the data does."""
    return {"user": folder.stat().st_uid, "group": folder.stat().st_gid} if os.geteuid() == 0 else {}


def account(url: str, load: Load) -> Counter[str]:
    """Checks that each request came to exactly one end, and gives how many to which."""
    ends: Counter[str] = Counter()
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT subject_id, id FROM decision").fetchall()
        kept: dict[str, str] = dict(rows)
        assert len(kept) == len(rows), "a request was carried out twice"
        assert len(load.answered) == load.sent
        for one in load.answered:
            if one.status == 200:
                assert kept.get(one.listing_id) == one.body["decision_id"], f"{one.listing_id} was acknowledged and is lost"
                ends["acknowledged"] += 1
            elif one.status == 503:
                ends["put off"] += 1
            else:
                assert one.status == 0, one
                ends["broken off"] += 1
        names = {one.listing_id for one in load.answered}
        assert kept.keys() <= names
        assert not kept.keys() - {one.listing_id for one in load.answered if one.status in (200, 0, 503)}
        assert chain_is_whole(connection)
    return ends


def chain_is_whole(connection: psycopg.Connection) -> bool:
    """Every batch covers its decisions and events and follows the one before."""
    previous = GENESIS
    with transaction(connection) as tx:
        digests: dict[int, list[bytes]] = {}
        for name, batch in tx.execute("SELECT id, batch FROM decision ORDER BY batch, position").fetchall():
            digests.setdefault(batch, []).append(decisions.load(tx, name).digest)
        for number, at, before, found in tx.execute("SELECT number, at, previous, hash FROM audit_batch ORDER BY number").fetchall():
            assert bytes(before) == previous
            if number in digests:
                at = at.astimezone(tx.at.tzinfo)
                assert bytes(found) == link(previous, number, at, digests[number])
            previous = bytes(found)
    return True


def came_back(load: Load, since: float) -> bool:
    return any(one.status == 200 and one.at > since for one in load.answered[-50:])


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.2)


def test_a_worker_is_killed_under_load(database: tuple[Path, str], service: Served) -> None:
    with Load(service.port, service.secret) as load:
        time.sleep(1.5)
        first = service.workers()
        os.kill(first[0], signal.SIGKILL)
        wait_until(lambda: len(set(service.workers()) - {first[0]}) == 2)
        time.sleep(4)
        os.kill(first[1], signal.SIGKILL)
        killed_at = time.monotonic()
        wait_until(lambda: len(set(service.workers()) - set(first)) == 2)
        wait_until(lambda: came_back(load, killed_at))
        time.sleep(1)
    ends = account(database[1], load)
    assert ends["acknowledged"] > 100


def test_the_database_is_killed_under_load(database: tuple[Path, str], service: Served) -> None:
    folder, url = database
    with contextlib.ExitStack() as stack:
        with Load(service.port, service.secret) as load:
            time.sleep(1.5)
            os.kill(postmaster(folder), signal.SIGKILL)
            time.sleep(2)
            status, body = service.get("/healthz")
            assert status == 503, body
            stack.enter_context(started_again(folder, url))
            again_at = time.monotonic()
            wait_until(lambda: came_back(load, again_at))
            time.sleep(1)
        ends = account(url, load)
    assert ends["acknowledged"] > 100
    assert ends["put off"] > 0
