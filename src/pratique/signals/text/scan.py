"""Where terms stand in the texts of a listing: one pass over its normal forms, another over what looks disguised."""

import functools
import re
import unicodedata
from typing import NamedTuple

from pratique.facts import Listing
from pratique.signals.text.alphabets import one_alphabet
from pratique.signals.text.concepts import ConceptTable
from pratique.signals.text.disguise import NEVER, join_spaced, looks_disguised, split_camel, unmask
from pratique.signals.text.endings import endings
from pratique.signals.text.fields import text_fields
from pratique.signals.text.guard import Words, around
from pratique.signals.text.lexicon import ACCENTED, ACCENTS_LEFT_OUT, FREE_END, LEAST_DISGUISED, PLAIN, Entry, Lexicon
from pratique.signals.text.negation import is_negated
from pratique.signals.text.normal import both_forms, normalise
from pratique.signals.text.span import Source

Fields = list[tuple[str, str, str, None, str]]
"""Arguments of `Source`: field, kind of field, the text in one alphabet, nothing, the text as written."""

_MOST_DISGUISED_TEXT = 50_000
_STARRED = re.compile(r"[A-Za-z](?:[A-Za-z*]*\*)[A-Za-z*]*[A-Za-z]")
"""A word some of whose letters are starred out."""
_SPLIT_FIELDS = ("title", "brand")
LEAST_WITHIN = 6
"""A term shorter than this must be the whole of a word drawn together from single letters."""
_VIETNAMESE = re.compile("[ăđơư\u1ea0-\u1ef9]")
_NOT_VIETNAMESE = re.compile("[äåæçëïîñöøûüÿœšžß\u0100-\u0102\u0104-\u010f\u0112-\u0127\u012a-\u0167\u016a-\u019f\u1e00-\u1e9f]")
LONGEST_VIETNAMESE = 7
"""Letters of the longest Vietnamese syllable, and all of them are written apart (`nghiêng`)."""
SHOWN_OFTEN_ENOUGH = 3
"""A term met this often in a field is not looked for further: it would add nothing, and hostile text repeats."""
_NO_WORDS: frozenset[str] = frozenset()
LEAST_BEFORE_DIGITS = 5
"""A term at least this long may have a number right behind it (`viagra100`)."""
_forms_often_seen = functools.lru_cache(maxsize=1 << 13)(both_forms)
_words = functools.lru_cache(maxsize=None)(Words)


class Hit(NamedTuple):
    """One term met at one place, boundaries and guards checked."""

    entry: Entry
    source: Source
    chunk: int
    """Number of the normal form it stands in; -1 for a disguise, whose span is already one of the original."""
    start: int
    end: int


class Scan(NamedTuple):
    """What was met in one listing."""

    text: str
    """The normal forms of all fields, a line each."""
    lows: list[int]
    """Where each normal form begins in `text`; one more for the end."""
    forms: list[int]
    """What may be met in each: `PLAIN`, `ACCENTED | ACCENTS_LEFT_OUT`, or all."""
    hits: dict[int, list[Hit]]
    """By number of the concept."""

    def span(self, hit: Hit) -> tuple[int, int]:
        """Half-open span of a hit in the field as the trader wrote it."""
        if hit.chunk < 0:
            return hit.start, hit.end
        accented = self.forms[hit.chunk] != PLAIN
        return hit.source.span(self.text, self.lows[hit.chunk], hit.start, hit.end, accented=accented)

    def field_text(self, hit: Hit) -> str:
        """The normal form a hit stands in (for a disguise: of the field it stands in)."""
        return normalise(hit.source.raw) if hit.chunk < 0 else self.text[self.lows[hit.chunk] : self.lows[hit.chunk + 1] - 1]


