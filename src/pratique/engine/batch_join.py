"""Which triggers are woken in which rows: posting lists joined through anchors, all rows at a time."""

import numpy as np
import numpy.typing as npt

from pratique.engine.batch_index import BatchIndex, Floats, Ints
from pratique.engine.decision import NONE_BELOW
from pratique.facts import ReadingTable

Flags = npt.NDArray[np.bool_]


class Postings:
    """The readings of one batch by slot: rows in rising order with their confidence, and dense columns for slots that are looked up."""

    def __init__(self, index: BatchIndex, table: ReadingTable, rows: Flags | None) -> None:
        self._index, self._size = index, table.size
        known = np.array([index.concepts.get(name, 0) for name in table.concepts] or [0], dtype=np.int64)
        slot = known[table.concept]
        kept = slot > 0
        if rows is not None:
            kept &= rows[table.row]
        slot, row, confidence = slot[kept], table.row[kept].astype(np.int64), table.confidence[kept]
        present = np.flatnonzero(np.bincount(slot, minlength=1))
        compact = np.zeros(index.size, dtype=np.int64)
        compact[present] = np.arange(len(present))
        narrow = compact[slot].astype(np.uint16 if len(present) < 1 << 16 else np.int64)
        order = np.argsort(narrow, kind="stable")
        self._row, self._confidence = row[order], confidence[order]
        counts = np.bincount(slot, minlength=index.size)[: index.size]
        self.count = counts.astype(np.int64)
        self.start = np.concatenate([[0], np.cumsum(self.count)[:-1]]).astype(np.int64)
        self._column_of = np.zeros(index.size, dtype=np.int64)
        self._dense: Floats = np.zeros((1, self._size))
        for number, members in enumerate(index.members):
            self.count[index.first_group + number] = counts[members].sum()

    def make_dense(self, slots: Ints) -> None:
        """Lay these slots out as columns, for `look_up`. Those that nothing was read of share an empty column."""
        distinct = np.unique(slots[slots > 0])
        wanted = distinct[(self.count[distinct] > 0) & (self._column_of[distinct] == 0)]
        if not len(wanted):
            return
        before = len(self._dense)
        self._dense = (
            np.concatenate([self._dense, np.zeros((len(wanted), self._size))]) if before > 1 else np.zeros((1 + len(wanted), self._size))
        )
        for column, slot in enumerate(wanted.tolist(), start=before):
            self._fill(self._dense[column], slot)
            self._column_of[slot] = column

    def _fill(self, column: Floats, slot: int) -> None:
        if slot < self._index.first_group:
            rows, confidence = self.of_concept(slot)
            column[rows] = confidence
            return
        for member in self._index.members[slot - self._index.first_group].tolist():
            if self.count[member]:
                rows, confidence = self.of_concept(member)
                column[rows] = np.maximum(column[rows], confidence)

    def of_concept(self, slot: int) -> tuple[Ints, Floats]:
        """Rows and confidences of a concept."""
        part = slice(self.start[slot], self.start[slot] + self.count[slot])
        return self._row[part], self._confidence[part]

    def look_up(self, slots: Ints, rows: Ints) -> Floats:
        """Confidence of a slot in a row, pair by pair; the slots were made dense."""
        return self._dense[self._column_of[slots], rows]

    def column(self, slot: int) -> Floats:
        """The dense column of a slot."""
        if not self._column_of[slot]:
            self.make_dense(np.array([slot]))
        return np.asarray(self._dense[self._column_of[slot]])

    def expand(self, slots: Ints, least: float) -> tuple[Ints, Ints, Floats]:
        """Rows of many slots one after another: position in `slots`, row, confidence; only from `least` on."""
        owner: list[Ints] = []
        rows: list[Ints] = []
        confidences: list[Floats] = []
        plain = np.flatnonzero(slots < self._index.first_group)
        if len(plain):
            counts = self.count[slots[plain]]
            offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            place = np.repeat(self.start[slots[plain]], counts) + offset
            owner, rows, confidences = [np.repeat(plain, counts)], [self._row[place]], [self._confidence[place]]
        for position in np.flatnonzero(slots >= self._index.first_group).tolist():
            column = self.column(int(slots[position]))
            found = np.flatnonzero(column > 0)
            owner.append(np.full(len(found), position))
            rows.append(found)
            confidences.append(column[found])
        if not owner:
            nothing = np.zeros(0, dtype=np.int64)
            return nothing, nothing, np.zeros(0)
        of, row, confidence = np.concatenate(owner), np.concatenate(rows), np.concatenate(confidences)
        enough = confidence >= least
        return of[enough], row[enough], confidence[enough]


def join(index: BatchIndex, postings: Postings) -> tuple[Ints, Ints, Floats]:
    """Triggers, rows and confidences: pairs in which every group was read and nothing of `none` was.

    Triggers without groups are left out.
    """
    present = postings.count > 0
    active = np.flatnonzero(present[index.first] & ((index.second < 0) | present[index.second]))
    first, second = index.first[active], index.second[active]
    swap = (second >= 0) & (postings.count[second] < postings.count[first])
    first, second = np.where(swap, second, first), np.where(swap, first, second)
    triggers = _spread(index, active)[1]
    looked_up = (second, first[first >= index.first_group], index.rest[triggers].reshape(-1), index.none[triggers])
    postings.make_dense(np.concatenate(looked_up))
    anchor, row, confidence = postings.expand(first, index.least)
    paired = np.flatnonzero(second[anchor] >= 0)
    if len(paired):
        confidence[paired] = np.minimum(confidence[paired], postings.look_up(second[anchor[paired]], row[paired]))
        kept = confidence >= index.least
        anchor, row, confidence = anchor[kept], row[kept], confidence[kept]
    pair, trigger = _spread(index, active[anchor])
    return _checked(index, postings, trigger, row[pair], confidence[pair])


def _spread(index: BatchIndex, anchors: Ints) -> tuple[Ints, Ints]:
    """Anchors to their triggers: position in `anchors`, trigger."""
    fan = index.fan[anchors]
    if not len(fan) or fan.max() == 1:
        return np.arange(len(anchors)), index.fanned[index.fan_from[anchors]]
    offset = np.arange(fan.sum()) - np.repeat(np.cumsum(fan) - fan, fan)
    return np.repeat(np.arange(len(anchors)), fan), index.fanned[np.repeat(index.fan_from[anchors], fan) + offset]


def _checked(index: BatchIndex, postings: Postings, trigger: Ints, row: Ints, confidence: Floats) -> tuple[Ints, Ints, Floats]:
    for depth in range(index.rest.shape[1]):
        slots = index.rest[trigger, depth]
        asked = np.flatnonzero(slots >= 0)
        if len(asked):
            confidence[asked] = np.minimum(confidence[asked], postings.look_up(slots[asked], row[asked]))
    slots = index.none[trigger]
    barred = np.flatnonzero(slots > 0)
    if len(barred):
        confidence[barred[postings.look_up(slots[barred], row[barred]) >= NONE_BELOW]] = 0.0
    kept = (confidence >= index.least) & (confidence > 0)
    return trigger[kept], row[kept], confidence[kept]
