"""What a notice or an order is about, and where it stands."""

import re
from typing import Literal, get_args
from urllib.parse import urlsplit

import msgspec

SubjectKind = Literal["listing", "trader", "storefront", "ad", "message", "review"]
KINDS: tuple[SubjectKind, ...] = get_args(SubjectKind)

_ADDRESSES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("aliexpress", "aliexpress", re.compile(r"/item/(?:[^/]*/)?(\d{5,20})\.html")),
    ("lazada", "lazada", re.compile(r"/products/(?:[^/]*-)?i(\d{4,20})(?:-s\d+)?\.html")),
    ("alibaba", "alibaba", re.compile(r"/product-detail/(?:[^/]*_)?(\d{5,20})\.html")),
)
"""Channel, the word its hosts carry before the public suffix, and where the number of a listing stands in its addresses."""


class Subject(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """One thing that was pointed at."""

    kind: SubjectKind
    id: str
    """The listing, trader or message by our own name; where nobody could tell, its address."""
    url: str | None = None
    """Where whoever pointed at it saw it."""
    trader: str | None = None
    """Whose it is, where known."""

    @property
    def key(self) -> str:
        """`listing:ALI-000123`."""
        return f"{self.kind}:{self.id}"


def address_fault(url: str) -> str | None:
    """What is wrong with an address; `None` where nothing is. It is only read, never fetched."""
    if len(url) > 2000 or any(ord(letter) <= 32 for letter in url):
        return "is no address: at most 2,000 characters, no spaces"
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https") or not host or "." not in host or parts.username is not None:
        return "is no address of a page: begin with https:// and the name of the site"
    return None


def listing_at(url: str) -> tuple[str, str] | None:
    """Channel and number of the listing an address of ours names, `None` for any other."""
    if address_fault(url):
        return None
    parts = urlsplit(url)
    labels = (parts.hostname or "").casefold().split(".")
    for channel, word, pattern in _ADDRESSES:
        named = len(labels) > 1 and (labels[-2] == word or (len(labels) > 2 and labels[-3] == word and labels[-2] in ("co", "com")))
        found = pattern.search(parts.path) if named else None
        if found:
            return channel, found[1]
    return None
