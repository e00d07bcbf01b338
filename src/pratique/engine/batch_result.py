"""What the batch engine hands back: a matrix of verdicts at once; confidence, findings and whole decisions for those who ask."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pratique.engine.batch_effect import GraveBlock, Situation, lacking
from pratique.engine.batch_index import Floats, Ints
from pratique.engine.columns import Listings
from pratique.engine.decision import ALLOW, ConceptConfidence, Decision, Finding
from pratique.engine.plan import Plan
from pratique.engine.recent import Recent
from pratique.facts import Evidence, ReadingTable
from pratique.policy.model import VERDICTS

Matrix = npt.NDArray[np.uint8]
Planes = npt.NDArray[np.uint64]
WORD = 64
ROWS_AT_ONCE = 16_384
KEPT = 20_000
"""Parts of decisions that are remembered while rows of one result are made into decisions."""

Members = tuple[tuple[str, float], ...]
"""Concepts of a trigger that were read, in the rule's order."""
_Found = tuple[tuple[int, float, tuple[str, ...], str], Finding, list[str]]
"""What findings are sorted by, a finding, and what it lacks."""
_Outcome = tuple[float | None, tuple[Finding, ...], tuple[str, ...]]
"""Confidence, findings and what is missing, in one market."""


class Woken(NamedTuple):
    """Pairs of a row and a situation, of one kind of subject."""

    row: Ints
    confidence: Floats
    number: Ints
    """Position in `situations`."""
    situations: list[Situation]


class GraveFindings(NamedTuple):
    """Findings that hold or refuse, as columns: one row a listing and block of rules that fare alike."""

    row: Ints
    confidence: Floats
    block: Ints
    """Position in `blocks`."""
    blocks: list[GraveBlock]

    def by_rule(self) -> tuple[Ints, Ints, Ints]:
        """One row a listing and rule: position in these columns, row of the listing, position in the plan's `rules`."""
        counts = np.array([len(block.rules) for block in self.blocks], dtype=np.int64)
        rules = np.array([rule for block in self.blocks for rule in block.rules], dtype=np.int64)
        place, at = fan_out(counts, self.block)
        return place, self.row[place], rules[at]


class _Part(NamedTuple):
    number: int
    """Its own: no two parts of one result share it."""
    markets: tuple[list[_Found], ...]


