"""Starts the parts in their order, starts again what dies, stops all of it in the opposite order."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from pratique.assembly.runtime.folder import DataFolder
from pratique.base.errors import SetupError
from pratique.store import server

STOP_SECONDS = 20.0
QUICK = 10.0
"""A part that lived shorter than this waits longer before it is started again."""


class Part(msgspec.Struct, frozen=True):
    """A process to look after."""

    name: str
    module: str
    """`python -m module`."""
    environment: dict[str, str]
    address: str = ""
    """What people open."""
    ready: str = ""
    """Address that answers with 200 when it is ready."""


class _Child:
    def __init__(self, part: Part) -> None:
        self.part = part
        self.process: subprocess.Popen[bytes] | None = None
        self.started, self.failures, self.due = 0.0, 0, 0.0


class Supervisor:
    """One process tree on one data folder. `say` gets a line for the person at the terminal."""

    def __init__(
        self, folder: DataFolder, database_url: str | None, parts: Callable[[str], Sequence[Part]], say: Callable[[str], None]
    ) -> None:
        self._folder, self._given_url, self._parts, self._say = folder, database_url, parts, say
        self._children: list[_Child] = []
        self._watcher: subprocess.Popen[str] | None = None
        self._stop = threading.Event()
        self.url = ""

    def stop(self) -> None:
        """Ask for the end; `run` returns when all has stopped."""
        self._stop.set()

    def run(self, prepare: Callable[[str], None]) -> None:
        """Start everything and look after it until `stop`. `prepare` is given the database's address before the parts start.

        Raises SetupError where a part does not come up at the beginning.
        """
        own = self._given_url is None
        arguments = [sys.executable, "-m", "pratique.assembly.runtime.watcher", str(self._folder.database) if own else ""]
        self._watcher = subprocess.Popen(arguments, stdin=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603 - our own module
        try:
            self.url = self._given_url or self._start_database()
            prepare(self.url)
            self._children = [_Child(part) for part in self._parts(self.url)]
            for child in self._children:
                self._start(child)
            for child in self._children:
                self._await(child)
            while not self._stop.wait(0.5):
                if own and server.pid(self._folder.database) is None:
                    self._restart_database()
                for child in self._children:
                    self._look_after(child)
        finally:
            self._end(own)

    def _start_database(self) -> str:
        url = server.start(self._folder.database, stop_at_exit=False)
        self._say(f"database   PostgreSQL in {self._folder.database}")
        return url

    def _restart_database(self) -> None:
        self._say("database   is gone, starting it again")
        try:
            server.start(self._folder.database, stop_at_exit=False)
            self._say("database   is back")
        except Exception as error:  # tried again in half a second; whatever it is must not take the others along
            self._say(f"database   does not start: {error}")

    def _start(self, child: _Child) -> None:
        log = (self._folder.logs / f"{child.part.name}.log").open("ab")
        with log:
            child.process = subprocess.Popen(  # noqa: S603 - our own modules
                [sys.executable, "-m", child.part.module],
                env={**os.environ, "DATABASE_URL": self.url, **child.part.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        child.started = time.monotonic()
        self._tell_watcher(f"started {child.process.pid}")

    def _await(self, child: _Child, seconds: float = 120) -> None:
        end = time.monotonic() + seconds
        while child.part.ready and not self._stop.is_set():
            if child.process is not None and child.process.poll() is not None:
                raise SetupError(f"{child.part.name} does not start; the end of its log:\n{self._tail(child)}")
            with contextlib.suppress(OSError), urllib.request.urlopen(child.part.ready, timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    break
            if time.monotonic() > end:
                raise SetupError(f"{child.part.name} does not answer at {child.part.ready}; the end of its log:\n{self._tail(child)}")
            time.sleep(0.1)
        if not self._stop.is_set():
            self._say(f"{child.part.name:<10} {child.part.address or 'runs'}")

    def _look_after(self, child: _Child) -> None:
        moment = time.monotonic()
        if child.process is not None and (code := child.process.poll()) is not None:
            self._tell_watcher(f"ended {child.process.pid}")
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)  # whatever it had started
            child.process = None
            child.failures = child.failures + 1 if moment - child.started < QUICK else 0
            wait = min(30.0, 0.5 * 2**child.failures) if child.failures else 0.0
            child.due = moment + wait
            how = f"was killed by signal {-code}" if code < 0 else f"ended with {code}"
            self._say(f"{child.part.name:<10} {how}, starting it again{f' in {wait:g} s' if wait else ''}; see {self._log(child)}")
        if child.process is None and moment >= child.due:
            self._start(child)

    def _end(self, own: bool) -> None:
        for child in reversed(self._children):
            if child.process is not None:
                with contextlib.suppress(ProcessLookupError):
                    child.process.terminate()
        end = time.monotonic() + STOP_SECONDS
        for child in reversed(self._children):
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{child.part.name:<10} does not end, killing it")
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
            self._tell_watcher(f"ended {child.process.pid}")
        if own:
            server.stop(self._folder.database)
        if self._watcher is not None and self._watcher.stdin is not None:
            self._watcher.stdin.close()
            self._watcher.wait(30)
        self._say("stopped")

    def _tell_watcher(self, words: str) -> None:
        if self._watcher is not None and self._watcher.stdin is not None:
            with contextlib.suppress(OSError):
                self._watcher.stdin.write(words + "\n")
                self._watcher.stdin.flush()

    def _log(self, child: _Child) -> Path:
        return self._folder.logs / f"{child.part.name}.log"

    def _tail(self, child: _Child) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self._log(child).read_text("utf-8", "replace").splitlines()[-15:])
        return ""


def require_free(host: str, port: int, option: str) -> None:
    """Raises SetupError where a port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SetupError(f"port {port} on {host} cannot be used ({error.strerror}); choose another with {option}") from None
