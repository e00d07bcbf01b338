"""A rule that is older than its law."""

import datetime
from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Rule


class PrematureRule(Issue, frozen=True):
    name: ClassVar[str] = "premature_rule"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = "A rule applies before any law it cites does, so decisions of those days have no ground."

    since: datetime.date | None
    """`None`: it applies today."""
    law_since: datetime.date

    def message(self) -> Said:
        if self.since is None:
            return said("applies today, the law it cites from {law_since}", law_since=self.law_since)
        return said("applies from {since}, the law it cites from {law_since}", since=self.since, law_since=self.law_since)


class PrematureRuleCheck(Check):
    """A rule may rest on several laws; one that is already in force is enough."""

    looks_alone: ClassVar[bool] = True

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        sources = [self.context.content.sources[citation.source] for citation in rule.basis]
        days = [source.in_force.from_ for source in sources]
        if not rule.is_law or not days or None in days:
            return
        earliest = min(day for day in days if day is not None)
        start = rule.in_force.from_
        if start is not None and start < earliest:
            yield PrematureRule(rule.id, place_of(rule), start, earliest)
        elif start is None and earliest > self.context.today:
            yield PrematureRule(rule.id, place_of(rule), None, earliest)
