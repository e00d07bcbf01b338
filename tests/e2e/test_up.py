"""`pratique up` as a person runs it: starts, survives what is killed, ends without a trace, finds its data again."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pratique.store import server
from tests.e2e.running import Running, free_port
from tests.service.keys import key


@pytest.fixture
def running() -> Iterator[Running]:
    with tempfile.TemporaryDirectory(prefix="pratique-up-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        found = Running(Path(folder) / "data")
        try:
            found.until(found.is_well)
            yield found
        finally:
            found.process.send_signal(signal.SIGTERM)
            found.process.wait(40)
            server.stop(found.folder / "postgres")


@pytest.mark.slow
def test_it_survives_what_is_killed_and_ends_cleanly(running: Running) -> None:
    headers = key(running.url, "machine")
    subject = {"listing": {"listing_id": "1", "title": "MDMA crystals 3g", "trader_id": "t1"}, "channel": "aliexpress", "markets": ["DE"]}
    status, answer = running.ask("/v1/screen", headers, subject)
    assert status == 200, answer

    def acted() -> bool:
        with psycopg.connect(running.url) as connection:
            return connection.execute("SELECT 1 FROM enforcement_action").fetchone() == (1,)

    running.until(acted, 20)

    database = server.pid(running.folder / "postgres")
    assert database is not None
    os.kill(database, signal.SIGKILL)
    statuses = set()
    running.until(lambda: statuses.add(running.ask("/v1/screen", headers, subject)[0]) or 503 in statuses or 200 in statuses, 40)  # type: ignore[func-returns-value]  # `add` gives nothing, which is what `or` goes by
    running.until(lambda: running.ask("/v1/screen", headers, subject)[0] == 200, 60)

    for module in ("pratique.service", "pratique.assembly.worker", "pratique.console.serve"):
        victims = running.children(module)
        assert victims, module
        os.kill(min(victims), signal.SIGKILL)
        running.until(lambda module=module, victims=victims: bool(set(running.children(module)) - set(victims)), 30)  # type: ignore[misc]
    running.until(running.is_well)

    second = subprocess.run(
        [sys.executable, "-m", "pratique", "up", "--data", str(running.folder), "--port", str(free_port()), "--console-port", str(free_port())],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert second.returncode == 1
    assert "runs already" in second.stderr

    everything = [
        pid for module in ("pratique.service", "pratique.assembly.worker", "pratique.console.serve") for pid in running.children(module)
    ]
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(40) == 0
    assert server.pid(running.folder / "postgres") is None
    assert not [pid for pid in everything if Path(f"/proc/{pid}").exists()]

    again = Running(running.folder)
    try:
        again.until(again.is_well)
        with psycopg.connect(again.url) as connection:
            found = connection.execute("SELECT count(*) FROM decision").fetchone()
            assert found is not None
            assert found[0] >= 2
        running.process = again.process
        # killed without a word, the supervisor leaves nobody behind
        again.process.kill()
        again.until(lambda: server.pid(again.folder / "postgres") is None, 30)
        again.until(lambda: not again.children("pratique.service") and not again.children("pratique.assembly.worker"), 30)
    finally:
        again.process.kill()


def test_a_taken_port_and_a_private_folder_are_said_plainly(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run([sys.executable, "-m", "pratique", "up", "--port", port], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert re.search(rf"port {port} .*choose another with --port", done.stderr)
    if os.geteuid() == 0:
        tmp_path.chmod(0o700)
        command = [
            sys.executable,
            "-m",
            "pratique",
            "up",
            "--data",
            str(tmp_path / "x" / "data"),
            "--port",
            str(free_port()),
            "--console-port",
            str(free_port()),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "--data /var/lib/pratique" in done.stderr
