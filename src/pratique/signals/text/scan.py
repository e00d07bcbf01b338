"""Where terms stand in the texts of a listing: each text by itself, its normal forms first and then what looks disguised."""

import functools
import re
from collections.abc import Sequence

import msgspec

from pratique.facts import Listing
from pratique.signals.text.alphabets import one_alphabet
from pratique.signals.text.check import Checks, Place
from pratique.signals.text.concepts import ConceptTable
from pratique.signals.text.cues import with_signs
from pratique.signals.text.disguise import DOUBTFUL, join_spaced, looks_disguised, split_camel, unmask
from pratique.signals.text.entities import without_entities
from pratique.signals.text.fields import text_fields
from pratique.signals.text.hit import Form, Hit
from pratique.signals.text.lexicon import ALL_FORMS, OF_LIGHT, PLAIN, Lexicon
from pratique.signals.text.normal import both_forms, normalise
from pratique.signals.text.span import Source

MOST_DISGUISED_TEXT = 50_000
_STARRED = re.compile(r"[A-Za-z](?:[A-Za-z*]*\*)[A-Za-z*]*[A-Za-z]")
"""A word some of whose letters are starred out."""
SPLIT_FIELDS = ("title", "brand")
UNIQUE_FIELDS = ("title", "description")
_LONGEST_KEPT = 200
"""Categories, brands and values of attributes up to this long are scanned once for all listings that have them."""
LEAST_WITHIN = 6
"""A term shorter than this must be the whole of a word drawn together from single letters."""
SHOWN_OFTEN_ENOUGH = 3
"""A term met this often in a field is not looked for further: it would add nothing, and hostile text repeats."""


class _Met(msgspec.Struct, frozen=True, gc=False):
    """What was met in one text; kept for other listings, so nobody may change it."""

    hits: Sequence[Hit]
    disguised: Sequence[Hit]


def forms_to_read(plain: str, light: str) -> tuple[tuple[str, int, str], ...]:
    """The forms of a text, what is looked for in each, and beside a plain one that differs the light one."""
    return ((plain, ALL_FORMS, ""),) if plain is light else ((plain, PLAIN, light), (light, OF_LIGHT, ""))


class Scanner:
    """The lexicon put to use on listings."""

    def __init__(self, table: ConceptTable, lexicon: Lexicon) -> None:
        self._table, self._lexicon = table, lexicon
        self.checks = Checks(table, lexicon)
        self._kept = functools.lru_cache(maxsize=1 << 13)(self._scan_text)

    def scan(self, listing: Listing) -> dict[int, list[Hit]]:
        """Every term met in a listing's texts, by number of the concept."""
        found: dict[int, list[Hit]] = {}
        disguised: list[Hit] = []
        for field, kind, raw in text_fields(listing):
            met = (self._scan_text if kind in UNIQUE_FIELDS or len(raw) > _LONGEST_KEPT else self._kept)(field, kind, raw)
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
        is_split = kind in SPLIT_FIELDS
        hits: list[Hit] = []
        is_stretched = False
        for form, reads, beside in forms_to_read(plain, light):
            is_stretched |= self._meet(Form(form, reads, source), beside, hits)
        if not plain.isascii() and (joined := join_spaced(raw)):
            self._meet_rewritten(source, *joined, hits)
        if is_split and (split := split_camel(raw)):
            self._meet_rewritten(source, *split, hits)
        if spelt := without_entities(raw):
            self._meet_rewritten(source, *spelt, hits)
        if kind in UNIQUE_FIELDS and (signed := with_signs(original)):
            met: list[Hit] = []
            self._meet_rewritten(source, *signed, met)
            hits += [hit for hit in met if hit.entry.term not in plain]  # the others were met, or guarded, as they are written
        disguised: list[Hit] = []
        if is_stretched or (len(raw) <= MOST_DISGUISED_TEXT and looks_disguised(raw, plain, closely=is_split)):
            self.meet_disguised(source, disguised)
        if is_split and "*" in raw:
            self.meet_starred(source, disguised)
        return _Met(hits, disguised)

    def _meet_rewritten(self, source: Source, text: str, indices: list[int], hits: list[Hit]) -> None:
        rewritten = Source(source.field, source.kind, text, source.original, indices)
        for form, reads, beside in forms_to_read(*both_forms(text)):
            self._meet(Form(form, reads, rewritten), beside, hits)

    def _meet(self, form: Form, light: str, hits: list[Hit]) -> bool:
        """Append the hits in a form; returns whether a letter stands three times running. `light` goes with a plain form that differs."""
        known, stretches, reads = self.checks.known, self._lexicon.stretches, form.reads
        is_stretched = False
        place: Place | None = None
        often: dict[int, int] = {}
        for pattern, start, end in self._lexicon.automaton.find_matches_as_indexes(form.text, overlapping=True):
            if pattern < stretches:
                is_stretched = True
                continue
            if place is None:
                place = Place(form, light)
            done = -1
            for check in known[pattern] or self.checks.of(pattern):
                if check[2] & reads and check[1] != done and often.get(check[8], 0) < SHOWN_OFTEN_ENOUGH:
                    hit = place.hit(check, start, end)
                    if hit is not None:
                        done = check[1]
                        hits.append(hit)
                        often[check[8]] = often.get(check[8], 0) + 1
        return is_stretched

    def meet_disguised(self, source: Source, hits: list[Hit]) -> None:
        """Append the hits of words that look disguised."""
        unmasked = unmask(source.raw[:MOST_DISGUISED_TEXT], self._lexicon.disguised_words)
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
                guards = self.checks.guards(entry)
                if guards is not None:
                    reach = 16 * self._table.rows[entry.concept].window
                    stretch = normalise(source.raw[max(0, begin - reach) : begin]) + normalise(source.raw[finish : finish + reach])
                    if guards.occur(stretch):
                        continue
                often[key] = often.get(key, 0) + 1
                hits.append(Hit(entry, form, begin, finish))

    def meet_starred(self, source: Source, hits: list[Hit]) -> None:
        """Append the terms of which some letters are starred out."""
        form = Form("", 0, source)
        for match in _STARRED.finditer(source.raw):
            word = normalise(match.group().replace("*", "x")).strip()
            if len(word) == len(match.group()):
                entries = self._lexicon.starred(match.group().lower())
                hits += [Hit(entry, form, *match.span()) for entry in entries if not entry.fields or source.kind in entry.fields]
