"""What is kept of a listing to find it by: bare title, numbers, a signature of the description, pictures; and the keys it is found by."""

import hashlib
from collections.abc import Sequence

import msgspec
import numpy as np
from stdnum import ean

from pratique.facts import Listing
from pratique.identity.duplicates.bare import bare, numbers
from pratique.identity.duplicates.pictures import Picture, chunks, pictures_of
from pratique.identity.duplicates.shingles import MinHash, bands, shingles

_TITLE = MinHash(48, 1)
_TEXT = MinHash(32, 2)
_TITLE_ROWS, _TEXT_ROWS = 4, 4
"""Places of a signature in one key: titles of Jaccard similarity 0.8 share one with probability 0.999, of 0.6 with 0.8, of 0.3 with 0.1."""
LEAST_TEXT = 80
"""A description with fewer bare characters is too short to say anything by itself."""
_MOST_PICTURES = 3
_KINDS = {"exact": 1, "title": 2, "text": 3, "gtin": 4, "model": 5, "picture": 6}


class Fingerprint(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One listing made ready to be compared."""

    id: str
    title: str
    """Bare: see `duplicates.bare`."""
    numbers: str = ""
    """Of the title; see `bare.numbers`."""
    trader: str | None = None
    text: bytes = b""
    """Signature of the description, 32 places of two bytes; empty where it is too short."""
    gtin: str = ""
    """Fourteen digits, the check digit right; empty where there is none."""
    model: str = ""
    """Brand and model, bare, with a `/` between; empty where one of them is unknown."""
    pictures: tuple[bytes, ...] = ()
    """PDQ hashes, 32 bytes each."""


class Keyed(msgspec.Struct, frozen=True, gc=False):
    """A fingerprint with the keys it is found by."""

    print: Fingerprint
    keys: tuple[int, ...]
    """32 bits each, signed; the first stands for the whole title."""
    problems: tuple[str, ...] = ()
    """Pictures that could not be read, and why: the listing was compared without them."""


def fingerprint(listing: Listing, *, folder: str | None = None) -> Keyed:
    """Of one listing. Picture files are read only under `folder`; hashes given by the platform always count."""
    return fingerprints([listing], folder=folder)[0]


def fingerprints(listings: Sequence[Listing], *, folder: str | None = None) -> list[Keyed]:
    """Of many, several times quicker than one by one."""
    titles = [bare(listing.title) for listing in listings]
    texts = [bare(listing.description) if listing.description else "" for listing in listings]
    texts = [text if len(text) >= LEAST_TEXT else "" for text in texts]
    title_keys = bands(_TITLE.signatures([shingles(title) for title in titles]), _TITLE_ROWS, _KINDS["title"])
    of_text = _TEXT.signatures([shingles(text) for text in texts])
    text_keys = bands(of_text, _TEXT_ROWS, _KINDS["text"])
    short = of_text.astype(np.uint16)
    made = []
    for number, listing in enumerate(listings):
        title = titles[number]
        pictures: tuple[Picture, ...] = ()
        problems: tuple[str, ...] = ()
        if listing.images:
            pictures, problems = pictures_of(listing.images[:_MOST_PICTURES], folder)
        gtin, model = gtin_of(listing.gtin), _model(listing)
        keys = [_key("exact", title), *title_keys[number].tolist()] if title else []
        if texts[number]:
            keys += text_keys[number].tolist()
        keys += [_key("gtin", gtin)] if gtin else []
        keys += [_key("model", model)] if model else []
        keys += [_key("picture", chunk) for picture in pictures for chunk in chunks(picture)]
        made.append(
            Keyed(
                Fingerprint(
                    listing.listing_id,
                    title,
                    numbers(listing.title),
                    listing.trader_id,
                    short[number].tobytes() if texts[number] else b"",
                    gtin,
                    model,
                    pictures,
                ),
                tuple(dict.fromkeys(keys)),
                problems,
            )
        )
    return made


def exact_key(title: str) -> int:
    """The key of a whole bare title."""
    return _key("exact", title)


def gtin_of(written: str | None) -> str:
    """A GTIN as its fourteen digits; empty where it is none, or its check digit is wrong."""
    digits = "".join(letter for letter in written or "" if letter.isdigit())
    return digits.zfill(14) if 8 <= len(digits) <= 14 and digits.strip("0") and ean.is_valid(_usual(digits)) else ""


def _usual(digits: str) -> str:
    """In a length that the check knows: leading zeros change no check digit."""
    return digits.zfill(14) if len(digits) not in (8, 12, 13, 14) else digits


def _model(listing: Listing) -> str:
    named = bare(listing.model or listing.mpn or "")
    return f"{bare(listing.brand)}/{named}" if listing.brand and named else ""


def _key(kind: str, value: str) -> int:
    digest = hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=4, salt=_KINDS[kind].to_bytes(2, "big")).digest()
    return int.from_bytes(digest, "big", signed=True)
