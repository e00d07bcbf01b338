"""One listing at a time, for all markets of a plan.

Two steps, both remembered. *Waking* depends on the concepts read and their confidence alone: it finds the rules that may hold and the
facts they ask for. *Resolving* depends on the answers of those facts besides. A listing whose readings and answers were met before costs
two look-ups and its `Decision` objects.
"""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any

from pratique.engine.decision import NONE_BELOW, ConceptConfidence, Decision, Finding
from pratique.engine.effect import Contribution, Members, contributions
from pratique.engine.plan import Plan, SubjectPlan
from pratique.engine.probe import EMPTY, Answer, Subject
from pratique.engine.recent import Recent
from pratique.engine.threshold import FamilyClass
from pratique.engine.trigger import Trigger
from pratique.facts import Evidence, Listing, Reading
from pratique.policy.model import VERDICTS

WOKEN_KEPT = 20_000
EFFECTS_KEPT = 20_000
RESULTS_KEPT = 64
"""Distinct answers remembered for one set of readings."""

Result = tuple[str, str, float | None, tuple[Finding, ...], tuple[str, ...]]
"""Market, verdict, confidence, findings, missing."""
Woken = tuple[Trigger, float, FamilyClass, Members]


def decide(plan: Plan, listing: Listing, readings: Sequence[Reading], degraded: frozenset[str] | None = None) -> list[Decision]:
    """A decision for each market of the plan, in its order. `degraded` names families a failed detector could have read; empty: any."""
    engine = plan.caches.get(listing.kind)
    if not isinstance(engine, _Subjects):
        engine = plan.caches[listing.kind] = _Subjects(plan, plan.subjects.get(listing.kind) or SubjectPlan(()))
    key = tuple([(reading.concept, reading.confidence) for reading in readings])
    waking = engine.wakings.get(key)
    if waking is None:
        waking = engine.wake(readings)
        engine.wakings.put(key, waking)
    results = engine.results(waking, listing, readings)
    evidence: tuple[Evidence, ...] = ()
    for reading in readings:
        if reading.evidence:
            evidence += reading.evidence
    if degraded is not None:
        results = _lifted(results, plan.thresholds.degraded(degraded or ("*",)))
    identity, concepts, is_degraded = listing.listing_id, waking.concepts, degraded is not None
    content, strategy, as_of, stage, channel = plan.content_version, plan.strategy_version, plan.as_of, plan.stage, plan.channel
    return [
        Decision(
            identity,
            market,
            verdict,
            confidence,
            findings,
            concepts,
            missing,
            evidence,
            is_degraded,
            content,
            strategy,
            as_of,
            stage,
            channel,
        )
        for market, verdict, confidence, findings, missing in results
    ]


def _lifted(results: Sequence[Result], least: int) -> list[Result]:
    floor = VERDICTS[least]
    return [(result[0], floor if VERDICTS.index(result[1]) < least else result[1], *result[2:]) for result in results]


class _Waking:
    """What one set of readings wakes, the facts that asks for, and the results by their answers."""

    __slots__ = ("always_asked", "asked_by_root", "bare", "concepts", "confidences", "fields", "probes", "quantities", "results", "woken")

    def __init__(self, plan: Plan, confidences: dict[str, float], woken: list[Woken]) -> None:
        self.confidences, self.woken = confidences, woken
        self.concepts = tuple(ConceptConfidence(concept, confidence) for concept, confidence in sorted(confidences.items()))
        self.probes = tuple(sorted({probe for trigger, *_ in woken for probe in trigger.probes}))
        nothing = Subject(EMPTY, {}, confidences)
        self.bare = [plan.probes[probe].ask(nothing) for probe in self.probes]
        """Answers for a listing of which nothing else is known."""
        by_root: dict[str, list[int]] = {}
        for place, probe in enumerate(self.probes):
            for root in plan.probes[probe].roots:
                by_root.setdefault(root, []).append(place)
        fields = sorted(root for root in by_root if not root.startswith("quantity."))
        self.fields: attrgetter[Any] | None = attrgetter(*fields) if fields else None
        self.asked_by_root = [by_root[root] for root in fields]
        self.quantities = {root: places for root, places in by_root.items() if root.startswith("quantity.")}
        self.results: dict[tuple[Answer, ...] | None, list[Result]] = {}


