"""Clusters of offers from the odds of pairs: the two clusters that belong together most are joined, again and again (average linkage).

Offers of one trader may be kept apart (a shop lists a product once; Akritidis et al. 2020 use the same constraint), which keeps variants
that only their shop tells apart from running into one.
"""

import heapq
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

UNSEEN = -4.0
"""Log-odds of a pair that was not worth a close look."""
LEAST = -1.5
"""Mean log-odds from which two clusters are joined. Below zero, since the odds of pairs are those of titles that say little."""
_FLOOR = -3.9


def clusters(
    size: int,
    left: npt.NDArray[np.int64],
    right: npt.NDArray[np.int64],
    logits: npt.NDArray[np.float64],
    traders: Sequence[str | None] | None = None,
    *,
    least: float = LEAST,
) -> list[list[int]]:
    """Clusters of at least two of `size` offers, each ascending. With `traders`, no trader stands in a cluster twice."""
    state = _State(size, traders, least)
    near = np.flatnonzero(logits > _FLOOR)
    for one, other, value in zip(left[near].tolist(), right[near].tolist(), logits[near].tolist(), strict=True):
        state.link(one, other, value)
    state.run()
    return sorted(sorted(members) for members in state.members.values() if len(members) > 1)


class _State:
    def __init__(self, size: int, traders: Sequence[str | None] | None, least: float) -> None:
        self._least = least
        self.members: dict[int, list[int]] = {}
        self._size = size
        self._given = traders
        self._traders: dict[int, set[str]] = {}
        self._near: dict[int, dict[int, list[float]]] = {}
        """Cluster → neighbour → sum and number of the odds of their pairs that were seen; the list is the same from both sides."""

    def link(self, one: int, other: int, value: float) -> None:
        for row in (one, other):
            if row not in self.members:
                self.members[row] = [row]
                self._near[row] = {}
                named = self._given[row] if self._given is not None else None
                self._traders[row] = {named} if named else set()
        self._near[one][other] = self._near[other][one] = [value, 1.0]

    def _mean(self, one: int, other: int) -> float:
        total, count = self._near[one][other]
        every = len(self.members[one]) * len(self.members[other])
        return (total + (every - count) * UNSEEN) / every

    def run(self) -> None:
        """Join until nothing is near enough."""
        waiting: list[tuple[float, int, int, int, int]] = []
        for one, others in self._near.items():
            for other in others:
                if one < other:
                    self._offer(waiting, one, other)
        heapq.heapify(waiting)
        while waiting:
            _, one, other, size, other_size = heapq.heappop(waiting)
            if one not in self.members or other not in self.members:
                continue
            if (len(self.members[one]), len(self.members[other])) != (size, other_size):
                continue  # one of them has grown since; what it is now was offered then
            kept = self._join(one, other)
            for neighbour in self._near[kept]:
                first, second = min(kept, neighbour), max(kept, neighbour)
                self._offer(waiting, first, second, push=True)

    def _offer(self, waiting: list[tuple[float, int, int, int, int]], one: int, other: int, *, push: bool = False) -> None:
        mean = self._mean(one, other)
        if mean <= self._least or not self._traders[one].isdisjoint(self._traders[other]):
            return
        item = (-mean, one, other, len(self.members[one]), len(self.members[other]))
        if push:
            heapq.heappush(waiting, item)
        else:
            waiting.append(item)

    def _join(self, one: int, other: int) -> int:
        """Take the cluster with fewer neighbours into the other; gives the one that is left."""
        if len(self._near[one]) < len(self._near[other]):
            one, other = other, one
        mine = self._near[one]
        for neighbour, (total, count) in self._near.pop(other).items():
            if neighbour == one:
                continue
            known = mine.get(neighbour)
            joined = [total, count] if known is None else [known[0] + total, known[1] + count]
            mine[neighbour] = self._near[neighbour][one] = joined
            self._near[neighbour].pop(other, None)
        mine.pop(other, None)
        self.members[one] += self.members.pop(other)
        self._traders[one] |= self._traders.pop(other)
        return one
