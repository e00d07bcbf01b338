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
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ahocorasick_rs import BytesAhoCorasick, Implementation

from pratique.signals.text.fold import confusables, is_emoji
from pratique.signals.text.normal import normalise

LEET = str.maketrans(
    {"4": "a", "@": "a", "3": "e", "€": "e", "1": "i", "!": "i", "|": "i", "l": "i", "0": "o", "5": "s", "$": "s", "7": "t", "+": "t", "8": "b",
     "9": "g", "6": "g", "2": "z", "¥": "y", "£": "i", "¢": "c", "(": "c", "<": "c", "?": "", "%": ""}
)  # fmt: skip
"""Digits and signs by the letter they are drawn for; `l` is `i` because `1` may be either."""

_LEET_SIGNS = "@$€!|+¥£¢(<"
_WRITTEN = re.compile(r"\S+")
_SIGNS = re.compile(r"[\W_]+")
_TRIPLE = re.compile(r"([^\W\d_])\1\1|([ahijkquvwxy])\2", re.IGNORECASE)
_CAMEL = re.compile(r"[a-z](?=[A-Z])")
_REPEATED = re.compile(r"(\w)\1+")
SHAPE = bytes(
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
CLOSE_SHAPE = b"a.a"
"""Words with a sign inside (`cann-abis`): a disguise in titles, ordinary in descriptions."""
SHAPES = (b"a.a.a", b"a1a", b"aaa1 ", b"a11a", b" 1aaa", b" a a a ", b" a  a  a ")
"""What disguises look like."""
_ANY_SHAPE = BytesAhoCorasick(list(SHAPES), implementation=Implementation.DFA)
"""All of them in one pass."""
_SIGNS_BEYOND_ASCII = tuple(sign.encode() for sign in "·•‧∙⋅・●○★☆♥–—−‐~～“”‘’…")
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_PICTURES = re.compile("[\u2600-\u27bf\u2b50\ufe0f\U0001f300-\U0001faff]+")
"""Emoji and other pictures between letters are signs like any."""
STRETCHES = (*(letter * 3 for letter in "abcdefghijklmnopqrstuvwxyz"), *(letter * 2 for letter in "ahijkquvwxy"))
"""A letter three times running, and letters that are seldom doubled twice; looked for together with the terms."""
_MIXED = re.compile(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]", re.IGNORECASE)
_HAN = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
_SINGLES_JOINED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?:[\s.,;:!*~+\-/|_^#·•・。、，●]{{1,2}}[{_HAN}](?![{_HAN}]))+")
"""Characters of scripts without spaces that stand apart, one by one."""


DOUBTFUL = "?"
NEVER = 99


class Word(NamedTuple):
    """A word in skeleton, apart from where it stands."""

    skeleton: str
    least: int
    """Terms shorter than this are not believed in this word; `NEVER` in one that does not look disguised."""
    letters: int = 0
    """How many letters and digits are written; 0 where some are there more often than they belong."""
    is_single: bool = False
    """One letter alone: it may be part of a word written apart."""
    parts: tuple["Word", ...] = ()
    """The words between signs (`speed/amphetamine`), where some are words of their own; then this is all of them as one."""


class Unmasked:
    """A text in skeleton: its words between single spaces. Where they stand is worked out when something was met."""

    __slots__ = ("_original", "_starts", "_written", "_written_at", "doubts", "text", "words")

    def __init__(self, original: str, words: list[Word], written: list[tuple[int, int]]) -> None:
        self.text = f" {' '.join(word.skeleton for word in words)} "
        self.doubts = f" {' '.join(('-' if word.least == NEVER else DOUBTFUL) * len(word.skeleton) for word in words)} "
        """`text` with each character of a word that looks disguised as `DOUBTFUL`."""
        self.words = words
        self._original, self._written = original, written
        self._starts: list[int] = []
        self._written_at: list[tuple[int, int]] = []

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
        if not self._written_at:
            self._written_at = [match.span() for match in _WRITTEN.finditer(self._original)]
        return self._written_at[self._written[first][0]][0], self._written_at[self._written[last][1]][1]


def looks_disguised(text: str, plain: str, *, closely: bool) -> bool:
    """A quick look whether `unmask` is worth the while; letters three times running are for the caller to see.

    `closely` also takes `CLOSE_SHAPE`.
    """
    if text.isascii():
        encoded = text.encode()
    else:
        if not plain.isascii() and _MIXED.search(text):
            return True
        encoded = _PICTURES.sub(".", _SPACES.sub(" ", text)).encode("utf-8", "replace")
        for sign in _SIGNS_BEYOND_ASCII:
            encoded = encoded.replace(sign, b".")
    shape = b" %b " % encoded.translate(SHAPE)
    return (closely and CLOSE_SHAPE in shape) or bool(_ANY_SHAPE.find_matches_as_indexes(shape))


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
        elif is_emoji(ord(character)):
            kept.append(".")
        else:
            folded = normalise(character).strip()
            kept.append(
                "".join(table.get(part, part) for part in folded) or ("" if unicodedata.category(character) in ("Cf", "Mn") else ".")
            )
    return "".join(kept)


MOST_WORDS = 4000
"""A text is searched for disguises this far; what stands behind is still read in its normal form."""


def unmask(text: str, known: AbstractSet[str]) -> Unmasked | None:
    """The text in skeleton, runs of single letters drawn into one word.

    `None` where no word looks disguised, or none that does is of a term: `known` holds the words of all terms in skeleton.
    """
    found = [word(piece) for piece in text.split()[:MOST_WORDS]]
    singles = sum([one.is_single for one in found])
    if singles < LEAST_RUN and not any([one.least < NEVER and _is_of_a_term(one, known) for one in found]):
        return None
    words: list[Word] = []
    written: list[tuple[int, int]] = []
    whole: list[tuple[Word, tuple[int, int]]] = []
    at = 0
    for is_single, run in itertools.groupby(found, key=lambda one: one.is_single):
        together = list(run)
        if is_single and len(together) >= LEAST_RUN:
            words.append(Word(_REPEATED.sub(r"\1", "".join(one.skeleton for one in together)), LEAST_APART, is_single=True))
            written.append((at, at + len(together) - 1))
        else:
            for number, one in enumerate(together, at):
                words += one.parts or (one,)
                written += [(number, number)] * max(1, len(one.parts))
                if one.parts:
                    whole.append((one, (number, number)))
        at += len(together)
    words += [one for one, _ in whole]
    written += [place for _, place in whole]
    return Unmasked(text, words, written) if any([one.least < NEVER for one in words]) else None


def _is_of_a_term(one: Word, known: AbstractSet[str]) -> bool:
    bones = one.skeleton
    if bones in known or bones[:-1] in known or bones[:-2] in known:
        return True
    return any(_is_of_a_term(part, known) for part in one.parts)


LEAST_RUN = 3
"""Single letters running, from which they may be one word drawn apart."""
LEAST_APART = 4
LEAST_HALF = 6
"""A shorter word of which only half are letters is a number with a unit or a code."""


@functools.lru_cache(maxsize=1 << 17)
def word(original: str) -> Word:
    """One word in skeleton, and whether it looks disguised."""
    if original.isascii() and original.isalpha() and len(original) > 1 and not _TRIPLE.search(original):
        return Word(_REPEATED.sub(r"\1", original.lower().translate(LEET)), NEVER)
    raw = normalise_signs(original)
    letters = _SIGNS.sub("", raw)
    if len(letters) == 1 and letters.isalpha():
        return Word(letters.translate(LEET), NEVER, is_single=True)
    trimmed = raw.strip(".-_*~'\"`^,:;/\\()#&=?[]{}%<>!·•")
    pieces = [piece for piece in _SIGNS.split(trimmed) if piece]
    alphabetic = sum(ch.isalpha() for ch in letters)
    bones = _REPEATED.sub(r"\1", _SIGNS.sub("", trimmed.translate(LEET)))
    if not letters or alphabetic * 2 < len(letters) or (alphabetic * 2 == len(letters) and len(bones) < LEAST_HALF):
        return Word(bones, NEVER)
    if len(pieces) >= LEAST_RUN and max(map(len, pieces)) == 1:
        return Word(bones, 3 if len(pieces) > LEAST_RUN else LEAST_APART)
    parts = tuple(map(word, pieces)) if len(pieces) > 1 and max(map(len, pieces)) >= LEAST_APART else ()
    leet = any(ch.isdigit() or ch in _LEET_SIGNS for ch in trimmed) and not _is_measure(letters)
    if _TRIPLE.search(raw):
        return Word(bones, LEAST_APART, parts=parts)
    if leet or _MIXED.search(original):
        return Word(bones, LEAST_APART, len(_SIGNS.sub("", trimmed.translate(LEET))), parts=parts)
    return Word(bones, LEAST_APART if len(pieces) > 1 else NEVER, parts=parts)


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


def split_camel(text: str) -> tuple[str, list[int]] | None:
    """Words run together with capitals (`FakePassport`) written apart, and for each character its index in the original.

    `None` where there are none.
    """
    if not _CAMEL.search(text):
        return None
    seams = [match.end() for match in _CAMEL.finditer(text)]
    pieces, indices = [], []
    for start, end in zip([0, *seams], [*seams, len(text)], strict=True):
        pieces.append(text[start:end])
        indices += [*range(start, end), end]
    return " ".join(pieces), indices
