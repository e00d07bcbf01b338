"""What many rows answer to the profiles of triggers, all rows at a time; rows that know nothing a profile asks for are passed over."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from pratique.engine.batch_profile import BARE, Codes, Floats, Key, Ladder, Met, Profile, is_quantity
from pratique.engine.columns import Listings, Rows
from pratique.engine.comparison import FALSE, TRUE, as_number
from pratique.engine.decision import SHOWN_FROM
from pratique.engine.plan import Plan
from pratique.engine.probe import SHOWN, Answer, ComparisonProbe, NeedProbe, ShownProbe, Subject
from pratique.facts import ReadingTable
from pratique.facts.paths import getter

Flags = npt.NDArray[np.bool_]
DOCUMENTS = frozenset(NeedProbe.roots)
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
        self._shown: dict[str, Flags | None] = {}
        self._quantities: dict[str, dict[int, tuple[float, ...]]] = {}
        self._values: dict[str, _Values] = {}
        self._documents = _Documents(plan, listings)
        self._concepts = {name: number for number, name in enumerate(table.concepts)}

    def knowing(self, looks_at: tuple[frozenset[str], frozenset[str]]) -> Flags | None:
        """Rows whose answers may be others than those of a bare listing: they know a field, or show a concept. `None` where none does."""
        found = [flags for root in looks_at[0] if (flags := self._flags(root)) is not None]
        found += [flags for concept in looks_at[1] if (flags := self._showing(concept)) is not None]
        return np.logical_or.reduce(found) if found else None

    def signatures(self, profile: Profile, rows: Rows) -> tuple[Codes, list[Key]]:
        """Row by row, the number of its answers to a profile, and what the numbers stand for."""
        columns: list[Codes] = []
        decoders: list[Callable[[int], object]] = []
        for ladder in profile.ladders:
            codes, apart = self._on_ladder(ladder, rows)
            columns.append(codes)
            decoders.append(lambda code, apart=apart: code if code >= BARE else apart[BARE - 1 - code])  # type: ignore[misc]
        columns.append(self._met(rows) if profile.needs else np.full(len(rows), BARE))
        decoders.append(lambda code: None if code == BARE else self._needs(profile, code))
        for probe in profile.others:
            column = self._column(probe, rows)
            columns.append(column if column is not None else np.zeros(len(rows), dtype=np.int64))
            decoders.append(lambda code, probe=probe: self._answer(probe, code))  # type: ignore[misc]
        numbers, first = _distinct_rows(columns, len(rows))
        return numbers, [
            tuple([decode(int(column[at])) for decode, column in zip(decoders, columns, strict=True)]) for at in first.tolist()
        ]

    # Ladders

    def _on_ladder(self, ladder: Ladder, rows: Rows) -> tuple[Codes, list[tuple[Answer, ...]]]:
        """Codes of rows; one below `BARE` stands for answers that were asked one by one."""
        values = self._values_of(ladder.path, rows)
        low = values.low[rows]
        codes = ladder.codes(low, low if values.high is values.low else values.high[rows])
        apart: dict[tuple[Answer, ...], int] = {}
        if values.apart:
            for at, row in enumerate(rows.tolist()):
                if row in values.apart:
                    subject = Subject(self._listings.listing(row), {}, {})
                    answers = tuple([self._plan.probes[probe].ask(subject) for probe in ladder.probes])
                    codes[at] = BARE - 1 - apart.setdefault(answers, len(apart))
        return codes, list(apart)

    def _values_of(self, path: str, rows: Rows) -> "_Values":
        values = self._values.get(path)
        if values is None:
            values = self._values[path] = _Values(self._listings.size, several=is_quantity(path))
            if is_quantity(path):
                given = self._table.values.get(path)
                if given is not None:
                    np.fmin.at(values.low, given[0], given[1])
                    np.fmax.at(values.high, given[0], given[1])
        if not is_quantity(path):
            flags = self._flags(path.partition(".")[0])
            if flags is not None:
                values.ask(path, rows[flags[rows] & ~values.asked[rows]], self._listings)
        return values

    # Needs

    def _met(self, rows: Rows) -> Codes:
        known = self.knowing((DOCUMENTS, frozenset()))
        return np.full(len(rows), BARE) if known is None else self._documents.codes(rows, known)

    def _needs(self, profile: Profile, code: int) -> Met:
        return tuple([item for item in self._documents.met[code] if item[0] in profile.needs])

    # Other probes

    def _answer(self, number: int, code: int) -> Answer:
        return self._answers[number][code] if code else self._plan.bare[number]

    def _column(self, number: int, rows: Rows) -> Codes | None:
        """Codes of the answers of one probe, 0 for that of a bare listing; `None` where no row of the batch can answer otherwise."""
        probe = self._plan.probes[number]
        column = self._codes.get(number)
        if column is None:
            if self.knowing((frozenset(probe.roots), frozenset(probe.concepts if isinstance(probe, ShownProbe) else ()))) is None:
                return None
            column = self._codes[number] = np.zeros(self._listings.size, dtype=np.int64)
            self._answers[number] = [self._plan.bare[number]]
            self._asked[number] = np.zeros(self._listings.size, dtype=np.bool_)
            if isinstance(probe, ComparisonProbe) and _vectorised(probe):
                self._compare_quantity(number, probe, column)
                self._asked[number][:] = True
        todo = rows[~self._asked[number][rows]]
        if len(todo):
            self._asked[number][todo] = True
            if isinstance(probe, ShownProbe):
                for flags in (*map(self._showing, probe.concepts), *map(self._flags, probe.quantities)):
                    if flags is not None:
                        column[todo[flags[todo]]] = self._code(number, SHOWN)
                        todo = todo[~flags[todo]]
            known = self.knowing((frozenset(probe.roots), frozenset()))
            quantities = [root for root in probe.roots if is_quantity(root)]
            for row in todo[known[todo]].tolist() if known is not None else ():
                read = {name: values for name in quantities if (values := self._read(name).get(row))}
                column[row] = self._code(number, probe.ask(Subject(self._listings.listing(row), read, {})))
        return column[rows]

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

    # Who knows what

    def _flags(self, root: str) -> Flags | None:
        """Which rows know a root; `None` where none does."""
        if root not in self._known:
            if is_quantity(root):
                given = self._table.values.get(root)
                self._known[root] = None if given is None else self._flagged(given[0])
            else:
                self._known[root] = self._flagged(self._listings.known(root))
        return self._known[root]

    def _showing(self, concept: str) -> Flags | None:
        """Which rows show a concept; `None` where none does."""
        if concept not in self._shown:
            number = self._concepts.get(concept)
            rows = np.zeros(0, dtype=np.int64)
            if number is not None:
                rows = self._table.row[(self._table.concept == number) & (self._table.confidence >= SHOWN_FROM)]
            self._shown[concept] = self._flagged(rows)
        return self._shown[concept]

    def _flagged(self, rows: npt.NDArray[Any]) -> Flags | None:
        if not len(rows):
            return None
        flags = np.zeros(self._listings.size, dtype=np.bool_)
        flags[rows] = True
        return flags

    def _read(self, name: str) -> dict[int, tuple[float, ...]]:
        known = self._quantities.get(name)
        if known is None:
            gathered: dict[int, set[float]] = {}
            rows, values = self._table.values.get(name, ((), ()))
            for row, value in zip(rows, values, strict=True):
                gathered.setdefault(int(row), set()).add(float(value))
            known = self._quantities[name] = {row: tuple(sorted(found)) for row, found in gathered.items()}
        return known


class _Values:
    """One fact of all rows as numbers, NaN where it is absent or no number; of several values the least and the greatest."""

    def __init__(self, size: int, *, several: bool) -> None:
        self.low: Floats = np.full(size, np.nan)
        self.high = np.full(size, np.nan) if several else self.low
        self.asked = np.zeros(size, dtype=np.bool_)
        self.apart: set[int] = set()
        """Rows with several values."""

    def ask(self, path: str, rows: Rows, listings: Listings) -> None:
        """Read the fact of some rows."""
        self.asked[rows] = True
        read = getter(path)
        for row in rows.tolist():
            fact = read(listings.listing(row))
            if isinstance(fact, tuple):
                self.apart.add(row)
            elif (number := as_number(fact)) is not None:
                self.low[row] = number


class _Documents:
    """Which needs the documents of rows meet."""

    def __init__(self, plan: Plan, listings: Listings) -> None:
        self._plan, self._listings = plan, listings
        self._column: Codes = np.full(listings.size, BARE)
        self._asked = np.zeros(listings.size, dtype=np.bool_)
        self._numbers: dict[Met, int] = {}
        self.met: list[Met] = []
        """By code: the probes of needs that are met anywhere."""
        self._by_type: dict[str, list[int]] = {}
        self._needs = tuple([number for number, probe in enumerate(plan.probes) if isinstance(probe, NeedProbe)])
        for number, probe in enumerate(plan.probes):
            for name in probe.types if isinstance(probe, NeedProbe) else ():
                self._by_type.setdefault(name, []).append(number)

    def codes(self, rows: Rows, known: Flags) -> Codes:
        """A code for each row, `BARE` where its documents are unknown."""
        todo = rows[known[rows] & ~self._asked[rows]]
        self._asked[todo] = True
        for row in todo.tolist():
            listing = self._listings.listing(row)
            subject = Subject(listing, {}, {})
            given = (*(listing.documents or ()), *(listing.on_file or ()))
            probes = {number for document in given for number in self._by_type.get(document.type, ())}
            met: Met = tuple([(number, mask) for number in sorted(probes) if (mask := self._plan.probes[number].ask(subject))])
            if listing.documents is None:  # of other documents nothing is known
                met += tuple([(number, None) for number in self._needs if number not in probes])
            code = self._numbers.setdefault(met, len(self.met))
            if code == len(self.met):
                self.met.append(met)
            self._column[row] = code
        return self._column[rows]


def _distinct_rows(columns: list[Codes], size: int) -> tuple[Codes, Codes]:
    """The number of each row among the distinct ones, and where each of those stands first."""
    mixed = np.zeros(size, dtype=np.int64)
    for column in columns:
        low, high = int(column.min()), int(column.max())
        if low < high:
            if (int(mixed.max()) + 1) * (high - low + 1) >= 1 << 62:
                mixed = np.unique(mixed, return_inverse=True)[1].reshape(-1)
            mixed = mixed * (high - low + 1) + (column - low)
    _, first, numbers = np.unique(mixed, return_index=True, return_inverse=True)
    return numbers.reshape(-1), first


def _vectorised(probe: ComparisonProbe) -> bool:
    number = isinstance(probe.literal, (int, float)) and not isinstance(probe.literal, bool)
    return is_quantity(probe.path) and number and probe.op in _OPERATORS
