"""The exporter against a server that answers in the official form: each statement arrives once, whatever goes wrong on the way."""

import contextlib
import datetime as dt
import json
import socket
import struct
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg
import pytest

from pratique.assembly import transparency
from pratique.assembly.operations.enforcement import STATEMENTS
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ForbiddenError
from pratique.enforcement.statement import BrokenRule, Reasons
from pratique.enforcement.statement.state import issue
from pratique.enforcement.transparency import check_batch
from pratique.store import exports
from pratique.store.records import append
from pratique.store.transaction import transaction

AT = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


class Official(ThreadingHTTPServer):
    """The form of the Transparency Database: validation, uniqueness for ever, all or nothing."""

    def __init__(self) -> None:
        self.stored: dict[str, str] = {}
        self.calls = 0
        self.trouble: list[str] = []
        """What goes wrong with the next calls: a status, `drop_before` or `drop_after`."""
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Official

    def do_GET(self) -> None:
        puid = self.path.rsplit("/", 1)[-1]
        self._answer(302 if puid in self.server.stored else 404, {"puid": puid})

    def do_POST(self) -> None:
        statements = json.loads(self.rfile.read(int(self.headers["content-length"])))["statements"]
        with self.server.lock:
            self.server.calls += 1
            trouble = self.server.trouble.pop(0) if self.server.trouble else ""
            if trouble.isdecimal():
                self._answer(int(trouble), {"message": "trouble"}, {"Retry-After": "7"} if trouble == "429" else {})
                return
            if trouble == "drop_before":
                self._drop()
                return
            if self.headers["authorization"] != "Bearer secret":
                self._answer(401, {"message": "Unauthenticated."})
                return
            verdicts = check_batch({"statements": statements})
            failed = {name: verdict.failed for name, verdict in verdicts.items() if not verdict.is_valid}
            if failed or not 1 <= len(statements) <= 100:
                self._answer(422, {"errors": failed})
                return
            puids = [one["puid"] for one in statements]
            taken = sorted(set(puids) & self.server.stored.keys())
            if taken or len(set(puids)) < len(puids):
                self._answer(422, {"message": "not all unique", "errors": {"puid": ["not unique"], "existing_puids": taken}})
                return
            self.server.stored |= {puid: f"uuid-{puid}" for puid in puids}
            if trouble == "drop_after":
                self._drop()
                return
            self._answer(201, {"statements": [one | {"uuid": f"uuid-{one['puid']}"} for one in statements]})

    def _answer(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(raw)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def _drop(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):  # the connection was dropped on purpose
            super().handle()

    def finish(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        pass


@pytest.fixture
def official() -> Iterator[Official]:
    server = Official()
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _state(connection: psycopg.Connection, count: int, markets: tuple[str, ...] = ("DE", "FR")) -> None:
    rule = BrokenRule(
        "eu/counterfeit@1",
        {"en": "Counterfeit goods may not be offered"},
        ("Regulation (EU) 2017/1001, 9",),
        True,
        {},
        "intellectual_property",
    )
    with transaction(connection, lambda: AT) as tx:
        for number in range(count):
            reasons = Reasons(
                "action_1", "disable", "listing", f"sku-{number}", "Rolex replica", "aliexpress", markets, AT, None, "own_initiative", True, True, (rule,),
                ("replica",), "write to ann@example.org",
            )  # fmt: skip
            name = tx.new_id("statement")
            append(tx, STATEMENTS, name, None, issue(name, "t-1", "en", reasons, "text", at=AT, by="system"))


def _export(connection: psycopg.Connection, official: Official, at: dt.datetime = AT) -> transparency.Exported:
    database = transparency.Database(official.url, "secret", timeout=5)
    try:
        return transparency.export(connection, database, SYSTEM, lambda: at)
    finally:
        database.close()


def _figures(connection: psycopg.Connection) -> dict[str, int]:
    with transaction(connection) as tx:
        return exports.figures(tx)


def test_all_arrive_in_batches_and_once(connection: psycopg.Connection, official: Official) -> None:
    _state(connection, 230)
    _state(connection, 3, ("US",))
    assert _export(connection, official) == transparency.Exported(accepted=230, not_reported=3)
    assert official.calls == 3
    assert _export(connection, official) == transparency.Exported()
    assert len(official.stored) == 230


@pytest.mark.parametrize("trouble", ["429", "500", "503", "drop_before", "drop_after"])
def test_after_trouble_each_arrives_once(connection: psycopg.Connection, official: Official, trouble: str) -> None:
    _state(connection, 5)
    official.trouble = [trouble]
    first = _export(connection, official)
    assert first.postponed == 5
    assert _export(connection, official) == transparency.Exported(), "not before its time"
    again = _export(connection, official, AT + dt.timedelta(hours=2))
    assert again.accepted == 5
    assert len(official.stored) == 5
    assert _figures(connection) == {"accepted": 5}


def test_what_stands_there_already_counts_and_the_rest_goes(connection: psycopg.Connection, official: Official) -> None:
    _state(connection, 4)
    names = [row[0] for row in connection.execute("SELECT id FROM statement ORDER BY id").fetchall()]
    connection.commit()
    official.stored = {names[1]: "other"}
    assert _export(connection, official).accepted == 4
    assert set(official.stored) == set(names)


def test_a_wrong_token_loses_nothing(connection: psycopg.Connection, official: Official) -> None:
    _state(connection, 2)
    database = transparency.Database(official.url, "wrong")
    assert transparency.export(connection, database, SYSTEM, lambda: AT).postponed == 2
    database.close()
    assert _export(connection, official, AT + dt.timedelta(hours=1)).accepted == 2


def test_a_worker_that_died_with_a_batch_leaves_no_double(connection: psycopg.Connection, official: Official) -> None:
    _state(connection, 3)
    with transaction(connection, lambda: AT) as tx:
        exports.enqueue(tx)
        names = [one.statement for one in exports.take(tx, 10, transparency.LEASE)]
    official.stored = {names[0]: "arrived before it died"}
    assert _export(connection, official).accepted == 0, "the lease is not over"
    assert _export(connection, official, AT + transparency.LEASE).accepted == 3
    assert len(official.stored) == 3


def test_reconciling_finds_what_is_missing(connection: psycopg.Connection, official: Official) -> None:
    _state(connection, 3)
    _export(connection, official)
    lost = min(official.stored)
    del official.stored[lost]
    database = transparency.Database(official.url, "secret")
    assert transparency.reconcile(connection, database, SYSTEM, clock=lambda: AT).missing == (lost,)
    database.close()
    assert _export(connection, official).accepted == 1


def test_no_personal_data_and_only_who_may(connection: psycopg.Connection, official: Official) -> None:
    with pytest.raises(ForbiddenError):
        transparency.export(connection, transparency.Database(official.url, "secret"), Actor("u", frozenset({"reviewer"})))
