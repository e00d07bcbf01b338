"""Readings as a detector for batches hands them over."""

from collections.abc import Sequence

import numpy as np

from pratique.facts import Reading, ReadingTable


def table_of(readings: Sequence[Sequence[Reading]]) -> ReadingTable:
    """One row a (subject, concept) with its greatest confidence; quantity values apart."""
    names: dict[str, int] = {}
    rows: list[int] = []
    concepts: list[int] = []
    confidences: list[float] = []
    values: dict[str, tuple[list[int], list[float]]] = {}
    for row, read in enumerate(readings):
        best: dict[str, float] = {}
        for reading in read:
            best[reading.concept] = max(reading.confidence, best.get(reading.concept, 0.0))
            for value in reading.values:
                of_rows, of_values = values.setdefault(reading.concept, ([], []))
                of_rows.append(row)
                of_values.append(value)
        for concept, confidence in best.items():
            rows.append(row)
            concepts.append(names.setdefault(concept, len(names)))
            confidences.append(confidence)
    return ReadingTable(
        len(readings),
        list(names),
        np.array(rows, dtype=np.int32),
        np.array(concepts, dtype=np.int32),
        np.array(confidences, dtype=np.float64),
        {name: (np.array(of_rows, dtype=np.int32), np.array(found)) for name, (of_rows, found) in values.items()},
    )
