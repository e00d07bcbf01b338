"""From an account to the actor every operation asks about."""

from typing import Any, cast

from pratique.base.actor import ROLES, Actor, roles_of
from pratique.console.records.models import Account


def actor_of(account: Any) -> Actor:
    """Whoever is signed in; walls of an account that names none stand open, one that is of the outside without a subject sees nothing."""
    known = cast(Account, account)
    subject = known.subject or None
    roles = roles_of((role for role in ROLES if role in known.roles), subject)
    return Actor(
        known.actor,
        roles,
        frozenset(known.channels) if known.channels else None,
        frozenset(known.markets) if known.markets else None,
        subject,
        frozenset(known.languages),
    )
