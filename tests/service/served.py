"""The service as it runs: worker processes over a real database, and many callers at once that account for each request."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

SHIRT = {"title": "Cotton t-shirt crew neck black M", "category": "Clothing > T-Shirts"}


def shirt(name: str) -> dict[str, object]:
    """Asks for a listing that harms nobody."""
    return {"listing": {"listing_id": name, **SHIRT}}


class Answered(NamedTuple):
    """What became of one request; `status` 0 where no answer came."""

    listing_id: str
    status: int
    body: dict[str, object]
    at: float


class Served:
    """A running service."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, secret: str) -> None:
        self.process, self.port, self.secret = process, port, secret

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {self.secret}"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def workers(self) -> list[int]:
        parent = self.process.pid
        return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


@contextlib.contextmanager
def served(database_url: str, secret: str, workers: int = 2) -> Iterator[Served]:
    """Start the service and wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PRATIQUE_PORT": str(port),
        "PRATIQUE_WORKERS": str(workers),
    }
    process = subprocess.Popen([sys.executable, "-m", "pratique.service"], env=environment, stderr=subprocess.DEVNULL)
    running = Served(process, port, secret)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                if running.get("/healthz")[0] == 200:
                    break
            time.sleep(0.1)
        else:
            raise AssertionError("the service does not answer")
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Load:
    """Callers that screen one listing after the other, each under a name of its own, until told to stop."""

    def __init__(self, port: int, secret: str, callers: int = 8, subject: Callable[[str], dict[str, object]] = shirt) -> None:
        self._port, self._secret, self._subject = port, secret, subject
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(callers)]
        self.answered: list[Answered] = []
        self.sent = 0
        self._lock = threading.Lock()

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _call(self, caller: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=15)
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"}
        number = 0
        while not self._stop.is_set():
            name = f"sku-{caller}-{number}"
            number += 1
            with self._lock:
                self.sent += 1
            try:
                connection.request("POST", "/v1/screen", json.dumps(self._subject(name)), headers)
                answer = connection.getresponse()
                status, body = answer.status, json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError):
                connection.close()
                status, body = 0, {}
            with self._lock:
                self.answered.append(Answered(name, status, body, time.monotonic()))
            if status != 200:
                time.sleep(0.02)
        connection.close()
