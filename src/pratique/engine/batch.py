"""Many listings at once: posting lists of concepts joined with triggers, verdicts as bit masks of markets.

Pairs of (trigger, row) that no threshold and no answer tells apart are one *situation*; its verdicts in all markets are worked out once
and kept with the plan. The highest verdict of a row is then the union of the masks of its situations.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pratique.engine.batch_effect import Situation, situation
from pratique.engine.batch_facts import Facts, Flags
from pratique.engine.batch_index import BatchIndex, Floats, Ints
from pratique.engine.batch_join import Postings, join
from pratique.engine.batch_profile import Key
from pratique.engine.batch_result import BatchResult, Woken
from pratique.engine.columns import ListingRows, Listings
from pratique.engine.decision import NONE_BELOW
from pratique.engine.plan import Plan
from pratique.engine.recent import Recent
from pratique.engine.threshold import FamilyClass
from pratique.engine.trigger import Trigger
from pratique.facts import Listing, ReadingTable

SITUATIONS_KEPT = 200_000


def decide_many(
    plan: Plan,
    listings: Sequence[Listing] | Listings,
    table: ReadingTable,
    degraded: Mapping[int, frozenset[str]] | None = None,
) -> BatchResult:
    """Verdicts of many subjects in all markets of a plan. `degraded`: row → families a failed detector could have read there."""
    rows = listings if not isinstance(listings, Sequence) else ListingRows(listings)
    facts = Facts(plan, rows, table)
    woken: list[Woken] = []
    for kind, of_kind in rows.kinds().items():
        if kind in plan.subjects:
            flags = None
            if of_kind is not None:
                flags = np.zeros(rows.size, dtype=np.bool_)
                flags[of_kind] = True
            woken.append(_Batch(plan, kind, table, facts, flags).run())
    return BatchResult(plan, rows, table, woken, degraded or {})


class _Memory:
    """What the batch engine keeps with a plan, by kind of subject."""

    def __init__(self, plan: Plan, kind: str) -> None:
        self.index = BatchIndex(plan, plan.subjects[kind])
        self.situations: Recent[Situation] = Recent(SITUATIONS_KEPT)


class _Batch:
    """One batch, one kind of subject. `rows` are those of the kind, `None` for all."""

    def __init__(self, plan: Plan, kind: str, table: ReadingTable, facts: Facts, rows: Flags | None) -> None:
        memory = plan.caches.get(f"batch {kind}")
        if not isinstance(memory, _Memory):
            memory = plan.caches[f"batch {kind}"] = _Memory(plan, kind)
        self._plan, self._memory, self._index, self._facts = plan, memory, memory.index, facts
        self._size = table.size
        self._rows = rows
        self._postings = Postings(self._index, table, rows)

    def run(self) -> Woken:
        """Join, rank, ask, and name the situation of every pair."""
        trigger, row, confidence = join(self._index, self._postings)
        always = [self._always(one) for one in self._index.always]
        trigger = np.concatenate([trigger, *(np.full(len(rows), one.number) for one, rows in zip(self._index.always, always, strict=True))])
        row = np.concatenate([row, *always])
        confidence = np.concatenate([confidence, np.ones(sum(map(len, always)))])
        family = self._families(trigger, row)
        rank = self._ranks(family, confidence)
        kept = rank > 0
        if not kept.all():
            trigger, row, confidence, family, rank = trigger[kept], row[kept], confidence[kept], family[kept], rank[kept]
        signature, meanings = self._signatures(trigger, row)
        numbers, situations = self._situations(trigger, family, rank, signature, meanings)
        return Woken(row, confidence, numbers, situations)

    def _always(self, trigger: Trigger) -> Ints:
        rows = np.ones(self._size, dtype=np.bool_) if self._rows is None else self._rows
        if trigger.none:
            rows = rows & (self._postings.column(self._index.slot(trigger.none)) < NONE_BELOW)
        return np.flatnonzero(rows)

    def _families(self, trigger: Ints, row: Ints) -> Ints:
        """The class of the family read best, pair by pair."""
        index = self._index
        family = index.class_of[trigger]
        pairs = np.flatnonzero(family < 0)
        if not len(pairs):
            return family
        family[pairs] = index.product_class
        best = np.zeros(len(pairs))
        count, start = index.member_count[trigger[pairs]], index.member_from[trigger[pairs]]
        self._postings.make_dense(index.member_slot)
        for place in range(int(count.max())):
            having = np.flatnonzero(count > place)
            member = start[having] + place
            read = self._postings.look_up(index.member_slot[member], row[pairs[having]])
            better = read > best[having]
            best[having[better]] = read[better]
            family[pairs[having[better]]] = index.member_class[member[better]]
        return family

    def _ranks(self, family: Ints, confidence: Floats) -> Ints:
        """How many of the thresholds of its class a confidence reaches."""
        rank = np.zeros(len(family), dtype=np.int64)
        for number in np.unique(family).tolist():
            pairs = np.flatnonzero(family == number)
            made = self._index.classes[number]
            reached = np.searchsorted(_limits(made), confidence[pairs], side="right")
            rank[pairs] = np.where(confidence[pairs] >= made.least, reached, 0)
        return rank

    def _signatures(self, trigger: Ints, row: Ints) -> tuple[Ints, dict[int, list[Key]]]:
        """Pair by pair, the number of its answers within its profile of probes; and by profile, what the numbers mean.

        Number 0 stands for the answers of a listing of which nothing else is known: nearly always there is nothing to ask.
        """
        index = self._index
        signature = np.zeros(len(trigger), dtype=np.int64)
        meanings: dict[int, list[Key]] = {}
        nothing = np.zeros(self._size, dtype=np.bool_)
        knowing = [flags if (flags := self._facts.knowing(looks_at)) is not None else nothing for looks_at in index.looks]
        asked = np.flatnonzero(np.stack(knowing)[index.looks_of[trigger], row])
        if not len(asked):
            return signature, meanings
        profile = index.profile_of[trigger[asked]]
        order = np.argsort(profile.astype(np.uint16) if len(index.profiles) < 1 << 16 else profile, kind="stable")
        numbers, start = np.unique(profile[order], return_index=True)
        for number, pairs in zip(numbers.tolist(), np.split(asked[order], start[1:]), strict=True):
            rows, place = _distinct(row[pairs])
            found, keys = self._facts.signatures(index.profiles[number], rows)
            signature[pairs] = 1 + found[place]
            meanings[number] = [(), *keys]
        return signature, meanings

    def _situations(
        self, trigger: Ints, family: Ints, rank: Ints, signature: Ints, meanings: Mapping[int, list[Key]]
    ) -> tuple[Ints, list[Situation]]:
        bases = [int(values.max(initial=0)) + 1 for values in (family, rank, signature)]
        active, place = _distinct(trigger)
        key = ((place * bases[0] + family) * bases[1] + rank) * bases[2] + signature
        distinct, numbers = _distinct(key)
        situations = []
        for one in distinct.tolist():
            one, of_signature = divmod(one, bases[2])
            one, of_rank = divmod(one, bases[1])
            one, of_family = divmod(one, bases[0])
            of_trigger = int(active[one])
            known = meanings[int(self._index.profile_of[of_trigger])][of_signature] if of_signature else ()
            situations.append(self._situation(of_trigger, of_family, of_rank, known))
        return numbers, situations

    def _situation(self, number: int, family: int, rank: int, known: Key) -> Situation:
        key = (number, family, rank, known)
        found = self._memory.situations.get(key)
        if found is None:
            trigger, made = self._index.triggers[number], self._index.classes[family]
            answers = self._index.profiles[int(self._index.profile_of[number])].answers(known) if trigger.probes else {}
            found = situation(trigger, made, float(_limits(made)[rank - 1]), answers, len(self._plan.markets))
            self._memory.situations.put(key, found)
        return found


def _limits(made: FamilyClass) -> Floats:
    return np.unique([limit for band in made.bands for limit in (band.act, band.review)])


def _distinct(key: Ints) -> tuple[Ints, npt.NDArray[np.int64]]:
    """Distinct keys and, key by key, which of them it is; by counting where the keys are small."""
    top = int(key.max(initial=0)) + 1
    if top > 4 * len(key) + 65_536:
        distinct, numbers = np.unique(key, return_inverse=True)
        return distinct, numbers.reshape(-1)
    seen = np.zeros(top, dtype=np.bool_)
    seen[key] = True
    distinct = np.flatnonzero(seen)
    place = np.zeros(top, dtype=np.int64)
    place[distinct] = np.arange(len(distinct))
    return distinct, place[key]
