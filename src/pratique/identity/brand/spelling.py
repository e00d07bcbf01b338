"""Words of a catalogue that are nearly the name of a brand and are no words of their own.

A slip of the pen and a name made to be taken for another look alike. What tells them from honest words is the catalogue: an honest word is
met often, or in a form of its own (`channel`, `prado`, `punto`).
"""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pratique.identity.words import COMMON

LEAST_LETTERS, TWO_SLIPS = 5, 9
"""Shorter names are too near to too many words; from so many letters on two slips are taken."""
MOST_USES = 0.02
"""A word met more often than this, as a share of how often the brand is, is held to be a word of its own; with at most `MOST_EVER`."""
MOST_EVER = 3
_AT_ONCE = 4096


class NearName(NamedTuple):
    """A word and the name it is nearly."""

    word: str
    name: str
    slips: int
    """Letters changed, left out, added or swapped (optimal string alignment)."""


def near_names(uses: Counter[str], names: Collection[str], honest: Collection[str] = ()) -> list[NearName]:
    """Words that are nearly a name. `uses`: how often each word, in lower case, is met; `names`: single words, in lower case."""
    targets = sorted({name for name in names if len(name) >= LEAST_LETTERS and name.isascii() and name.isalpha()})
    known = frozenset(names)
    words = sorted(word for word in uses if _may_be_one(word, known, honest))
    found = []
    for start in range(0, len(words) if targets else 0, _AT_ONCE):
        part = words[start : start + _AT_ONCE]
        slips = cdist(part, targets, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
        for place, target in zip(*np.nonzero(slips <= 2), strict=True):
            word, name, count = part[place], targets[target], int(slips[place, target])
            if count and _is_near(word, name, count) and uses[word] <= max(MOST_EVER, MOST_USES * uses[name]):
                found.append(NearName(word, name, count))
    return found


def _may_be_one(word: str, targets: Collection[str], honest: Collection[str]) -> bool:
    is_plain = len(word) >= LEAST_LETTERS - 1 and word.isascii() and word.isalpha()
    return is_plain and not any(word in known for known in (COMMON, honest, targets))


def _is_near(word: str, name: str, slips: int) -> bool:
    """The first letter is kept (slips there are rare, other words many), and a plural is none."""
    if word[0] != name[0] or word in (f"{name}s", f"{name}es") or f"{word}s" == name:
        return False
    return slips == 1 or (len(name) >= TWO_SLIPS and abs(len(word) - len(name)) <= 1)
