"""A weak term that nothing can support."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Concept


class LoneWeakTerm(Issue, frozen=True):
    name: ClassVar[str] = "lone_weak_term"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "The only term of a concept is weak and nothing supports it, so it never counts."

    term: str

    def message(self) -> Said:
        return said("nothing supports the weak term `{term}`: no other term, context, concept or class", term=self.term)


class LoneWeakTermCheck(Check):
    """Two weak terms support each other; one alone needs a context."""

    looks_alone: ClassVar[bool] = True

    def concept(self, concept: Concept, /) -> Iterator[Issue]:
        supported = concept.context or concept.context_concepts or concept.classes
        if len(concept.terms) == 1 and not concept.terms[0].strong and not supported:
            yield LoneWeakTerm(concept.id, place_of(concept), concept.terms[0].text)
