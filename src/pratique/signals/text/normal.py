"""Normal forms of a text, and the way back to the characters the trader wrote.

A normal form begins and ends with a space, has single spaces, and only letters, digits, marks and emoji between them. A space stands between
Latin letters or digits and scripts written without spaces.
"""

import re
import unicodedata

from pratique.signals.text.fold import ASCII, LIGHT, PLAIN, FoldTable, is_joined_script

JOINED = "\u0e00-\u0e7f\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_SEAM = re.compile(f"(?<=[a-z0-9])(?=[{JOINED}])|(?<=[{JOINED}])(?=[a-z0-9])")
_JAMO = range(0x1160, 0x1200)


def normalise(text: str) -> str:
    """The plain normal form: what terms without accents are looked for in."""
    return _form(text, PLAIN)


def normalise_light(text: str) -> str:
    """The light normal form, which keeps accents: what accented terms are looked for in."""
    return _form(text, LIGHT)


def both_forms(text: str) -> tuple[str, str]:
    """Plain and light form; the same object twice where they do not differ."""
    if text.isascii():
        form = " " + " ".join(text.translate(ASCII).split()) + " "
        return form, form
    lighter = _form(text, LIGHT)
    if lighter.isascii():
        return lighter, lighter
    plainer = _form(lighter, PLAIN)
    return (lighter, lighter) if plainer == lighter else (plainer, lighter)


def _form(text: str, table: FoldTable) -> str:
    if text.isascii():
        return " " + " ".join(text.translate(ASCII).split()) + " "
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
