"""Rows of the output files as structs: one a listing and market, and one a listing for concepts alone."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from pratique.engine.decision import ConceptConfidence, Decision, Finding
from pratique.facts import Evidence, Listing, Reading


class FindingRow(msgspec.Struct, frozen=True, gc=False):
    """A finding as it is written."""

    rule: str
    version: int
    demand: str
    verdict: str
    concepts: tuple[str, ...]
    confidence: float
    basis: tuple[str, ...]
    fix: str


class EvidenceRow(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The place that shows a concept; box and time range only for other media than text."""

    concept: str
    field: str
    start: int
    end: int
    text: str
    box: tuple[float, float, float, float] | None = None
    times: tuple[float, float] | None = None


class DecisionRow(msgspec.Struct, frozen=True):
    """A decision as it is written and read back."""

    listing_id: str
    market: str
    verdict: str
    confidence: float | None
    findings: tuple[FindingRow, ...]
    concepts: tuple[ConceptConfidence, ...]
    missing: tuple[str, ...]
    evidence: tuple[EvidenceRow, ...]
    degraded: bool
    content_version: str
    strategy_version: str
    as_of: datetime.date
    stage: str
    channel: str | None


class ConceptsRow(msgspec.Struct, frozen=True):
    """What was read in one listing, as it is written."""

    listing_id: str
    concepts: tuple[ConceptConfidence, ...]
    evidence: tuple[EvidenceRow, ...]


class ClassRow(msgspec.Struct, frozen=True, gc=False):
    """A product class that a listing may be of."""

    class_: str = msgspec.field(name="class")
    title: str
    confidence: float
    hs: tuple[str, ...]
    """Headings of the Harmonised System."""


class ClassesRow(msgspec.Struct, frozen=True):
    """The product classes of one listing, the best first, as they are written."""

    listing_id: str
    classes: tuple[ClassRow, ...]
    evidence: tuple[EvidenceRow, ...]


class AgreementRow(msgspec.Struct, frozen=True, gc=False):
    """How one field of two listings agrees."""

    field: str
    likeness: float
    """0 nothing in common … 1 the same."""
    how: str


class DuplicateRow(msgspec.Struct, frozen=True):
    """A listing of a group. Groups are numbered from 1, each with its first listing first."""

    group: int
    listing_id: str
    trader_id: str | None
    first: str
    """The listing of the group that stands first in the input."""
    likeness: str
    """To the first: `first` for itself, `identical`, `near`; `product` where offers of one product were asked for."""
    score: float
    fields: tuple[AgreementRow, ...]
    """What agrees with the first, field by field."""


class _Line(msgspec.Struct):
    """`DecisionRow` with its nested parts already written, since the markets of a listing share them."""

    listing_id: str
    market: str
    verdict: str
    confidence: float | None
    findings: msgspec.Raw
    concepts: msgspec.Raw
    missing: tuple[str, ...]
    evidence: msgspec.Raw
    degraded: bool
    content_version: str
    strategy_version: str
    as_of: datetime.date
    stage: str
    channel: str | None


_encoder = msgspec.json.Encoder()
_NONE = msgspec.Raw(b"[]")


def finding_row(finding: Finding | FindingRow) -> FindingRow:
    """The written form of a finding."""
    return FindingRow(
        finding.rule,
        finding.version,
        finding.demand,
        finding.verdict,
        finding.concepts,
        round(finding.confidence, 4),
        finding.basis,
        finding.fix,
    )


def evidence_row(shown: Evidence | EvidenceRow) -> EvidenceRow:
    """The written form of a piece of evidence."""
    return EvidenceRow(shown.concept, shown.field, shown.start, shown.end, shown.text, shown.box, shown.times)


def concepts_row(listing: Listing, readings: Sequence[Reading]) -> ConceptsRow:
    """The written form of the readings of a listing."""
    evidence = dict.fromkeys(evidence_row(shown) for reading in readings for shown in reading.evidence)
    return ConceptsRow(
        listing.listing_id,
        tuple(sorted(ConceptConfidence(reading.concept, round(reading.confidence, 4)) for reading in readings)),
        tuple(evidence),
    )


def decision_lines(decisions: Iterable[Decision | DecisionRow]) -> bytes:
    """Decisions as JSON Lines."""
    written: dict[int, msgspec.Raw] = {}
    kept = []

    def once(parts: Sequence[Any], form: Any) -> msgspec.Raw:
        if not parts:
            return _NONE
        raw = written.get(id(parts))
        if raw is None:
            kept.append(parts)  # an id stands for its object only while that lives
            raw = written[id(parts)] = msgspec.Raw(_encoder.encode(list(dict.fromkeys([form(part) for part in parts]))))
        return raw

    return _encoder.encode_lines(
        [
            _Line(
                row.listing_id,
                row.market,
                row.verdict,
                None if row.confidence is None else round(row.confidence, 4),
                once(row.findings, finding_row),
                once(row.concepts, _concept),
                row.missing,
                once(row.evidence, evidence_row),
                row.degraded,
                row.content_version,
                row.strategy_version,
                row.as_of,
                row.stage,
                row.channel,
            )
            for row in decisions
        ]
    )


def _concept(concept: ConceptConfidence) -> ConceptConfidence:
    return ConceptConfidence(concept.concept, round(concept.confidence, 4))


def concept_lines(rows: Iterable[ConceptsRow | ClassesRow | DuplicateRow]) -> bytes:
    """Concepts, or product classes, as JSON Lines."""
    return _encoder.encode_lines(list(rows))
