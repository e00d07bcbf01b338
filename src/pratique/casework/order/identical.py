"""The identical-content scope of an order on a dangerous product (Regulation (EU) 2023/988 Art. 22(5)).

The search is limited to the information identified in the order and needs no independent assessment: numbers and names that are equal once
spelling is taken away, never likeness.
"""

import datetime as dt
import hashlib
import unicodedata

import msgspec


class Identical(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What identifies the product, and until when equal listings are looked for."""

    until: dt.date
    """The last day of the period the order prescribes."""
    gtins: tuple[str, ...] = ()
    brand: str | None = None
    models: tuple[str, ...] = ()
    """Model, type or manufacturer's part numbers; they count together with the brand."""
    titles: tuple[str, ...] = ()
    """Titles of the listings named: word for word the same."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing identifies anything."""
        return not (self.gtins or (self.brand and self.models) or self.titles)


class Item(msgspec.Struct, frozen=True):
    """What is compared of a listing."""

    title: str = ""
    brand: str | None = None
    gtin: str | None = None
    model: str | None = None
    mpn: str | None = None


def is_identical(identical: Identical, item: Item) -> str | None:
    """By what a listing is the same product: `gtin`, `model` or `title`; `None` where nothing says so."""
    if item.gtin and _digits(item.gtin) and _digits(item.gtin) in {_digits(one) for one in identical.gtins}:
        return "gtin"
    models = {_plain(one) for one in identical.models}
    named = {_plain(one) for one in (item.model, item.mpn) if one} - {""}
    if identical.brand and item.brand and _plain(identical.brand) == _plain(item.brand) and models & named:
        return "model"
    return "title" if _plain(item.title) and _plain(item.title) in {_plain(one) for one in identical.titles} else None


def keys_of_item(item: Item) -> tuple[int, ...]:
    """Keys of an index, 32 bits each, of which a listing that `is_identical` to something shares one with `keys_of(identical)`."""
    models = {_plain(one) for one in (item.model, item.mpn) if one} - {""}
    named = {f"{_plain(item.brand)}/{one}" for one in models} if item.brand else set()
    return _keys({_digits(item.gtin)} if item.gtin else set(), named, {_plain(item.title)})


def keys_of(identical: Identical) -> tuple[int, ...]:
    """Keys of what an order names."""
    models = {f"{_plain(identical.brand)}/{_plain(one)}" for one in identical.models} if identical.brand else set()
    return _keys({_digits(one) for one in identical.gtins}, models, {_plain(one) for one in identical.titles})


def _keys(gtins: set[str], models: set[str], titles: set[str]) -> tuple[int, ...]:
    named = (("gtin", gtins), ("model", models), ("title", titles))
    return tuple(sorted({_key(kind, value) for kind, values in named for value in values if value}))


def _key(kind: str, value: str) -> int:
    digest = hashlib.blake2b(f"{kind}:{value}".encode("utf-8", "replace"), digest_size=4, person=b"order").digest()
    return int.from_bytes(digest, "big", signed=True)


def _digits(text: str) -> str:
    """A GTIN of any length as its fourteen digits; empty where it is none."""
    digits = "".join(letter for letter in text if letter.isdigit())
    return digits.zfill(14) if 8 <= len(digits) <= 14 else ""


def _plain(text: str) -> str:
    """Letters and digits alone, one width, one case."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())
