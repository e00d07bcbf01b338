"""Where terms stand in the texts of a listing: each text by itself, its normal forms first and then what looks disguised."""

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from pratique.facts import Listing
from pratique.signals.text.alphabets import one_alphabet
from pratique.signals.text.concepts import ConceptTable
from pratique.signals.text.disguise import DOUBTFUL, join_spaced, looks_disguised, split_camel, unmask
from pratique.signals.text.endings import endings
from pratique.signals.text.fields import text_fields
from pratique.signals.text.guard import Words, around
from pratique.signals.text.hit import Form, Hit
from pratique.signals.text.lexicon import ACCENTED, ACCENTS_LEFT_OUT, FREE_END, LEAST_DISGUISED, PLAIN, Entry, Lexicon
from pratique.signals.text.negation import NEGATING, is_negated
from pratique.signals.text.normal import both_forms, normalise
from pratique.signals.text.span import Source

_ALL = PLAIN | ACCENTED | ACCENTS_LEFT_OUT
_MOST_DISGUISED_TEXT = 50_000
_STARRED = re.compile(r"[A-Za-z](?:[A-Za-z*]*\*)[A-Za-z*]*[A-Za-z]")
"""A word some of whose letters are starred out."""
_SPLIT_FIELDS = ("title", "brand")
_UNIQUE_FIELDS = ("title", "description")
_LONGEST_KEPT = 200
"""Categories, brands and values of attributes up to this long are scanned once for all listings that have them."""
_LONG = 250
"""In a longer text the words around each hit are taken, in a shorter one those of the text once."""
_LEAST_REACH = 48
_NO_WORDS: frozenset[str] = frozenset()
LEAST_WITHIN = 6
"""A term shorter than this must be the whole of a word drawn together from single letters."""
_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]")
_NOT_VIETNAMESE = re.compile("[äåæçëïîñöøûüÿœšžß\u0100-\u0102\u0104-\u010f\u0112-\u0127\u012a-\u0167\u016a-\u019f\u1e00-\u1e9f]")
LONGEST_VIETNAMESE = 7
"""Letters of the longest Vietnamese syllable, and all of them are written apart (`nghiêng`)."""
SHOWN_OFTEN_ENOUGH = 3
"""A term met this often in a field is not looked for further: it would add nothing, and hostile text repeats."""
LEAST_BEFORE_DIGITS = 5
"""A term at least this long may have a number right behind it (`viagra100`)."""


class _Check(NamedTuple):
    """What is to be checked where a pattern was met, for one of its terms."""

    entry: Entry
    concept: int
    form: int
    skip: int
    """Characters of the pattern before the term."""
    negation: bool
    guards: Words | None
    is_special: bool
    """Bound to fields, or to capitals and signs of the original."""
    key: int
    """Of the pattern and concept together."""
    reach: int
    """Characters on either side within which guards and negations stand."""


class _Met(msgspec.Struct, frozen=True, gc=False):
    """What was met in one text; kept for other listings, so nobody may change it."""

    hits: Sequence[Hit]
    disguised: Sequence[Hit]


