"""Names of records: a word for the kind, then a UUID of version 7 (RFC 9562), so that names sort by time."""

import datetime as dt
import os
import random
from collections.abc import Callable

Ids = Callable[[str, dt.datetime], str]
"""Gives a new name of a kind at a moment: `ids("notice", at)` → `notice_0199f3…`."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(kind: str, at: dt.datetime) -> str:
    """A name nobody can guess."""
    return _name(kind, at, int.from_bytes(os.urandom(10), "big"))


def repeatable_ids(seed: int) -> Ids:
    """Names that come out the same in each run of a simulation; never for anything that must not be guessed."""
    source = random.Random(seed)  # noqa: S311 - made to be repeatable
    return lambda kind, at: _name(kind, at, source.getrandbits(80))


def _name(kind: str, at: dt.datetime, entropy: int) -> str:
    """48 bits of milliseconds, version and variant, 74 bits of chance; in Crockford's base 32, 26 characters."""
    milliseconds = int(at.timestamp() * 1000) & (2**48 - 1)
    number = milliseconds << 80 | 0x7 << 76 | (entropy >> 62 & 0xFFF) << 64 | 0b10 << 62 | entropy & (2**62 - 1)
    letters = []
    for _ in range(26):
        letters.append(_ALPHABET[number & 31])
        number >>= 5
    return f"{kind}_{''.join(reversed(letters))}"
