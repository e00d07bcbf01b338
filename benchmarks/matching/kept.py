"""The same in the service and its store: a new listing through the API with a hundred thousand notices kept, a new notice through what was kept.

`python -m benchmarks recalls`. The API runs with one worker and answers one caller at a time, each decision durable before its answer; the figure
is by the clock, as the caller sees it, beside the same without notices.
"""

import contextlib
import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec
import psycopg

from benchmarks.matching.made_up import notices
from benchmarks.matching.throughput import NOTICES, listings
from benchmarks.measure import Figure, at_most
from benchmarks.service import _body, _wait_ready
from pratique.assembly import listing_index
from pratique.assembly.operations import recall_sweep, screening
from pratique.assembly.operations.screening import Asked
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM
from pratique.identity.notice import ProductNotice
from pratique.policy.model import Content
from pratique.store import contents, keys, product_notices, server
from pratique.store.product_notices import Row
from pratique.store.transaction import transaction

ASKED, KEPT, NEW = 1_000, 5_000, 20
"""Listings asked for one by one; kept before the new notices come; the new notices."""
_SECTION = "matching, in the service"


def in_the_service(content: Content) -> Iterator[Figure]:
    """One listing against all notices, all listings against new notices, over a real database."""
    with tempfile.TemporaryDirectory(prefix="pratique-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        url = server.start(Path(folder) / "postgres")
        environment = {**os.environ, "DATABASE_URL": url, "PRATIQUE_WORKERS": "1"}
        subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "pratique.console", "migrate", "--verbosity", "0"], check=True, env=environment
        )
        made = list(notices(NOTICES, seed=3))
        some = list(islice(listings(random.Random(4).sample(made, 3_000)), ASKED + KEPT))
        with psycopg.connect(url) as connection:
            with transaction(connection) as tx:
                contents.publish(tx, content, SYSTEM)
                _, secret = keys.make(tx, SYSTEM, "bench", scopes=("screen",), roles=("machine",), per_second=100_000)
            bodies = [_body(one) for one in some[:ASKED]]
            without = _answered(environment, secret, bodies)
            swept = _swept(connection, content, [Asked(one, Question("aliexpress", "live", ("US", "DE"))) for one in some[ASKED:]], made)
            _keep(connection, made)
        beside = _answered(environment, secret, bodies)
    yield Figure(_SECTION, f"one listing by the API, {NOTICES:,} notices, median", beside[0], "ms", f"without notices {without[0]:,.3g} ms")
    yield Figure(
        _SECTION, f"one listing by the API, {NOTICES:,} notices, 99th percentile", beside[1], "ms", f"without notices {without[1]:,.3g} ms"
    )
    yield at_most(_SECTION, "what notices add to one listing, median", beside[0] - without[0], "ms", 5)
    yield Figure(_SECTION, f"{NEW} new notices, {KEPT:,} kept listings held against them", swept, "listings a second")


def _keep(connection: psycopg.Connection[tuple[object, ...]], some: Sequence[ProductNotice]) -> None:
    with transaction(connection) as tx:
        product_notices.keep(tx, [Row(one.id, one.feed, one.published, msgspec.json.encode(one).decode()) for one in some])


def _answered(environment: dict[str, str], secret: str, bodies: Sequence[str]) -> tuple[float, float]:
    """Median and 99th percentile of milliseconds by the clock."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pratique.service"]
    process = subprocess.Popen(
        command, env={**environment, "PRATIQUE_PORT": str(port)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_until(port)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        taken = []
        for number, body in enumerate([*bodies[:50], *bodies]):
            began = time.perf_counter()
            connection.request("POST", "/v1/screen", body, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"the service answers {answer.status}")
            if number >= 50:
                taken.append(time.perf_counter() - began)
        taken.sort()
        return taken[len(taken) // 2] * 1e3, taken[int(len(taken) * 0.99)] * 1e3
    finally:
        process.terminate()
        process.wait(30)


def _wait_until(port: int, seconds: float = 300.0) -> None:
    """Until the service listens, which it does when all notices are made ready, and answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.2)
    _wait_ready(port)


def _swept(
    connection: psycopg.Connection[tuple[object, ...]], content: Content, asked: Sequence[Asked], made: Sequence[ProductNotice]
) -> float:
    """Listings a second that the worker holds against new notices, those it decides again among them."""
    screeners = Screeners(content)
    for at in range(0, len(asked), 500):
        with transaction(connection) as tx:
            screening.keep_many(tx, screeners, asked[at : at + 500], SYSTEM)
    while listing_index.catch_up(connection):
        pass
    wanted = {one.listing.listing_id for one in asked}
    _keep(connection, made[:NEW])
    began, looked = time.perf_counter(), 0
    while count := recall_sweep.work_off(connection, content):
        looked += count
    if looked < len(wanted):
        raise RuntimeError(f"the sweep looked at {looked:,} of {len(wanted):,} listings")
    return looked / (time.perf_counter() - began)
