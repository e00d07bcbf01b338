"""Answers of probes for many rows at once. Answer 0 of every probe is that of a listing of which nothing else is known."""

import operator
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from pratique.engine.columns import Listings, Rows
from pratique.engine.comparison import FALSE, TRUE
from pratique.engine.decision import SHOWN_FROM
from pratique.engine.plan import Plan
from pratique.engine.probe import SHOWN, Answer, ComparisonProbe, ShownProbe, Subject
from pratique.facts import ReadingTable

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]
_OPERATORS: dict[str, Callable[[Any, Any], Flags]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
    "ne": operator.ne,
}


class Facts:
    """The facts of one batch, asked for only where rules need them."""

    def __init__(self, plan: Plan, listings: Listings, table: ReadingTable) -> None:
        self._plan, self._listings, self._table = plan, listings, table
        self._codes: dict[int, Codes] = {}
        self._asked: dict[int, Flags] = {}
        self._answers: dict[int, list[Answer]] = {}
        self._known: dict[str, Flags | None] = {}
        self._quantities: dict[str, dict[int, tuple[float, ...]]] = {}
        self._concepts = {name: number for number, name in enumerate(table.concepts)}

    def signatures(self, probes: tuple[int, ...], needed: Flags) -> tuple[Codes | None, list[tuple[Answer, ...]]]:
        """For the needed rows, a number for each distinct combination of answers, and what the numbers stand for.

        `None` where all of them are those of a bare listing.
        """
        bare = self.bare(probes)
        columns = [self._column(probe, needed) if self._can_differ(probe) else None for probe in probes]
        told = [(probe, column) for probe, column in zip(probes, columns, strict=True) if column is not None and column[needed].any()]
        if not told:
            return None, [bare]
        mixed = np.zeros(self._listings.size, dtype=np.int64)
        for probe, column in told:
            mixed = mixed * len(self._answers[probe]) + column
            if mixed.max(initial=0) > 1 << 40:
                mixed = np.unique(mixed, return_inverse=True)[1].reshape(-1)
        rows = np.flatnonzero(needed)
        _, first, inverse = np.unique(mixed[rows], return_index=True, return_inverse=True)
        numbers = np.zeros(self._listings.size, dtype=np.int64)
        numbers[rows] = inverse.reshape(-1)
        meanings = []
        for row in rows[first].tolist():
            answers = {probe: self._answers[probe][int(column[row])] for probe, column in told}
            meanings.append(tuple([answers.get(probe, of_none) for probe, of_none in zip(probes, bare, strict=True)]))
        return numbers, meanings

    def bare(self, probes: tuple[int, ...]) -> tuple[Answer, ...]:
        """The answers of a listing of which nothing else is known."""
        return tuple([self._plan.bare[probe] for probe in probes])

    def may_differ(self, probes: tuple[int, ...], rows: Codes) -> bool:
        """Whether any of these rows knows a fact that a probe looks at: most profiles of many rules are asked of few rows, in vain."""
        for number in probes:
            probe = self._plan.probes[number]
            for root in probe.roots:
                flags = self._flags(root)
                if flags is not None and flags[rows].any():
                    return True
            if isinstance(probe, ShownProbe) and any(concept in self._concepts for concept in probe.concepts):
                return True
        return False

    def _can_differ(self, number: int) -> bool:
        """Whether any row of the batch knows a fact that the probe looks at."""
        probe = self._plan.probes[number]
        for root in probe.roots:
            if self._flags(root) is not None:
                return True
        return isinstance(probe, ShownProbe) and any(concept in self._concepts for concept in probe.concepts)

    def _column(self, number: int, needed: Flags) -> Codes:
        probe = self._plan.probes[number]
        column = self._codes.get(number)
        if column is None:
            column = self._codes[number] = np.zeros(self._listings.size, dtype=np.int64)
            self._answers[number] = [self._plan.bare[number]]
            self._asked[number] = np.zeros(self._listings.size, dtype=np.bool_)
            if isinstance(probe, ComparisonProbe) and _vectorised(probe):
                self._compare_quantity(number, probe, column)
        if isinstance(probe, ComparisonProbe) and _vectorised(probe):
            return column
        todo = needed & ~self._asked[number]
        self._asked[number] |= todo
        if isinstance(probe, ShownProbe):
            shown = self._read(probe.concepts) & todo
            column[shown] = self._code(number, SHOWN)
            todo &= ~shown
        todo &= self._any_known(probe.roots)
        quantities = [root for root in probe.roots if root.startswith("quantity.")]
        for row in np.flatnonzero(todo).tolist():
            read = {name: values for name in quantities if (values := self._values(name).get(row))}
            column[row] = self._code(number, probe.ask(Subject(self._listings.listing(row), read, {})))
        return column

    def _code(self, number: int, answer: Answer) -> int:
        answers = self._answers[number]
        for code, known in enumerate(answers):
            if known == answer and type(known) is type(answer):
                return code
        answers.append(answer)
        return len(answers) - 1

    def _compare_quantity(self, number: int, probe: ComparisonProbe, column: Codes) -> None:
        given = self._table.values.get(probe.path)
        if given is not None and len(given[0]):
            rows, values = given
            column[rows] = self._code(number, FALSE)
            column[rows[_OPERATORS[probe.op](values, probe.literal)]] = self._code(number, TRUE)

    def _any_known(self, roots: Iterable[str]) -> Flags:
        flags = np.zeros(self._listings.size, dtype=np.bool_)
        for root in roots:
            known = self._flags(root)
            if known is not None:
                flags |= known
        return flags

    def _flags(self, root: str) -> Flags | None:
        """Which rows know a root; `None` where none does."""
        if root not in self._known:
            rows = self._rows(root)
            flags = None
            if len(rows):
                flags = np.zeros(self._listings.size, dtype=np.bool_)
                flags[rows] = True
            self._known[root] = flags
        return self._known[root]

    def _rows(self, root: str) -> Rows:
        if not root.startswith("quantity."):
            return self._listings.known(root)
        given = self._table.values.get(root)
        return given[0].astype(np.int64) if given is not None else np.zeros(0, dtype=np.int64)

    def _read(self, concepts: Iterable[str]) -> Flags:
        flags = np.zeros(self._listings.size, dtype=np.bool_)
        for concept in concepts:
            number = self._concepts.get(concept)
            if number is not None:
                flags[self._table.row[(self._table.concept == number) & (self._table.confidence >= SHOWN_FROM)]] = True
        return flags

    def _values(self, name: str) -> dict[int, tuple[float, ...]]:
        known = self._quantities.get(name)
        if known is None:
            gathered: dict[int, set[float]] = {}
            rows, values = self._table.values.get(name, ((), ()))
            for row, value in zip(rows, values, strict=True):
                gathered.setdefault(int(row), set()).add(float(value))
            known = self._quantities[name] = {row: tuple(sorted(found)) for row, found in gathered.items()}
        return known


def _vectorised(probe: ComparisonProbe) -> bool:
    number = isinstance(probe.literal, (int, float)) and not isinstance(probe.literal, bool)
    return probe.path.startswith("quantity.") and number and probe.op in _OPERATORS
