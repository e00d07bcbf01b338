"""What a woken trigger contributes to decisions, once the answers of its probes are known (online engine)."""

from collections.abc import Iterator, Mapping

from pratique.engine.comparison import FALSE
from pratique.engine.decision import ALLOW, CONDITIONS, HOLD, REFUSE, Finding
from pratique.engine.plan import Plan
from pratique.engine.probe import PARTIAL, SHOWN, Answer
from pratique.engine.threshold import FamilyClass
from pratique.engine.trigger import Case, Trigger
from pratique.policy.model import VERDICTS

Contribution = tuple[int, float, str, int, Finding, tuple[str, ...]]
"""Verdict and confidence, both negated, and rule, so that sorting puts the gravest first; markets; finding; what it lacks."""
Members = tuple[tuple[str, float], ...]
Answers = Mapping[int, Answer]


def contributions(
    plan: Plan, trigger: Trigger, confidence: float, family_class: FamilyClass, members: Members, answers: Answers
) -> tuple[Contribution, ...]:
    """Findings of all rules of a trigger, in order. `members` are the trigger's concepts that were read."""
    found: list[Contribution] = []
    for case in trigger.cases:
        lacking = _unknown(case, answers)
        if lacking is None:
            continue
        for band in family_class.bands:
            markets = band.markets & case.markets
            if markets and confidence >= band.review:
                concepts = tuple(name for name, read in members if read >= band.review)
                for part, verdict, unmet in _demanded(case, answers, markets, confidence >= band.act):
                    if case.capped and verdict > HOLD:
                        verdict = HOLD
                    if lacking and verdict > family_class.undetermined:
                        verdict = family_class.undetermined
                    if verdict > ALLOW:
                        found.extend(_findings(plan, case, part, verdict, confidence, concepts, lacking + unmet))
    found.sort()
    return tuple(found)


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


def _findings(
    plan: Plan, case: Case, markets: int, verdict: int, confidence: float, concepts: tuple[str, ...], lacking: tuple[str, ...]
) -> Iterator[Contribution]:
    for number, mask in case.rules:
        if mask & markets:
            rule = plan.rules[number]
            finding = Finding(
                rule.id,
                rule.version,
                rule.demand,
                VERDICTS[verdict],
                concepts,
                confidence,
                plan.basis[number],
                rule.fix.get("en", ""),
                rule.fix.get("zh", ""),
            )
            yield -verdict, -confidence, rule.id, mask & markets, finding, lacking
