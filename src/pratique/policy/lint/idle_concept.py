"""Knowledge that decides nothing."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.facts.expressions import paths
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Concept, Content

SEEN_ALONE = frozenset({"class", "product"})
"""Families that say what a listing is; they are asked for by name and need no rule."""


class IdleConcept(Issue, frozen=True):
    name: ClassVar[str] = "idle_concept"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "No rule uses a concept, so what it shows decides nothing."

    def message(self) -> Said:
        return said("no rule uses it, nor does a concept that a rule uses")


class IdleConceptCheck(Check):
    """Concepts that no live or shadow rule leans on, directly or through a concept it supports."""

    def finish(self) -> Iterator[Issue]:
        content = self.context.content
        used = used_concepts(content)
        for concept in content.concepts.values():
            if concept.id not in used and concept.family not in SEEN_ALONE and not concept.detector:
                yield IdleConcept(concept.id, place_of(concept))


def used_concepts(content: Content) -> set[str]:
    """Every concept that can change a decision."""
    used: set[str] = set()
    for rule in content.rules.values():
        if rule.status in ("draft", "retired"):
            continue
        used.update(name for group in rule.when.all for name in group)
        used.update(rule.when.any, rule.when.none)
        used.update(item for shown in rule.shown_by for item in shown.split("|"))
        used.update(comparison.path for comparison in rule.where)
        used.update(paths(rule.expr) if rule.expr else ())
    waiting = list(used)
    while waiting:
        concept = content.concepts.get(waiting.pop())
        more = set(_leans_on(concept)) - used if concept else set()
        used |= more
        waiting += more
    return used


def _leans_on(concept: Concept) -> Iterator[str]:
    yield from concept.context_concepts
    for cue in concept.cues:
        yield from (*cue.of, *cue.classes)
    yield from concept.classes
    yield from concept.not_classes
    if concept.parent:
        yield concept.parent
    if concept.quantity:
        yield from concept.quantity.within
