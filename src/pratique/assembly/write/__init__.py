"""Decisions and concepts to files: JSON Lines and Parquet of one fixed schema. See `docs/reference/files.md`."""

from pratique.assembly.write.journal import interrupted_run
from pratique.assembly.write.output import CLASSES, CONCEPTS, DECISIONS, Output, Table, format_of
from pratique.assembly.write.rows import (
    ClassesRow,
    ClassRow,
    ConceptsRow,
    DecisionRow,
    EvidenceRow,
    FindingRow,
    concept_lines,
    concepts_row,
    decision_lines,
    evidence_row,
    finding_row,
)

__all__ = [
    "CLASSES",
    "CONCEPTS",
    "DECISIONS",
    "ClassRow",
    "ClassesRow",
    "ConceptsRow",
    "DecisionRow",
    "EvidenceRow",
    "FindingRow",
    "Output",
    "Table",
    "concept_lines",
    "concepts_row",
    "decision_lines",
    "evidence_row",
    "finding_row",
    "format_of",
    "interrupted_run",
]
