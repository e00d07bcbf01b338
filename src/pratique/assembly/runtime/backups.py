"""The whole database in one file, and back, with PostgreSQL's own programs; a restored log is walked before anybody trusts it."""

import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from pratique.base.errors import InputError, SetupError
from pratique.store import server
from pratique.store.audit import head, verify


def backup(url: str, file: Path) -> str:
    """Write a database to a file that is not there yet; gives the head of its log. Raises InputError, SetupError."""
    if file.exists():
        raise InputError(f"`{file}` is there already; nothing is written over")
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.touch(mode=0o600)
        _run(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={aside}")
        aside.rename(file)
    except OSError as error:
        raise InputError(f"`{file}` cannot be written: {error.strerror}") from None
    finally:
        aside.unlink(missing_ok=True)
    with psycopg.connect(url) as connection:
        found = head(connection)
    return f"{found.number}:{found.hash}" if found else "none"


def restore(url: str, file: Path) -> str:
    """Bring a backup into an empty database and walk its log.

    Raises InputError for a file that is none of ours or a database that is not empty, SetupError where the restored log does not hold.
    """
    if not file.is_file():
        raise InputError(f"there is no file `{file}`")
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        raise InputError("the database is not empty; name an empty one by DATABASE_URL")
    name = conninfo_to_dict(url).get("dbname", "postgres")
    _run(url, "pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={name}", str(file))
    with psycopg.connect(url) as connection:
        found = verify(connection)
    if found.broken is not None:
        raise SetupError(f"the restored log does not hold: {found.broken.message}")
    return f"{found.head.number}:{found.head.hash}" if found.head else "none"


_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
}


def _run(url: str, name: str, *arguments: str) -> None:
    """The address goes by the environment: on a command line everybody on the machine could read the password."""
    given = conninfo_to_dict(url)
    try:
        server.run_tool(name, *arguments, environment={_VARIABLES[key]: str(value) for key, value in given.items() if key in _VARIABLES})
    except subprocess.CalledProcessError as error:
        words = " ".join(str(error.stderr).split())[:500]
        raise SetupError(f"{name} failed: {words}") from None
