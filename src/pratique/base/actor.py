"""Who does something, and where they may."""

from collections.abc import Iterable
from typing import Literal, get_args

import msgspec

Role = Literal[
    "strategist", "reviewer", "senior_reviewer", "legal", "analyst", "manager", "auditor", "administrator",
    "trader", "rights_holder", "authority", "notifier", "machine",
]  # fmt: skip
ROLES: tuple[Role, ...] = get_args(Role)

OUTSIDE: frozenset[Role] = frozenset({"trader", "rights_holder", "authority"})
"""Roles of people who are not of the house; they see what is their own and nothing else."""
STAFF: frozenset[Role] = frozenset(ROLES) - OUTSIDE - {"notifier", "machine"}
"""Roles of people of the house."""


def roles_of(roles: Iterable[Role], subject: str | None) -> frozenset[Role]:
    """The roles somebody acts in: without a record that is their own nobody acts as one of those outside, who would else see all."""
    return frozenset(roles) - (frozenset() if subject is not None else OUTSIDE)


class Actor(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person or a machine that acts. `channels` and `markets` are walls: what lies outside is neither shown nor changed."""

    id: str
    """`user_…`, `key_…`, `trader_…`, `public` or `system`."""
    roles: frozenset[Role] = frozenset()
    channels: frozenset[str] | None = None
    """`None`: all of them."""
    markets: frozenset[str] | None = None
    subject: str | None = None
    """For a trader, rights holder or authority: the record that is their own."""
    languages: frozenset[str] = frozenset()
    certified: frozenset[str] = frozenset()
    """Queues the reviewer holds a certificate for."""

    def reaches(self, channel: str | None, markets: frozenset[str] | set[str] | tuple[str, ...] = ()) -> bool:
        """Whether something of a channel and of these markets lies within the walls; all of the markets must."""
        if self.channels is not None and channel is not None and channel not in self.channels:
            return False
        return self.markets is None or set(markets) <= self.markets

    @property
    def is_automatic(self) -> bool:
        """Whether no human being acted."""
        return "machine" in self.roles


SYSTEM = Actor("system", frozenset({"machine"}))
"""The software itself: automatic decisions, clocks that ran out."""
PUBLIC = Actor("public", frozenset({"notifier"}))
"""Somebody without an account."""
