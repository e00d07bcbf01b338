"""What a woken trigger contributes to decisions, once the answers of its probes are known (online engine)."""

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pratique.engine.comparison import FALSE
from pratique.engine.decision import ALLOW, CONDITIONS, HOLD, REFUSE, Finding
from pratique.engine.plan import Plan
from pratique.engine.probe import PARTIAL, SHOWN, Answer
from pratique.engine.threshold import FamilyClass
from pratique.engine.trigger import Case, Trigger
from pratique.policy.model import VERDICTS

Members = tuple[tuple[str, float], ...]
Answers = Sequence[Answer]
"""By number of the probe."""


class Run(NamedTuple):
    """Findings of one verdict, confidence and set of concepts, by rule: what can be put among others without looking inside."""

    verdict: int
    """Negated, like the confidence, so that sorting puts the gravest first."""
    confidence: float
    concepts: tuple[str, ...]
    serial: int
    findings: tuple[Finding, ...]
    missing: frozenset[str]


class Bucket:
    """What one trigger contributes to some markets, shared by all that fare alike."""

    __slots__ = ("_outcome", "runs")

    def __init__(self, runs: tuple[Run, ...]) -> None:
        self.runs = runs
        self._outcome: Outcome | None = None

    @property
    def outcome(self) -> "Outcome":
        """The result where nothing else contributes."""
        if self._outcome is None:
            self._outcome = gather(self.runs)
        return self._outcome


class Effect(NamedTuple):
    """What one woken trigger contributes, with the places of the markets; and how many findings that is, for the bounds of caches."""

    buckets: tuple[tuple[tuple[int, ...], Bucket], ...]
    size: int


_Contribution = tuple[int, int, tuple[str, ...], tuple[Finding, ...], tuple[str, ...]]
"""Mask of markets, verdict there, concepts, findings, what they lack."""
Outcome = tuple[str, float | None, tuple[Finding, ...], tuple[str, ...]]
"""Verdict, confidence, findings, missing."""
NOTHING: Outcome = (VERDICTS[ALLOW], None, (), ())


def effect_of(plan: Plan, trigger: Trigger, confidence: float, family_class: FamilyClass, members: Members, answers: Answers) -> Effect:
    """Findings of all rules of a trigger. `members` are the trigger's concepts that were read."""
    contributions = list(_contributions(plan, trigger, confidence, family_class, members, answers))
    by_market: dict[int, list[int]] = {}
    for number, (markets, *_) in enumerate(contributions):
        for place in places(markets):
            by_market.setdefault(place, []).append(number)
    alike: dict[tuple[int, ...], list[int]] = {}
    for place, met in by_market.items():
        alike.setdefault(tuple(met), []).append(place)
    buckets = []
    size = 0
    for numbers, sharing in alike.items():
        runs = _runs(trigger.number, confidence, [contributions[number] for number in numbers])
        buckets.append((tuple(sharing), Bucket(runs)))
        size += sum([len(run.findings) for run in runs])
    return Effect(tuple(buckets), size)


@functools.lru_cache(maxsize=1 << 14)
def places(markets: int) -> tuple[int, ...]:
    """Places of the markets in a mask."""
    return tuple([place for place in range(markets.bit_length()) if markets >> place & 1])


def _runs(serial: int, confidence: float, contributions: Sequence[_Contribution]) -> tuple[Run, ...]:
    made: dict[tuple[int, tuple[str, ...]], list[tuple[tuple[Finding, ...], tuple[str, ...]]]] = {}
    for _, verdict, concepts, findings, lacking in contributions:
        made.setdefault((-verdict, concepts), []).append((findings, lacking))
    return tuple(
        [
            Run(verdict, -confidence, concepts, serial, _by_rule(found), frozenset([name for _, names in found for name in names]))
            for (verdict, concepts), found in sorted(made.items())
        ]
    )


