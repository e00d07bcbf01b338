"""Fetches politely: one request at a time, never quicker than the feed allows, waiting when told to, only what changed, never too much."""

import os
import random
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from pratique.assembly.addresses import BlockedError, pinned, public_address
from pratique.assembly.feeds.feed import Answer, Step
from pratique.base.clock import now

TIMEOUT = httpx.Timeout(60.0, connect=15.0)
LARGEST = 256 * 1024 * 1024
"""Bytes of one answer, unpacked."""
ATTEMPTS = 5
LONGEST_WAIT = 900.0
"""Seconds; who asks for more is left alone until the next pull."""
_REDIRECTS = 5
_AGENT = "pratique (product safety notices; +https://pypi.org/project/pratique)"


class FetchError(Exception):
    """The feed could not be fetched; the text says what happened and what to do."""


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the server said of a version, to ask only for a newer one (RFC 9110, conditional requests)."""

    etag: str = ""
    modified: str = ""


def allows_private() -> bool:
    """`PRATIQUE_FEEDS_PRIVATE=1` lets feeds come from addresses inside: for a mirror of one's own, and for tests."""
    return os.environ.get("PRATIQUE_FEEDS_PRIVATE") == "1"


class Courier:
    """Requests to one host. `sleep` and `clock` are given in tests."""

    def __init__(
        self,
        base: str,
        pause: float,
        *,
        largest: int | None = None,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._largest, self._attempts = largest or LARGEST, attempts
        self._base, self._pause, self._sleep, self._clock = urlsplit(base), pause, sleep, clock
        self._last: float | None = None
        self._client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False, http2=False)

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def fetch(self, step: Step, seen: Seen | None = None) -> tuple[Answer, Seen] | None:
        """The answer to a step; `None` where nothing changed or there is nothing. Raises FetchError when it cannot be had."""
        problem = ""
        for attempt in range(self._attempts):
            try:
                status, headers, body = self._ask(step.url, seen)
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                problem, wait = f"{type(error).__name__}: {error}", None
            else:
                if status == 304 or (status in (404, 410) and step.may_be_absent):
                    return None
                if status == 200:
                    newer = Seen(headers.get("etag", ""), headers.get("last-modified", ""))
                    return Answer(step, body, _next(step.url, headers)), newer
                problem = f"answered {status}"
                if status not in (408, 425, 429) and status < 500:
                    raise FetchError(f"{step.url} {problem}; the form of the feed may have changed")
                wait = _retry_after(headers)
                if wait is not None and wait > LONGEST_WAIT:
                    raise FetchError(f"{step.url} {problem} and asks to wait {wait:,.0f} s; pull again after that")
            if attempt + 1 < self._attempts:
                self._sleep(wait if wait is not None else min(120.0, 2.0 * 2**attempt) * random.uniform(1.0, 1.3))  # noqa: S311 - so that not all come back at once, no secret
        raise FetchError(f"{step.url} failed {self._attempts} times, last: {problem}; what came before is kept, pull again later")

    def _ask(self, url: str, seen: Seen | None) -> tuple[int, httpx.Headers, bytes]:
        for _ in range(_REDIRECTS):
            self._check(url)
            try:
                address, host = public_address(url, allow_private=allows_private())
            except BlockedError as error:
                raise FetchError(f"{url}: {error}") from None
            asked, headers = pinned(url, address, host)
            headers |= {"user-agent": _AGENT, "accept": "application/json, application/xml, text/xml, application/rss+xml;q=0.9, */*;q=0.5"}
            if seen is not None and seen.etag:
                headers["if-none-match"] = seen.etag
            if seen is not None and seen.modified:
                headers["if-modified-since"] = seen.modified
            self._wait()
            with self._client.stream("GET", asked, headers=headers, extensions={"sni_hostname": host}) as answer:
                if answer.is_redirect and "location" in answer.headers:
                    url = urljoin(url, answer.headers["location"])
                    continue
                body = bytearray()
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > self._largest:
                        raise FetchError(f"{url} sends more than {self._largest // 2**20} MB; that is not what was asked for")
                return answer.status_code, answer.headers, bytes(body)
        raise FetchError(f"{url} leads on more than {_REDIRECTS} times")

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        schemes = ("https", "http") if allows_private() else ("https",)
        if parts.hostname != self._base.hostname or parts.port != self._base.port or parts.username:
            raise FetchError(f"{url} is not at {self._base.geturl()}; a feed may lead nowhere else")
        if parts.scheme not in schemes:
            raise FetchError(f"{url} is not https; PRATIQUE_FEEDS_PRIVATE=1 lets a mirror of one's own be asked over http")

    def _wait(self) -> None:
        if self._last is not None and (rest := self._pause - (self._clock() - self._last)) > 0:
            self._sleep(rest)
        self._last = self._clock()


def _retry_after(headers: httpx.Headers) -> float | None:
    raw = headers.get("retry-after", "").strip()
    if raw.isdigit():
        return float(raw)
    try:
        return max(0.0, (parsedate_to_datetime(raw) - now()).total_seconds())
    except (ValueError, TypeError):
        return None


def _next(url: str, headers: httpx.Headers) -> str | None:
    for link in headers.get_list("link"):
        for part in link.split(","):
            target, _, rest = part.partition(";")
            if 'rel="next"' in rest.replace(" ", "").lower() or "rel=next" in rest.replace(" ", "").lower():
                return urljoin(url, target.strip().strip("<>"))
    return None
