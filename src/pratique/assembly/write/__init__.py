"""Decisions and concepts to files: JSON Lines and Parquet of one fixed schema. See `docs/reference/files.md`."""

from pratique.assembly.write.journal import interrupted_run
from pratique.assembly.write.output import CLASSES, CONCEPTS, DECISIONS, DUPLICATES, Output, Table, format_of
from pratique.assembly.write.rows import (
    AgreementRow,
    ClassesRow,
    ClassRow,
    ConceptsRow,
    DecisionRow,
    DuplicateRow,
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
    "DUPLICATES",
    "AgreementRow",
    "ClassRow",
    "ClassesRow",
    "ConceptsRow",
    "DecisionRow",
    "DuplicateRow",
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
