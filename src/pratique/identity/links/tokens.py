"""What a trader has, as keyed hashes: equal where it is equal, and nothing else can be learned from them without the key."""

import hmac
from collections.abc import Mapping

import msgspec

from pratique.identity.duplicates.bare import bare

STRONG = frozenset({"payment_account", "registration_number", "tax_id", "id_document"})
"""What belongs to one person or firm: sharing it says the same however many share it, up to `MOST`."""
KINDS: dict[str, float] = {
    **dict.fromkeys(sorted(STRONG), 0.95),
    "phone": 0.8,
    "email": 0.8,
    "device": 0.7,
    "name": 0.5,
    "address": 0.5,
    "picture": 0.3,
    "text": 0.3,
}
"""How much it says that two traders alone share one, from 0 to 1. Resellers copy the pictures and texts of their supplier."""
MOST: dict[str, int] = {**dict.fromkeys(KINDS, 12), **dict.fromkeys(STRONG, 50)}
"""How many may share a thing before it is held to be common: the address of a forwarder, a picture of the maker."""
_LEAST = {"phone": 7, "name": 6, "address": 10, "text": 80}
"""Characters below which a value is too short to say anything."""


class Token(msgspec.Struct, frozen=True, order=True):
    """One thing a trader has."""

    kind: str
    token: bytes
    """16 bytes of an HMAC-SHA256."""


def tokens_of(fields: Mapping[str, str], key: bytes) -> list[Token]:
    """Tokens of what is known under the names of `KINDS`; other names are passed over, and values too short to say anything.

    A value may be a hash that somebody else made (a bank token): it is hashed again, and equal stays equal.
    """
    found = []
    for kind, value in fields.items():
        if kind in KINDS:
            plain = _plain(kind, value)
            if len(plain) >= _LEAST.get(kind, 5):
                found.append(Token(kind, hmac.digest(key, f"{kind}:{plain}".encode(), "sha256")[:16]))
    return sorted(set(found))


def _plain(kind: str, value: str) -> str:
    """Without what people write differently: `+86 (574) 555-0000` and `0086 5745550000` are one number."""
    if kind == "phone":
        return "".join(letter for letter in value if letter.isdigit()).lstrip("0")
    if kind == "email":
        name, at, host = value.strip().lower().partition("@")
        return f"{name.partition('+')[0]}{at}{host}"
    if kind in ("name", "address", "text"):
        return bare(value)
    return "".join(letter for letter in value if letter.isalnum()).upper()
