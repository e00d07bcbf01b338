"""A test that speaks of a fact no listing has."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.facts.paths import GROUPS, every_path, kind_of
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import RuleTest
from pratique.policy.syntax.problems import did_you_mean


class UnknownFact(Issue, frozen=True):
    name: ClassVar[str] = "unknown_fact"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "A test gives a fact that no listing has; it is taken for an attribute, so the test shows something else than it says."
    )

    test: str
    path: str
    hint: Said | None

    def message(self) -> Said:
        if self.hint is None:
            return said("in the test “{test}” no listing has a fact `{path}`", test=self.test, path=self.path)
        return said("in the test “{test}” no listing has a fact `{path}`; {hint}", test=self.test, path=self.path, hint=self.hint)


class UnknownFactCheck(Check):
    """Keys of the listing, and of the trader, order and operators in it."""

    looks_alone: ClassVar[bool] = True

    def test(self, test: RuleTest, /) -> Iterator[Issue]:
        for key, value in test.listing.items():
            paths = [key]
            if key in GROUPS and isinstance(value, dict):
                paths = [f"{key}.{inner}" for inner in value]
            for path in paths:
                if kind_of(path) is None:
                    yield UnknownFact(test.rule, place_of(test), test.name, path, did_you_mean(path, every_path()))
