"""The API under load: one listing a request, all markets, each decision durable before its answer; generator and database on the same cores."""

import asyncio
import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import psycopg

from benchmarks import catalogue
from benchmarks.measure import Figure, at_least, at_most
from pratique.base.actor import SYSTEM
from pratique.policy.model import Content
from pratique.store import keys, server
from pratique.store.transaction import transaction

CALLERS = 48
SECONDS = 8


class Rate(NamedTuple):
    """What a service did under load."""

    per_second: float
    slowest: float
    """99th percentile in milliseconds."""
    failed: int


def screening(content: Content) -> Iterator[Figure]:
    """Ours, then the peers, in the same run."""
    with tempfile.TemporaryDirectory(prefix="pratique-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        url = server.start(Path(folder) / "postgres")
        environment = {**os.environ, "DATABASE_URL": url}
        subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "pratique.console", "migrate", "--verbosity", "0"], check=True, env=environment
        )
        with psycopg.connect(url) as connection, transaction(connection) as tx:
            _, secret = keys.make(tx, SYSTEM, "bench", scopes=("screen",), roles=("machine",), per_second=100_000)
        bodies = [_body(listing) for listing in catalogue.listings(30_000)]
        ours = _measure([sys.executable, "-m", "pratique.service"], environment, secret, bodies)
        with psycopg.connect(url) as connection:
            kept = (connection.execute("SELECT count(*) FROM decision").fetchone() or (0,))[0]
        peers = {
            name: _measure(_granian(app), environment, secret, bodies)
            for name, app in (
                ("raw Starlette on Granian, which answers only", "starlette"),
                ("FastAPI with a row inserted, which decides nothing", "fastapi"),
            )
        }
    yield at_least(
        "service", f"screening API, {CALLERS} callers, decision durable before the answer", ours.per_second, "requests a second", 3_000
    )
    yield at_most("service", f"screening API, {CALLERS} callers, 99th percentile", ours.slowest, "ms", 30)
    yield Figure("service", "screening API, answers other than 200", ours.failed, "requests")
    yield Figure("service", "screening API, decisions kept in both runs", kept, "rows")
    for name, peer in peers.items():
        yield Figure("service", f"peer: {name}", peer.per_second, "requests a second")
        yield Figure("service", f"peer: {name}, 99th percentile", peer.slowest, "ms")


def _body(listing: object) -> str:
    row = {name: value for name, value in msgspec.to_builtins(listing).items() if value not in (None, [], {})}
    return json.dumps({"listing": row, "channel": "aliexpress"})


def _granian(app: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--workers",
        "2",
        "--no-log",
        "--port",
        "{port}",
        f"benchmarks.peer_apps:{app}",
    ]


def _measure(command: list[str], environment: dict[str, str], secret: str, bodies: list[str]) -> Rate:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [part.replace("{port}", str(port)) for part in command]
    process = subprocess.Popen(
        command, env={**environment, "PRATIQUE_PORT": str(port)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        _wait_ready(port)
        generate = _by_wrk if shutil.which("wrk") else _by_sockets
        generate(port, secret, bodies, SECONDS)  # to warm up
        return generate(port, secret, bodies, SECONDS)
    finally:
        process.terminate()
        process.wait(30)


def _wait_ready(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except urllib.error.HTTPError as error:
            if error.code == 404:  # a peer that has no such path answers
                return
        except OSError:
            pass
        time.sleep(0.1)


_SCRIPT = """
local requests, at = {}, 0
function init()
  for line in io.lines("%s") do
    requests[#requests + 1] = wrk.format("POST", "/v1/screen", {["Authorization"] = "Bearer %s", ["Content-Type"] = "application/json"}, line)
  end
end
function request() at = at + 1; return requests[at %% #requests + 1] end
"""


def _by_wrk(port: int, secret: str, bodies: list[str], duration: int) -> Rate:
    with tempfile.TemporaryDirectory() as folder:
        lines, script = Path(folder, "bodies"), Path(folder, "load.lua")
        lines.write_text("\n".join(bodies))
        script.write_text(_SCRIPT % (lines, secret))
        command = ["wrk", "-t1", f"-c{CALLERS}", f"-d{duration}s", "--latency", "-s", str(script), f"http://127.0.0.1:{port}"]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    slowest, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr]  # wrk always prints it
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]  # wrk always prints it
    return Rate(rate, float(slowest) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit], int(failed[1]) if failed else 0)


def _by_sockets(port: int, secret: str, bodies: list[str], duration: int) -> Rate:
    """Where there is no wrk; takes more of the processors, so the figures come out lower."""
    return asyncio.run(_call_all(port, secret, bodies, duration))


async def _call_all(port: int, secret: str, bodies: list[str], duration: int) -> Rate:
    taken: list[float] = []
    failed = 0
    end = time.perf_counter() + duration
    waiting = iter(bodies * 100)

    async def call() -> None:
        nonlocal failed
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < end:
            body = next(waiting).encode()
            head = f"POST /v1/screen HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {secret}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            began = time.perf_counter()
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(re.search(rb"content-length: (\d+)", answer.lower())[1]))  # type: ignore[index]  # our own service always sends it
            taken.append(time.perf_counter() - began)
            failed += b" 200 " not in answer[:20]
        writer.close()

    await asyncio.gather(*[call() for _ in range(CALLERS)])
    return Rate(len(taken) / duration, sorted(taken)[int(len(taken) * 0.99)] * 1e3, failed)
