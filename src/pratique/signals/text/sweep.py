"""Where terms stand in many texts: what `scan` finds in each, for the price of one pass over all.

Most places where a pattern was met are told at a glance, all together: a word goes on behind it, or it stands alone and nothing beside it
matters. The others are asked of `check.Place`, one by one, as `scan` does.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from ahocorasick_rs import BytesAhoCorasick

from pratique.signals.text.check import Place
from pratique.signals.text.check_table import (
    ANY_LENGTH,
    FIRST_JOINED,
    MARKS_OF_THAI,
    NEGATING_SET,
    NO_GUARDS,
    NON_ASCII,
    THAI,
    CheckTable,
    is_denied,
)
from pratique.signals.text.hit import Form, Hit
from pratique.signals.text.lexicon import Lexicon
from pratique.signals.text.scan import SHOWN_OFTEN_ENOUGH, Scanner
from pratique.signals.text.sheet import Sheet
from pratique.signals.text.vocabulary import SPACE, WHOLE, Eights, Flags, Ints, eights


class Hits(NamedTuple):
    """Terms met, as columns, in the order of their texts."""

    text: Ints
    form: Ints
    """Form of the sheet; -1 for a disguise."""
    concept: Ints
    strong: Ints
    spelling: Ints
    """`Entry.form`."""
    term: Ints
    """Number of the term; its text is in `Sweep.terms`."""

    def and_also(self, other: "Hits") -> "Hits":
        """These and others, in the order of their texts."""
        order = np.argsort(np.concatenate([self.text, other.text]), kind="stable")
        columns = [np.concatenate(pair)[order] for pair in zip(self, other, strict=True)]
        return Hits(*columns)


class _Candidates(NamedTuple):
    """A pattern that was met and one of its terms, pair by pair."""

    met: Ints
    entry: Ints
    start: Ints
    end: Ints
    form: Ints

    def only(self, kept: Flags | Ints) -> "_Candidates":
        return _Candidates(*(column[kept] for column in self))


class Sweep:
    """The lexicon put to use on many texts."""

    def __init__(self, scanner: Scanner, lexicon: Lexicon, cues: Sequence[frozenset[str]] = ()) -> None:
        self._scanner, self._checks, self._lexicon = scanner, scanner.checks, lexicon
        self._automaton = BytesAhoCorasick([pattern.encode() for pattern in lexicon.patterns])
        self.table = CheckTable(scanner.checks, lexicon, cues)
        self.terms = list(self.table.terms)

    def meet(self, sheet: Sheet) -> Hits:
        """Every term met in the texts of a sheet."""
        found = self._automaton.find_matches_as_indexes(sheet.data, overlapping=True)
        columns = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        pattern, start, end = columns[:, 0], columns[:, 1], columns[:, 2]
        form = np.searchsorted(sheet.form_from, start, side="right") - 1
        stretches = pattern < self._lexicon.stretches
        if stretches.any():
            stretched = form[stretches]
            sheet.looks_disguised[sheet.text[stretched[~sheet.rewritten[stretched]]]] = True
        fan = self.table.fan[pattern]
        met = np.repeat(np.arange(len(pattern)), fan)
        entry = np.arange(len(met)) - np.repeat(np.cumsum(fan) - fan - self.table.fan_from[pattern], fan)
        told = self._judged(sheet, _Candidates(met, entry, start[met], end[met], form[met]), pattern)
        hits = Hits(
            sheet.text[told.form],
            told.form,
            self.table.concept[told.entry],
            self.table.strong[told.entry].astype(np.int64),
            self.table.form[told.entry].astype(np.int64),
            self.table.term[told.entry],
        )
        return hits.and_also(self._as_columns(self._disguised(sheet)))

    def words(self, sheet: Sheet) -> Ints:
        """The words of a sheet by their numbers in the vocabulary."""
        if sheet.words is None:
            sheet.words = self.table.vocabulary.numbers(sheet.data, sheet.spaces)
        return sheet.words

    def cues(self, sheet: Sheet) -> Eights:
        """Marks of the sets of cues of which a word perhaps stands in a text of ASCII, text by text; all of them for other texts."""
        marks = np.full((len(sheet.originals), self.table.cue_marks.shape[1]), ~np.uint64(0))
        simple = np.flatnonzero(sheet.is_simple)
        if len(simple):
            first = np.searchsorted(sheet.spaces, sheet.form_from[: len(simple) + 1])
            of_words = self.table.cue_marks[self.words(sheet)[: first[-1]]]
            marks[simple] = np.bitwise_or.reduceat(of_words, first[:-1], axis=0)
        return marks

    def _judged(self, sheet: Sheet, candidates: _Candidates, pattern: Ints) -> _Candidates:
        """Those that count, at most `SHOWN_OFTEN_ENOUGH` of a pattern and concept in a form."""
        table = self.table
        possible, clear = self._bounded(sheet, candidates)
        candidates, clear = candidates.only(possible), clear[possible]
        accepted = clear & ~self._unclear(sheet, candidates)
        asked = np.flatnonzero(~accepted)
        concept = table.concept[candidates.entry]
        group = (candidates.form * len(table.fan) + pattern[candidates.met]) * (1 << 16) + concept
        if len(asked):
            accepted[asked] = self._ask(sheet, candidates.only(asked), pattern[candidates.met[asked]], group[asked])
        counted = np.flatnonzero(accepted)
        met, concept = candidates.met[counted], concept[counted]
        first = np.ones(len(counted), dtype=np.bool_)
        first[1:] = (met[1:] != met[:-1]) | (concept[1:] != concept[:-1])
        counted = counted[first]
        counted = counted[_rank(group[counted]) < SHOWN_OFTEN_ENOUGH]
        return candidates.only(self._new_in_signs(sheet, candidates, counted))

    def _new_in_signs(self, sheet: Sheet, candidates: _Candidates, counted: Ints) -> Ints:
        """Without what was met among signs but stands in the text as written too: there it was met, or guarded."""
        signed = np.flatnonzero(sheet.has_signs[candidates.form[counted]])
        if not len(signed):
            return counted
        old = [
            at for at in signed.tolist() if self._is_written(sheet, int(candidates.form[counted[at]]), int(candidates.entry[counted[at]]))
        ]
        return np.delete(counted, old)

    def _is_written(self, sheet: Sheet, form: int, entry: int) -> bool:
        return self.terms[int(self.table.term[entry])] in (sheet.form(form).plain or "")

    def _bounded(self, sheet: Sheet, candidates: _Candidates) -> tuple[Flags, Flags]:
        """Which candidates may count where they stand; and of which begin and end are beyond doubt."""
        table, entry, start, end, form = self.table, candidates.entry, candidates.start, candidates.end, candidates.form
        array = sheet.array
        kind = sheet.kinds[sheet.text[form]].astype(np.uint8)
        following, begin = array[end], start + table.lead[entry]
        previous = array[begin - 1]
        ends = (following == SPACE) | (table.ends_anywhere[entry] & (following != THAI))
        after_thai = (array[begin - 2] == MARKS_OF_THAI) & (previous >= NON_ASCII)
        begins = (previous == SPACE) | (table.begins_anywhere[entry] & ~after_thai)
        possible = (table.form[entry] & sheet.reads[form] != 0) & (table.kinds[entry] >> kind & 1 != 0)
        unended = np.flatnonzero(possible & ~ends)
        if len(unended):
            of = entry[unended]
            tail = self._tail(sheet, end[unended])
            place = table.endings.places(eights(sheet.data, end[unended], tail))
            known = table.endings.members[place, table.ending_set[of]] & (tail <= table.longest_tail[of])
            digits = (following[unended] >= ord("0")) & (following[unended] <= ord("9"))
            ends[unended] = known & (tail < WHOLE) & (table.longest_tail[of] < ANY_LENGTH)
            anywhere = table.longest_tail[of] == ANY_LENGTH
            possible[unended[~(known | anywhere | (digits & table.before_digits[of]))]] = False
        unbegun = np.flatnonzero(possible & ~begins)
        if len(unbegun):
            longest = table.longest_head[entry[unbegun]]
            head = begin[unbegun] - 1 - sheet.spaces[np.searchsorted(sheet.spaces, begin[unbegun]) - 1]
            possible[unbegun[(head > longest) & (longest < ANY_LENGTH)]] = False
        frail = sheet.rewritten[form] & table.frail[entry] & (array[begin] < NON_ASCII)
        return possible & ~frail, ends & begins

    @staticmethod
    def _tail(sheet: Sheet, end: Ints) -> Ints:
        tail: Ints = sheet.spaces[np.searchsorted(sheet.spaces, end)] - end
        return tail

    def _unclear(self, sheet: Sheet, candidates: _Candidates) -> Flags:
        """Which candidates are to be asked for their accents, capitals and signs, negations or guards."""
        table, entry, form = self.table, candidates.entry, candidates.form
        begin = candidates.start + table.lead[entry]
        unclear: Flags = sheet.has_light[form] | table.literal[entry] | table.guards_measure[entry]
        joined = sheet.array[begin] >= FIRST_JOINED
        unclear |= (joined | (~sheet.is_ascii[form] & table.guards_joined[entry])) & (table.guards[entry] != NO_GUARDS)
        denied = np.flatnonzero(joined & table.negation[entry] & ~unclear)
        unclear[denied] = is_denied(sheet.array, begin[denied])
        left = np.flatnonzero(~unclear)
        if len(left):
            entry, begin = entry[left], begin[left]
            words = self.words(sheet)
            first = np.searchsorted(sheet.spaces, begin, side="left") - 1
            last = np.searchsorted(sheet.spaces, candidates.end[left] - 1, side="right") - 1
            before, behind = words[np.maximum(first - 1, 0)], words[np.minimum(last + 1, len(words) - 1)]
            negated = table.vocabulary.holds(np.full(len(left), NEGATING_SET), before)
            negated |= table.vocabulary.holds(np.full(len(left), NEGATING_SET), behind)
            off = negated & table.negation[entry]
            self._guarded(words, first, last, entry, off)
            unclear[left] = off
        return unclear

    def _guarded(self, words: Ints, first: Ints, last: Ints, entry: Ints, off: Flags) -> None:
        """Mark what perhaps has a guard among the words on either side."""
        table = self.table
        places = np.flatnonzero(~off & (table.guards[entry] != NO_GUARDS))
        window, sets = table.window[entry[places]], table.guards[entry[places]]
        for distance in range(1, int(window.max(initial=0)) + 1):
            within = np.flatnonzero(window >= distance)
            for beside in (np.maximum(first[places[within]] - distance, 0), np.minimum(last[places[within]] + distance, len(words) - 1)):
                off[places[within]] |= table.vocabulary.holds(sets[within], words[beside])

    def _ask(self, sheet: Sheet, candidates: _Candidates, pattern: Ints, group: Ints) -> Flags:
        """Ask for each candidate; not for a concept that its pattern has shown there already, nor for one it has shown often enough."""
        places: dict[int, tuple[Place, int]] = {}
        often: dict[int, int] = {}
        answers = np.zeros(len(group), dtype=np.bool_)
        shown = -1, -1
        which = candidates.entry - self.table.fan_from[pattern]
        columns = (candidates.met, candidates.start, candidates.end, candidates.form, pattern, which, group)
        for number, (met, start, end, form, of, at, key) in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
            if shown == (met, key) or often.get(key, 0) >= SHOWN_OFTEN_ENOUGH:
                continue
            known = places.get(form)
            if known is None:
                known = places[form] = self._place(sheet, form), int(sheet.form_from[form]) + 1
            place, low = known
            first, last = start - low, end - low
            if not place.is_ascii:
                first = len(sheet.data[low:start].decode())
                last = first + len(sheet.data[start:end].decode())
            if place.hit(self._checks.of(of)[at], first, last) is not None:
                answers[number] = True
                shown = met, key
                often[key] = often.get(key, 0) + 1
        return answers

    @staticmethod
    def _place(sheet: Sheet, form: int) -> Place:
        extra = sheet.form(form)
        return Place(Form(extra.form, extra.reads, sheet.source(extra.text, extra.rewritten)), extra.light)

    def _disguised(self, sheet: Sheet) -> list[tuple[int, Hit]]:
        """Hits of words that look disguised and of words starred out."""
        found: list[tuple[int, Hit]] = []
        for number in np.flatnonzero(sheet.looks_disguised).tolist():
            hits: list[Hit] = []
            self._scanner.meet_disguised(sheet.source(number), hits)
            found += [(number, hit) for hit in hits]
        for number in sheet.starred():
            hits = []
            self._scanner.meet_starred(sheet.source(number), hits)
            found += [(number, hit) for hit in hits]
        return found

    def _as_columns(self, hits: Sequence[tuple[int, Hit]]) -> Hits:
        entries = [hit.entry for _, hit in hits]
        return Hits(
            np.array([text for text, _ in hits], dtype=np.int64),
            np.full(len(hits), -1),
            np.array([entry.concept for entry in entries], dtype=np.int64),
            np.array([entry.strong for entry in entries], dtype=np.int64),
            np.array([entry.form for entry in entries], dtype=np.int64),
            np.array([self.table.terms[entry.term] for entry in entries], dtype=np.int64),
        )


def _rank(group: Ints) -> Ints:
    """How many of the same group stand before."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    begins = np.ones(len(group), dtype=np.bool_)
    begins[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(begins)
    rank = np.empty(len(group), dtype=np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(starts, np.diff([*starts.tolist(), len(group)]))
    return rank
