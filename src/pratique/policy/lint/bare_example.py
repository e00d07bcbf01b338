"""An example that is only the term itself."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.fold import unspaced, words
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import ConceptExample


class BareExample(Issue, frozen=True):
    name: ClassVar[str] = "bare_example"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "A hit example is hardly more than the term, so it proves that a word equals itself, not that listings are met."
    )

    text: str

    def message(self) -> Said:
        return said("“{text}” is hardly more than the term", text=self.text)


class BareExampleCheck(Check):
    """A trader's title has at least two words or eight letters beside the term; three characters where there are no spaces."""

    looks_alone: ClassVar[bool] = True

    def example(self, example: ConceptExample, /) -> Iterator[Issue]:
        concept = self.context.content.concepts.get(example.concept)
        if concept is None or not example.hit:
            return
        text = " ".join(words(example.text))
        longest = max((term for term in (" ".join(words(t.text)) for t in concept.terms) if term in text), key=len, default="")
        beside = len(text) - len(longest)
        more_words = len(text.split()) - len(longest.split())
        if beside < 3 if unspaced(text) else beside < 8 and more_words < 2:
            yield BareExample(example.concept, place_of(example), example.text)
