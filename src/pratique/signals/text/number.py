"""Numbers in text with what is written behind them, found once for all quantities."""

import functools
import re
import unicodedata
from typing import NamedTuple

from pratique.signals.text.fold import is_joined_script
from pratique.signals.text.normal import JOINED
from pratique.signals.text.units import SPELLINGS

NUMBER = r"\d(?:\d{0,2}(?:[ \u00a0\u202f,.']\d{3})+(?:[.,]\d+)?|\d*(?:[.,]\d+)?)"  # the digit in front lets `re` skip to digits
_UNIT = rf"[%％″\"°]|[{JOINED}]{{1,4}}|[^\W\d_{JOINED}]+(?:/[^\W\d_{JOINED}]+)?"
_FOUND = re.compile(rf"({NUMBER})(?:\s*(?:-|–|~|to)\s*({NUMBER}))?[\s-]?({_UNIT})")
_FOUND_IN_ASCII = re.compile(rf"({NUMBER})(?:\s*(?:-|~|to)\s*({NUMBER}))?[\s-]?([%\"]|[a-z]+(?:/[a-z]+)?)")
"""The same for text of ASCII in lower case, a quarter quicker."""
_NO_NUMBER_BEHIND = frozenset("abcdefghijklmnopqrstuvwxyz.,")
"""A number right behind one of these is part of a name (`a5mw`) or of another number."""
_BEGINNING = re.compile(rf"\d[\s-]?([%％″\"°{JOINED}]|[^\W\d_{JOINED}]{{1,2}})")
_BEGINNING_IN_ASCII = re.compile(r"\d[\s-]?([%\"]|[a-z]{1,2})")
_SECOND = re.compile(rf"[\s.·-]?({_UNIT})")
_KNOWN = frozenset(spelling for spellings in SPELLINGS.values() for spelling in spellings)
_FIRST_OF_TWO = frozenset(spelling.split()[0] for spelling in _KNOWN if " " in spelling)
_BEGINS_UNIT = _KNOWN | _FIRST_OF_TWO
_DIGIT = re.compile(r"\d")
MOST_MEASURES = 200
"""A text with more numbers than this is a table or hostile; the first are read."""
DECIMAL_COMMA = frozenset(["de", "fr", "es", "it", "nl", "pl", "pt", "sv", "no", "uk", "tr", "ru", "id", "vi"])
"""Languages whose numbers have a comma before the decimals."""


class Measure(NamedTuple):
    """A number, or a range of two, and the words behind it that may be its unit."""

    numbers: tuple[str, ...]
    units: tuple[tuple[str, int], ...]
    """Possible spellings of the unit, longest first, each with where it ends."""
    start: int


@functools.lru_cache(maxsize=64)
def unit_beginnings(text: str) -> frozenset[str]:
    """What stands right behind digits, in lower case, two letters at most: without the beginning of a unit no measure has it."""
    folded = lowered(text)
    return frozenset((_BEGINNING_IN_ASCII if folded.isascii() else _BEGINNING).findall(folded))


@functools.lru_cache(maxsize=64)
def measures(text: str) -> tuple[Measure, ...]:
    """Every number of a text (lower case, `lowered`) that has a unit behind it."""
    if not _DIGIT.search(text):
        return ()
    found = []
    for match in (_FOUND_IN_ASCII if text.isascii() else _FOUND).finditer(text):
        word = match[3]
        if word not in _BEGINS_UNIT and word.isascii():
            continue
        if match.start() and text[match.start() - 1] in _NO_NUMBER_BEHIND:
            continue
        first, second = match.group(1, 2)
        units = _units(text, word, match.start(3))
        if units:
            found.append(Measure((first, second) if second else (first,), units, match.start()))
            if len(found) == MOST_MEASURES:
                break
    return tuple(found)


def _units(text: str, word: str, at: int) -> tuple[tuple[str, int], ...]:
    if is_joined_script(ord(word[0])):
        return tuple((word[:length], at + length) for length in range(len(word), 0, -1) if word[:length] in _KNOWN)
    alone = ((word, at + len(word)),) if word in _KNOWN else ()
    if word in _FIRST_OF_TWO and (second := _SECOND.match(text, at + len(word))):
        pair = f"{word} {second.group(1)}"
        if pair in _KNOWN:
            return ((pair, second.end()), *alone)
    return alone


class _LowerTable(dict[int, str]):
    """Lower case with full-width forms folded, one character for one, so that spans stay true."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = unicodedata.normalize("NFKC", character).lower()
        self[code] = form if len(form) == 1 else character
        return self[code]


_LOWER = _LowerTable()


@functools.lru_cache(maxsize=64)
def lowered(text: str) -> str:
    """The text in lower case and ordinary width, each character in its place."""
    return text.lower() if text.isascii() else text.translate(_LOWER)


def value(written: str, decimal_comma: bool) -> float:
    """The value of a number in any of the usual ways to group and point it.

    A single group of three behind a point is a decimal (`1.500 l`) unless the listing's language points with a comma; behind a comma it
    is a thousand (`1,500`) unless the number starts with nought.
    """
    digits = re.sub(r"[\s\u00a0\u202f']", "", written)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(digits.rfind("."), digits.rfind(","))
        return float(re.sub(r"[.,]", "", digits[:decimal]) + "." + digits[decimal + 1 :])
    if points + commas == 0:
        return float(digits)
    sign = "." if points else ","
    head, _, tail = digits.rpartition(sign)
    grouped = len(tail) == 3 and not head.startswith("0")
    if points + commas > 1 or (grouped and (sign == "," or decimal_comma)):
        return float(digits.replace(sign, ""))
    return float(digits.replace(",", "."))