class _Subjects:
    """The online engine for one kind of subject of one plan, with its memory."""

    def __init__(self, plan: Plan, subject: SubjectPlan) -> None:
        self._plan, self._subject = plan, subject
        self.wakings: Recent[_Waking] = Recent(WOKEN_KEPT)
        self._effects: Recent[tuple[Contribution, ...]] = Recent(EFFECTS_KEPT)
        self._partitions: dict[frozenset[int], list[tuple[int, tuple[int, ...]]]] = {}

    # Waking

    def wake(self, readings: Sequence[Reading]) -> _Waking:
        """Find the triggers whose confidence reaches *review* in at least one market."""
        confidences: dict[str, float] = {}
        for reading in readings:
            concept, confidence = reading.concept, reading.confidence
            if confidence > confidences.get(concept, -1.0):
                confidences[concept] = confidence
        index, least = self._subject.index, self._subject.least
        woken: list[Woken] = []
        for trigger in index.always:
            self._try(trigger, confidences, woken)
        strong = [concept for concept, confidence in confidences.items() if confidence >= least]
        for concept in strong:
            for trigger in index.single.get(concept, ()):
                self._try(trigger, confidences, woken)
            seconds = index.pair.get(concept)
            if seconds is not None:
                for second in strong:
                    for trigger in seconds.get(second, ()):
                        self._try(trigger, confidences, woken)
        if len(woken) > 1:
            woken = list({item[0].number: item for item in woken}.values())
        return _Waking(self._plan, confidences, woken)

    def _try(self, trigger: Trigger, confidences: Mapping[str, float], woken: list[Woken]) -> None:
        confidence = 1.0
        for group in trigger.groups:
            greatest = 0.0
            for name in group:
                read = confidences.get(name, 0.0)
                if read > greatest:
                    greatest = read
            if greatest < confidence:
                confidence = greatest
        if confidence < trigger.least or confidence <= 0:
            return
        for name in trigger.none:
            if confidences.get(name, 0.0) >= NONE_BELOW:
                return
        members = tuple([(name, confidences[name]) for name in trigger.members if confidences.get(name, 0.0) > 0])
        family_class = trigger.family_class
        if family_class is None:
            best = max(members, key=_confidence, default=("product", 0.0))
            family_class = self._plan.thresholds.of(best[0].split(".", 1)[0])
        if confidence >= family_class.least:
            woken.append((trigger, confidence, family_class, members))

    # Resolving

    def results(self, waking: _Waking, listing: Listing, readings: Sequence[Reading]) -> list[Result]:
        """Ask what the woken rules want to know, and look the answers up."""
        key: tuple[Answer, ...] | None = None
        if waking.probes:
            key = self._answers(waking, listing, readings)
        found = waking.results.get(key)
        if found is None:
            found = self._resolve(waking, waking.bare if key is None else key)
            if len(waking.results) >= RESULTS_KEPT:
                waking.results.clear()
            waking.results[key] = found
        return found

    def _answers(self, waking: _Waking, listing: Listing, readings: Sequence[Reading]) -> tuple[Answer, ...] | None:
        """Answers of the waking's probes; `None` where they are those of a bare listing."""
        places: set[int] = set()
        if waking.fields is not None:
            values = waking.fields(listing)
            if len(waking.asked_by_root) == 1:
                values = (values,)
            for value, asked in zip(values, waking.asked_by_root, strict=True):
                if value is not None:
                    places.update(asked)
        quantities: dict[str, tuple[float, ...]] = {}
        if waking.quantities:
            for reading in readings:
                asked_of = waking.quantities.get(reading.concept)
                if asked_of is not None and reading.values:
                    known = quantities.get(reading.concept, ())
                    quantities[reading.concept] = known + reading.values
                    places.update(asked_of)
        if not places:
            return None
        subject = Subject(listing, {name: tuple(sorted(set(values))) for name, values in quantities.items()}, waking.confidences)
        answers = list(waking.bare)
        for place in places:
            answers[place] = self._plan.probes[waking.probes[place]].ask(subject)
        return tuple(answers)

    def _resolve(self, waking: _Waking, answers: Sequence[Answer]) -> list[Result]:
        by_probe = dict(zip(waking.probes, answers, strict=True))
        found: list[Contribution] = []
        for trigger, confidence, family_class, members in waking.woken:
            key = (trigger.number, confidence, members, tuple([by_probe[probe] for probe in trigger.probes]))
            effect = self._effects.get(key)
            if effect is None:
                effect = contributions(self._plan, trigger, confidence, family_class, members, by_probe)
                self._effects.put(key, effect)
            found.extend(effect)
        found.sort()
        return self._by_market(found)

    def _by_market(self, found: list[Contribution]) -> list[Result]:
        codes = self._plan.markets
        results: list[Result] = [(code, VERDICTS[0], None, (), ()) for code in codes]
        for mask, places in self._partition(frozenset([item[3] for item in found])):
            mine = [item for item in found if item[3] & mask]
            if mine:
                findings = tuple([item[4] for item in mine])
                first = mine[0]
                names = {name for item in mine for name in item[5]}
                missing = tuple(sorted(names)) if names else ()
                for place in places:
                    results[place] = (codes[place], VERDICTS[-first[0]], -first[1], findings, missing)
        return results

    def _partition(self, masks: frozenset[int]) -> list[tuple[int, tuple[int, ...]]]:
        """Markets that the same rules touch, so that their findings are gathered once."""
        known = self._partitions.get(masks)
        if known is None:
            classes = {self._plan.everywhere}
            for mask in masks:
                classes = {part for made in classes for part in (made & mask, made & ~mask) if part}
            known = [(part, tuple(i for i in range(len(self._plan.markets)) if part >> i & 1)) for part in classes]
            if len(self._partitions) >= EFFECTS_KEPT:
                self._partitions.clear()
            self._partitions[masks] = known
        return known


def _confidence(member: tuple[str, float]) -> float:
    return member[1]
