"""Words around a hit that turn it off, and words in the field that support it."""

import functools
import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from pratique.signals.text.fold import is_joined_script
from pratique.signals.text.normal import both_forms, normalise


class Words:
    """A set of words and phrases that can be looked for in a stretch of normal form."""

    __slots__ = ("heads", "joined", "keys", "measures", "phrases", "single")

    def __init__(self, texts: Iterable[str]) -> None:
        single: set[str] = set()
        phrases, joined, measures = [], [], []
        for text in texts:
            if text.startswith("#"):
                unit = normalise(text[1:]).strip()
                measures.append(re.compile(rf" \d+ ?{re.escape(unit)}(?= )" if unit else r" \d"))
                continue
            for form in {form.strip() for form in both_forms(text)} - {""}:  # the text around a hit may be in either
                if is_joined_script(ord(form[0])):
                    joined.append(form)
                elif " " in form:
                    phrases.append(f" {form}")
                else:
                    single.update((form, f"{form}s", f"{form}es"))
        self.single, self.phrases, self.joined, self.measures = frozenset(single), tuple(phrases), tuple(joined), tuple(measures)
        self.heads = frozenset(phrase.split()[0] for phrase in phrases)
        """The first words of the phrases: without one of them a text has none of the phrases."""
        self.keys = self.single | self.heads
        """Without one of these a text has no word and no phrase."""

    def and_also(self, texts: tuple[str, ...]) -> "Words":
        """These and more."""
        more = _words(texts)
        return more if not self else _both(self, more)

    def __bool__(self) -> bool:
        return bool(self.single or self.phrases or self.joined or self.measures)

    def occur(self, stretch: str) -> bool:
        """Whether one of them stands in a stretch of normal form (which has a space at both ends)."""
        return self.occur_among(frozenset(stretch.split()), stretch)

    def occur_among(self, words: AbstractSet[str], stretch: str) -> bool:
        """The same where the words of the stretch are known."""
        if not self.single.isdisjoint(words):
            return True
        if self.phrases and not self.heads.isdisjoint(words) and any(phrase in stretch for phrase in self.phrases):
            return True
        if self.joined and not stretch.isascii() and any(text in stretch for text in self.joined):
            return True
        return bool(self.measures) and any(measure.search(stretch) for measure in self.measures)


_words = functools.lru_cache(maxsize=None)(Words)


@functools.lru_cache(maxsize=1 << 12)
def _both(one: Words, other: Words) -> Words:
    both = Words(())
    both.single, both.heads, both.keys = one.single | other.single, one.heads | other.heads, one.keys | other.keys
    both.phrases, both.joined, both.measures = one.phrases + other.phrases, one.joined + other.joined, one.measures + other.measures
    return both


def words_of(by_language: Mapping[str, Iterable[str]]) -> Words:
    """The words of all languages as one set: the language of a listing is seldom known and often mixed."""
    return Words(text for texts in by_language.values() for text in texts)


def around(text: str, start: int, end: int, window: int) -> str:
    """The `window` words before and behind a span, no word in part; where words are not spaced, three characters a word."""
    reach = 16 * window
    before, behind = text[max(0, start - reach) : start], text[end : end + reach]
    if is_joined_script(ord(text[start])):
        before, behind = before[-3 * window :], behind[: 3 * window]
    else:  # letters of the same word are no words beside it, nor is what is left of a word at the edge
        if start > reach and text[start - reach - 1] != " ":
            before = before[max(0, before.find(" ")) :]
        if end + reach < len(text) and text[end + reach] != " ":
            behind = behind[: behind.rfind(" ") + 1]
        before, behind = before[: before.rfind(" ") + 1], behind[max(0, behind.find(" ")) :]
    return " " + " ".join(before.split()[-window:]) + " \n " + " ".join(behind.split()[:window]) + " "
