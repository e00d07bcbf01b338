"""A market that leaves out a rule it never had."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Market


class IdleExclusion(Issue, frozen=True):
    name: ClassVar[str] = "idle_exclusion"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "A market excludes a rule that does not apply there, so its author meant another one."

    rule: str

    def message(self) -> Said:
        return said("excludes `{rule}`, which does not apply there", rule=self.rule)


class IdleExclusionCheck(Check):
    """Exclusions against the jurisdictions of the market."""

    def market(self, market: Market, /) -> Iterator[Issue]:
        for exclusion in market.exclude:
            rule = self.context.content.rules.get(exclusion.rule)
            if rule is not None and rule.is_law and rule.jurisdiction not in market.jurisdictions:
                yield IdleExclusion(market.code, place_of(market), exclusion.rule)
