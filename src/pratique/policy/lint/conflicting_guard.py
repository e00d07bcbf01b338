"""The same word in two concepts, guarded in one and not in the other."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.fold import fold
from pratique.policy.lint.issue import DESCRIBING, Check, Context, Issue, Severity, place_of
from pratique.policy.model import Concept, Term


class ConflictingGuard(Issue, frozen=True):
    name: ClassVar[str] = "conflicting_guard"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "Two concepts share a strong term; what turns it off in one is let through by the other."

    term: str
    language: str
    guarded_in: str
    guards: tuple[str, ...]

    def message(self) -> Said:
        shown = ", ".join(f"`{guard}`" for guard in self.guards[:4])
        return said(
            "`{term}` ({language}) has no guard {shown} here, as it has in `{guarded_in}`",
            term=self.term,
            language=self.language,
            shown=shown,
            guarded_in=self.guarded_in,
        )


class DuplicateTerm(Issue, frozen=True):
    name: ClassVar[str] = "duplicate_term"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "A term stands twice in a concept, strong and weak or with other guards, so which one counts is not said."

    term: str
    language: str

    def message(self) -> Said:
        return said("`{term}` ({language}) stands twice", term=self.term, language=self.language)


class ConflictingGuardCheck(Check):
    """Terms are gathered over all concepts, then compared."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.uses: dict[tuple[str, str], list[tuple[Concept, Term]]] = {}

    def concept(self, concept: Concept, /) -> Iterator[Issue]:
        seen: set[tuple[str, str]] = set()
        for term in concept.terms:
            key = (fold(term.text), term.language)
            if key in seen:
                yield DuplicateTerm(concept.id, place_of(concept), term.text, term.language)
                continue
            seen.add(key)
            if term.strong and concept.family not in ("class", "list", *DESCRIBING):
                self.uses.setdefault(key, []).append((concept, term))

    def finish(self) -> Iterator[Issue]:
        for (_, language), uses in self.uses.items():
            for concept, term in uses:
                mine = _guards(concept, term, language)
                for other, twin in uses:
                    missing = _guards(other, twin, language) - mine
                    if other is not concept and missing:
                        yield ConflictingGuard(concept.id, place_of(concept), term.text, language, other.id, tuple(sorted(missing)))
                        break


def _guards(concept: Concept, term: Term, language: str) -> set[str]:
    return {fold(guard) for guard in (*concept.guards.get(language, ()), *concept.guards.get("any", ()), *term.guards)}
