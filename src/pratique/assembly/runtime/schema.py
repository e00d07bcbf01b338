"""The schema of a database, brought to this release by Django's migrations, one at a time."""

import os
import subprocess
import sys

import psycopg

from pratique.base.errors import SetupError

_LOCK = 0x7072_6D67  # of our choosing: two that start at once wait for each other


def migrate(url: str) -> None:
    """Bring a database to the schema of this release. Raises SetupError with Django's own words."""
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise SetupError(f"the database cannot be reached; look at DATABASE_URL: {str(error).strip()}") from None
    with connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        _django(url, "the database could not be brought to this release", "migrate", "--verbosity", "0")


def make_demo_accounts(url: str) -> None:
    """An account of the console for every role, so that the demo can be seen with everybody's eyes."""
    _django(url, "the accounts of the demo could not be made", "demo_accounts")


def _django(url: str, problem: str, *arguments: str) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "pratique.console", *arguments]
    done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if done.returncode:
        raise SetupError(f"{problem}:\n{done.stderr.strip()[-2000:]}")
