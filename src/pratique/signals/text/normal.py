"""Normal forms of a text, and the way back to the characters the trader wrote.

A normal form begins and ends with a space, has single spaces, and only letters, digits, marks and emoji between them. A space stands
between Latin letters or digits and scripts written without spaces.
"""

import functools
import re
import unicodedata

from pratique.signals.text.fold import ASCII, LIGHT, PLAIN, UNDECOMPOSED, FoldTable, is_joined_script

JOINED = "\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_SEAM = re.compile(f"(?<=[a-z0-9])(?=[{JOINED}])|(?<=[{JOINED}])(?=[a-z0-9])")
_JAMO = range(0x1160, 0x1200)


def normalise(text: str) -> str:
    """The plain normal form: what terms without accents are looked for in."""
    return both_forms(text)[0]


def normalise_light(text: str) -> str:
    """The light normal form, which keeps accents: what accented terms are looked for in."""
    return both_forms(text)[1]


def both_forms(text: str) -> tuple[str, str]:
    """Plain and light form; the same object twice where they do not differ."""
    if text.isascii():
        form = f" {' '.join(_lower_ascii(text).split())} "
        return form, form
    if _latin().fullmatch(text):
        lighter = " " + " ".join(_lower_ascii(unicodedata.normalize("NFC", text).lower()).split()) + " "
        return _without_accents(lighter), lighter
    lighter = _form(text, LIGHT)
    if not _ACCENTED.search(lighter):
        return lighter, lighter
    return _form(lighter, PLAIN), lighter


_ACCENTED = re.compile("[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]")
ASCII_BYTES = bytes(ord(ASCII[code]) if code < 128 else code for code in range(256))
"""Table that folds the ASCII characters of a text in UTF-8."""
_STROKES = {letter: bare for letter, bare in UNDECOMPOSED.items() if len(bare) == 1}


@functools.cache
def _latin() -> re.Pattern[str]:
    """Text of ASCII and those accented Latin letters whose forms are lower case and base letter, nothing more: most of what is not ASCII.

    Such text is folded by whole-string operations, ten times faster than letter by letter.
    """
    simple = []
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        lower = letter.lower()
        bare = _STROKES.get(lower) or unicodedata.normalize("NFD", lower)[0]
        if LIGHT[code] == lower and len(lower) == 1 and PLAIN[code] == bare and bare.isascii() and bare.isalpha():
            simple.append(letter)
    return re.compile(f"[\x00-\x7f{''.join(simple)}]*")


def _lower_ascii(text: str) -> str:
    return text.encode().translate(ASCII_BYTES).decode()


def _without_accents(lighter: str) -> str:
    for letter, bare in _STROKES.items():
        if letter in lighter:
            lighter = lighter.replace(letter, bare)
    return unicodedata.normalize("NFD", lighter).encode("ascii", "ignore").decode()


def _form(text: str, table: FoldTable) -> str:
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    folded = text.translate(table)
    if not folded.isascii():
        folded = _SEAM.sub(" ", folded)
    return " " + " ".join(folded.split()) + " "


def offsets(text: str, *, keep_accents: bool) -> list[int]:
    """For each character of the normal form, the index of the character of `text` it comes from, and one more for the end.

    Slower than `normalise` by far: only for texts in which something was found.
    """
    table = LIGHT if keep_accents else PLAIN
    found: list[int] = []
    previous = " "
    pending = 0
    for start, segment in _segments(text):
        for character in _fold_segment(segment, table):
            if character.isspace():
                pending = start if previous != " " else pending
                previous = " "
                continue
            if previous == " " or _is_seam(previous, character):
                found.append(pending if previous == " " and found else start)
            found.append(start)
            previous = character
    if not found:
        return [0, len(text), len(text)]
    end = len(text)
    found.append(pending if previous == " " else end)
    found.append(end)
    return found


def _is_seam(left: str, right: str) -> bool:
    if left.isascii() == right.isascii():
        return False
    ascii_one, other = (left, right) if left.isascii() else (right, left)
    return ascii_one.isalnum() and is_joined_script(ord(other))


def _fold_segment(segment: str, table: FoldTable) -> str:
    if len(segment) == 1:
        return table[ord(segment)]
    return unicodedata.normalize("NFC", segment).translate(table)


def _segments(text: str) -> list[tuple[int, str]]:
    """Characters with the marks that compose onto them, with the index of the first."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return list(enumerate(text))
    starts = [i for i, ch in enumerate(text) if i == 0 or not (unicodedata.combining(ch) or ord(ch) in _JAMO)]
    return [(start, text[start:end]) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
