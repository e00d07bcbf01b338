"""From an account to the actor every operation asks about."""

from typing import Any, cast

from pratique.base.actor import ROLES, Actor, Role
from pratique.console.records.models import Account

OUTSIDE: tuple[Role, ...] = ("trader", "rights_holder", "authority")
"""Roles of people who are not of the house; they see what is their own and nothing else."""


def actor_of(account: Any) -> Actor:
    """Whoever is signed in; walls of an account that names none stand open, one that is of the outside without a subject sees nothing."""
    known = cast(Account, account)
    roles = frozenset(role for role in ROLES if role in known.roles)
    subject = known.subject or None
    if subject is None and not roles.isdisjoint(OUTSIDE):
        roles = frozenset()
    return Actor(
        known.actor,
        roles,
        frozenset(known.channels) if known.channels else None,
        frozenset(known.markets) if known.markets else None,
        subject,
        frozenset(known.languages),
    )
