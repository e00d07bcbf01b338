"""Service, worker and database of one `pratique up` are killed in turn under load; nothing is lost, doubled or left without its reason.

Accounted for from end to end: request → decision → follow-up → action → statement of reasons → outbox → the one who is told.
"""

import json
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from standardwebhooks.webhooks import Webhook

from pratique.assembly.operations import subscriptions
from pratique.base.actor import SYSTEM
from pratique.policy.load import load_content
from pratique.store import audit, server
from pratique.store.transaction import transaction
from tests.assembly.listener import Listener
from tests.e2e.running import Running
from tests.service.keys import key
from tests.service.served import Answered, Load

pytestmark = pytest.mark.slow
CALLERS = 4


def drugs(name: str) -> dict[str, object]:
    """Every third is refused, of a trader of its own, who is sanctioned once. Not as fast as can be: all of it is told.

    Each is of another quantity: the same goods under another name would be found to have come back, and decided a second time.
    """
    time.sleep(0.05)
    grams = name.removeprefix("sku-").replace("-", "")
    title = f"MDMA crystals {grams} g" if int(name.rpartition("-")[2]) % 3 == 0 else "Cotton t-shirt crew neck black M"
    listing = {"listing_id": name, "title": title, "trader_id": f"trader-{name}"}
    return {"listing": listing, "channel": "aliexpress", "markets": ["DE"]}


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def running(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    monkeypatch.setenv("PRATIQUE_WEBHOOK_PRIVATE", "1")
    with tempfile.TemporaryDirectory(prefix="pratique-crash-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        found = Running(Path(folder) / "data", workers=2)
        try:
            found.until(found.is_well, 120)
            yield found
        finally:
            found.process.send_signal(signal.SIGTERM)
            found.process.wait(40)
            server.stop(found.folder / "postgres")


def came_back(load: Load, since: float) -> bool:
    return any(one.status == 200 and one.at > since for one in load.answered[-40:])


def test_everything_is_killed_and_all_of_it_is_accounted_for(running: Running, listener: Listener) -> None:
    secret = key(running.url, "machine")["Authorization"].removeprefix("Bearer ")
    with psycopg.connect(running.url) as connection, transaction(connection) as tx:
        hook = subscriptions.make(tx, SYSTEM, load_content(), listener.url)
    with Load(running.port, secret, CALLERS, drugs) as load:
        time.sleep(2)
        for victim in ("pratique.service", "pratique.assembly.worker", "postgres", "pratique.assembly.worker"):
            number = server.pid(running.folder / "postgres") if victim == "postgres" else max(running.children(victim))
            assert number is not None
            os.kill(number, signal.SIGKILL)
            killed_at = time.monotonic()
            running.until(lambda killed_at=killed_at: came_back(load, killed_at + 0.5), 90)  # type: ignore[misc]  # a default binds the loop variable, which mypy does not infer
            time.sleep(1.5)
    with psycopg.connect(running.url, autocommit=True) as connection:
        end = time.monotonic() + 120
        while any(left := _left(connection)):
            assert time.monotonic() < end, f"not worked off: {left} follow-ups, messages, deliveries"
            time.sleep(0.5)
        ends = _account(connection, load.answered, load.sent)
        _told(connection, listener, hook.secret)
        found = audit.verify(connection)
        assert found.holds, found.broken
    assert ends["acknowledged"] > 50, ends


def _left(connection: psycopg.Connection) -> tuple[int, ...]:
    """What is left to follow up, to hand over and to send; what failed once need not wait for its next time."""
    connection.execute(
        "UPDATE webhook_delivery SET next_at = now() WHERE status = 'waiting' AND attempts > 0 AND next_at > now() + '2 min'"
    )
    counts = ("follow_up", "outbox WHERE handed_over_at IS NULL", "webhook_delivery WHERE status = 'waiting'")
    found = [connection.execute(f"SELECT count(*) FROM {count}".encode()).fetchone() for count in counts]
    return tuple(row[0] for row in found if row is not None)


def _account(connection: psycopg.Connection, answered: list[Answered], sent: int) -> Counter[str]:
    """Every request came to one end; every refusal to one action and one sanction, each with its statement, and nothing else was done."""
    assert len(answered) == sent
    kept = connection.execute("SELECT id, subject_id FROM decision").fetchall()
    decisions = {subject: name for name, subject in kept}
    assert len(decisions) == len(kept), "a request was carried out twice"
    ends: Counter[str] = Counter()
    for one in answered:
        assert one.status in (200, 503, 0), one
        if one.status == 200:
            assert decisions.get(one.listing_id) == one.body["decision_id"], f"{one.listing_id} was acknowledged and is lost"
        ends[{200: "acknowledged", 503: "put off", 0: "broken off"}[one.status]] += 1
    refused = {subject for subject in decisions if int(subject.rpartition("-")[2]) % 3 == 0}
    actions = connection.execute("SELECT subject, status, state->'statements' FROM enforcement_action").fetchall()
    ladders = {f"trader-{subject}" for subject in refused}
    assert Counter(subject for subject, _, _ in actions) == Counter(refused) + Counter(ladders)
    assert all(status == "in_effect" and len(statements) == 1 for _, status, statements in actions)
    statements = connection.execute("SELECT count(*) FROM statement").fetchone()
    assert statements == (2 * len(refused),)
    return ends


def _told(connection: psycopg.Connection, listener: Listener, secret: str) -> None:
    """Every message was received at least once, signed, and none that is not in the outbox."""
    wanted: dict[str, str] = dict(connection.execute("SELECT id, topic FROM outbox").fetchall())
    got = {}
    for headers, body in listener.seen:
        Webhook(secret).verify(body, headers)
        got[headers["webhook-id"]] = json.loads(body)["type"]
    assert got == wanted
