"""A rule that changed while its version stayed."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.lock import locked_as
from pratique.policy.model import Rule


class UnlockedRule(Issue, frozen=True):
    name: ClassVar[str] = "unlocked_rule"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = (
        "The meaning of a rule differs from content.lock, so two decisions under one version may differ. `lint --lock` raises it."
    )

    version: int | None

    def message(self) -> Said:
        return said("not in content.lock") if self.version is None else said("changed since version {version}", version=self.version)


class UnlockedRuleCheck(Check):
    """The lock against the rules as they stand."""

    looks_alone: ClassVar[bool] = True

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        locked = locked_as(rule, self.context.locked)
        if locked is None:
            yield UnlockedRule(rule.id, place_of(rule), None)
        elif locked.digest != rule.digest:
            yield UnlockedRule(rule.id, place_of(rule), locked.version)
