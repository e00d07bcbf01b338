"""The door: which key is shown, whether it is good for this, and how often it may knock."""

import math
import time
from collections.abc import Callable

from pratique.base.actor import PUBLIC, Actor
from pratique.base.clock import now
from pratique.service.problem import problem
from pratique.store.keys import ApiKey

KNOWN_FOR = 5.0
"""Seconds a worker remembers a key: a revoked one opens nothing after that."""
_MOST_KNOWN = 10_000
STRANGERS = 20
"""Requests a second from one address without a key."""


class Turned(Exception):  # noqa: N818 - not an error, an answer
    """Somebody is not let in; `response` says why."""

    def __init__(self, status: int, detail: str, code: str, hint: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.response = problem(status, detail, code=code, hint=hint, headers=headers)


class Guest:
    """One key as a worker knows it, with its bucket of tokens: `per_second` refill, twice as many at once."""

    __slots__ = ("actor", "key", "last", "limit", "policy", "seen", "tokens", "workers")

    def __init__(self, key: ApiKey | None, actor: Actor, seen: float, workers: int) -> None:
        self.key, self.actor, self.seen, self.workers = key, actor, seen, workers
        self.limit = key.per_second if key else STRANGERS
        self.policy = b'"key";q=%d;w=1' % self.limit
        self.tokens, self.last = 2 * self.limit / workers, seen

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """How much is left (IETF draft *RateLimit header fields for HTTP*), as far as this worker knows of its share."""
        left = min(int(self.tokens * self.workers), self.limit)
        return [(b"ratelimit-policy", self.policy), (b"ratelimit", b'"key";r=%d;t=1' % left)]

    def take(self, count: int) -> float:
        """Take tokens; the seconds to wait where there are not enough, 0 where there are."""
        per_second = self.limit / self.workers
        moment = time.monotonic()
        self.tokens = min(2 * per_second, self.tokens + (moment - self.last) * per_second)
        self.last = moment
        if self.tokens < min(count, per_second):
            return (min(count, per_second) - self.tokens) / per_second
        self.tokens -= count
        return 0.0


class Door:
    """Lets in who shows a good key. Rates are counted in each worker for its share, since all workers take turns."""

    def __init__(self, look_up: Callable[[str], ApiKey | None], workers: int) -> None:
        self._look_up, self._workers = look_up, workers
        self._known: dict[str, Guest] = {}
        self._strangers: dict[str, Guest] = {}

    def known(self, shown: str) -> Guest | None:
        """The guest where the key was seen a moment ago, so that nobody need ask the database."""
        guest = self._known.get(shown)
        return guest if guest is not None and time.monotonic() - guest.seen < KNOWN_FOR else None

    def let_in(self, shown: str, address: str, scope: str | None, count: int = 1) -> Guest:
        """Who knocks, by the header `Authorization`. Asks the database about keys not seen lately. Raises Turned."""
        if not shown:
            if scope is not None:
                raise Turned(401, "no key was shown", "no_key", "send `Authorization: Bearer prq_…`", {"WWW-Authenticate": "Bearer"})
            return self._stranger(address, count)
        guest = self.known(shown) or self._ask(shown)
        return self.admit(guest, scope, count)

    def admit(self, guest: Guest, scope: str | None, count: int = 1) -> Guest:
        """The same for a guest already known."""
        key = guest.key
        if key is None or not key.is_good(now()):
            raise Turned(
                401, "this key is unknown, has expired or was revoked", "bad_key", "ask for a new one", {"WWW-Authenticate": "Bearer"}
            )
        if scope is not None and scope not in key.scopes:
            raise Turned(403, f"this key is not good for `{scope}`", "scope", f"it is good for: {', '.join(key.scopes)}")
        self._count(guest, count)
        return guest

    def _ask(self, shown: str) -> Guest:
        scheme, _, secret = shown.partition(" ")
        key = self._look_up(secret.strip()) if scheme.lower() == "bearer" and secret else None
        old = self._known.get(shown)
        guest = Guest(key, key.actor if key else PUBLIC, time.monotonic(), self._workers)
        if old is not None:
            guest.tokens, guest.last = old.tokens, old.last
        if key is not None:  # secrets that open nothing are not remembered, so that guessing fills no memory
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[shown] = guest
        return guest

    def _stranger(self, address: str, count: int) -> Guest:
        """Without a key: few requests an address."""
        if len(self._strangers) >= _MOST_KNOWN:
            self._strangers.clear()
        guest = self._strangers.get(address)
        if guest is None:
            guest = self._strangers[address] = Guest(None, PUBLIC, time.monotonic(), self._workers)
        self._count(guest, count)
        return guest

    def _count(self, guest: Guest, count: int) -> None:
        wait = guest.take(count)
        if wait:
            headers = {name.decode(): value.decode() for name, value in guest.headers} | {"retry-after": str(math.ceil(wait))}
            raise Turned(429, f"more than {guest.limit} requests a second", "too_many", f"wait {math.ceil(wait)} s", headers)
