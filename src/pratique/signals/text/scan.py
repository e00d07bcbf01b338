"""Where terms stand in the texts of a listing: one pass over its normal forms, another over what looks disguised."""

from bisect import bisect_right
from typing import NamedTuple

from pratique.facts import Listing
from pratique.signals.text.concepts import ConceptTable
from pratique.signals.text.disguise import join_spaced, unmask
from pratique.signals.text.fields import text_fields
from pratique.signals.text.fold import is_joined_script
from pratique.signals.text.guard import around, is_negated
from pratique.signals.text.lexicon import ACCENTED, ACCENTS_LEFT_OUT, PLAIN, Entry, Lexicon
from pratique.signals.text.normal import both_forms, normalise
from pratique.signals.text.span import Source

_MOST_DISGUISED_TEXT = 50_000
_THAI_LEADING_VOWELS = "เแโใไ"


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
        texts: list[str] = []
        forms: list[int] = []
        sources: list[Source] = []
        fields = [Source(*field) for field in text_fields(listing)]
        for source in fields:
            self._add_forms(source, texts, forms, sources)
            joined = join_spaced(source.raw)
            if joined:
                self._add_forms(Source(source.field, source.kind, *joined, original=source.raw), texts, forms, sources)
        lows, at = [], 0
        for text in texts:
            lows.append(at)
            at += len(text) + 1
        lows.append(at)
        scan = Scan("\n".join(texts), lows, forms, {})
        self._meet(scan, sources)
        for source in fields:
            if len(source.raw) <= _MOST_DISGUISED_TEXT:
                self._meet_disguised(scan, source)
        return scan

    @staticmethod
    def _add_forms(source: Source, texts: list[str], forms: list[int], sources: list[Source]) -> None:
        plain, light = both_forms(source.raw)
        texts.append(plain)
        sources.append(source)
        if plain is light:
            forms.append(PLAIN | ACCENTED | ACCENTS_LEFT_OUT)
        else:
            forms.append(PLAIN)
            texts.append(light)
            sources.append(source)
            forms.append(ACCENTED | ACCENTS_LEFT_OUT)

    def _meet(self, scan: Scan, sources: list[Source]) -> None:
        text, lows, forms, hits = scan.text, scan.lows, scan.forms, scan.hits
        entries, rows = self._lexicon.entries, self._table.rows
        chunk, high = 0, lows[1]
        for pattern, start, end in self._lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
            while end >= high:
                chunk += 1
                high = lows[chunk + 1]
            for entry in entries[pattern]:
                if not entry.form & forms[chunk]:
                    continue
                source = sources[chunk]
                if entry.fields and source.kind not in entry.fields:
                    continue
                begin = start + 1 if entry.lead else start
                if text[end] != " " and not _ends_well(entry, text, end):
                    continue
                if not entry.lead and text[begin - 1] != " " and not _begins_well(entry, text, begin):
                    continue
                row = rows[entry.concept]
                if row.negation and is_negated(text, begin, end):
                    continue
                if (row.guards or entry.guards) and self._is_guarded(entry, around(text, lows[chunk], high, begin, end, row.window)):
                    continue
                hit = Hit(entry, source, chunk, begin, end)
                if entry.literal and not _is_literal(entry.literal, source.raw, scan.span(hit)):
                    continue
                found = hits.get(entry.concept)
                if found is None:
                    hits[entry.concept] = [hit]
                else:
                    found.append(hit)

    def _is_guarded(self, entry: Entry, stretch: str) -> bool:
        row = self._table.rows[entry.concept]
        return bool(row.guards) and row.guards.occur(stretch) or entry.guards is not None and entry.guards.occur(stretch)

    def _meet_disguised(self, scan: Scan, source: Source) -> None:
        unmasked = unmask(source.raw)
        if unmasked is None:
            return
        text, starts, words, spans = unmasked
        for pattern, start, end in self._lexicon.disguised_automaton.find_matches_as_indexes(text, overlapping=True):
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
            if first < 0:
                continue
            least = min(word.least for word in words[first : last + 1])
            apart = words[first].is_single and first == last
            for entry in self._lexicon.disguised_entries[pattern]:
                if entry.length < least or entry.fields and source.kind not in entry.fields:
                    continue
                if not apart and (start != starts[first] or not _is_ending(entry, text[end : starts[last] + len(words[last].skeleton)])):
                    continue
                if apart and entry.length < 6 and end - start != len(words[first].skeleton):
                    continue
                begin, finish = spans[first][0], spans[last][1]
                row = self._table.rows[entry.concept]
                stretch = normalise(source.raw[max(0, begin - 16 * row.window) : begin]) + normalise(source.raw[finish : finish + 16 * row.window])
                if self._is_guarded(entry, stretch) or source.raw[begin:finish].isalpha() and source.raw[begin:finish].isascii() and not _is_stretched(source.raw[begin:finish]):
                    continue
                scan.hits.setdefault(entry.concept, []).append(Hit(entry, source, -1, begin, finish))


def _is_stretched(word: str) -> bool:
    return any(a.lower() == b.lower() == c.lower() for a, b, c in zip(word, word[1:], word[2:], strict=False))


def _is_ending(entry: Entry, rest: str) -> bool:
    return rest == "" or entry.after is not None and rest in entry.after


def _ends_well(entry: Entry, text: str, end: int) -> bool:
    """Whether a term may end here, with letters behind it that are no space."""
    following = text[end]
    if entry.after is None:
        if entry.is_kana:
            return not "\u30a0" <= following <= "\u30ff"
        return not ("\u0e30" <= following <= "\u0e3a" or "\u0e45" <= following <= "\u0e4e") if "\u0e00" <= following <= "\u0e7f" else True
    stop = text.find(" ", end)
    rest = text[end:stop]
    return rest in entry.after or entry.length >= 5 and rest[0].isdigit() and rest.isdigit()


def _begins_well(entry: Entry, text: str, begin: int) -> bool:
    """Whether a term that may stand within a word begins well here."""
    previous = text[begin - 1]
    if entry.before is not None:
        return text[text.rfind(" ", 0, begin) + 1 : begin] in entry.before
    if is_joined_script(ord(text[begin])):
        if entry.is_kana:
            return not "\u30a0" <= previous <= "\u30ff"
        if "\uac00" <= text[begin] <= "\ud7ff" and entry.length <= 2:
            return not "\uac00" <= previous <= "\ud7ff"
        return previous not in _THAI_LEADING_VOWELS
    return True


def _is_literal(literal: str, raw: str, span: tuple[int, int]) -> bool:
    """Whether the original shows the term as it must be written: its capitals, or its signs."""
    stretch = raw[max(0, span[0] - 2) : span[1] + 3]
    if literal == literal.lower():
        stretch = stretch.lower()
    return literal in stretch or literal.replace(" ", "") in stretch.replace(" ", "")
