"""The title of an offer taken apart: words, model codes, quantities, colours, the words that tell variants of a product apart."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from pratique.facts import Listing

_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")
_UNITS = {
    "gb": "gb", "g": "gb", "go": "gb", "kg": "kg", "kilo": "kg", "cm": "cm", "mm": "mm", "inch": "in", "in": "in", "zoll": "in",
    "l": "l", "litre": "l", "litres": "l", "liter": "l", "ltr": "l", "ml": "ml", "rpm": "rpm", "spin": "rpm", "w": "w", "watt": "w",
    "mp": "mp", "mpix": "mp", "megapixel": "mp", "ghz": "ghz", "mhz": "mhz", "mb": "mb", "tb": "tb", "hz": "hz", "mah": "mah",
    "mg": "mg", "pcs": "pcs", "pack": "pcs",
}  # fmt: skip
QUANTITIES = ("gb", "in", "kg", "cm", "l", "rpm", "mp", "ghz", "w", "ml", "mg", "pcs")
"""Units whose agreement is looked at."""
_QUANTITY = re.compile(rf"(\d+(?:\.\d+)?) ?({'|'.join(sorted(_UNITS, key=len, reverse=True))})(?![^\W_])")
_NO_CODE = re.compile(rf"\d+(?:\.\d+)?(?:{'|'.join(sorted(_UNITS, key=len, reverse=True))}|k|p|place|x\d+\w*)")
COLOURS = frozenset({
    "black", "white", "silver", "grey", "gray", "gold", "red", "blue", "green", "pink", "graphite", "steel", "stainless", "cream",
    "beige", "brown", "yellow", "orange", "purple", "bronze", "copper", "titanium", "anthracite", "rose", "coral", "ivory",
    "navy", "violet", "turquoise", "chrome", "inox", "schwarz", "silber", "weiss", "noir", "blanc", "nero", "bianco",
})  # fmt: skip
VARIANTS = frozenset({
    "plus", "mini", "lite", "pro", "max", "edge", "dual", "duos", "duo", "ii", "iii", "iv", "compact", "premium", "ultra",
    "prime", "active", "neo", "note", "body", "kit", "only", "twin", "xl", "se", "style", "power", "light", "integrated", "built",
    "freestanding", "box", "tray", "oem", "retail", "refurbished", "mark", "hdr", "curved", "left", "right", "junior", "kids",
    "travel", "refill",
})  # fmt: skip
TOLD = ("plus", "dual", "pro", "mini", "ii", "edge", "body", "kit")
"""Variants that are looked at one by one."""
LEAST_CODE = 4
_JOINTS = frozenset({
    "with", "for", "and", "of", "in", "to", "from", "by", "at", "mit", "und", "von", "avec", "pour", "et", "con", "para", "per",
})  # fmt: skip
"""No model number begins with one of these: `with 18-55mm` is a lens beside the camera."""


class Title(msgspec.Struct, frozen=True, gc=False):
    """One offer made ready to be compared."""

    id: str
    trader: str | None
    category: str
    brand: str
    """As its field says, else the first word of the title that is a brand of the catalogue; empty where neither."""
    text: str
    words: tuple[str, ...]
    set: frozenset[str]
    joined: frozenset[str]
    """The words, and each two neighbours as one: `xr 200` is `xr200`."""
    squeezed: str
    """The title's letters and digits alone."""
    codes: frozenset[str]
    """What may be a model number: letters and digits mixed, also over two words."""
    quantities: dict[str, frozenset[float]]
    colours: frozenset[str]
    variants: frozenset[str]
    digits: frozenset[str]
    """Words with a digit."""
    letters: frozenset[str]
    """Words without, but for colours."""


def titles(listings: Sequence[Listing]) -> list[Title]:
    """Sketches of a catalogue; its brands are learned from where in the titles words stand."""
    texts = [_plain(listing.title) for listing in listings]
    tokens = [_WORD.findall(text) for text in texts]
    brands = _brands(tokens) | {_plain(listing.brand) for listing in listings if listing.brand}
    return [_title(listing, text, words, brands) for listing, text, words in zip(listings, texts, tokens, strict=True)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().strip()


def _brands(titles: Iterable[Sequence[str]]) -> set[str]:
    """Words of letters that stand first more often than not, and in ten titles at least."""
    first: Counter[str] = Counter()
    anywhere: Counter[str] = Counter()
    for words in titles:
        first.update(words[:1])
        anywhere.update(set(words))
    return {word for word, count in first.items() if count >= 10 and 2 * count > anywhere[word] and word.isalpha()}


def _title(listing: Listing, text: str, words: Sequence[str], brands: set[str]) -> Title:
    found: dict[str, set[float]] = {}
    for value, unit in _QUANTITY.findall(text):
        found.setdefault(_UNITS[unit], set()).add(float(value))
    every = frozenset(words)
    brand = _plain(listing.brand) if listing.brand else next((word for word in words if word in brands), "")
    codes = _codes(words)
    codes |= {code for one in (listing.model, listing.mpn) if one and is_code(code := "".join(_WORD.findall(_plain(one))))}
    return Title(
        listing.listing_id,
        listing.trader_id,
        _plain(listing.category or ""),
        brand,
        text,
        tuple(words),
        every,
        every | {left + right for left, right in pairwise(words)},
        "".join(words),
        frozenset(codes),
        {unit: frozenset(values) for unit, values in found.items()},
        every & COLOURS,
        every & VARIANTS,
        frozenset(word for word in every if any(map(str.isdigit, word))),
        frozenset(word for word in every if word.isalpha() and word not in COLOURS),
    )


def is_code(word: str) -> bool:
    """Letters and digits mixed, and no number with a unit."""
    return len(word) >= LEAST_CODE and any(map(str.isdigit, word)) and any(map(str.isalpha, word)) and not _NO_CODE.fullmatch(word)


def _codes(words: Sequence[str]) -> set[str]:
    found = {word for word in words if is_code(word)}
    for left, right in pairwise(words):
        begins = left.isalpha() and len(left) <= 6 and left not in _JOINTS and right[0].isdigit()
        goes_on = any(map(str.isdigit, left)) and (right.isdigit() or (right.isalpha() and len(right) <= 3 and right not in _UNITS))
        if (begins or goes_on or (is_code(left) and is_code(right))) and is_code(left + right):
            found.add(left + right)
    return found
