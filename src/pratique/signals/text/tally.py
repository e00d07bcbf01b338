"""Hits of many listings weighed together: what `detector` does with those of one, as sums over columns.

`weigh` defines the numbers. Only company and context of weak terms are looked up hit by hit.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pratique.signals.text import weigh
from pratique.signals.text.concepts import ConceptRow
from pratique.signals.text.fields import KINDS
from pratique.signals.text.lexicon import weights_of
from pratique.signals.text.vocabulary import Flags, Ints

_WEIGHTS = np.zeros((2, 5, len(KINDS)), dtype=np.int64)
for _strong in (False, True):
    for _spelling, _by_kind in weights_of(strong=_strong).items():
        _WEIGHTS[int(_strong), _spelling] = [_by_kind[kind] for kind in KINDS]
_SUPPORTED = np.array([weigh.SUPPORTED[kind] for kind in KINDS])
CONFIDENCE = np.array(weigh.CONFIDENCE)


class HitColumns(NamedTuple):
    """Hits of listings, as columns."""

    row: Ints
    concept: Ints
    field: Ints
    """Number of the field within its listing."""
    kind: Ints
    strong: Ints
    """1 for a strong term, 0 for a weak one."""
    spelling: Ints
    term: Ints
    form: Ints
    """Where the hit stands; -1 for a disguise."""

    def only(self, kept: Flags | Ints) -> "HitColumns":
        """The hits of these places."""
        return HitColumns(*[column[kept] for column in self])


class _Groups:
    """Hits of one concept in one listing, together: they follow one another."""

    def __init__(self, row: Ints, concept: Ints) -> None:
        begins = np.ones(len(row), dtype=np.bool_)
        begins[1:] = (row[1:] != row[:-1]) | (concept[1:] != concept[:-1])
        self.start = np.flatnonzero(begins)
        self.of_hit = np.cumsum(begins) - 1
        self.row, self.concept = row[self.start], concept[self.start]


class Lists:
    """A list of numbers for each concept, laid end to end."""

    def __init__(self, lists: Iterable[Iterable[int]]) -> None:
        sorted_lists = [sorted(one) for one in lists]
        self._count = np.array([len(one) for one in sorted_lists], dtype=np.int64)
        self._from = np.cumsum(self._count) - self._count
        self._values = np.array([value for one in sorted_lists for value in one], dtype=np.int64)

    def of(self, concepts: Ints) -> tuple[Ints, Ints]:
        """Position in `concepts` and value, pair by pair."""
        count = self._count[concepts]
        place = np.repeat(np.arange(len(concepts)), count)
        at = np.arange(len(place)) - np.repeat(np.cumsum(count) - count - self._from[concepts], count)
        return place, self._values[at]


class Tally:
    """Weighs. Made once from the concepts."""

    def __init__(self, rows: Sequence[ConceptRow], in_class: float) -> None:
        self._rows = rows
        self._is_class = np.array([row.is_class for row in rows], dtype=np.bool_)
        self._lines = Lists(row.line for row in rows)
        self._classes, self._not_classes = Lists(row.classes for row in rows), Lists(row.not_classes for row in rows)
        self._context = Lists(row.context_concepts for row in rows)
        self._has_context = np.array([row.has_context for row in rows], dtype=np.bool_)
        self._in_class = int(np.searchsorted(CONFIDENCE, in_class))
        """Least sum of weights from which a listing is of a class."""

    def weigh(self, size: int, hits: HitColumns, terms: Sequence[str], text_of: Callable[[int], str]) -> tuple[Ints, Ints, Ints]:
        """Rows, concepts and places in `CONFIDENCE`, by row and concept. `text_of` gives the text of a form."""
        concepts = len(self._rows)
        order = np.argsort(hits.row * concepts + hits.concept, kind="stable")
        hits = hits.only(order)
        of_class = self._is_class[hits.concept]
        line = self._weigh_classes(hits.only(of_class), terms, text_of)
        classes = np.zeros((size, concepts), dtype=np.bool_)
        sure = line[2] >= self._in_class
        classes[line[0][sure], line[1][sure]] = True
        others = self._weigh_others(hits.only(~of_class), classes, terms, text_of)
        row, concept, total = (np.concatenate(parts) for parts in zip(line, others, strict=True))
        return _greatest(row * concepts + concept, total, concepts)

    def _weigh_classes(self, hits: HitColumns, terms: Sequence[str], text_of: Callable[[int], str]) -> tuple[Ints, Ints, Ints]:
        groups = _Groups(hits.row, hits.concept)
        total = self._totals(hits, groups, np.zeros(len(groups.row), dtype=np.bool_), terms, text_of)
        place, above = self._lines.of(groups.concept)
        return _greatest(groups.row[place] * len(self._rows) + above, total[place], len(self._rows))

    def _weigh_others(
        self, hits: HitColumns, classes: Flags, terms: Sequence[str], text_of: Callable[[int], str]
    ) -> tuple[Ints, Ints, Ints]:
        groups = _Groups(hits.row, hits.concept)
        place, barring = self._not_classes.of(groups.concept)
        barred = np.zeros(len(groups.row), dtype=np.bool_)
        barred[place[classes[groups.row[place], barring]]] = True
        if barred.any():
            hits = hits.only(~barred[groups.of_hit])
            groups = _Groups(hits.row, hits.concept)
        present = classes.copy()
        strong = hits.strong == 1
        present[hits.row[strong], hits.concept[strong]] = True
        weak = np.zeros(len(groups.row), dtype=np.bool_)
        weak[groups.of_hit[~strong]] = True
        supported = np.zeros(len(groups.row), dtype=np.bool_)
        doubtful = np.flatnonzero(weak)
        place, wanted = self._classes.of(groups.concept[doubtful])
        supported[doubtful[place[classes[groups.row[doubtful][place], wanted]]]] = True
        place, wanted = self._context.of(groups.concept[doubtful])
        near = present[groups.row[doubtful][place], wanted] & (wanted != groups.concept[doubtful][place])
        supported[doubtful[place[near]]] = True
        return groups.row, groups.concept, self._totals(hits, groups, supported, terms, text_of)

    def _totals(self, hits: HitColumns, groups: _Groups, supported: Flags, terms: Sequence[str], text_of: Callable[[int], str]) -> Ints:
        """The lesser of the sums over fields and over terms, group by group."""
        weight = _WEIGHTS[hits.strong, hits.spelling, hits.kind]
        weak = np.flatnonzero(hits.strong == 0)
        helped = supported[groups.of_hit[weak]] | (hits.form[weak] < 0)
        size = np.bincount(groups.of_hit, minlength=len(groups.row))
        for place in np.flatnonzero(~helped & ((size[groups.of_hit[weak]] > 1) | self._has_context[hits.concept[weak]])).tolist():
            helped[place] = self._is_helped(hits, groups, int(weak[place]), terms, text_of)
        weight[weak[helped]] = _SUPPORTED[hits.kind[weak[helped]]]
        single = weight[groups.start]
        several = size > 1
        if several.any():
            total = np.minimum(_sums(groups, hits.field, weight), _sums(groups, hits.term, weight))
            single = np.where(several, total, single)
        return np.minimum(single, weigh.FULL)

    def _is_helped(self, hits: HitColumns, groups: _Groups, hit: int, terms: Sequence[str], text_of: Callable[[int], str]) -> bool:
        """Whether another term of the concept, or a context word, supports a weak term."""
        group = int(groups.of_hit[hit])
        last = int(groups.start[group + 1]) if group + 1 < len(groups.start) else len(hits.row)
        term = terms[int(hits.term[hit])]
        for other in range(int(groups.start[group]), last):
            if hits.field[other] == hits.field[hit] and weigh.is_company(term, terms[int(hits.term[other])]):
                return True
        row = self._rows[int(hits.concept[hit])]
        return row.has_context and row.context.occur(text_of(int(hits.form[hit])))


def _sums(groups: _Groups, part: Ints, weight: Ints) -> Ints:
    """Group by group, the sum over its parts of the greatest weight in each."""
    order = np.lexsort((part, groups.of_hit))
    group, part = groups.of_hit[order], part[order]
    begins = np.ones(len(group), dtype=np.bool_)
    begins[1:] = (group[1:] != group[:-1]) | (part[1:] != part[:-1])
    start = np.flatnonzero(begins)
    greatest = np.maximum.reduceat(weight[order], start)
    found: Ints = np.bincount(group[start], weights=greatest, minlength=len(groups.row)).astype(np.int64)
    return found


def _greatest(key: Ints, value: Ints, base: int) -> tuple[Ints, Ints, Ints]:
    """Key by key, the greatest value; the key in its two parts."""
    order = np.argsort(key, kind="stable")
    key, value = key[order], value[order]
    begins = np.ones(len(key), dtype=np.bool_)
    begins[1:] = key[1:] != key[:-1]
    start = np.flatnonzero(begins)
    if not len(start):
        return key, key, value
    return key[start] // base, key[start] % base, np.maximum.reduceat(value, start)
