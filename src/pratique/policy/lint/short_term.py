"""A strong term too short to mean one thing."""

import re
from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.fold import fold
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Concept

_LETTERS = re.compile("[a-z\u00df-\u024f\u0370-\u04ff]+")
"""Scripts in which three letters are hardly a word: Latin, Greek, Cyrillic."""


class ShortTerm(Issue, frozen=True):
    name: ClassVar[str] = "short_term"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "A strong term of three letters or fewer, or of one character in other scripts, is met in listings of everything."
    )

    term: str
    language: str

    def message(self) -> Said:
        return said(
            "strong term `{term}` ({language}) is short; make it weak, or say `case: true` where it is an acronym",
            term=self.term,
            language=self.language,
        )


class ShortTermCheck(Check):
    """Acronyms written as such are allowed to be short, and so are names met in the brand field alone."""

    looks_alone: ClassVar[bool] = True

    def concept(self, concept: Concept, /) -> Iterator[Issue]:
        if concept.family == "class":
            return
        for term in concept.terms:
            text = fold(term.text).replace(" ", "")
            short = len(text) < 4 if _LETTERS.fullmatch(text) else len(text) < 2
            if term.strong and not term.case and short and term.fields != ("brand",):
                yield ShortTerm(concept.id, place_of(concept), term.text, term.language)
