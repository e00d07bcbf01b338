"""A concept that nobody tried."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Context, Issue, Severity, place_of
from pratique.policy.model import ConceptExample


class UntriedConcept(Issue, frozen=True):
    name: ClassVar[str] = "untried_concept"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "A concept has no example that must hit, or none that must miss, so a change of its terms breaks it unseen."
    )

    lacks: str

    def message(self) -> Said:
        return said("no example that must hit") if self.lacks == "hit" else said("no example that must miss")


class UntriedConceptCheck(Check):
    """Classes and quantities are tried through the rules that use them; lists through their source."""

    looks_alone: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tried: set[tuple[str, bool]] = set()

    def example(self, example: ConceptExample, /) -> Iterator[Issue]:
        self.tried.add((example.concept, example.hit))
        return iter(())

    def finish(self) -> Iterator[Issue]:
        for concept in self.context.content.concepts.values():
            if concept.family in ("class", "quantity", "list", "product") or not concept.terms:
                continue
            for hit, word in ((True, "hit"), (False, "miss")):
                if (concept.id, hit) not in self.tried:
                    yield UntriedConcept(concept.id, place_of(concept), word)
