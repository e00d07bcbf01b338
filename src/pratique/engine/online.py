"""One listing at a time, for all markets of a plan.

Two steps, both remembered. *Waking* depends on the concepts read and their confidence alone: it finds the rules that may hold and the
facts they ask for. *Resolving* depends on the answers of those facts besides. A listing whose readings and answers were met before costs
two look-ups and its `Decision` objects.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter

from pratique.engine.decision import NONE_BELOW, ConceptConfidence, Decision
from pratique.engine.effect import NOTHING, Bucket, Effect, Members, Outcome, effect_of, gather
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


def decide_outcomes(plan: Plan, listing: Listing, readings: Sequence[Reading], degraded: frozenset[str] | None = None) -> Outcomes:
    """What comes out for each market of the plan, in its order: `(verdict, confidence, findings, missing)`.

    Equal questions give the same objects again, so that whoever encodes them can do so once. Not to be changed.
    """
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
    return outcomes if degraded is None else _lifted(outcomes, plan.thresholds.degraded(degraded or ("*",)))


def decide(plan: Plan, listing: Listing, readings: Sequence[Reading], degraded: frozenset[str] | None = None) -> list[Decision]:
    """A decision for each market of the plan, in its order. `degraded` names families a failed detector could have read; empty: any."""
    outcomes = decide_outcomes(plan, listing, readings, degraded)
    evidence: tuple[Evidence, ...] = ()
    for reading in readings:
        if reading.evidence:
            evidence += reading.evidence
    identity, concepts, is_degraded = listing.listing_id, concepts_of(readings), degraded is not None
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


def concepts_of(readings: Sequence[Reading]) -> tuple[ConceptConfidence, ...]:
    """Every concept once, with its greatest confidence, by id."""
    best: dict[str, float] = {}
    for reading in readings:
        if reading.confidence > best.get(reading.concept, -1.0):
            best[reading.concept] = reading.confidence
    return tuple([ConceptConfidence(concept, best[concept]) for concept in sorted(best)])


class _Inquiry:
    """The facts that a set of triggers asks for: which fields to look at, and which probes each of them bears on."""

    __slots__ = ("by_concept", "by_field", "by_quantity", "fields")

    def __init__(self, by_root: Mapping[str, frozenset[int]], by_concept: Mapping[str, frozenset[int]], probes: frozenset[int]) -> None:
        asked = {root: found for root, of_root in by_root.items() if (found := of_root & probes)}
        fields = [root for root in asked if not root.startswith("quantity.")]
        self.by_field = tuple([asked[root] for root in fields])
        self.fields = _getter(fields)
        self.by_quantity = {root: found for root, found in asked.items() if root.startswith("quantity.")}
        self.by_concept = {concept: found for concept, of_concept in by_concept.items() if (found := of_concept & probes)}
        """Concept → probes whose answer for a bare listing it changes."""


Told = tuple[tuple[int, Answer], ...]
"""Answers that are not those of a bare listing, by number of the probe."""


class _Waking:
    """What one set of readings wakes, the facts that asks for, and the results by their answers."""

    __slots__ = ("asking", "confidences", "fixed", "inquiry", "outcomes", "shown")

    def __init__(
        self, confidences: dict[str, float], fixed: list[Effect], asking: list[Woken], inquiry: _Inquiry | None, shown: Told
    ) -> None:
        self.confidences, self.fixed, self.asking, self.inquiry, self.shown = confidences, fixed, asking, inquiry, shown
        self.outcomes: dict[Told, Outcomes] = {}


class _Subjects:
    """The online engine for one kind of subject of one plan, with its memory."""

    def __init__(self, plan: Plan, subject: SubjectPlan) -> None:
        self._plan, self._subject = plan, subject
        self.wakings: Recent[_Waking] = Recent(WAKINGS_KEPT)
        self._effects: Recent[Effect] = Recent(FINDINGS_KEPT)
        self._gathered: Recent[Outcome] = Recent(OUTCOMES_KEPT)
        self._inquiries: dict[frozenset[int], _Inquiry] = {}
        self.matter = _mattering(plan, subject)
        """Concepts that a rule names: no other changes what is decided."""
        by_root: dict[str, set[int]] = {}
        by_concept: dict[str, set[int]] = {}
        for number, probe in enumerate(plan.probes):
            for root in probe.roots:
                by_root.setdefault(root, set()).add(number)
            for concept in probe.concepts if isinstance(probe, ShownProbe) else ():
                by_concept.setdefault(concept, set()).add(number)
        self._by_root = {root: frozenset(found) for root, found in sorted(by_root.items())}
        self._by_concept = {concept: frozenset(found) for concept, found in by_concept.items()}

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
                fixed.append(self._effect(item, (), self._plan.bare))
        if not asking:
            return _Waking(confidences, fixed, asking, None, ())
        inquiry = self._inquiry(frozenset().union(*[item[0].probe_set for item in asking]))
        shown: dict[int, Answer] = {}
        nothing = Subject(EMPTY, {}, confidences)
        for concept in inquiry.by_concept.keys() & confidences.keys():
            for probe in inquiry.by_concept[concept]:
                shown[probe] = self._plan.probes[probe].ask(nothing)
        return _Waking(confidences, fixed, asking, inquiry, self._told(shown))

    def _told(self, answers: Mapping[int, Answer]) -> Told:
        bare = self._plan.bare
        return tuple([(probe, answers[probe]) for probe in sorted(answers) if answers[probe] != bare[probe]])

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
            if not read:
                return
            greatest = max([confidences[name] for name in read])
            if greatest < confidence:
                confidence = greatest
        if confidence < trigger.least or confidence <= 0:
            return
        if trigger.none and any(confidences[name] >= NONE_BELOW for name in trigger.none_set & here):
            return
        shown = sorted(trigger.member_set & here, key=trigger.order.__getitem__)
        members = tuple([(name, confidences[name]) for name in shown if confidences[name] > 0])
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
            known = self._inquiries[probes] = _Inquiry(self._by_root, self._by_concept, probes)
        return known

    # Resolving

    def outcomes(self, waking: _Waking, listing: Listing, readings: Sequence[Reading]) -> Outcomes:
        """Ask what the woken rules want to know, and look the answers up. One outcome a market."""
        key = () if waking.inquiry is None else self._answers(waking, waking.inquiry, listing, readings)
        found = waking.outcomes.get(key)
        if found is None:
            found = self._resolve(waking, key)
            if len(waking.outcomes) >= ANSWERS_KEPT:
                waking.outcomes.clear()
            waking.outcomes[key] = found
            self.wakings.weigh(sum([len(outcome[2]) for outcome in found]))
        return found

    def _answers(self, waking: _Waking, inquiry: _Inquiry, listing: Listing, readings: Sequence[Reading]) -> Told:
        """Answers of the waking's probes that are not those of a bare listing."""
        asked: set[int] = set()
        for value, of_field in zip(inquiry.fields(listing), inquiry.by_field, strict=True):
            if value is not None:
                asked |= of_field
        quantities: dict[str, tuple[float, ...]] = {}
        if inquiry.by_quantity:
            for reading in readings:
                of_quantity = inquiry.by_quantity.get(reading.concept)
                if of_quantity is not None and reading.values:
                    quantities[reading.concept] = quantities.get(reading.concept, ()) + reading.values
                    asked |= of_quantity
        if not asked:
            return waking.shown
        subject = Subject(listing, {name: tuple(sorted(set(values))) for name, values in quantities.items()}, waking.confidences)
        probes = self._plan.probes
        return self._told(dict(waking.shown) | {probe: probes[probe].ask(subject) for probe in asked})

    def _resolve(self, waking: _Waking, told: Told) -> Outcomes:
        answers = self._plan.bare
        if told:
            answers = answers.copy()
            for probe, answer in told:
                answers[probe] = answer
        effects = [*waking.fixed, *[self._effect(item, told, answers) for item in waking.asking]]
        parts: list[list[Bucket]] = [[] for _ in self._plan.markets]
        for effect in effects:
            for places, bucket in effect.buckets:
                for place in places:
                    parts[place].append(bucket)
        known: dict[tuple[Bucket, ...], Outcome] = {}
        outcomes = []
        for part in parts:
            buckets = tuple(part)
            outcome = known.get(buckets)
            if outcome is None:
                outcome = known[buckets] = self._outcome(buckets)
            outcomes.append(outcome)
        return outcomes

    def _outcome(self, buckets: tuple[Bucket, ...]) -> Outcome:
        if not buckets:
            return NOTHING
        if len(buckets) == 1:
            return buckets[0].outcome
        known = self._gathered.get(buckets)
        if known is None:
            known = gather([run for bucket in buckets for run in bucket.runs])
            self._gathered.put(buckets, known, len(known[2]))
        return known

    def _effect(self, item: Woken, told: Told, answers: Sequence[Answer]) -> Effect:
        trigger, confidence, family_class, members = item
        asked = trigger.probe_set
        key = (trigger.number, confidence, members, tuple([one for one in told if one[0] in asked]) if told else ())
        known = self._effects.get(key)
        if known is None:
            known = effect_of(self._plan, trigger, confidence, family_class, members, answers)
            self._effects.put(key, known, known.size + 1)
        return known


def _mattering(plan: Plan, subject: SubjectPlan) -> frozenset[str]:
    named = {name for trigger in subject.triggers for name in (*trigger.members, *trigger.none)}
    shown = {name for probe in plan.probes if isinstance(probe, ShownProbe) for name in probe.concepts}
    return frozenset(named | shown)


def _confidence(member: tuple[str, float]) -> float:
    return member[1]


def _getter(fields: Sequence[str]) -> Callable[[Listing], tuple[object, ...]]:
    if not fields:
        return lambda _listing: ()
    if len(fields) == 1:
        one = attrgetter(fields[0])
        return lambda listing: (one(listing),)
    return attrgetter(*fields)
