"""Messages to the outside: signed, tried again, given up, never inside."""

import datetime as dt
import threading
from collections.abc import Iterator

import psycopg
import pytest
from standardwebhooks.webhooks import Webhook

from pratique.assembly import webhooks as sending
from pratique.base.actor import SYSTEM
from pratique.base.errors import InvalidError
from pratique.store import outbox, webhooks
from pratique.store.transaction import transaction
from tests.assembly.listener import Listener

AT = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    monkeypatch.setenv("PRATIQUE_WEBHOOK_PRIVATE", "1")
    server = Listener()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _publish(connection: psycopg.Connection, topic: str = "case.opened", channel: str | None = "lazada") -> None:
    with transaction(connection, lambda: AT) as tx:
        outbox.publish(tx, topic, "case_1", {"case": "case_1"}, channel)
    sending.hand_over(connection, clock=lambda: AT)


def _endpoint(
    connection: psycopg.Connection, url: str, topics: tuple[str, ...] = (), channels: tuple[str, ...] | None = None
) -> tuple[str, str]:
    with transaction(connection, lambda: AT) as tx:
        return webhooks.make(tx, SYSTEM, url, topics, channels)


def _deliver_at(connection: psycopg.Connection, moment: dt.datetime) -> int:
    return sending.deliver_due(connection, clock=lambda: moment)


def test_a_message_is_signed_and_sent_once(connection: psycopg.Connection, listener: Listener) -> None:
    name, secret = _endpoint(connection, listener.url)
    _publish(connection)
    now = dt.datetime.now(dt.UTC)
    assert sending.deliver_due(connection, clock=lambda: now) == 1
    assert sending.deliver_due(connection, clock=lambda: now + dt.timedelta(days=1)) == 0
    ((headers, body),) = listener.seen
    told = Webhook(secret).verify(body, headers)
    assert told["type"] == "case.opened"
    assert told["data"] == {"case": "case_1"}
    with transaction(connection) as tx:
        assert webhooks.figures(tx, name) == {"delivered": 1}


def test_only_what_was_asked_for_is_told(connection: psycopg.Connection, listener: Listener) -> None:
    _endpoint(connection, listener.url, ("case.*",), ("lazada",))
    for topic, channel in (("case.opened", "lazada"), ("case.decided", "aliexpress"), ("action.imposed", "lazada"), ("case.decided", None)):
        _publish(connection, topic, channel)
    assert sending.deliver_due(connection, clock=lambda: AT) == 2


def test_after_a_change_of_secret_both_signatures_are_good_for_a_while(connection: psycopg.Connection, listener: Listener) -> None:
    name, old = _endpoint(connection, listener.url)
    now = dt.datetime.now(dt.UTC)
    with transaction(connection, lambda: now) as tx:
        new = webhooks.rotate(tx, SYSTEM, name)
    _publish(connection)
    sending.deliver_due(connection, clock=lambda: now)
    ((headers, body),) = listener.seen
    for secret in (old, new):
        Webhook(secret).verify(body, headers)


def test_what_fails_is_tried_again_then_dead_then_driven_again(connection: psycopg.Connection, listener: Listener) -> None:
    name, _ = _endpoint(connection, listener.url)
    listener.answer = 500
    _publish(connection)
    moment = AT
    for wait in (*sending.SCHEDULE, dt.timedelta(days=2)):
        assert _deliver_at(connection, moment) == 1
        assert _deliver_at(connection, moment) == 0, "not before its time"
        moment += wait * 1.2
    assert sending.deliver_due(connection, clock=lambda: moment) == 0
    assert len({headers["webhook-id"] for headers, _ in listener.seen}) == 1, "the same message keeps its id"
    with transaction(connection, lambda: moment) as tx:
        assert webhooks.figures(tx, name) == {"dead": 1}
    _publish(connection)
    _deliver_at(connection, moment)
    with transaction(connection, lambda: moment) as tx:
        (endpoint,) = webhooks.every(tx)
        assert endpoint.status == "disabled", "nothing got through for days"
        webhooks.switch(tx, SYSTEM, name, "active", "mended")
        assert webhooks.redrive(tx, SYSTEM, name) == 1
    listener.answer = 200
    _deliver_at(connection, moment + dt.timedelta(days=1))
    with transaction(connection) as tx:
        assert webhooks.figures(tx, name) == {"delivered": 2}


def test_a_message_a_dead_worker_had_taken_is_sent_by_another(connection: psycopg.Connection, listener: Listener) -> None:
    _endpoint(connection, listener.url)
    _publish(connection)
    with transaction(connection, lambda: AT) as tx:
        assert len(webhooks.take(tx, 10, sending.LEASE)) == 1
    assert sending.deliver_due(connection, clock=lambda: AT) == 0
    assert sending.deliver_due(connection, clock=lambda: AT + sending.LEASE) == 1


def test_a_redirect_is_not_followed(connection: psycopg.Connection, listener: Listener) -> None:
    _endpoint(connection, listener.url)
    listener.answer = 302
    _publish(connection)
    sending.deliver_due(connection, clock=lambda: AT)
    assert len(listener.seen) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/x",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::169.254.169.254]/",
        "https://[::127.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[fec0::1]/",
    ],
)
def test_no_message_goes_inside(url: str) -> None:
    sending.check_url(url)
    with pytest.raises(sending.BlockedError, match="inside"):
        sending.target(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://user@example.org/",
        "https://",
        "x",
        "https://example.org:0/",
        "https://example.org/\x01",
        "https://example.org/a b",
    ],
)
def test_addresses_nobody_is_told_at(url: str) -> None:
    with pytest.raises(InvalidError):
        sending.check_url(url)


def test_an_address_that_cannot_be_sent_to_holds_up_nobody_else() -> None:
    delivery = webhooks.Delivery(1, "message_1", "webhook_1", "https://8.8.8.8/\x01", (webhooks.new_secret(),), "case.opened", "{}", AT, 1)
    assert "cannot be printed" in sending.post(delivery, AT)
