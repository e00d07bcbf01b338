"""How many statements a screen sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg


class Counted:
    """Statements, in order."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __len__(self) -> int:
        return len(self.statements)


@contextmanager
def counting() -> Iterator[Counted]:
    """Count what this process sends, by whichever connection."""
    counted = Counted()
    plain = psycopg.Cursor.execute

    def execute(self: Any, query: Any, *args: Any, **named: Any) -> Any:
        counted.statements.append(query.decode() if isinstance(query, bytes) else str(query))
        return plain(self, query, *args, **named)

    psycopg.Cursor.execute = execute  # type: ignore[method-assign]  # counted by standing in its place
    try:
        yield counted
    finally:
        psycopg.Cursor.execute = plain  # type: ignore[method-assign]  # put back
