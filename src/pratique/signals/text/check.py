"""What must be so where a pattern was met, for one of its terms to count: boundaries, accents, negation, guards, capitals and signs.

The one place that says it: `scan` asks for every hit of one listing, `sweep` for those of many that it cannot tell at a glance.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pratique.signals.text.concepts import ConceptTable
from pratique.signals.text.endings import endings
from pratique.signals.text.guard import Words, around
from pratique.signals.text.hit import Form, Hit
from pratique.signals.text.lexicon import FREE_END, LEAST_DISGUISED, Entry, Lexicon
from pratique.signals.text.negation import NEGATING, is_negated

_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]")
_NOT_VIETNAMESE = re.compile("[äåæçëïîñöøûüÿœšžß\u0100-\u0102\u0104-\u010f\u0112-\u0127\u012a-\u0167\u016a-\u019f\u1e00-\u1e9f]")
LONGEST_VIETNAMESE = 7
"""Letters of the longest Vietnamese syllable, and all of them are written apart (`nghiêng`)."""
LEAST_BEFORE_DIGITS = 5
"""A term at least this long may have a number right behind it (`viagra100`)."""
_LONG = 250
"""In a longer text the words around each hit are taken, in a shorter one those of the text once."""
_LEAST_REACH = 48


class Check(NamedTuple):
    """What is to be checked where a pattern was met, for one of its terms."""

    entry: Entry
    concept: int
    form: int
    skip: int
    """Characters of the pattern before the term."""
    negation: bool
    guards: Words | None
    window: int
    """Words on either side among which guards stand."""
    is_special: bool
    """Bound to fields, or to capitals and signs of the original."""
    key: int
    """Of the pattern and concept together."""


class Checks:
    """The checks of all patterns, each worked out when it is first met: most never are."""

    def __init__(self, table: ConceptTable, lexicon: Lexicon) -> None:
        self.rows, self._lexicon = table.rows, lexicon
        self.known: list[tuple[Check, ...] | None] = [None] * len(lexicon.entries)

    def of(self, pattern: int) -> tuple[Check, ...]:
        """The checks of a pattern, concept by concept, the most telling term of each first."""
        known = self.known[pattern]
        if known is None:
            known = self.known[pattern] = tuple([self._check(pattern, entry) for entry in self._lexicon.entries[pattern]])
        return known

    def guards(self, entry: Entry) -> Words | None:
        """What turns a hit of a term off: the guards of the concept and its own."""
        own = self.rows[entry.concept].guards
        return own.and_also(entry.guards) if entry.guards else own or None

    def _check(self, pattern: int, entry: Entry) -> Check:
        row = self.rows[entry.concept]
        return Check(
            entry,
            entry.concept,
            entry.form,
            int(entry.lead),
            row.negation,
            self.guards(entry),
            row.window,
            bool(entry.fields or entry.literal),
            (pattern << 16) + entry.concept,
        )


class Place:
    """A form of a text in which hits are judged, with what its words are once they are asked for."""

    __slots__ = ("_guarded", "_unaccented", "_words", "form", "is_ascii", "is_long", "light", "text")

    def __init__(self, form: Form, light: str) -> None:
        self.form, self.light, self.text = form, light, form.text
        """`light` goes with a plain form that differs."""
        self.is_ascii = form.text.isascii()
        self.is_long = self.is_ascii and len(form.text) > _LONG
        self._words: AbstractSet[str] | None = None
        self._guarded: dict[Words, bool] = {}
        self._unaccented: dict[tuple[str, str], bool] = {}

    def hit(self, check: Check, start: int, end: int) -> Hit | None:
        """The hit of a term whose pattern was met in the form at `start:end`; `None` where something keeps it from counting."""
        entry, text = check.entry, self.text
        if text[end] != " " and not ends_well(entry, text, end):
            return None
        begin = start + check.skip
        if not check.skip and text[begin - 1] != " " and not begins_well(entry, text, begin):
            return None
        if self.light and not self._may_lose_accents(entry, text[start:end]):
            return None
        source = self.form.source
        if check.is_special and entry.fields and source.kind not in entry.fields:
            return None
        if source.indices is not None and (entry.literal or entry.length < LEAST_DISGUISED) and text[begin].isascii():
            return None  # a few letters of a name that has capitals inside
        guards = check.guards
        if (check.negation or guards is not None) and self._is_off(check, guards, begin, end):
            return None
        hit = Hit(entry, self.form, begin, end)
        if check.is_special and entry.literal and not is_literal(entry.literal, hit):
            return None
        return hit

    def _may_lose_accents(self, entry: Entry, pattern: str) -> bool:
        key = pattern, entry.term
        may = self._unaccented.get(key)
        if may is None:
            may = self._unaccented[key] = may_lose_accents(entry, pattern, self.light)
        return may

    def _is_off(self, check: Check, guards: Words | None, begin: int, end: int) -> bool:
        """Whether a hit is negated or guarded. What words stand about is looked at first: seldom one that matters."""
        text, words = self.text, self._words
        if self.is_long:
            reach = max(_LEAST_REACH, 16 * check.window)
            words = set(text[text.rfind(" ", 0, max(0, begin - reach)) + 1 : end + reach].split())
        elif words is None:
            words = self._words = frozenset(text.split())
        if check.negation and not (self.is_ascii and NEGATING.isdisjoint(words)) and is_negated(text, begin, end):
            return True
        if guards is None or (guards.keys.isdisjoint(words) and not guards.measures and (self.is_ascii or not guards.joined)):
            return False
        if not self.is_long:
            somewhere = self._guarded.get(guards)
            if somewhere is None:
                somewhere = self._guarded[guards] = guards.occur_among(words, text)
            if not somewhere:
                return False
        near = around(text, begin, end, check.window)
        return guards.occur_among(frozenset(near.split()), near)


def ends_well(entry: Entry, text: str, end: int) -> bool:
    """Whether a term may end here, where letters follow it."""
    following = text[end]
    if entry.end == FREE_END:
        if entry.is_kana:
            return not "\u30a0" <= following <= "\u30ff"
        return not ("\u0e30" <= following <= "\u0e3a" or "\u0e45" <= following <= "\u0e4e")
    rest = text[end : text.find(" ", end)]
    return entry.may_end_with(rest) or (entry.length >= LEAST_BEFORE_DIGITS and rest.isdigit())


def may_lose_accents(entry: Entry, pattern: str, light: str) -> bool:
    """Whether a term without accents may be met where the trader wrote accents.

    Accents disguise, but they also make another word: `trên` is *on*, not *tren*. Vietnamese writes them on nearly every word, and its
    words are short.
    """
    if pattern in light:
        return True
    if entry.length < LEAST_DISGUISED:
        return False
    is_vietnamese = _VIETNAMESE.search(light) and not _NOT_VIETNAMESE.search(light)
    return not is_vietnamese or max(map(len, entry.term.split())) > LONGEST_VIETNAMESE


def begins_well(entry: Entry, text: str, begin: int) -> bool:
    """Whether a term that may stand within a word begins well here."""
    previous = text[begin - 1]
    if entry.within:
        return text[text.rfind(" ", 0, begin) + 1 : begin] in endings(entry.language).before
    if entry.is_kana:
        return not "\u30a0" <= previous <= "\u30ff"
    if "\uac00" <= text[begin] <= "\ud7ff" and entry.length <= 2:
        return not "\uac00" <= previous <= "\ud7ff"
    return not "\u0e40" <= previous <= "\u0e44"  # a Thai vowel written before the consonant it belongs to


def is_literal(literal: str, hit: Hit) -> bool:
    """Whether the original shows the term as it must be written: its capitals, or its signs."""
    raw = hit.form.source.raw
    lower = literal == literal.lower()
    if raw.isascii() and not all(word in (raw.lower() if lower else raw) for word in literal.split()):
        return False  # nowhere in the field, so not here: where it stands need not be worked out
    start, end = hit.span()
    stretch = "".join(
        unicodedata.normalize("NFKC", character)
        for character in raw[max(0, start - 2) : end + 3]
        if unicodedata.category(character) not in ("Mn", "Cf", "Me")
    )
    if lower:
        stretch = stretch.lower()
    return literal in stretch or literal.replace(" ", "") in stretch.replace(" ", "")
