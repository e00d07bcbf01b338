"""One listing at a time, for all markets of a plan.

Two steps, both remembered. *Waking* depends on the concepts read and their confidence alone: it finds the rules that may hold and the
facts they ask for. *Resolving* depends on the answers of those facts besides. A listing whose readings and answers were met before costs
two look-ups and its `Decision` objects.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter

from pratique.engine.decision import NONE_BELOW, ConceptConfidence, Decision
from pratique.engine.effect import NOTHING, Bucket, Effect, Members, Outcome, Partition, effect_of, gather
from pratique.engine.plan import Plan, SubjectPlan
from pratique.engine.probe import EMPTY, Answer, ShownProbe, Subject
from pratique.engine.recent import Recent
from pratique.engine.threshold import FamilyClass
from pratique.engine.trigger import Trigger
from pratique.facts import Evidence, Listing, Reading
from pratique.policy.model import VERDICTS

WAKINGS_KEPT = 5_000_000
"""Sets of readings remembered, each counted as `WAKING` and the places for findings in its outcomes."""
WAKING = 250
INQUIRIES_KEPT = 20_000
ANSWERS_KEPT = 64
"""Distinct answers remembered for one set of readings."""
FINDINGS_KEPT = 200_000
"""Findings remembered, of single triggers."""
OUTCOMES_KEPT = 200_000
"""Places for findings remembered, of whole classes of markets."""

Outcomes = list[Outcome]
Woken = tuple[Trigger, float, FamilyClass, Members]


def decide(plan: Plan, listing: Listing, readings: Sequence[Reading], degraded: frozenset[str] | None = None) -> list[Decision]:
    """A decision for each market of the plan, in its order. `degraded` names families a failed detector could have read; empty: any."""
    engine = plan.caches.get(listing.kind)
    if not isinstance(engine, _Subjects):
        engine = plan.caches[listing.kind] = _Subjects(plan, plan.subjects.get(listing.kind) or SubjectPlan(()))
    matter = engine.matter
    key = tuple([(reading.concept, reading.confidence) for reading in readings if reading.concept in matter])
    waking = engine.wakings.get(key)
    if waking is None:
        waking = engine.wake([reading for reading in readings if reading.concept in matter])
        engine.wakings.put(key, waking, WAKING)
    outcomes = engine.outcomes(waking, listing, readings)
    evidence: tuple[Evidence, ...] = ()
    for reading in readings:
        if reading.evidence:
            evidence += reading.evidence
    if degraded is not None:
        outcomes = _lifted(outcomes, plan.thresholds.degraded(degraded or ("*",)))
    identity, concepts, is_degraded = listing.listing_id, _concepts(readings), degraded is not None
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
        for market, (verdict, confidence, findings, missing) in zip(plan.markets, outcomes, strict=True)
    ]


def _lifted(outcomes: Outcomes, least: int) -> Outcomes:
    floor = VERDICTS[least]
    return [(floor if VERDICTS.index(given[0]) < least else given[0], *given[1:]) for given in outcomes]


def _concepts(readings: Sequence[Reading]) -> tuple[ConceptConfidence, ...]:
    """Every concept once, with its greatest confidence, by id."""
    best: dict[str, float] = {}
    for reading in readings:
        if reading.confidence > best.get(reading.concept, -1.0):
            best[reading.concept] = reading.confidence
    return tuple([ConceptConfidence(concept, best[concept]) for concept in sorted(best)])


class _Inquiry:
    """The facts that a set of triggers asks for: which fields to look at, and which probes each of them bears on."""

    __slots__ = ("by_concept", "by_field", "by_quantity", "fields", "probes")

    def __init__(self, plan: Plan, probes: tuple[int, ...]) -> None:
        self.probes = probes
        by_root: dict[str, list[int]] = {}
        for place, probe in enumerate(probes):
            for root in plan.probes[probe].roots:
                by_root.setdefault(root, []).append(place)
        fields = sorted(root for root in by_root if not root.startswith("quantity."))
        self.by_field = tuple(by_root[root] for root in fields)
        self.fields = _getter(fields)
        self.by_quantity = {root: places for root, places in by_root.items() if root.startswith("quantity.")}
        self.by_concept: dict[str, list[int]] = {}
        """Concept → places whose answer for a bare listing it changes."""
        for place, number in enumerate(probes):
            asked = plan.probes[number]
            for concept in asked.concepts if isinstance(asked, ShownProbe) else ():
                self.by_concept.setdefault(concept, []).append(place)


class _Waking:
    """What one set of readings wakes, the facts that asks for, and the results by their answers."""

    __slots__ = ("asking", "bare", "confidences", "fixed", "inquiry", "outcomes")

    def __init__(
        self, confidences: dict[str, float], fixed: list[Effect], asking: list[Woken], inquiry: _Inquiry | None, bare: list[Answer]
    ) -> None:
        self.confidences, self.fixed, self.asking, self.inquiry, self.bare = confidences, fixed, asking, inquiry, bare
        self.outcomes: dict[tuple[Answer, ...] | None, Outcomes] = {}


class _Subjects:
    """The online engine for one kind of subject of one plan, with its memory."""

    def __init__(self, plan: Plan, subject: SubjectPlan) -> None:
        self._plan, self._subject = plan, subject
        self.wakings: Recent[_Waking] = Recent(WAKINGS_KEPT)
        self._effects: Recent[Effect] = Recent(FINDINGS_KEPT)
        self._gathered: Recent[Outcome] = Recent(OUTCOMES_KEPT)
        self._inquiries: dict[frozenset[int], _Inquiry] = {}
        self._places = tuple(next(place for place, part in enumerate(plan.partition) if part >> i & 1) for i in range(len(plan.markets)))
        """Per market, its class in the plan's partition."""
        self.matter = _mattering(plan, subject)
        """Concepts that a rule names: no other changes what is decided."""
        self._singly = tuple(1 << i for i in range(len(plan.markets)))

    # Waking

    def wake(self, readings: Sequence[Reading]) -> _Waking:
        """Find the triggers whose confidence reaches *review* in at least one market."""
        confidences: dict[str, float] = {}
        for reading in readings:
            concept, confidence = reading.concept, reading.confidence
            if confidence > confidences.get(concept, -1.0):
                confidences[concept] = confidence
        index, least = self._subject.index, self._subject.least
        woken: dict[int, Woken] = {}
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
        fixed: list[Effect] = []
        asking: list[Woken] = []
        for item in woken.values():
            if item[0].probes:
                asking.append(item)
            else:
                fixed.append(self._effect(item, {}, (), self._plan.partition) or _NO_EFFECT)
        if not asking:
            return _Waking(confidences, fixed, asking, None, [])
        inquiry = self._inquiry(frozenset([probe for item in asking for probe in item[0].probes]))
        bare = [self._plan.bare[probe] for probe in inquiry.probes]
        nothing = Subject(EMPTY, {}, confidences)
        for concept in inquiry.by_concept.keys() & confidences.keys():
            for place in inquiry.by_concept[concept]:
                bare[place] = self._plan.probes[inquiry.probes[place]].ask(nothing)
        return _Waking(confidences, fixed, asking, inquiry, bare)

    def _try(self, trigger: Trigger, confidences: Mapping[str, float], woken: dict[int, Woken]) -> None:
        family_class = trigger.family_class
        if trigger.only is not None and family_class is not None:
            confidence = confidences[trigger.only]
            if confidence >= family_class.least and confidence > 0:
                woken[trigger.number] = (trigger, confidence, family_class, ((trigger.only, confidence),))
            return
        confidence, here = 1.0, confidences.keys()  # few concepts are read, and groups may be long
        for group in trigger.group_sets:
            read = group & here
            greatest = max([confidences[name] for name in read]) if read else 0.0
            if greatest < confidence:
                confidence = greatest
        if confidence < trigger.least or confidence <= 0:
            return
        if trigger.none and any(confidences[name] >= NONE_BELOW for name in trigger.none_set & here):
            return
        shown = trigger.member_set & here
        members = tuple([(name, confidences[name]) for name in trigger.members if name in shown and confidences[name] > 0])
        if family_class is None:
            best = max(members, key=_confidence, default=("product", 0.0))
            family_class = self._plan.thresholds.of(best[0].split(".", 1)[0])
        if confidence >= family_class.least:
            woken[trigger.number] = (trigger, confidence, family_class, members)

    def _inquiry(self, probes: frozenset[int]) -> _Inquiry:
        known = self._inquiries.get(probes)
        if known is None:
            if len(self._inquiries) >= INQUIRIES_KEPT:
                self._inquiries.clear()
            known = self._inquiries[probes] = _Inquiry(self._plan, tuple(sorted(probes)))
        return known

    # Resolving

    def outcomes(self, waking: _Waking, listing: Listing, readings: Sequence[Reading]) -> Outcomes:
        """Ask what the woken rules want to know, and look the answers up. One outcome a market."""
        key = None if waking.inquiry is None else self._answers(waking, waking.inquiry, listing, readings)
        found = waking.outcomes.get(key)
        if found is None:
            found = self._resolve(waking, waking.bare if key is None else key)
            if len(waking.outcomes) >= ANSWERS_KEPT:
                waking.outcomes.clear()
            waking.outcomes[key] = found
            self.wakings.weigh(sum([len(outcome[2]) for outcome in found]))
        return found

    def _answers(self, waking: _Waking, inquiry: _Inquiry, listing: Listing, readings: Sequence[Reading]) -> tuple[Answer, ...] | None:
        """Answers of the waking's probes; `None` where they are those of a bare listing."""
        places: set[int] = set()
        for value, asked in zip(inquiry.fields(listing), inquiry.by_field, strict=True):
            if value is not None:
                places.update(asked)
        quantities: dict[str, tuple[float, ...]] = {}
        if inquiry.by_quantity:
            for reading in readings:
                asked_of = inquiry.by_quantity.get(reading.concept)
                if asked_of is not None and reading.values:
                    quantities[reading.concept] = quantities.get(reading.concept, ()) + reading.values
                    places.update(asked_of)
        if not places:
            return None
        subject = Subject(listing, {name: tuple(sorted(set(values))) for name, values in quantities.items()}, waking.confidences)
        answers = list(waking.bare)
        for place in places:
            answers[place] = self._plan.probes[inquiry.probes[place]].ask(subject)
        return tuple(answers)

    def _resolve(self, waking: _Waking, answers: Sequence[Answer]) -> Outcomes:
        by_probe = {} if waking.inquiry is None else dict(zip(waking.inquiry.probes, answers, strict=True))
        partition = self._plan.partition
        effects = list(waking.fixed)
        for item in waking.asking:
            effect = self._effect(item, by_probe, tuple([by_probe[probe] for probe in item[0].probes]), partition)
            if effect is None:
                return self._resolve_singly(waking, by_probe)
            effects.append(effect)
        parts: list[list[Bucket]] = [[] for _ in partition]
        for effect in effects:
            for place, bucket in effect.buckets:
                parts[place].append(bucket)
        outcomes = [self._outcome(buckets) for buckets in parts]
        return [outcomes[place] for place in self._places]

    def _resolve_singly(self, waking: _Waking, by_probe: dict[int, Answer]) -> Outcomes:
        """Market by market, where a document covers some of the markets that otherwise fare alike."""
        parts: list[list[Bucket]] = [[] for _ in self._singly]
        fixed = [item for effect in waking.fixed for item in effect.buckets]
        for place, bucket in fixed:
            for market, its_place in enumerate(self._places):
                if its_place == place:
                    parts[market].append(bucket)
        for trigger, confidence, family_class, members in waking.asking:
            effect = effect_of(self._plan, trigger, confidence, family_class, members, by_probe, self._singly)
            for market, bucket in effect.buckets if effect is not None else ():
                parts[market].append(bucket)
        return [self._outcome(buckets) for buckets in parts]

    def _outcome(self, buckets: list[Bucket]) -> Outcome:
        if not buckets:
            return NOTHING
        if len(buckets) == 1:
            return buckets[0].outcome
        key = tuple(buckets)
        known = self._gathered.get(key)
        if known is None:
            known = gather([run for bucket in buckets for run in bucket.runs])
            self._gathered.put(key, known, len(known[2]))
        return known

    def _effect(self, item: Woken, by_probe: Mapping[int, Answer], answers: tuple[Answer, ...], partition: Partition) -> Effect | None:
        trigger, confidence, family_class, members = item
        key = (trigger.number, confidence, members, answers)
        known = self._effects.get(key)
        if known is None:
            known = effect_of(self._plan, trigger, confidence, family_class, members, by_probe, partition)
            if known is not None:
                self._effects.put(key, known, known.size + 1)
        return known


def _mattering(plan: Plan, subject: SubjectPlan) -> frozenset[str]:
    named = {name for trigger in subject.triggers for name in (*trigger.members, *trigger.none)}
    shown = {name for probe in plan.probes if isinstance(probe, ShownProbe) for name in probe.concepts}
    return frozenset(named | shown)


_NO_EFFECT = Effect((), 0)


def _confidence(member: tuple[str, float]) -> float:
    return member[1]


def _getter(fields: Sequence[str]) -> Callable[[Listing], tuple[object, ...]]:
    if not fields:
        return lambda _listing: ()
    if len(fields) == 1:
        one = attrgetter(fields[0])
        return lambda listing: (one(listing),)
    return attrgetter(*fields)
