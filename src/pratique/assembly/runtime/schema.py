"""The schema of a database, brought to this release by Django's migrations, one at a time."""

import os
import subprocess
import sys

import psycopg

from pratique.base.errors import SetupError

_LOCK = 0x7072_6D67  # of our choosing: two that start at once wait for each other


def migrate(url: str) -> None:
    """Bring a database to the schema of this release. Raises SetupError with Django's own words."""
    command = [sys.executable, "-W", "ignore", "-m", "pratique.console", "migrate", "--verbosity", "0"]
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise SetupError(f"the database cannot be reached; look at DATABASE_URL: {str(error).strip()}") from None
    with connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        done = subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if done.returncode:
        raise SetupError(f"the database could not be brought to this release:\n{done.stderr.strip()[-2000:]}")
