"""Model and part numbers as traders and authorities write them: `XR-200`, `xr 200`, `XR200/B`.

A *key* is the number without case and separators: `xr200`. It holds a digit, and is no quantity, year or trade item number.
"""

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"[a-z0-9]+(?:[-./_][a-z0-9]+)*")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_UNITS = (
    "mm|cm|m|km|in|inch|inches|ft|feet|yd|oz|floz|ml|cl|l|liter|litre|kg|g|gr|gm|mg|mcg|lb|lbs|gb|tb|mb|kb|mah|ah|wh|v|vac|vdc|w|kw|hp|hz|khz|mhz|ghz"
    "|k|p|i|d|x|pc|pcs|pk|pack|ct|count|pair|pairs|set|sets|piece|pieces|yr|yrs|year|years|y|month|months|mo|mos|t|th|st|nd|rd|s|am|pm|rpm|psi|dpi"
    "|fps|mp|mpx|lm|lumen|c|f|deg|btu|qt|quart|gal|gallon|cc|ply|way|person|tier|speed|bit|day|days|min|hours|hour|hr|h|ma|a|amp|amps|ohm|db|tc|gsm"
)
_QUANTITY = re.compile(
    rf"\d+(?:[./]\d+)*-?(?:{_UNITS})?|\d+(?:[.,]\d+)?x\d+(?:[.,]\d+)?(?:x\d+(?:[.,]\d+)?)?(?:{_UNITS})?|\d{{1,3}}-[a-z]{{3,}}(?:-[a-z]+)?|\d+-?in-?\d+"
)
"""Also `12-inch`, `4-drawer` and `5-in-1`."""
_RANGE = re.compile(rf"\d+(?:{_UNITS})?-\d+(?:{_UNITS})?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_JOIN = re.compile(r"(?<![a-z0-9])([a-z]{1,5})[ ](\d{2,6}[a-z]{0,3})(?![a-z0-9])")
_WILD = re.compile(r"(?:x{2,}|\*+|#+)$")
_CUE = re.compile(
    r"(?i)\b(?:models?|item|items|part|style|styles|sku|skus|catalog(?:ue)?|product|mpn|type|series|article|stock|reference|ref|asin)"
    r"(?:\s+(?:numbers?|nos?|names?|codes?|designations?|and|or|serial|sku|item|style|model))*\.?\s*[:#]?\s*"
)
SHORTEST = 4
"""A key of fewer characters says nothing by itself."""


def key(written: str) -> str:
    """Without case and separators; empty where nothing is left."""
    return _SEPARATORS.sub("", written.lower())


def keys_of(written: Iterable[str]) -> frozenset[str]:
    """Of fields that hold one number each; those too short to say anything are left out."""
    return frozenset(made for one in written if len(made := _WILD.sub("", key(one))) >= SHORTEST - 1 and any(map(str.isdigit, made)))


def keys_in(text: str) -> frozenset[str]:
    """Keys of the words of a text that can only be model numbers."""
    lower = text.lower()
    if not any(map(str.isdigit, lower)):
        return frozenset()
    found = set()
    for match in _TOKEN.finditer(lower):
        word = match.group()
        if any(map(str.isdigit, word)) and is_model(word):
            found.add(_WILD.sub("", _SEPARATORS.sub("", word)) or word)
    return frozenset(found)


def joined_in(text: str) -> frozenset[str]:
    """Keys of letters and the digits after them that may be one number written apart: `XR 200`."""
    return frozenset(letters + digits for letters, digits in _JOIN.findall(text.lower()) if len(letters) + len(digits) >= SHORTEST)


def is_model(word: str) -> bool:
    """Whether a lower-case word with a digit can only be a model number: letters and digits mixed, or five digits and more."""
    bare = _SEPARATORS.sub("", word)
    if len(bare) < SHORTEST or _QUANTITY.fullmatch(word) or _RANGE.fullmatch(word):
        return bare.isdigit() and word == bare and 5 <= len(bare) <= 11 and not _YEAR.fullmatch(bare)
    if bare.isdigit():
        return 5 <= len(bare) <= 11 or (len(bare) >= 4 and "-" in word and len(bare) <= 11)
    return len(bare) <= 24


def is_code(word: str) -> bool:
    """Whether a single lower-case word looks like a piece of a model number: three characters and more with digits, no quantity or year."""
    if len(word) < 3 or not any(map(str.isdigit, word)):
        return False
    return not _YEAR.fullmatch(word) if word.isdigit() else _QUANTITY.fullmatch(word) is None


def keys_after_cue(text: str, most: int = 200) -> frozenset[str]:
    """Keys a notice names in prose behind `model number`, `item`, `SKU` and the like, as far as the sentence goes.

    Pure digits count from four on there. At most `most`, the first ones.
    """
    found: dict[str, None] = {}
    for cue in _CUE.finditer(text):
        stretch = re.split(r"[;!?]|\.\s|\bserial\b|\blots?\b|\bdate", text[cue.end() : cue.end() + 1_500].lower(), maxsplit=1)[0]
        for word in _TOKEN.findall(stretch):
            bare = _WILD.sub("", _SEPARATORS.sub("", word))
            digits = sum(map(str.isdigit, bare))
            plain = bare.isdigit() and 4 <= len(bare) <= 11 and not _YEAR.fullmatch(bare)
            if digits and (plain or (len(bare) >= SHORTEST - 1 and digits < len(bare) <= 24 and not _QUANTITY.fullmatch(word))):
                found[bare] = None
                if len(found) >= most:
                    return frozenset(found)
    return frozenset(found)
