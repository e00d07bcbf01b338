"""The words of an offer in one form, and how much each says."""

import importlib.resources
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from pratique.signals.text.normal import normalise

COMMON = frozenset(
    word
    for line in importlib.resources.files("pratique.identity").joinpath("common_words.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
LEAST, KIND, UNKNOWN, MOST = 0.35, 2.2, 4.0, 8.0
"""Weight of a word every title holds, the most of an ordinary one, that of one never met, and of the rarest; in nats."""
_DRAWN = 1_000
"""Texts that the counts are mixed with, of which a word is in e to the minus `UNKNOWN`."""


_LOWER = re.compile(r"(?<![\w'’-])[a-z]{3,}(?![\w'’])")
_MARKS = dict.fromkeys(map(ord, "™®©℠"), " ")
"""Signs that would be folded into letters of the word before them."""


def stem(word: str) -> str:
    """Without the ending of the plural, as English mostly forms it; two words that come out alike are held to be one."""
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("ches", "shes", "xes", "sses")):
            return word[:-2]
        return word[:-1]
    return word


def words(text: str) -> list[str]:
    """In order: folded as terms are, the plural taken off, writing without spaces cut into pairs of characters."""
    found: list[str] = []
    for word in normalise(text.translate(_MARKS)).split():
        if word.isascii() or not _is_joined(word):
            found.append(stem(word))
        elif len(word) < 3:
            found.append(word)
        else:
            found += [word[at : at + 2] for at in range(len(word) - 1)]
    return found


def _is_joined(word: str) -> bool:
    return any("\u2e80" <= letter <= "\u9fff" or "\u0e00" <= letter <= "\u0e7f" or "\uac00" <= letter <= "\ud7ff" for letter in word)


COMMON_STEMS = frozenset(stem(word) for word in COMMON)


def lower_words(text: str) -> set[str]:
    """ASCII words that stand in lower case in a text: mostly ordinary ones, where names are capitalised."""
    return {stem(word) for word in _LOWER.findall(text)}


class Rarity:
    """How much it says that a word is in two texts: the logarithm of one over its share of the texts it was counted in.

    Words of `COMMON` weigh little whatever the count; `ordinary` ones, of which no brand or range is made, at most `KIND`; words never met
    `UNKNOWN`: they may be a name or mere ornament. Counts of few texts are drawn towards `UNKNOWN`.
    """

    def __init__(self, counts: Mapping[str, int] | None = None, texts: int = 0, ordinary: Iterable[str] = ()) -> None:
        self._unknown = UNKNOWN
        self._weights = dict.fromkeys(COMMON_STEMS, LEAST)
        named = frozenset(map(stem, ordinary))
        for word in named - COMMON_STEMS:
            self._weights[word] = KIND
        for word, count in (counts or {}).items():
            if word not in COMMON_STEMS:
                most = KIND if word in named or word.isdigit() else MOST
                self._weights[word] = min(most, max(LEAST, -math.log((count + _DRAWN * math.exp(-UNKNOWN)) / (texts + _DRAWN))))

    @classmethod
    def counted(cls, texts: Iterable[Iterable[str]], ordinary: Iterable[str] = ()) -> "Rarity":
        """From the words of many texts."""
        counts: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            counts.update(set(text))
        return cls(counts, number, ordinary)

    @classmethod
    def by_share(cls, texts: Iterable[Iterable[str]]) -> "Rarity":
        """The bare logarithm, for a catalogue large enough that its counts need no help; a word never met weighs as one met once."""
        counts: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            counts.update(text)
        made = cls()
        made._unknown = math.log(max(2, number))
        made._weights = {word: made._unknown - math.log(count) for word, count in counts.items()}
        return made

    def weight(self, word: str) -> float:
        """Of one word: from `LEAST` to `MOST`, or to the logarithm of the number of texts where it is `by_share`."""
        return self._weights.get(word, self._unknown)

    def total(self, found: Iterable[str]) -> float:
        """Of several."""
        known, unknown = self._weights, self._unknown
        return sum([known.get(word, unknown) for word in found])
