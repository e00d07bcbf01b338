"""A rule that is older than its law."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Rule


class PrematureRule(Issue, frozen=True):
    name: ClassVar[str] = "premature_rule"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = "A rule applies before any law it cites does, so decisions of those days have no ground."

    since: str
    law_since: str

    def message(self) -> str:
        return f"applies {self.since}, the law it cites from {self.law_since}"


class PrematureRuleCheck(Check):
    """A rule may rest on several laws; one that is already in force is enough."""

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        sources = [self.context.content.sources[citation.source] for citation in rule.basis]
        days = [source.in_force.from_ for source in sources]
        if not rule.is_law or not days or None in days:
            return
        earliest = min(day for day in days if day is not None)
        start = rule.in_force.from_
        if start is not None and start < earliest:
            yield PrematureRule(rule.id, place_of(rule), f"from {start}", str(earliest))
        elif start is None and earliest > self.context.today:
            yield PrematureRule(rule.id, place_of(rule), "today", str(earliest))
