"""The words of an offer in one form, and how much each says."""

import importlib.resources
import math
from collections import Counter
from collections.abc import Iterable, Mapping

from pratique.signals.text.normal import normalise

COMMON = frozenset(
    word
    for line in importlib.resources.files("pratique.identity").joinpath("common_words.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
LEAST, KIND, UNKNOWN, MOST = 0.35, 3.0, 4.0, 8.0
"""Weight of a word every title holds, the most of one that names a kind of product, that of one never met, and of the rarest; in nats."""
_DRAWN = 1_000
"""Texts that the counts are mixed with, of which a word is in e to the minus `UNKNOWN`."""


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
    for word in normalise(text).split():
        if word.isascii() or not _is_joined(word):
            found.append(stem(word))
        elif len(word) < 3:
            found.append(word)
        else:
            found += [word[at : at + 2] for at in range(len(word) - 1)]
    return found


def _is_joined(word: str) -> bool:
    return any("\u2e80" <= letter <= "\u9fff" or "\u0e00" <= letter <= "\u0e7f" or "\uac00" <= letter <= "\ud7ff" for letter in word)


class Rarity:
    """How much it says that a word is in two texts: the logarithm of one over its share of the texts it was counted in.

    Words of `COMMON` weigh little whatever the count; `kinds`, the names of kinds of product, at most `KIND`; words never met `UNKNOWN`:
    they may be a name or mere ornament. Counts of few texts are drawn towards `UNKNOWN`.
    """

    def __init__(self, counts: Mapping[str, int] | None = None, texts: int = 0, kinds: Iterable[str] = ()) -> None:
        common = {stem(word) for word in COMMON}
        self._weights = dict.fromkeys(common, LEAST)
        named = frozenset(kinds)
        for word in named - common:
            self._weights[word] = KIND
        for word, count in (counts or {}).items():
            if word not in common:
                most = KIND if word in named else MOST
                self._weights[word] = min(most, max(LEAST, -math.log((count + _DRAWN * math.exp(-UNKNOWN)) / (texts + _DRAWN))))

    @classmethod
    def counted(cls, texts: Iterable[Iterable[str]], kinds: Iterable[str] = ()) -> "Rarity":
        """From the words of many texts."""
        counts: Counter[str] = Counter()
        number = 0
        for text in texts:
            number += 1
            counts.update(set(text))
        return cls(counts, number, kinds)

    def weight(self, word: str) -> float:
        """Of one word, from `LEAST` to `MOST`."""
        return self._weights.get(word, UNKNOWN)

    def total(self, found: Iterable[str]) -> float:
        """Of several."""
        known = self._weights
        return sum([known.get(word, UNKNOWN) for word in found])
