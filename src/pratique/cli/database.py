"""The database of a verb: that of `DATABASE_URL`, else the one `pratique up` keeps in its data folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pratique.base.actor import Actor
    from pratique.store.transaction import Transaction


@contextmanager
def opened() -> "Iterator[Transaction]":
    """One transaction. Raises SetupError where there is no database, or none of ours."""
    import psycopg

    from pratique.base.errors import SetupError
    from pratique.store.transaction import transaction

    try:
        with psycopg.connect(url(), connect_timeout=5) as connection, transaction(connection) as tx:
            yield tx
    except psycopg.errors.UndefinedTable:
        raise SetupError("the database has no tables of ours; bring it up to date: python -m pratique.console migrate") from None
    except psycopg.OperationalError as error:
        raise SetupError(f"the database cannot be reached: {' '.join(str(error).split())[:200]}") from None


def url() -> str:
    """Its address. Raises SetupError where there is none."""
    return os.environ.get("DATABASE_URL") or _running()


def _running() -> str:
    from pratique.assembly.runtime.folder import DataFolder, default_folder
    from pratique.base.errors import SetupError
    from pratique.store import server

    folder = DataFolder(default_folder())
    if server.pid(folder.database) is None:
        raise SetupError(
            f"no `pratique up` runs on `{folder.path}`; start it, or name a database by DATABASE_URL=postgresql://user@host/name"
        )
    return server.start(folder.database, stop_at_exit=False)


def operator() -> "Actor":
    """Whoever has the machine in hand: may do everything that is done here."""
    from pratique.base.actor import Actor

    return Actor("operator", frozenset({"administrator", "auditor"}))