class Scanner:
    """The lexicon put to use on listings."""

    def __init__(self, table: ConceptTable, lexicon: Lexicon) -> None:
        self._table, self._lexicon = table, lexicon
        self._checks: list[tuple[_Check, ...] | None] = [None] * len(lexicon.entries)
        self._kept = functools.lru_cache(maxsize=1 << 13)(self._scan_text)

    def scan(self, listing: Listing) -> dict[int, list[Hit]]:
        """Every term met in a listing's texts, by number of the concept."""
        found: dict[int, list[Hit]] = {}
        disguised: list[Hit] = []
        for field, kind, raw in text_fields(listing):
            met = (self._scan_text if kind in _UNIQUE_FIELDS or len(raw) > _LONGEST_KEPT else self._kept)(field, kind, raw)
            for hit in met.hits:
                concept = hit.entry.concept
                if concept in found:
                    found[concept].append(hit)
                else:
                    found[concept] = [hit]
            if met.disguised:
                disguised += met.disguised
        for hit in disguised:
            found.setdefault(hit.entry.concept, []).append(hit)
        return found

    def _scan_text(self, field: str, kind: str, original: str) -> _Met:
        raw = original if original.isascii() else one_alphabet(original)
        source = Source(field, kind, raw, original)
        plain, light = both_forms(raw)
        is_split = kind in _SPLIT_FIELDS
        hits: list[Hit] = []
        if plain is light:
            is_stretched = self._meet(Form(plain, _ALL, source), "", hits)
        else:
            is_stretched = self._meet(Form(plain, PLAIN, source), light, hits)
            is_stretched |= self._meet(Form(light, ACCENTED | ACCENTS_LEFT_OUT, source), "", hits)
        if not plain.isascii() and (joined := join_spaced(raw)):
            self._meet_rewritten(source, *joined, hits)
        if is_split and (split := split_camel(raw)):
            self._meet_rewritten(source, *split, hits)
        disguised: list[Hit] = []
        if is_stretched or (len(raw) <= _MOST_DISGUISED_TEXT and looks_disguised(raw, plain, closely=is_split)):
            self._meet_disguised(source, disguised)
        if is_split and "*" in raw:
            self._meet_starred(source, disguised)
        return _Met(hits, disguised)

    def _meet_rewritten(self, source: Source, text: str, indices: list[int], hits: list[Hit]) -> None:
        rewritten = Source(source.field, source.kind, text, source.original, indices)
        plain, light = both_forms(text)
        if plain is light:
            self._meet(Form(plain, _ALL, rewritten), "", hits)
        else:
            self._meet(Form(plain, PLAIN, rewritten), light, hits)
            self._meet(Form(light, ACCENTED | ACCENTS_LEFT_OUT, rewritten), "", hits)

    def _meet(self, form: Form, light: str, hits: list[Hit]) -> bool:
        """Append the hits in a form; returns whether a letter stands three times running. `light` goes with a plain form that differs."""
        text, reads, source = form.text, form.reads, form.source
        checks, stretches = self._checks, self._lexicon.stretches
        is_stretched = False
        is_ascii = text.isascii()
        is_long = is_ascii and len(text) > _LONG
        words: frozenset[str] | None = None
        often: dict[int, int] = {}
        for pattern, start, end in self._lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
            if pattern < stretches:
                is_stretched = True
                continue
            if words is None:
                words = _NO_WORDS if is_long else frozenset(text.split())
                guarded: dict[Words, bool] = {}
                unaccented: dict[tuple[int, str], bool] = {}
            is_end_clear, done = text[end] == " ", -1
            for entry, concept, wanted, skip, negation, guards, is_special, key, reach in checks[pattern] or self._checks_of(pattern):
                if not wanted & reads or concept == done or often.get(key, 0) >= SHOWN_OFTEN_ENOUGH:
                    continue
                if not (is_end_clear or _ends_well(entry, text, end)):
                    continue
                begin = start + skip
                if not skip and text[begin - 1] != " " and not _begins_well(entry, text, begin):
                    continue
                if light:
                    may = unaccented.get((pattern, entry.term))
                    if may is None:
                        may = unaccented[pattern, entry.term] = _may_lose_accents(entry, text[start:end], light)
                    if not may:
                        continue
                if is_long:
                    words = frozenset(text[max(0, begin - reach) : end + reach].split())
                if negation and not (is_ascii and NEGATING.isdisjoint(words)) and is_negated(text, begin, end):
                    continue
                if guards is not None and (not guards.keys.isdisjoint(words) or guards.measures or (guards.joined and not is_ascii)):
                    somewhere = is_long or guarded.get(guards)
                    if somewhere is None:
                        somewhere = guarded[guards] = guards.occur_among(words, text)
                    if somewhere:  # a guard stands in the field: rare, so the window is looked at only then
                        near = around(text, 0, len(text), begin, end, self._table.rows[concept].window)
                        if guards.occur_among(frozenset(near.split()), near):
                            continue
                if is_special and entry.fields and source.kind not in entry.fields:
                    continue
                if source.indices is not None and (entry.literal or entry.length < LEAST_DISGUISED) and text[begin].isascii():
                    continue  # a few letters of a name that has capitals inside
                hit = Hit(entry, form, begin, end)
                if is_special and entry.literal and not _is_literal(entry.literal, hit):
                    continue
                done = concept
                hits.append(hit)
                often[key] = often.get(key, 0) + 1
        return is_stretched

    def _checks_of(self, pattern: int) -> tuple[_Check, ...]:
        """The checks of a pattern, worked out when it is first met: most never are."""
        found = self._checks[pattern] = tuple(
            _Check(
                entry,
                entry.concept,
                entry.form,
                int(entry.lead),
                self._table.rows[entry.concept].negation,
                self._guards(entry),
                bool(entry.fields or entry.literal),
                (pattern << 16) + entry.concept,
                max(_LEAST_REACH, 16 * self._table.rows[entry.concept].window),
            )
            for entry in self._lexicon.entries[pattern]
        )
        return found

    def _guards(self, entry: Entry) -> Words | None:
        own = self._table.rows[entry.concept].guards
        return own.and_also(entry.guards) if entry.guards else own or None

    def _meet_disguised(self, source: Source, hits: list[Hit]) -> None:
        unmasked = unmask(source.raw[:_MOST_DISGUISED_TEXT], self._lexicon.disguised_words)
        if unmasked is None:
            return
        form = Form("", 0, source)
        text, words = unmasked.text, unmasked.words
        often: dict[tuple[int, int], int] = {}
        for pattern, start, end in self._lexicon.disguised_automaton.find_matches_as_indexes(text, overlapping=True):
            if unmasked.doubts.find(DOUBTFUL, start, end) < 0:
                continue
            first, last = unmasked.word_at(start), unmasked.word_at(end - 1)
            if first < 0:
                continue
            least = min(word.least for word in words[first : last + 1])
            drawn_apart = first == last and words[first].is_single
            rest = text[end : unmasked.start(last) + len(words[last].skeleton)]
            for entry in self._lexicon.disguised_entries[pattern]:
                if entry.length < least or (entry.fields and source.kind not in entry.fields):
                    continue
                if drawn_apart:
                    if entry.length < LEAST_WITHIN and end - start != len(words[first].skeleton):
                        continue
                elif start != unmasked.start(first) or not entry.may_end_with(rest):
                    continue
                elif first == last and words[first].letters not in (0, entry.length + len(rest)):
                    continue  # a model number that happens to be spelt so
                key = (pattern, entry.concept)
                if often.get(key, 0) >= SHOWN_OFTEN_ENOUGH:
                    continue
                begin, finish = unmasked.span(first, last)
                guards = self._guards(entry)
                if guards is not None:
                    reach = 16 * self._table.rows[entry.concept].window
                    stretch = normalise(source.raw[max(0, begin - reach) : begin]) + normalise(source.raw[finish : finish + reach])
                    if guards.occur(stretch):
                        continue
                often[key] = often.get(key, 0) + 1
                hits.append(Hit(entry, form, begin, finish))

    def _meet_starred(self, source: Source, hits: list[Hit]) -> None:
        form = Form("", 0, source)
        for match in _STARRED.finditer(source.raw):
            word = normalise(match.group().replace("*", "x")).strip()
            if len(word) == len(match.group()):
                entries = self._lexicon.starred(match.group().lower())
                hits += [Hit(entry, form, *match.span()) for entry in entries if not entry.fields or source.kind in entry.fields]


