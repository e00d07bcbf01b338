"""Counts over a run, in memory that does not grow with it."""

from collections import Counter

import msgspec

from pratique.assembly.catalogue import Portion
from pratique.assembly.read import Chunk
from pratique.policy.model import VERDICTS

RANK = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
FIRST_PLACES = 3
_KINDS = 1000


class Noticed(msgspec.Struct):
    """How often something was wrong with the input, and where first."""

    count: int = 0
    places: list[str] = []
    """`file:line`."""
    example: str = ""

    def add(self, file: str, line: int, example: str) -> None:
        """Count one more."""
        self.count += 1
        if len(self.places) < FIRST_PLACES:
            self.places.append(f"{file}:{line}")
            self.example = self.example or example


class Tally:
    """What a run has come to so far."""

    def __init__(self) -> None:
        self.listings = self.decisions = self.degraded = 0
        self.verdicts: Counter[tuple[str, str]] = Counter()
        """(market, verdict) → decisions."""
        self.worst: Counter[str] = Counter()
        """Highest verdict of a listing over its markets → listings."""
        self.rules: Counter[tuple[str, str]] = Counter()
        """(rule, verdict of the finding) → listings and markets."""
        self.missing: Counter[str] = Counter()
        """Document or fact → listings and markets that lack it."""
        self.rejects: dict[str, Noticed] = {}
        self.warnings: dict[str, Noticed] = {}

    def take(self, portion: Portion) -> None:
        """Count a portion."""
        self.take_input(portion.chunk)
        decisions = [decision for found in portion.decisions for decision in found]
        self.decisions += len(decisions)
        self.degraded += sum(decision.degraded for decision in decisions)
        self.verdicts.update([(decision.market, decision.verdict) for decision in decisions])
        self.rules.update([(finding.rule, finding.verdict) for decision in decisions for finding in decision.findings])
        self.missing.update([name for decision in decisions for name in decision.missing])
        self.worst.update([VERDICTS[max((RANK[decision.verdict] for decision in found), default=0)] for found in portion.decisions])

    @property
    def markets(self) -> list[str]:
        """Markets met, by code."""
        return sorted({market for market, _ in self.verdicts})

    def take_input(self, chunk: Chunk) -> None:
        """Count what was read of a portion, and what was not."""
        self.listings += len(chunk.listings)
        for reject in chunk.rejects:
            _noticed(self.rejects, reject.reason.split(": ", 1)[0]).add(reject.file, reject.line, reject.reason)
        for warned in chunk.warnings:
            _noticed(self.warnings, warned.kind).add(warned.file, warned.line, warned.message)

    def reaches(self, verdict: str) -> bool:
        """Whether any decision is this verdict or a higher one."""
        return any(count and RANK[found] >= RANK[verdict] for (_, found), count in self.verdicts.items())

    @property
    def rejected(self) -> int:
        """Rows that were no listing."""
        return sum(noticed.count for noticed in self.rejects.values())

    @property
    def warned(self) -> int:
        """Cells that were read otherwise than written."""
        return sum(noticed.count for noticed in self.warnings.values())

    def top_rules(self, most: int) -> list[tuple[str, dict[str, int]]]:
        """Rules by how often they stopped something, then by how often they asked for something: rule, verdict → count."""
        by_rule: dict[str, dict[str, int]] = {}
        for (rule, verdict), count in self.rules.items():
            by_rule.setdefault(rule, {})[verdict] = count
        order = sorted(by_rule, key=lambda rule: ([-by_rule[rule].get(verdict, 0) for verdict in reversed(VERDICTS)], rule))
        return [(rule, by_rule[rule]) for rule in order[:most]]


def _noticed(table: dict[str, Noticed], kind: str) -> Noticed:
    """Kinds come from the input's own column names, so their number is bounded too."""
    if kind not in table and len(table) >= _KINDS:
        kind = "others"
    return table.setdefault(kind, Noticed())
