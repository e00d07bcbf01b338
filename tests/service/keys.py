"""Keys of people and machines for tests."""

import psycopg

from pratique.base.actor import SYSTEM, Role
from pratique.service.registry import SCOPES
from pratique.store import keys
from pratique.store.transaction import transaction


def key(
    database_url: str,
    *roles: Role,
    channels: tuple[str, ...] | None = None,
    markets: tuple[str, ...] | None = None,
    subject: str | None = None,
) -> dict[str, str]:
    """Headers of somebody with these roles."""
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        _, secret = keys.make(
            tx, SYSTEM, "-".join(roles), scopes=tuple(SCOPES), roles=roles, channels=channels, markets=markets, subject=subject
        )
    return {"Authorization": f"Bearer {secret}"}
