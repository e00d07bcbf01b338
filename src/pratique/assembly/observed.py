"""Readings of many listings as columns, and the evidence of those one asks for."""

from collections.abc import Sequence

import numpy as np

from pratique.facts import Evidence, Listing, ReadingTable
from pratique.signals.text.detector import Observation, TextDetector


class Observed:
    """What was seen in each of many listings."""

    def __init__(self, detector: TextDetector, seen: Sequence[Observation], table: ReadingTable) -> None:
        self._detector, self._seen = detector, seen
        self.table = table

    def evidence(self, row: int) -> tuple[Evidence, ...]:
        """Everything that shows a concept in one listing, by concept and place."""
        return tuple(evidence for reading in self._detector.readings(self._seen[row]) for evidence in reading.evidence)


def observe(detector: TextDetector, listings: Sequence[Listing]) -> Observed:
    """Read all listings. Spans of evidence are worked out only for the rows they are asked for."""
    seen = [detector.observe(listing) for listing in listings]
    rows: list[int] = []
    concepts: list[int] = []
    confidences: list[float] = []
    values: dict[str, tuple[list[int], list[float]]] = {}
    for row, one in enumerate(seen):
        if one.confidence:
            rows += [row] * len(one.confidence)
            concepts += one.confidence
            confidences += one.confidence.values()
            for number, (found, _) in one.values.items():
                at, read = values.setdefault(detector.concepts[number], ([], []))
                at += [row] * len(found)
                read += found
    table = ReadingTable(
        len(listings),
        detector.concepts,
        np.array(rows, dtype=np.int32),
        np.array(concepts, dtype=np.int32),
        np.array(confidences, dtype=np.float64),
        {name: (np.array(at, dtype=np.int32), np.array(read, dtype=np.float64)) for name, (at, read) in values.items()},
    )
    return Observed(detector, seen, table)
