"""The checks of all patterns as columns: what can be told of many hits at a glance, and what must be asked of `check.Place`."""

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from pratique.signals.text.check import LEAST_BEFORE_DIGITS, Checks
from pratique.signals.text.endings import ENDINGS, endings
from pratique.signals.text.fields import KINDS
from pratique.signals.text.lexicon import EXACT_END, FREE_END, LEAST_DISGUISED, Entry, Lexicon
from pratique.signals.text.negation import JOINED, NEGATING
from pratique.signals.text.vocabulary import Bytes, Flags, Ints, Short, Vocabulary

KIND_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
ANY_LENGTH = 1 << 30
NEGATING_SET = 0
"""Number of the set of negating words in the vocabulary."""
NO_GUARDS = -1
THAI, MARKS_OF_THAI = 0xE0, 0xB9
"""First byte of Thai, and the second of its leading vowels."""
NON_ASCII = 0x80
FIRST_JOINED = 0xE0
"""No script without spaces has letters that begin with a lower byte."""


class CheckTable:
    """Columns over the entries of all patterns, pattern after pattern in the order of `Checks.of`. `cues`: further sets of words."""

    def __init__(self, checks: Checks, lexicon: Lexicon, cues: Sequence[frozenset[str]] = ()) -> None:
        entries = [entry for found in lexicon.entries[lexicon.stretches :] for entry in found]
        self.fan = np.array([len(found) for found in lexicon.entries], dtype=np.int64)
        self.fan[: lexicon.stretches] = 0
        self.fan_from = np.cumsum(self.fan) - self.fan
        """How many entries a pattern has, and where they begin."""
        self.concept = _ints(entries, lambda entry: entry.concept)
        self.form = _ints(entries, lambda entry: entry.form).astype(np.uint8)
        self.strong = _flags(entries, lambda entry: entry.strong)
        self.lead = _flags(entries, lambda entry: entry.lead)
        self.literal = _flags(entries, lambda entry: entry.literal is not None)
        self.frail = _flags(entries, lambda entry: entry.literal is not None or entry.length < LEAST_DISGUISED)
        """Not met in a name with capitals inside."""
        self.kinds = _ints(entries, _kinds).astype(np.uint8)
        """Bits of the kinds of field in which a term may stand."""
        longest_ending = {language: _most_bytes(endings(language).after) for language in ("", *ENDINGS)}
        longest_beginning = {language: _most_bytes(endings(language).before) for language in ("", *ENDINGS)}

        def tail(entry: Entry) -> int:
            if entry.end == FREE_END:
                return ANY_LENGTH
            return 0 if entry.end == EXACT_END else longest_ending.get(entry.language, longest_ending[""])

        self.longest_tail = _ints(entries, tail)
        """Bytes that may at most follow within a word, digits apart."""
        languages = {language: number for number, language in enumerate(("", *ENDINGS))}
        exact = len(languages)
        self.endings = Short([*(endings(language).after for language in languages), ("",)])
        """Endings by language; the last set holds none but the empty one."""
        self.ending_set = _ints(entries, lambda entry: exact if entry.end == EXACT_END else languages.get(entry.language, 0))
        self.before_digits = _flags(entries, lambda entry: entry.length >= LEAST_BEFORE_DIGITS)
        self.longest_head = _ints(
            entries, lambda entry: longest_beginning.get(entry.language, 0) if entry.within else 0 if entry.lead else ANY_LENGTH
        )
        """Bytes that may at most stand before it within a word."""
        self.begins_anywhere = _flags(entries, lambda entry: not (entry.lead or entry.within or entry.is_kana or _is_short_hangul(entry)))
        """Nothing but a Thai vowel keeps it from beginning within a word."""
        self.ends_anywhere = _flags(entries, lambda entry: entry.end == FREE_END and not entry.is_kana)
        """Nothing but a Thai mark keeps it from ending within a word."""
        rows = checks.rows
        self.negation = np.array([row.negation for row in rows], dtype=np.bool_)[self.concept]
        sets: dict[frozenset[str], int] = {NEGATING: NEGATING_SET}
        numbers, joined, measures = [], [], []
        for entry in entries:
            guards = checks.guards(entry)
            numbers.append(NO_GUARDS if guards is None else sets.setdefault(guards.keys, len(sets)))
            joined.append(guards is not None and bool(guards.joined))
            measures.append(guards is not None and bool(guards.measures))
        self.guards = np.array(numbers, dtype=np.int64)
        """Number of the set of guards in the vocabulary."""
        self.guards_joined, self.guards_measure = np.array(joined, dtype=np.bool_), np.array(measures, dtype=np.bool_)
        self.window = np.array([row.window for row in rows], dtype=np.int64)[self.concept]
        self.vocabulary = Vocabulary((*sets, *cues))
        self.cue_marks = self.vocabulary.marks(range(len(sets), len(sets) + len(cues)))
        """By number of a word, marks of the sets of cues that perhaps hold it."""
        terms: dict[str, int] = {}
        self.term = np.array([terms.setdefault(entry.term, len(terms)) for entry in entries], dtype=np.int64)
        for entry in chain.from_iterable(lexicon.disguised_entries):
            terms.setdefault(entry.term, len(terms))
        self.terms = terms
        """Term → its number."""


_JOINED_LAST = np.unique([int.from_bytes(word[-1].encode(), "big") for word in JOINED])


def is_denied(data: Bytes, begin: Ints) -> Flags:
    """Whether, in a script without spaces, a word that says *not* perhaps stands right before a position."""
    before = [data[np.maximum(begin - back, 0)].astype(np.int64) for back in (3, 2, 1)]
    return np.isin(before[0] << 16 | before[1] << 8 | before[2], _JOINED_LAST)


def _ints(entries: list[Entry], of: Callable[[Entry], int]) -> Ints:
    return np.fromiter(map(of, entries), dtype=np.int64, count=len(entries))


def _flags(entries: list[Entry], of: Callable[[Entry], bool]) -> Flags:
    return np.fromiter(map(of, entries), dtype=np.bool_, count=len(entries))


def _kinds(entry: Entry) -> int:
    return sum(1 << KIND_NUMBER[kind] for kind in entry.fields) if entry.fields else 255


def _most_bytes(words: frozenset[str]) -> int:
    return max((len(word.encode()) for word in words), default=0)


def _is_short_hangul(entry: Entry) -> bool:
    return entry.length <= 2 and any("\uac00" <= letter <= "\ud7ff" for letter in entry.term)
