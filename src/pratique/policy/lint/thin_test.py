"""A test that shows little: no listing a trader would write."""

from collections.abc import Iterator
from typing import Any, ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.fold import dense, fold, unspaced, words
from pratique.policy.lint.issue import Check, Context, Issue, Severity, place_of
from pratique.policy.model import Concept, Rule, RuleTest

LEAST = 40
"""Characters of title and description together; half in scripts whose characters are words."""


class ThinTest(Issue, frozen=True):
    name: ClassVar[str] = "thin_test"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "A test's listing is not one a trader would write, so passing it proves little."

    test: str
    reason: Said

    def message(self) -> Said:
        return said("in the test “{test}” {reason}", test=self.test, reason=self.reason)


class ThinTestCheck(Check):
    """Length, category or attributes, and for a near miss a word that comes near."""

    looks_alone: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.vocabulary: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def test(self, test: RuleTest, /) -> Iterator[Issue]:
        rule = self.context.content.rules.get(test.rule)
        if rule is None:
            return
        listing = test.listing
        text = f"{listing.get('title') or ''} {listing.get('description') or ''}".strip()
        is_goods = listing.get("kind", "listing") == "listing"
        least = LEAST // 2 if unspaced(text) else LEAST
        if len(text) < least:
            yield self._thin(
                test, said("the listing has {length} characters, a trader writes {least} and more", length=len(text), least=least)
            )
        if is_goods and not listing.get("category") and not listing.get("attributes"):
            yield self._thin(test, said("the listing has neither category nor attributes"))
        if test.kind == "near_miss" and not self._comes_near(rule, f"{text} {_rest(listing)}"):
            yield self._thin(test, said("the near miss holds no word of the rule's own terms"))

    def _comes_near(self, rule: Rule, text: str) -> bool:
        names = [*(name for group in rule.when.all for name in group), *rule.when.any]
        if "product.any" in names:
            return True
        spaced, pieces = self._vocabulary(rule.id, names)
        if not spaced and not pieces:
            return True
        folded = fold(text)
        found = set(words(text))
        return (
            bool(spaced & found)
            or any(piece in folded for piece in pieces)
            or any((len(word) >= 4 or dense(word)) and word in other for word in spaced for other in found)
        )

    def _vocabulary(self, key: str, names: list[str]) -> tuple[frozenset[str], frozenset[str]]:
        if key not in self.vocabulary:
            spaced: set[str] = set()
            pieces: set[str] = set()
            for name in names:
                for text in _texts(self.context.content.concepts.get(name)):
                    for word in words(text):
                        if unspaced(word):
                            pieces.update(word[i : i + 2] for i in range(max(1, len(word) - 1)))
                        elif len(word) >= (2 if dense(word) else 3) or not word.isalpha():
                            spaced.add(word)
            self.vocabulary[key] = frozenset(spaced), frozenset(pieces)
        return self.vocabulary[key]

    def _thin(self, test: RuleTest, reason: Said) -> ThinTest:
        return ThinTest(test.rule, place_of(test), test.name, reason)


def _texts(concept: Concept | None) -> Iterator[str]:
    if concept is None:
        return
    for term in concept.terms:
        yield term.text
    yield from concept.categories
    if concept.quantity is not None:
        yield from concept.quantity.attributes
        for cues in concept.quantity.near.values():
            yield from cues


def _rest(listing: dict[str, Any]) -> str:
    return " ".join(str(value) for key, value in listing.items() if key not in ("title", "description"))
