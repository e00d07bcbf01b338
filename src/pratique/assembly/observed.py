"""Readings of many listings as columns, and the evidence of those one asks for."""

from collections.abc import Mapping, Sequence

import numpy as np

from pratique.facts import Evidence, Listing, Reading, ReadingTable
from pratique.signals.text.detector import Observation, TextDetector
from pratique.signals.text.many import Columns, as_columns, as_table, portions

ANY_FAMILY: frozenset[str] = frozenset()
"""What a failed detector of text could have read: a concept of any family."""


class Observed:
    """What was seen in each of many listings."""

    def __init__(
        self, detector: TextDetector, seen: Sequence[Observation], table: ReadingTable, degraded: Mapping[int, frozenset[str]]
    ) -> None:
        self._detector, self._seen = detector, seen
        self.table = table
        self.degraded = degraded
        """Rows on which the detector failed, with the families it could have read; empty: any."""

    def readings(self, row: int) -> tuple[Reading, ...]:
        """What was read in one listing."""
        return self._detector.readings(self._seen[row])

    def evidence(self, row: int) -> tuple[Evidence, ...]:
        """Everything that shows a concept in one listing, by concept and place."""
        return tuple(evidence for reading in self._detector.readings(self._seen[row]) for evidence in reading.evidence)


def read_many(detector: TextDetector, listings: Sequence[Listing]) -> tuple[ReadingTable, dict[int, frozenset[str]]]:
    """Readings without their evidence, many times quicker; and the rows on which the detector failed, as `Observed.degraded`."""
    degraded: dict[int, frozenset[str]] = {}
    found: list[tuple[int, Columns]] = []
    for start, portion in portions(listings):
        try:
            found.append((start, detector.many.read(portion)))
        except Exception:  # one of them is to blame: each is read by itself, and the others do not suffer
            observed = observe(detector, portion)
            found.append((start, as_columns(observed.table)))
            degraded |= {start + row: families for row, families in observed.degraded.items()}
    return as_table(len(listings), detector.concepts, found), degraded


def observe(detector: TextDetector, listings: Sequence[Listing]) -> Observed:
    """Read all listings. Spans of evidence are worked out only for the rows they are asked for."""
    seen: list[Observation] = []
    degraded: dict[int, frozenset[str]] = {}
    for row, listing in enumerate(listings):
        try:
            seen.append(detector.observe(listing))
        except Exception:  # whatever it was, the listing is decided, visibly degraded, and its neighbours are not touched
            seen.append(Observation({}))
            degraded[row] = ANY_FAMILY
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
    return Observed(detector, seen, table, degraded)
