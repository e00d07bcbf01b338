"""Names of people by the name they have in the log."""

from collections.abc import Sequence

from pratique.store.transaction import Transaction


def names(tx: Transaction, actors: Sequence[str]) -> dict[str, str]:
    """Those that have an account, by actor."""
    rows = tx.execute("SELECT actor, name FROM account WHERE actor = ANY(%s)", (list(actors),)).fetchall()
    return {actor: name for actor, name in rows if name}
