"""Rows of whole numbers of different lengths, one after the other in one array."""

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]


class Ragged:
    """Grows at the end. An empty row is kept as one of the number 0, so that each has a place to be summed from."""

    def __init__(self) -> None:
        self._values: array[int] = array("i")
        self._starts: array[int] = array("q", [0])

    def add(self, row: Iterable[int]) -> None:
        """One more row."""
        self._values.extend(row)
        if len(self._values) == self._starts[-1]:
            self._values.append(0)
        self._starts.append(len(self._values))

    def of(self, rows: I64) -> tuple[I32, I64, I64]:
        """The values of some rows; at which of them each row begins; and how many each has. `rows` is not empty."""
        ends = np.frombuffer(self._starts, dtype=np.int64)
        begins, lengths = ends[rows], ends[rows + 1] - ends[rows]
        starts = np.cumsum(lengths) - lengths
        at = np.repeat(begins - starts, lengths) + np.arange(int(lengths.sum()))
        return np.frombuffer(self._values, dtype=np.int32)[at], starts, lengths