class BatchResult:
    """Verdicts of a batch; rows are those of the listings given, columns the plan's markets."""

    def __init__(
        self, plan: Plan, listings: Listings, table: ReadingTable, woken: Sequence[Woken], degraded: Mapping[int, frozenset[str]]
    ) -> None:
        self.plan, self.size = plan, listings.size
        self._listings, self._table, self._woken, self._degraded = listings, table, woken, degraded
        self._parts: Recent[_Part] = Recent(KEPT)
        self._gathered: Recent[list[_Outcome]] = Recent(KEPT)
        self._made = 0
        self.findings_verdicts = self._matrix()
        """Highest verdict of any finding."""
        self.verdicts = self.findings_verdicts
        """uint8[n, markets]: positions in `policy.model.VERDICTS`."""
        if degraded:
            self.verdicts = self.findings_verdicts.copy()
            for row, families in degraded.items():
                least = np.uint8(plan.thresholds.degraded(families or ("*",)))
                self.verdicts[row] = np.maximum(self.verdicts[row], least)

    def _matrix(self) -> Matrix:
        markets = len(self.plan.markets)
        matrix = np.zeros((self.size, markets), dtype=np.uint8)
        for word in range(0, markets, WORD):
            for level in range(3):
                plane = np.zeros(self.size, dtype=np.uint64)
                for woken in self._woken:
                    masks = _masks([made.planes[level] for made in woken.situations], word)
                    pairs = np.flatnonzero(masks[woken.number]) if len(masks) else np.zeros(0, dtype=np.int64)
                    np.bitwise_or.at(plane, woken.row[pairs], masks[woken.number[pairs]] if len(pairs) else np.zeros(0, dtype=np.uint64))
                if plane.any():
                    for bit in range(min(WORD, markets - word)):
                        matrix[:, word + bit] += ((plane >> np.uint64(bit)) & np.uint64(1)).astype(np.uint8)
        return matrix

    @cached_property
    def confidence(self) -> Floats:
        """float64[n, markets]: the decision's confidence; NaN where there is no finding."""
        best = np.full((self.size, len(self.plan.markets)), -1.0)
        for woken, (order, start) in zip(self._woken, self._by_row, strict=True):
            if woken.situations:
                verdicts = np.stack([_highest(made, len(self.plan.markets)) for made in woken.situations])
                for first in range(0, self.size, ROWS_AT_ONCE):
                    self._best(best, woken, verdicts, order, start[first : first + ROWS_AT_ONCE + 1], first)
        best[best < 0] = np.nan
        return best

    def _best(self, best: Floats, woken: Woken, verdicts: Matrix, order: Ints, start: Ints, first: int) -> None:
        pairs = order[start[0] : start[-1]]
        rows = np.flatnonzero(np.diff(start))
        if len(pairs):
            given = verdicts[woken.number[pairs]]
            top = (given == self.findings_verdicts[woken.row[pairs]]) & (given > ALLOW)
            confidence = np.where(top, woken.confidence[pairs, None], -1.0)
            reached = np.maximum.reduceat(confidence, start[rows] - start[0], axis=0)
            best[first + rows] = np.maximum(best[first + rows], reached)

    def grave(self) -> GraveFindings:
        """Findings that hold or refuse."""
        nothing = np.zeros(0, dtype=np.int64)
        columns: list[tuple[Ints, Floats, Ints]] = [(nothing, np.zeros(0), nothing)]
        blocks: list[GraveBlock] = []
        for woken in self._woken:
            counts = np.array([len(made.grave) for made in woken.situations], dtype=np.int64)
            if counts.any():
                pairs = np.flatnonzero(counts[woken.number])
                place, at = fan_out(counts, woken.number[pairs])
                columns.append((woken.row[pairs[place]], woken.confidence[pairs[place]], at + len(blocks)))
                blocks += [block for made in woken.situations for block in made.grave]
        row, confidence, block = (np.concatenate(parts) for parts in zip(*columns, strict=True))
        return GraveFindings(row, confidence, block, blocks)

    def missing(self, row: int) -> tuple[tuple[str, ...], ...]:
        """Per market, the facts and documents that the row's findings lack."""
        return tuple(decision.missing for decision in self.to_decisions(row))

    def to_decisions(self, row: int, evidence: tuple[Evidence, ...] = ()) -> list[Decision]:
        """Whole decisions of one row, in the order of the plan's markets. A table of readings holds no evidence: hand it in."""
        read = self._read(row)
        concepts = tuple([ConceptConfidence(concept, read[concept]) for concept in sorted(read)])
        plan, identity, degraded = self.plan, self._listings.listing(row).listing_id, row in self._degraded
        outcomes = self._outcomes([self._part(made, confidence, read) for made, confidence in self._of_row(row)])
        return [
            Decision(
                identity,
                code,
                VERDICTS[verdict],
                confidence,
                findings,
                concepts,
                missing,
                evidence,
                degraded,
                plan.content_version,
                plan.strategy_version,
                plan.as_of,
                plan.stage,
                plan.channel,
            )
            for code, verdict, (confidence, findings, missing) in zip(plan.markets, self.verdicts[row].tolist(), outcomes, strict=True)
        ]

    def _outcomes(self, parts: Sequence[_Part]) -> list[_Outcome]:
        """Per market, what situations come to together. Catalogues repeat themselves, so the answer is kept."""
        key = tuple([part.number for part in parts])
        known = self._gathered.get(key)
        if known is None:
            known = [_gathered([item for part in parts for item in part.markets[i]]) for i in range(len(self.plan.markets))]
            self._gathered.put(key, known)
        return known

    def _part(self, made: Situation, confidence: float, read: Mapping[str, float]) -> _Part:
        """The findings of one situation in every market."""
        members = tuple([(name, read[name]) for name in made.trigger.members if read.get(name, 0.0) > 0])
        key = (id(made), confidence, members)  # situations live as long as this result
        known = self._parts.get(key)
        if known is None:
            self._made += 1
            markets = tuple([list(self._findings(made, confidence, members, market)) for market in range(len(self.plan.markets))])
            known = _Part(self._made, markets)
            self._parts.put(key, known)
        return known

    def _findings(self, made: Situation, confidence: float, members: Members, market: int) -> Iterator[_Found]:
        review = next(band.review for band in made.family_class.bands if band.markets >> market & 1)
        concepts = tuple([name for name, read in members if read >= review])
        for case, verdicts in made.cases:
            verdict = int(verdicts[market])
            if verdict > ALLOW:
                names = lacking(case, made.answers, market)
                for number, mask in case.rules:
                    if mask >> market & 1:
                        head, tail = self.plan.texts[number]
                        finding = Finding(*head, VERDICTS[verdict], concepts, confidence, *tail)
                        yield (-verdict, -confidence, concepts, finding.rule), finding, names

    def _of_row(self, row: int) -> Iterator[tuple[Situation, float]]:
        for woken, (order, start) in zip(self._woken, self._by_row, strict=True):
            for pair in order[start[row] : start[row + 1]].tolist():
                yield woken.situations[int(woken.number[pair])], float(woken.confidence[pair])

    @cached_property
    def _by_row(self) -> list[tuple[Ints, Ints]]:
        found = []
        for woken in self._woken:
            order = np.argsort(woken.row, kind="stable")
            found.append((order, np.searchsorted(woken.row[order], np.arange(self.size + 1))))
        return found

    @cached_property
    def _starts(self) -> Ints:
        return np.searchsorted(self._table.row, np.arange(self.size + 1))

    def _read(self, row: int) -> dict[str, float]:
        part = slice(int(self._starts[row]), int(self._starts[row + 1]))
        names = (self._table.concepts[number] for number in self._table.concept[part].tolist())
        return dict(zip(names, self._table.confidence[part].tolist(), strict=True))


def fan_out(counts: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Entries of the wanted groups, as position in `wanted` and in the entries of all groups laid end to end."""
    fan = counts[wanted]
    start = (np.cumsum(counts) - counts)[wanted]
    return np.repeat(np.arange(len(wanted)), fan), np.repeat(start - (np.cumsum(fan) - fan), fan) + np.arange(fan.sum())


def _gathered(found: list[_Found]) -> _Outcome:
    found = sorted(found, key=_rank)
    missing = {name for _, _, names in found for name in names}
    return (found[0][1].confidence if found else None), tuple([finding for _, finding, _ in found]), tuple(sorted(missing))


def _rank(found: _Found) -> tuple[int, float, tuple[str, ...], str]:
    return found[0]


def _highest(made: Situation, markets: int) -> Matrix:
    return np.maximum.reduce([verdicts for _, verdicts in made.cases]) if made.cases else np.zeros(markets, dtype=np.uint8)


def _masks(masks: Sequence[int], word: int) -> Planes:
    low = (1 << WORD) - 1
    return np.array([mask >> word & low for mask in masks], dtype=np.uint64)
