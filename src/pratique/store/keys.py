"""API keys: made once, shown once, kept as a hash.

A secret is 256 bits of chance, so a plain SHA-256 is enough: what makes passwords need a slow hash is that they can be guessed.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence

import msgspec

from pratique.base.actor import Actor, Role, roles_of
from pratique.base.event import Event
from pratique.store.records import note
from pratique.store.transaction import Transaction

PREFIX = "prq_"


class ApiKey(msgspec.Struct, frozen=True):
    """What is known of a key."""

    id: str
    name: str
    scopes: tuple[str, ...]
    roles: tuple[Role, ...]
    channels: tuple[str, ...] | None
    markets: tuple[str, ...] | None
    subject: str | None
    per_second: int
    created_at: dt.datetime
    expires_at: dt.datetime | None
    revoked_at: dt.datetime | None
    person: str | None = None
    """Whose hands it is in, as `Actor.id` of their account: what is done with it is done by them, here and in the console alike."""

    def is_good(self, at: dt.datetime) -> bool:
        """Whether it opens anything at a moment."""
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    @property
    def actor(self) -> Actor:
        """Who acts with it."""
        channels = frozenset(self.channels) if self.channels is not None else None
        markets = frozenset(self.markets) if self.markets is not None else None
        return Actor(self.person or self.id, roles_of(self.roles, self.subject), channels, markets, self.subject)


class KeyMade(Event, frozen=True, kw_only=True, tag="key_made"):
    """A key was made."""

    scopes: tuple[str, ...]
    roles: tuple[Role, ...]
    person: str | None = None


class KeyRevoked(Event, frozen=True, kw_only=True, tag="key_revoked"):
    """A key opens nothing any more."""


_COLUMNS = "id, name, scopes, roles, channels, markets, subject, per_second, created_at, expires_at, revoked_at, person"


def make(
    tx: Transaction,
    actor: Actor,
    name: str,
    *,
    scopes: Sequence[str],
    roles: Sequence[Role],
    channels: Sequence[str] | None = None,
    markets: Sequence[str] | None = None,
    subject: str | None = None,
    per_second: int = 10_000,
    expires_at: dt.datetime | None = None,
    person: str | None = None,
) -> tuple[str, str]:
    """A new key: its id and its secret, which is never seen again."""
    key, secret = tx.new_id("key"), PREFIX + secrets.token_urlsafe(32)
    tx.execute(
        f"INSERT INTO api_key ({_COLUMNS}, secret_hash) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, NULL, %s, %s)",
        (
            key,
            name,
            list(scopes),
            list(roles),
            list(channels) if channels is not None else None,
            list(markets) if markets is not None else None,
            subject,
            per_second,
            tx.at,
            expires_at,
            person,
            hashed(secret),
        ),
    )
    note(tx, "key", key, KeyMade(at=tx.at, by=actor.id, scopes=tuple(scopes), roles=tuple(roles), person=person))
    return key, secret


def revoke(tx: Transaction, actor: Actor, key: str) -> bool:
    """Take a key away; `False` where there is none that still opens something."""
    done = tx.execute("UPDATE api_key SET revoked_at = %s WHERE id = %s AND revoked_at IS NULL", (tx.at, key)).rowcount == 1
    if done:
        note(tx, "key", key, KeyRevoked(at=tx.at, by=actor.id))
    return done


def by_secret(tx: Transaction, secret: str) -> ApiKey | None:
    """The key of a secret. It is looked up by its hash, so the time it takes says nothing about the secret."""
    row = tx.execute(f"SELECT {_COLUMNS} FROM api_key WHERE secret_hash = %s", (hashed(secret),)).fetchone()
    return msgspec.convert(dict(zip(_COLUMNS.split(", "), row, strict=True)), ApiKey) if row else None


def every(tx: Transaction) -> list[ApiKey]:
    """All keys, newest last."""
    rows = tx.execute(f"SELECT {_COLUMNS} FROM api_key ORDER BY created_at, id").fetchall()
    return [msgspec.convert(dict(zip(_COLUMNS.split(", "), row, strict=True)), ApiKey) for row in rows]


def hashed(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()