class Scanner:
    """The lexicon put to use on listings."""

    def __init__(self, table: ConceptTable, lexicon: Lexicon) -> None:
        self._table, self._lexicon = table, lexicon

    def scan(self, listing: Listing) -> Scan:
        """Every term met in a listing's texts."""
        fields = [(field, kind, one_alphabet(raw), None, raw) for field, kind, raw in text_fields(listing)]
        texts: list[str] = []
        forms: list[int] = []
        owners: list[Source | int] = []
        suspicious: set[int] = set()

        def add(owner: Source | int, plain: str, light: str) -> None:
            texts.append(plain)
            owners.append(owner)
            if plain is light:
                forms.append(PLAIN | ACCENTED | ACCENTS_LEFT_OUT)
                return
            texts.append(light)
            owners.append(owner)
            forms.extend((PLAIN, ACCENTED | ACCENTS_LEFT_OUT))

        for number, (field, kind, raw, _, original) in enumerate(fields):
            plain, light = both_forms(raw) if kind in ("title", "description") else _forms_often_seen(raw)
            add(number, plain, light)
            if len(raw) <= _MOST_DISGUISED_TEXT and looks_disguised(raw, plain, closely=kind in _SPLIT_FIELDS):
                suspicious.add(number)
            for written in (join_spaced(raw) if not plain.isascii() else None, split_camel(raw) if kind in _SPLIT_FIELDS else None):
                if written:
                    add(Source(field, kind, *written, original=original), *both_forms(written[0]))
        lows = [0]
        for text in texts:
            lows.append(lows[-1] + len(text) + 1)
        scan = Scan("\n".join(texts), lows, forms, {})
        suspicious |= self._meet(scan, fields, owners)
        for number in sorted(suspicious):
            self._meet_disguised(scan, fields, number)
        for arguments in fields:
            if "*" in arguments[2] and arguments[1] in _SPLIT_FIELDS:
                self._meet_starred(scan, Source(*arguments))
        return scan

    def _meet(self, scan: Scan, fields: Fields, owners: list[Source | int]) -> set[int]:
        """Fill in the hits; returns the numbers of fields in which a letter stands three times running."""
        text, lows, forms, hits = scan.text, scan.lows, scan.forms, scan.hits
        entries, rows, stretches = self._lexicon.entries, self._table.rows, self._lexicon.stretches
        stretched: set[int] = set()
        made: list[Source | None] = [owner if isinstance(owner, Source) else None for owner in owners]
        chunk, high, words, whole = 0, lows[1], _NO_WORDS, ""
        often: dict[tuple[int, int], int] = {}
        unaccented: dict[tuple[int, str], bool] = {}
        for pattern, start, end in self._lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
            while end >= high:
                chunk += 1
                high, words = lows[chunk + 1], _NO_WORDS
                often.clear()
                unaccented.clear()
            if pattern < stretches:
                owner = owners[chunk]
                if isinstance(owner, int):
                    stretched.add(owner)
                continue
            form, is_end_clear, negated, done = forms[chunk], text[end] == " ", None, -1
            for entry in entries[pattern]:
                if entry.concept == done or (often and often.get((pattern, entry.concept), 0) >= SHOWN_OFTEN_ENOUGH):
                    continue
                if not (entry.form & form and (is_end_clear or _ends_well(entry, text, end))):
                    continue
                begin = start + 1 if entry.lead else start
                if not entry.lead and text[begin - 1] != " " and not _begins_well(entry, text, begin):
                    continue
                row = rows[entry.concept]
                if form == PLAIN:
                    may = unaccented.get((pattern, entry.term))
                    if may is None:
                        light = text[lows[chunk + 1] : lows[chunk + 2] - 1]
                        may = unaccented[pattern, entry.term] = _may_lose_accents(entry, text[start:end], light)
                    if not may:
                        continue
                if row.negation:
                    if negated is None:
                        negated = is_negated(text, begin, end)
                    if negated:
                        continue
                if row.is_guarded or entry.guards:
                    low = lows[chunk]
                    if words is _NO_WORDS:
                        whole = text[low:high]
                        words = frozenset(whole.split())
                        guarded: dict[tuple[int, tuple[str, ...]], bool] = {}
                    somewhere = guarded.get((entry.concept, entry.guards))
                    if somewhere is None:
                        somewhere = guarded[entry.concept, entry.guards] = self._is_guarded(entry, words, whole)
                    if somewhere:  # a guard stands in the field: rare, so the window is looked at only then
                        near = around(text, low, high, begin, end, row.window)
                        if self._is_guarded(entry, frozenset(near.split()), near):
                            continue
                source = made[chunk]
                if source is None:
                    source = made[chunk] = Source(*fields[owners[chunk]])  # type: ignore[index]  # a source of its own is made already
                if entry.fields and source.kind not in entry.fields:
                    continue
                if source.indices is not None and (entry.literal or entry.length < LEAST_DISGUISED) and text[begin].isascii():
                    continue  # a few letters of a name that has capitals inside
                hit = Hit(entry, source, chunk, begin, end)
                if entry.literal and not _is_literal(entry.literal, hit, scan):
                    continue
                done = entry.concept
                found = hits.get(entry.concept)
                if found is None:
                    hits[entry.concept] = [hit]
                else:
                    found.append(hit)
                often[pattern, entry.concept] = often.get((pattern, entry.concept), 0) + 1
        return stretched

    def _is_guarded(self, entry: Entry, words: frozenset[str], stretch: str) -> bool:
        guards = self._table.rows[entry.concept].guards
        return guards.occur_among(words, stretch) or (bool(entry.guards) and _words(entry.guards).occur_among(words, stretch))

    def _meet_disguised(self, scan: Scan, fields: Fields, number: int) -> None:
        unmasked = unmask(fields[number][2][:_MOST_DISGUISED_TEXT], self._lexicon.disguised_words)
        if unmasked is None:
            return
        source = Source(*fields[number])
        text, words = unmasked.text, unmasked.words
        often: dict[tuple[int, int], int] = {}
        for pattern, start, end in self._lexicon.disguised_automaton.find_matches_as_indexes(text, overlapping=True):
            first, last = unmasked.word_at(start), unmasked.word_at(end - 1)
            if first < 0:
                continue
            least = min(word.least for word in words[first : last + 1])
            if least == NEVER:
                continue
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
                begin, finish = unmasked.span(first, last)
                reach = 16 * self._table.rows[entry.concept].window
                stretch = normalise(source.raw[max(0, begin - reach) : begin]) + normalise(source.raw[finish : finish + reach])
                key = (pattern, entry.concept)
                if often.get(key, 0) < SHOWN_OFTEN_ENOUGH and not self._is_guarded(entry, frozenset(stretch.split()), stretch):
                    often[key] = often.get(key, 0) + 1
                    scan.hits.setdefault(entry.concept, []).append(Hit(entry, source, -1, begin, finish))

    def _meet_starred(self, scan: Scan, source: Source) -> None:
        for match in _STARRED.finditer(source.raw):
            word = normalise(match.group().replace("*", "x")).strip()
            for entry in self._lexicon.starred(match.group().lower()) if len(word) == len(match.group()) else ():
                if not entry.fields or source.kind in entry.fields:
                    scan.hits.setdefault(entry.concept, []).append(Hit(entry, source, -1, *match.span()))


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


def _is_literal(literal: str, hit: Hit, scan: Scan) -> bool:
    """Whether the original shows the term as it must be written: its capitals, or its signs."""
    raw = hit.source.raw
    lower = literal == literal.lower()
    if raw.isascii() and not all(word in (raw.lower() if lower else raw) for word in literal.split()):
        return False  # nowhere in the field, so not here: where it stands need not be worked out
    start, end = scan.span(hit)
    stretch = "".join(
        unicodedata.normalize("NFKC", character)
        for character in raw[max(0, start - 2) : end + 3]
        if unicodedata.category(character) not in ("Mn", "Cf", "Me")
    )
    if lower:
        stretch = stretch.lower()
    return literal in stretch or literal.replace(" ", "") in stretch.replace(" ", "")
