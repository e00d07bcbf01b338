"""What a detector observed: a concept, how sure, and what shows it."""

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int32]
FloatArray = npt.NDArray[np.float64]

BASE_CENTILOGITS = -400
"""Log-odds of a concept before any evidence, in hundredths: about 2 %."""
CAP_CENTILOGITS = 460
"""No amount of evidence goes past this: about 99 %."""


class Evidence(msgspec.Struct, frozen=True, order=True, omit_defaults=True):
    """The place that shows a concept: a span of a text field, or a box or a time range in other media."""

    concept: str
    field: str
    """`title`, `description`, `brand`, `category`, `attributes.<name>`, `images.0` …"""
    start: int = 0
    end: int = 0
    """Half-open span in characters (Unicode code points) of the field as the trader wrote it."""
    text: str = ""
    """The original characters of the span."""
    weight: int = 0
    """Weight of evidence in hundredths of a logit; never negative, so more evidence never lowers."""
    term: str = ""
    """The term of the concept that was met, in normal form; the same term in two fields counts once."""
    box: tuple[float, float, float, float] | None = None
    """Left, top, right, bottom in a picture, as shares of its width and height from its upper left corner."""
    times: tuple[float, float] | None = None


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """One concept observed in one subject."""

    concept: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    values: tuple[float, ...] = ()
    """For `quantity.*`: every value read, ascending, in the quantity's base unit."""


class ReadingTable:
    """Readings of many subjects as columns, for the batch engine. One row a (subject, concept), sorted by subject.

    `row` int32[n] index of the subject, `concept` int32[n] index into `concepts`, `confidence` float64[n];
    `values[name] = (row int32[m], value float64[m])` for quantities in their base unit.
    """

    __slots__ = ("concept", "concepts", "confidence", "row", "size", "values")

    def __init__(
        self,
        size: int,
        concepts: Sequence[str],
        row: IntArray,
        concept: IntArray,
        confidence: FloatArray,
        values: Mapping[str, tuple[IntArray, FloatArray]],
    ) -> None:
        self.size, self.concepts, self.row, self.concept, self.confidence, self.values = size, concepts, row, concept, confidence, values

    def take(self, rows: Sequence[int]) -> "ReadingTable":
        """The readings of some subjects, numbered anew in the order given; no subject twice."""
        place = np.full(self.size, -1, dtype=np.int32)
        place[list(rows)] = np.arange(len(rows), dtype=np.int32)
        kept = np.flatnonzero(place[self.row] >= 0)
        kept = kept[np.argsort(place[self.row[kept]], kind="stable")]
        values = {}
        for name, (at, value) in self.values.items():
            mine = place[at] >= 0
            values[name] = place[at[mine]], value[mine]
        return ReadingTable(len(rows), self.concepts, place[self.row[kept]], self.concept[kept], self.confidence[kept], values)
