"""What weighing needs to know of each concept, with names as numbers."""

from collections.abc import Sequence

from pratique.facts.concept import Concept
from pratique.signals.text.guard import Words, words_of


class ConceptRow:
    """One concept, compiled."""

    __slots__ = (
        "classes",
        "context",
        "context_concepts",
        "guards",
        "has_context",
        "is_class",
        "line",
        "negation",
        "not_classes",
        "window",
    )

    def __init__(self, concept: Concept, numbers: dict[str, int], families: dict[str, frozenset[int]], parents: dict[str, str]) -> None:
        self.is_class = concept.family == "class"
        self.guards: Words = words_of(concept.guards)
        self.window = concept.window
        self.negation = concept.negation
        self.context: Words = words_of(concept.context)
        self.has_context = bool(self.context)
        self.context_concepts = _members(concept.context_concepts, numbers, families)
        self.classes = _members(concept.classes, numbers, families)
        self.not_classes = _members(concept.not_classes, numbers, families)
        self.line = (numbers[concept.id], *(numbers[name] for name in _line(concept.id, parents) if name in numbers))
        """The concept and, of a class, those above it."""


class ConceptTable:
    """All concepts in a fixed order: the number of a concept is its place."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        self.names = tuple(concept.id for concept in concepts)
        self.numbers = {name: number for number, name in enumerate(self.names)}
        parents = {concept.id: concept.parent for concept in concepts if concept.parent}
        members: dict[str, set[int]] = {}
        for concept in concepts:
            members.setdefault(concept.family, set()).add(self.numbers[concept.id])
        families = {family: frozenset(found) for family, found in members.items()}
        self.rows = tuple(ConceptRow(concept, self.numbers, families, parents) for concept in concepts)


def _members(names: Sequence[str], numbers: dict[str, int], families: dict[str, frozenset[int]]) -> frozenset[int]:
    found: set[int] = set()
    for name in names:
        if name.endswith(".*"):
            found |= families.get(name[:-2], frozenset())
        elif name in numbers:
            found.add(numbers[name])
    return frozenset(found)


def _line(name: str, parents: dict[str, str]) -> list[str]:
    """The classes above a class, nearest first; a circle (which lint reports) ends it."""
    line: list[str] = []
    while (parent := parents.get(name)) and parent not in line:
        line.append(parent)
        name = parent
    return line
