"""Decisions and concepts to files: JSON Lines and Parquet of one fixed schema. See `docs/reference/files.md`."""

from pratique.assembly.write.journal import interrupted_run
from pratique.assembly.write.output import CONCEPTS, DECISIONS, Output, Table, format_of
from pratique.assembly.write.rows import (
    ConceptsRow,
    DecisionRow,
    EvidenceRow,
    FindingRow,
    concept_lines,
    concepts_row,
    decision_lines,
    finding_row,
)

__all__ = [
    "CONCEPTS",
    "DECISIONS",
    "ConceptsRow",
    "DecisionRow",
    "EvidenceRow",
    "FindingRow",
    "Output",
    "Table",
    "concept_lines",
    "concepts_row",
    "decision_lines",
    "finding_row",
    "format_of",
    "interrupted_run",
]
