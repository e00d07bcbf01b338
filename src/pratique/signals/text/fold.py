"""How one character is written in the two normal forms.

*Light* folds what never carries meaning: width, case, compatibility forms, zero-width and other invisible characters, look-alikes from
scripts no market writes, Arabic and Hebrew spelling marks, traditional characters, punctuation (a space). *Plain* also drops the accents of
Latin and Greek letters. Sources: Unicode NFKC and case folding, UTS #39 confusables, OpenCC's traditional-to-simplified table.
"""

import functools
import importlib.resources
import unicodedata
from collections.abc import Callable

import msgspec

ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
"""Both forms of an ASCII character: always one character, so ASCII text keeps its length."""

UNDECOMPOSED = {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "ħ": "h", "æ": "ae", "œ": "oe", "ŧ": "t", "ĸ": "k"}
"""Latin letters whose stroke or ligature Unicode does not decompose."""

ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي", "ھ": "ه", "ہ": "ه", "ـ": ""}
"""Spellings that writers of Arabic (and keyboards of Persian and Urdu) use for one another; the tatweel only stretches."""

HEBREW_FINALS = {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"}

SPELLING_MARKS = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x20D0, 0x20FF),
)
"""Combining marks that traders leave out at will: accents left over after composition, harakat, niqqud, enclosing marks."""

KEPT_SCRIPTS = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "ARABIC",
    "HEBREW",
    "DEVANAGARI",
    "THAI",
    "HANGUL",
    "HIRAGANA",
    "KATAKANA",
    "CJK",
    "IDEOGRAPHIC",
)
"""Scripts that markets write. A letter of any other that looks like a Latin one is taken for it."""


def is_emoji(code: int) -> bool:
    """Pictographs that traders use as words (a pill, a leaf, a pistol): kept, each a word of its own."""
    return 0x1F300 <= code <= 0x1FAFF and not 0x1F3FB <= code <= 0x1F3FF


def is_joined_script(code: int) -> bool:
    """Scripts written without spaces, or whose words join: Thai, kana, Han, Hangul."""
    return (
        0x0E00 <= code <= 0x0E7F
        or 0x2E80 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7FF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )


@functools.cache
def confusables() -> dict[str, str]:
    """Character → the ASCII letter or digit it is confusable with, by the table of UTS #39."""
    raw = (importlib.resources.files("confusable_homoglyphs") / "confusables.json").read_bytes()
    table: dict[str, list[dict[str, str]]] = msgspec.json.decode(raw)
    found = {}
    for character, alike in table.items():
        if len(character) == 1 and not character.isascii():
            letter = next((other["c"] for other in alike if len(other["c"]) == 1 and other["c"].isascii() and other["c"].isalnum()), None)
            if letter:
                found[character] = letter.lower()
    return found


@functools.cache
def _simplified() -> Callable[[str], str]:
    from opencc import OpenCC  # opens its tables; only text that has Han characters pays for it

    return functools.cache(OpenCC("t2s").convert)


def _named_letter(character: str) -> str | None:
    """The letter inside a symbol whose name says it: 🅰, 🄰, 🇦 …"""
    name = unicodedata.name(character, "")
    for lead in ("LATIN CAPITAL LETTER ", "LATIN SMALL LETTER ", "LATIN LETTER SMALL CAPITAL ", "REGIONAL INDICATOR SYMBOL LETTER "):
        letter = name.partition(lead)[2]
        if len(letter) == 1:
            return letter.lower()
    return None


def light(character: str) -> str:
    """The light form of one character (or of one base with its marks, composed): none, one or several characters."""
    if len(character) == 1 and ord(character) < 128:
        return ASCII[ord(character)]
    return "".join(_light(part) for part in unicodedata.normalize("NFKC", character).casefold())


def _light(part: str) -> str:
    code = ord(part)
    if code < 128:
        return ASCII[code]
    category = unicodedata.category(part)
    if category == "Cf" or 0xFE00 <= code <= 0xFE0F or part in "\u115f\u1160\u3164\u034f" or 0xE0000 <= code <= 0xE0FFF:
        return ""
    if any(low <= code <= high for low, high in SPELLING_MARKS):
        return ""
    if part in ARABIC:
        return ARABIC[part]
    if part in HEBREW_FINALS:
        return HEBREW_FINALS[part]
    if 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or (code >= 0x20000 and category == "Lo"):
        return _simplified()(part)
    if category == "Nd":
        return str(unicodedata.digit(part))
    if is_emoji(code):
        return f" {part} "
    name = unicodedata.name(part, "")
    if category[0] in "LM":
        if part == "ё":
            return "е"
        if category[0] == "L" and not name.startswith(KEPT_SCRIPTS):
            return confusables().get(part, part)
        if part in "ɑɡɩʋ":
            return confusables().get(part, part)
        return _named_letter(part) or part if name.startswith("LATIN LETTER SMALL CAPITAL") else part
    if category == "So":
        letter = _named_letter(part)
        if letter:
            return letter
    if category[0] == "N":
        return part
    return " "


def plain(character: str) -> str:
    """The plain form: light, without the accents of Latin and Greek letters."""
    return "".join(_bare(part) for part in light(character))


def _bare(part: str) -> str:
    if part.isascii():
        return part
    if part in UNDECOMPOSED:
        return UNDECOMPOSED[part]
    code = ord(part)
    if 0x00C0 <= code <= 0x024F or 0x0370 <= code <= 0x03FF or 0x1E00 <= code <= 0x1FFF:
        return _unmodified(unicodedata.normalize("NFD", part)[0])
    return part


def _unmodified(letter: str) -> str:
    """The letter under a hook, stroke or tail that Unicode names but does not decompose."""
    name = unicodedata.name(letter, "").partition("LATIN SMALL LETTER ")[2].partition(" WITH ")[0]
    return name.lower() if len(name) == 1 else letter


class FoldTable(dict[int, str]):
    """A table for `str.translate` that works each character out once."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        super().__init__(ASCII)
        self._fold = fold

    def __missing__(self, code: int) -> str:
        folded = self._fold(chr(code))
        self[code] = folded
        return folded


LIGHT = FoldTable(light)
PLAIN = FoldTable(plain)
