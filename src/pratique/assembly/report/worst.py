"""The listings that matter most, with the words that show why; never more than a fixed number."""

import heapq
from collections.abc import Mapping, Sequence

import msgspec

from pratique.assembly.catalogue import Portion
from pratique.assembly.recalled import FIELD
from pratique.assembly.report.tally import RANK
from pratique.assembly.write import DecisionRow, EvidenceRow
from pratique.engine.decision import Decision
from pratique.facts import Evidence, Listing
from pratique.policy.model import Rule

_AROUND = 90
"""Characters shown on either side of a piece of evidence."""
_PIECES = 6
"""Pieces of evidence shown of one field."""


class Quote(msgspec.Struct, frozen=True):
    """Text of one field around its evidence: pieces in order, with the concept that a piece shows (empty: plain text)."""

    field: str
    pieces: tuple[tuple[str, str], ...]


class Shown(msgspec.Struct, frozen=True):
    """A listing as a report shows it."""

    listing_id: str
    title: str
    place: str
    verdict: str
    severity: int
    decisions: tuple[Decision | DecisionRow, ...]
    """Those that are not `allow`, highest first."""
    quotes: tuple[Quote, ...]


class Worst:
    """Keeps the `most` listings with the highest verdict, then the gravest harm, the most markets and the greatest confidence."""

    def __init__(self, rules: Mapping[str, Rule], most: int = 60) -> None:
        self._rules, self._most = rules, most
        self._heap: list[tuple[tuple[float, ...], Shown]] = []
        self._order = 0

    def take(self, portion: Portion) -> None:
        """Look at a portion."""
        chunk = portion.chunk
        for listing, line, decisions in zip(chunk.listings, chunk.lines, portion.decisions, strict=True):
            rank = max((RANK[decision.verdict] for decision in decisions), default=0)
            if rank == 0 or (len(self._heap) >= self._most and rank < self._heap[0][0][0]):
                continue
            self._order += 1
            severity = max((self._severity(finding.rule) for decision in decisions for finding in decision.findings), default=0)
            reached = sum(RANK[decision.verdict] == rank for decision in decisions)
            sure = max((decision.confidence or 0.0 for decision in decisions), default=0.0)
            key = (float(rank), float(severity), float(reached), sure, float(-self._order))
            if len(self._heap) < self._most:
                heapq.heappush(self._heap, (key, _shown(listing, f"{chunk.file}:{line}", decisions, severity)))
            elif key > self._heap[0][0]:
                heapq.heapreplace(self._heap, (key, _shown(listing, f"{chunk.file}:{line}", decisions, severity)))

    def _severity(self, rule: str) -> int:
        found = self._rules.get(rule)
        return found.severity if found is not None else 0

    def listings(self) -> list[Shown]:
        """What was kept, worst first."""
        return [shown for _, shown in sorted(self._heap, key=lambda item: item[0], reverse=True)]


def _shown(listing: Listing, place: str, decisions: Sequence[Decision | DecisionRow], severity: int) -> Shown:
    stopped = sorted(
        (decision for decision in decisions if RANK[decision.verdict]), key=lambda decision: (-RANK[decision.verdict], decision.market)
    )
    used = {concept for decision in stopped for finding in decision.findings for concept in finding.concepts}
    evidence = {shown for decision in stopped for shown in decision.evidence if shown.concept in used}
    return Shown(
        listing.listing_id, listing.title[:300], place, stopped[0].verdict, severity, tuple(stopped), quotes(listing, list(evidence))
    )


def quotes(listing: Listing, evidence: Sequence[Evidence | EvidenceRow]) -> tuple[Quote, ...]:
    """The fields that hold evidence, each cut to what stands around it."""
    by_field: dict[str, list[Evidence | EvidenceRow]] = {}
    for shown in evidence:
        by_field.setdefault(shown.field, []).append(shown)
    order = {"title": 0, "description": 1}
    found = []
    for field in sorted(by_field, key=lambda name: (order.get(name, 2), name)):
        text = text_of_field(listing, field)
        if field.startswith(FIELD):  # a notice is quoted itself: it stands in no field of the listing
            found += [Quote(field, ((shown.text, shown.concept),)) for shown in by_field[field]]
        elif text is not None:
            found.append(Quote(field, _pieces(text, by_field[field])))
    return tuple(found)


def text_of_field(listing: Listing, field: str) -> str | None:
    """The text of a field as evidence names it: `title`, `attributes.<name>`."""
    parent, dot, name = field.partition(".")
    value = getattr(listing, parent, None)
    if dot:
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
    return value if isinstance(value, str) else None


def _pieces(text: str, evidence: Sequence[Evidence | EvidenceRow]) -> tuple[tuple[str, str], ...]:
    pieces: list[tuple[str, str]] = []
    at = 0
    shown = 0
    for piece in sorted(evidence, key=lambda one: (one.start, -one.end)):
        if piece.start < at or piece.end <= piece.start or piece.end > len(text):
            continue
        if shown == _PIECES:
            break
        gap = text[at : piece.start]
        if shown and len(gap) > 2 * _AROUND:
            gap = f"{gap[:_AROUND]} … {gap[-_AROUND:]}"
        elif not shown and len(gap) > _AROUND:
            gap = f"… {gap[-_AROUND:]}"
        pieces += [(gap, ""), (text[piece.start : piece.end][:300], piece.concept)]
        at, shown = piece.end, shown + 1
    rest = text[at:]
    pieces.append((rest if len(rest) <= _AROUND else f"{rest[:_AROUND]} …", ""))
    return tuple((words, concept) for words, concept in pieces if words)