def gather(runs: Sequence[Run]) -> Outcome:
    """Put runs together: the gravest first, ties by concepts, then by rule."""
    if len(runs) > 1:
        runs = sorted(runs)
    first = runs[0]
    findings, missing, last = first.findings, first.missing, first[:3]
    at = 0
    for run in runs[1:]:
        if run[:3] == last:
            findings = findings[:at] + tuple(sorted(findings[at:] + run.findings, key=_rule))
        else:
            at, last = len(findings), run[:3]
            findings += run.findings
        missing |= run.missing
    return VERDICTS[-first.verdict], -first.confidence, findings, tuple(sorted(missing)) if missing else ()


def _rule(finding: Finding) -> str:
    return finding.rule


def _by_rule(found: list[tuple[tuple[Finding, ...], tuple[str, ...]]]) -> tuple[Finding, ...]:
    if len(found) == 1:
        return found[0][0]
    return tuple(sorted([finding for findings, _ in found for finding in findings], key=_rule))


def _contributions(
    plan: Plan, trigger: Trigger, confidence: float, family_class: FamilyClass, members: Members, answers: Answers
) -> Iterator[_Contribution]:
    for case in trigger.cases:
        lacking = _unknown(case, answers)
        if lacking is None:
            continue
        for band in family_class.bands:
            markets = band.markets & case.markets
            if markets and confidence >= band.review:
                concepts = tuple([name for name, read in members if read >= band.review])
                for part, verdict, unmet in _demanded(case, answers, markets, confidence >= band.act):
                    if case.capped and verdict > HOLD:
                        verdict = HOLD
                    if lacking and verdict > family_class.undetermined:
                        verdict = family_class.undetermined
                    if verdict > ALLOW:
                        for mask, numbers in case.blocks:
                            if mask & part:
                                findings = _findings(plan, numbers, VERDICTS[verdict], concepts, confidence)
                                yield mask & part, verdict, concepts, findings, lacking + unmet


def _findings(plan: Plan, numbers: tuple[int, ...], verdict: str, concepts: tuple[str, ...], confidence: float) -> tuple[Finding, ...]:
    texts = [plan.texts[number] for number in numbers]
    found = [Finding(*head, verdict, concepts, confidence, *tail) for head, tail in texts]
    return tuple(sorted(found, key=_rule)) if len(found) > 1 else tuple(found)


def _unknown(case: Case, answers: Answers) -> tuple[str, ...] | None:
    """Names of unknown facts; `None` where a condition is false."""
    names: tuple[str, ...] = ()
    for probe in case.conditions:
        answer = answers[probe]
        if answer == FALSE:
            return None
        if isinstance(answer, tuple):
            names += answer
    return names


def _demanded(case: Case, answers: Answers, markets: int, sure: bool) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Markets with the same verdict, the verdict if the case holds, and what is unmet there."""
    if case.demand == "prohibited":
        yield markets, REFUSE if sure else HOLD, ()
        return
    hidden: tuple[str, ...] = ()
    partial = False
    for probe, item in case.shown_by:
        if answers[probe] != SHOWN:
            hidden += (item,)
            partial = partial or answers[probe] == PARTIAL
    for part, unmet, documents_known in _needs(case, answers, markets):
        lacking = unmet + hidden
        if case.demand == "restricted":
            satisfied = not lacking and bool(case.needs or case.shown_by)
            yield part, CONDITIONS if satisfied else HOLD, lacking
        elif not case.needs and not case.shown_by:
            yield part, CONDITIONS, ()
        elif lacking:
            grave = (unmet and documents_known) or (partial and case.demand == "responsible_person")
            yield part, HOLD if grave else CONDITIONS, lacking


def _needs(case: Case, answers: Answers, markets: int) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Split markets by the needs unmet there: a document may cover some markets alone."""
    parts: dict[int, tuple[str, ...]] = {markets: ()}
    documents_known = True
    for probe, need in case.needs:
        met = answers[probe]
        if not isinstance(met, int):
            documents_known, met = False, 0
        split: dict[int, tuple[str, ...]] = {}
        for part, unmet in parts.items():
            if part & met:
                split[part & met] = unmet
            if part & ~met:
                split[part & ~met] = (*unmet, need)
        parts = split
    for part, unmet in parts.items():
        yield part, unmet, documents_known
