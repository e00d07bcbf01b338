"""Words written so that a filter does not know them: `V1@GRA`, `n-i-k-e`, `n i k e`, `cooocaine`, Latin with Cyrillic letters.

A disguise is undone by writing text and terms in one *skeleton*, in which characters that stand for one another are the same and doubled
letters are one. Only words that look disguised count there: the skeleton of an honest word may be that of another.
"""

import functools
import re
import string
import unicodedata
from typing import NamedTuple

from pratique.signals.text.fold import confusables
from pratique.signals.text.normal import JOINED, normalise

LEET = str.maketrans(
    {"4": "a", "@": "a", "3": "e", "€": "e", "1": "i", "!": "i", "|": "i", "l": "i", "0": "o", "5": "s", "$": "s", "7": "t", "+": "t", "8": "b",
     "9": "g", "6": "g", "2": "z", "¥": "y", "£": "i", "¢": "c", "(": "c", "<": "c", "?": "", "%": ""}
)  # fmt: skip
"""Digits and signs by the letter they are drawn for; `l` is `i` because `1` may be either."""

_LEET_SIGNS = "@$€!|+¥£¢(<"
_SIGNS = re.compile(r"[\W_]+")
_TRIPLE = re.compile(r"([^\W\d_])\1\1")
_REPEATED = re.compile(r"(\w)\1+")
_ASCII_SHAPE = str.maketrans(
    {c: "a" for c in string.ascii_letters} | {c: "1" for c in string.digits + _LEET_SIGNS} | {c: "." for c in "-_.*~'\"`^,:;/\\)#&=?[]{}%>"}
)
_SUSPICIOUS_SHAPES = ("a1a", " 1aaa", "aaa1 ", " a a a ", "a.a.a", "a11a")
_TRIPLES = tuple(c * 3 for c in "abcdefghijklmnopqrstuvwyz")
_MIXED = re.compile(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]", re.IGNORECASE)
_SINGLES_JOINED = re.compile(f"(?<![{JOINED}])[{JOINED}](?:[\\W_]{{1,2}}[{JOINED}](?![{JOINED}]))+")


class Word(NamedTuple):
    """A word in skeleton, apart from where it stands."""

    skeleton: str
    least: int
    """Terms shorter than this are not believed in this word; `NEVER` in one that does not look disguised."""
    is_single: bool = False
    """One letter alone: it may be part of a word written apart."""


class Unmasked(NamedTuple):
    """A text in skeleton: words between single spaces, and for each word its place and what may be believed of it."""

    text: str
    starts: list[int]
    """Index in `text` of each word's first letter, ascending."""
    words: list[Word]
    spans: list[tuple[int, int]]
    """Span of each word in the original."""


NEVER = 99


def looks_disguised(text: str) -> bool:
    """A quick look whether `words` is worth the while. Errs on the side of yes."""
    if not text.isascii() and _MIXED.search(text):
        return True
    shape = f" {text.translate(_ASCII_SHAPE)} "
    if any(part in shape for part in _SUSPICIOUS_SHAPES):
        return True
    lowered = text.lower()
    return any(triple in lowered for triple in _TRIPLES)


def skeleton(text: str) -> str:
    """What is left of a word when everything a disguise plays with is taken away."""
    lowered = normalise_signs(text)
    return _REPEATED.sub(r"\1", lowered.translate(LEET).replace(" ", ""))


def normalise_signs(text: str) -> str:
    """Lower case, without accents and zero-width characters, look-alikes of other alphabets as Latin letters; signs are kept."""
    kept = []
    table = confusables()
    for character in text:
        if character.isascii():
            kept.append(character.lower())
        elif character in "€£¥¢":
            kept.append(character)
        else:
            folded = normalise(character).strip()
            kept.append("".join(table.get(part, part) for part in folded) or ("" if unicodedata.category(character) in ("Cf", "Mn") else "."))
    return "".join(kept)