def _ends_well(entry: Entry, text: str, end: int) -> bool:
    """Whether a term may end here, where letters follow it."""
    following = text[end]
    if entry.end == FREE_END:
        if entry.is_kana:
            return not "\u30a0" <= following <= "\u30ff"
        return not ("\u0e30" <= following <= "\u0e3a" or "\u0e45" <= following <= "\u0e4e")
    rest = text[end : text.find(" ", end)]
    return entry.may_end_with(rest) or (entry.length >= LEAST_BEFORE_DIGITS and rest.isdigit())


def _may_lose_accents(entry: Entry, pattern: str, light: str) -> bool:
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


def _begins_well(entry: Entry, text: str, begin: int) -> bool:
    """Whether a term that may stand within a word begins well here."""
    previous = text[begin - 1]
    if entry.within:
        return text[text.rfind(" ", 0, begin) + 1 : begin] in endings(entry.language).before
    if entry.is_kana:
        return not "\u30a0" <= previous <= "\u30ff"
    if "\uac00" <= text[begin] <= "\ud7ff" and entry.length <= 2:
        return not "\uac00" <= previous <= "\ud7ff"
    return not "\u0e40" <= previous <= "\u0e44"  # a Thai vowel written before the consonant it belongs to


def _is_literal(literal: str, hit: Hit) -> bool:
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
