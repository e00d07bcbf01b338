"""`pratique up`: the whole service on this machine."""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

NOTHING_TOLD = 3
"""What the demo ends with where the database is not empty."""

EXAMPLES = """\b
Examples:
  pratique up
  pratique up --demo
  DATABASE_URL=postgresql://db/pratique pratique up --workers 4"""


def up(
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder for database and logs; else PRATIQUE_DATA or your data folder.")
    ] = None,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port of the API.")] = 8000,
    console_port: Annotated[int, typer.Option("--console-port", min=1, max=65535, help="Port of the console.")] = 8001,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that screen.")] = 2,
    demo: Annotated[bool, typer.Option("--demo", help="Fill an empty database with ninety days of an invented marketplace.")] = False,
    browse: Annotated[bool, typer.Option("--open", help="Open the console in the browser of this desktop, where there is one.")] = False,
) -> None:
    """Start database, API, console and worker, and look after them until Ctrl-C."""
    from pratique.assembly.runtime.folder import DataFolder, default_folder
    from pratique.assembly.runtime.parts import parts
    from pratique.assembly.runtime.supervisor import Supervisor, require_free

    folder = DataFolder(data or default_folder())
    for number, option in ((port, "--port"), (console_port, "--console-port")):
        require_free(host, number, option)
    folder.open()
    supervisor = Supervisor(folder, os.environ.get("DATABASE_URL"), parts(folder, host, port, console_port, workers, demo=demo), _say)
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, lambda *_: supervisor.stop())
    if browse:
        threading.Thread(target=_open, args=(f"http://{host}:{console_port}",), daemon=True).start()
    try:
        supervisor.run(lambda url: _prepare(url, demo=demo))
    finally:
        folder.close()


def _prepare(url: str, *, demo: bool) -> None:
    """Bring the schema up to date, and fill it where a demo is wanted."""
    from pratique.assembly.runtime.schema import make_demo_accounts, migrate

    migrate(url)
    if demo and _seeded(url):
        make_demo_accounts(url)


def _seeded(url: str) -> bool:
    """Tell the demo in a process of its own, which takes its two gigabytes with it when it ends."""
    import subprocess

    from pratique.base.errors import SetupError

    command = [sys.executable, "-m", "pratique.assembly.demo"]
    telling = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    assert telling.stdout is not None  # noqa: S101 - for the type checker: it was asked for
    for line in telling.stdout:
        _say(line.rstrip())
    if telling.wait() not in (0, NOTHING_TOLD, 130):  # 130: Ctrl-C, which ends everything else as well
        raise SetupError("the demo could not be told; what went wrong stands above")
    return telling.returncode == 0


def _open(address: str) -> None:
    """Wait until the console answers, then show it. A machine without a desktop opens nothing: the address stands on the terminal."""
    import time
    import urllib.request
    import webbrowser

    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    webbrowser.open(address)
                    return
        except OSError:
            time.sleep(0.5)


def _say(line: str) -> None:
    typer.echo(line, err=True)
