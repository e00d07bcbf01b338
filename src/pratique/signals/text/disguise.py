"""Words written so that a filter does not know them: `V1@GRA`, `n-i-k-e`, `n i k e`, `cooocaine`, Latin with Cyrillic letters.

A disguise is undone by writing text and terms in one *skeleton*, in which characters that stand for one another are the same and doubled
letters are one. Only words that look disguised count there: the skeleton of an honest word may be that of another.
"""

import functools
import itertools
import re
import string
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from pratique.signals.text.fold import confusables
from pratique.signals.text.normal import JOINED, normalise

LEET = str.maketrans(
    {"4": "a", "@": "a", "3": "e", "€": "e", "1": "i", "!": "i", "|": "i", "l": "i", "0": "o", "5": "s", "$": "s", "7": "t", "+": "t", "8": "b",
     "9": "g", "6": "g", "2": "z", "¥": "y", "£": "i", "¢": "c", "(": "c", "<": "c", "?": "", "%": ""}
)  # fmt: skip
"""Digits and signs by the letter they are drawn for; `l` is `i` because `1` may be either."""

_LEET_SIGNS = "@$€!|+¥£¢(<"
_WRITTEN = re.compile(r"\S+")
_SIGNS = re.compile(r"[\W_]+")
_TRIPLE = re.compile(r"([^\W\d_])\1\1")
_REPEATED = re.compile(r"(\w)\1+")
_SHAPE = bytes(
    ord("a")
    if code >= 128 or chr(code).isalpha()
    else ord("1")
    if chr(code) in string.digits + _LEET_SIGNS
    else 32
    if chr(code).isspace()
    else ord(".")
    for code in range(256)
)
"""Each byte by what it is: letter (or part of one that is not ASCII), digit or sign that stands for a letter, space, other sign."""
STRETCHES = tuple(c * 3 for c in "abcdefghijklmnopqrstuvwxyz")
"""A letter three times running; looked for together with the terms."""
_MIXED = re.compile(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]", re.IGNORECASE)
_SINGLES_JOINED = re.compile(f"(?<![{JOINED}])[{JOINED}](?:[\\W_]{{1,2}}[{JOINED}](?![{JOINED}]))+")


class Word(NamedTuple):
    """A word in skeleton, apart from where it stands."""

    skeleton: str
    least: int
    """Terms shorter than this are not believed in this word; `NEVER` in one that does not look disguised."""
    is_single: bool = False
    """One letter alone: it may be part of a word written apart."""


class Unmasked:
    """A text in skeleton: its words between single spaces. Where they stand is worked out when something was met."""

    __slots__ = ("_original", "_pieces", "_spans", "_starts", "text", "words")

    def __init__(self, original: str, words: list[Word], pieces: list[int]) -> None:
        self.text = f" {' '.join(word.skeleton for word in words)} "
        self.words = words
        self._original, self._pieces = original, pieces
        self._starts: list[int] = []
        self._spans: list[tuple[int, int]] = []

    def word_at(self, position: int) -> int:
        """Number of the word that holds a position of `text`; negative for the space before the first."""
        if not self._starts:
            at = 1
            for word in self.words:
                self._starts.append(at)
                at += len(word.skeleton) + 1
        return bisect_right(self._starts, position) - 1

    def start(self, word: int) -> int:
        """Position in `text` at which a word begins."""
        return self._starts[word]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Half-open span in the original of a stretch of words."""
        if not self._spans:
            written = [match.span() for match in _WRITTEN.finditer(self._original)]
            at = 0
            for count in self._pieces:
                self._spans.append((written[at][0], written[at + count - 1][1]))
                at += count
        return self._spans[first][0], self._spans[last][1]


NEVER = 99


def looks_disguised(text: str, plain: str) -> bool:
    """A quick look whether `unmask` is worth the while; letters three times running are for the caller to see."""
    if not plain.isascii() and _MIXED.search(text):
        return True
    shape = b" %b " % text.encode("utf-8", "replace").translate(_SHAPE)
    return b"a1a" in shape or b"aaa1 " in shape or b" 1aaa" in shape or b" a a a " in shape or b"a.a.a" in shape or b"a11a" in shape


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
            kept.append(
                "".join(table.get(part, part) for part in folded) or ("" if unicodedata.category(character) in ("Cf", "Mn") else ".")
            )
    return "".join(kept)


MOST_WORDS = 4000
"""A text is searched for disguises this far; what stands behind is still read in its normal form."""


def unmask(text: str) -> Unmasked | None:
    """The text in skeleton, runs of single letters drawn into one word; `None` where no word looks disguised."""
    found = [word(piece) for piece in text.split()[:MOST_WORDS]]
    pieces = [1] * len(found)
    if sum([one.is_single for one in found]) >= 3:
        found, pieces = _join_singles(found)
    if all(one.least == NEVER for one in found):
        return None
    return Unmasked(text, found, pieces)


def _join_singles(found: list[Word]) -> tuple[list[Word], list[int]]:
    words: list[Word] = []
    pieces: list[int] = []
    for is_single, run in itertools.groupby(found, key=lambda one: one.is_single):
        together = list(run)
        if is_single and len(together) >= 3:
            words.append(Word(_REPEATED.sub(r"\1", "".join(one.skeleton for one in together)), 4, True))
            pieces.append(len(together))
        else:
            words += together
            pieces += [1] * len(together)
    return words, pieces


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