def unmask(text: str) -> Unmasked | None:
    """The text in skeleton, runs of single letters drawn into one word; `None` where no word looks disguised."""
    if not looks_disguised(text):
        return None
    pieces = text.split()
    if len(pieces) > MOST_WORDS:
        pieces = pieces[:MOST_WORDS]
    found = [word(piece) for piece in pieces]
    if not any(one.least < NEVER or one.is_single for one in found):
        return None
    return _join(text, pieces, found)


MOST_WORDS = 4000
"""A text is searched for disguises this far; what stands behind is still read in its normal form."""


def _join(text: str, pieces: list[str], found: list[Word]) -> Unmasked | None:
    spans: list[tuple[int, int]] = []
    at = 0
    for piece in pieces:
        at = text.index(piece, at)
        spans.append((at, at + len(piece)))
        at += len(piece)
    words: list[Word] = []
    places: list[tuple[int, int]] = []
    i = 0
    while i < len(found):
        j = i
        while j < len(found) and found[j].is_single:
            j += 1
        if j - i >= 3:
            words.append(Word(_REPEATED.sub(r"\1", "".join(one.skeleton for one in found[i:j])), 4, True))
            places.append((spans[i][0], spans[j - 1][1]))
            i = j
        else:
            words.append(found[i])
            places.append(spans[i])
            i += 1
    if not any(one.least < NEVER for one in words):
        return None
    starts, at = [], 1
    for one in words:
        starts.append(at)
        at += len(one.skeleton) + 1
    return Unmasked(" " + " ".join(one.skeleton for one in words) + " ", starts, words, places)


@functools.lru_cache(maxsize=1 << 17)
def word(original: str) -> Word:
    """One word in skeleton, and whether it looks disguised."""
    if original.isascii() and original.isalpha() and len(original) > 1 and not _TRIPLE.search(original):
        return Word(_REPEATED.sub(r"\1", original.lower().translate(LEET)), NEVER)
    raw = normalise_signs(original)
    letters = _SIGNS.sub("", raw)
    if len(letters) == 1 and letters.isalpha():
        return Word(letters.translate(LEET), NEVER, True)
    trimmed = raw.strip(".-_*~'\"`^,:;/\\)#&=?[]{}%>!·•")
    pieces = [piece for piece in _SIGNS.split(trimmed) if piece]
    alphabetic = sum(ch.isalpha() for ch in letters)
    bones = _REPEATED.sub(r"\1", _SIGNS.sub("", trimmed.translate(LEET)))
    if alphabetic * 2 < len(letters) or not letters:
        return Word(bones, NEVER)
    if len(pieces) >= 3 and max(map(len, pieces)) == 1:
        return Word(bones, 3 if len(pieces) > 3 else 4)
    leet = any(ch.isdigit() or ch in _LEET_SIGNS for ch in trimmed) and not _is_measure(letters)
    if leet or _TRIPLE.search(raw) or _MIXED.search(original):
        return Word(bones, 4)
    return Word(bones, 5 if len(pieces) > 1 else NEVER)


def _is_measure(letters: str) -> bool:
    """A number with a unit or count behind it (`100mg`, `3pcs`): no leet."""
    return re.fullmatch(r"\d+[^\W\d_]{1,4}|\d+x\d+[^\W\d_]*", letters) is not None


def join_spaced(text: str) -> tuple[str, list[int]] | None:
    """Chinese and other joined scripts written apart (`加 微.信`) drawn together, and for each character its index in the original.

    `None` where nothing is written apart.
    """
    if text.isascii() or not _SINGLES_JOINED.search(text):
        return None
    left_out = {i for match in _SINGLES_JOINED.finditer(text) for i in range(*match.span()) if not text[i].isalnum()}
    indices = [i for i in range(len(text)) if i not in left_out]
    return "".join(text[i] for i in indices), [*indices, len(text)]
