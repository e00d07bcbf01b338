"""A subject as it was screened, for ever: its personal data apart, under a reference.

So a person can be forgotten, and the rest replayed.
"""

import hashlib
import hmac

import msgspec

from pratique.facts import Listing, Reading
from pratique.facts.listing import Operator, Trader

_OF_TRADER = ("name", "address", "phone", "email", "registration_number", "tax_id", "id_document", "payment_account")
_OF_OPERATOR = ("name", "address", "email")
ERASED = "[erased]"
"""Stands for what was erased: a rule that asks whether something is given still finds that it was."""


class Snapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is kept of a subject."""

    listing: Listing
    """Without personal data."""
    private: str | None = None
    """Reference into the vault."""
    fields: tuple[str, ...] = ()
    """Which fields stand there: `trader.email`, `manufacturer.name`."""
    readings: tuple[Reading, ...] = ()
    """What was known of it from elsewhere than itself: goods refused before, a recall."""


class Taken(msgspec.Struct, frozen=True):
    """A snapshot on its way into the database."""

    digest: bytes
    """SHA-256 of `body`, 32 bytes: its name."""
    body: bytes
    private: str | None
    personal: dict[str, str]


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Snapshot)


def take(listing: Listing, pepper: bytes, readings: tuple[Reading, ...] = ()) -> Taken:
    """Part a subject from its personal data.

    The reference is an HMAC of the personal data under `pepper`, a secret of the installation: the same person is kept once, and whoever
    has the reference after an erasure cannot try out who it was.
    """
    personal: dict[str, str] = {}
    kept: dict[str, Trader | Operator] = {}
    for name, part, fields in (
        ("trader", listing.trader, _OF_TRADER),
        ("manufacturer", listing.manufacturer, _OF_OPERATOR),
        ("responsible_person", listing.responsible_person, _OF_OPERATOR),
    ):
        if part is None:
            continue
        found = {field: value for field in fields if (value := getattr(part, field)) is not None}
        if found:
            personal |= {f"{name}.{field}": value for field, value in found.items()}
            kept[name] = msgspec.structs.replace(part, **dict.fromkeys(found))
    if personal:
        reference = f"private_{hmac.digest(pepper, _ENCODER.encode(personal), 'sha256')[:16].hex()}"
        body = _ENCODER.encode(Snapshot(msgspec.structs.replace(listing, **kept), reference, tuple(personal), readings))
    else:
        reference, body = None, _ENCODER.encode(Snapshot(listing, readings=readings))
    return Taken(hashlib.sha256(body).digest(), body, reference, personal)


def readings_of(body: bytes) -> tuple[Reading, ...]:
    """What was known of a subject from elsewhere when it was screened."""
    return _DECODER.decode(body).readings


def restored(body: bytes, personal: dict[str, str] | None) -> Listing:
    """The subject as it was; `personal` `None` means that it was erased."""
    snapshot = _DECODER.decode(body)
    listing = snapshot.listing
    parts: dict[str, dict[str, str]] = {}
    for path in snapshot.fields:
        name, _, field = path.partition(".")
        parts.setdefault(name, {})[field] = personal.get(path, ERASED) if personal is not None else ERASED
    whole = {name: msgspec.structs.replace(getattr(listing, name), **fields) for name, fields in parts.items()}
    return msgspec.structs.replace(listing, **whole) if whole else listing
