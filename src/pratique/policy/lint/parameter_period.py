"""A day on which a parameter has two values, or a rule needs one that is not there yet."""

import datetime
from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Parameter, Rule


class OverlappingPeriod(Issue, frozen=True):
    name: ClassVar[str] = "overlapping_period"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = "A parameter has two values from the same day, so which one holds is chance."

    day: datetime.date
    values: tuple[str, ...]

    def message(self) -> Said:
        return said("from {day} it is {values} at once", day=self.day, values=" and ".join(self.values))


class MissingPeriod(Issue, frozen=True):
    name: ClassVar[str] = "missing_period"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = "A rule is in force on days on which its parameter has no value, so on those days nothing can be compared."

    parameter: str
    needed_from: datetime.date | None
    """`None`: it applies today."""
    first: datetime.date

    def message(self) -> Said:
        if self.needed_from is None:
            return said("`{parameter}` starts on {first}, the rule applies today", parameter=self.parameter, first=self.first)
        return said(
            "`{parameter}` starts on {first}, the rule applies from {needed_from}",
            parameter=self.parameter,
            first=self.first,
            needed_from=self.needed_from,
        )


class ParameterPeriodCheck(Check):
    """Values of one parameter against each other, then against the rules that use it."""

    looks_alone: ClassVar[bool] = True

    def parameter(self, parameter: Parameter, /) -> Iterator[Issue]:
        for before, after in zip(parameter.values, parameter.values[1:], strict=False):
            if before.from_ == after.from_:
                yield OverlappingPeriod(parameter.id, place_of(parameter), after.from_, (str(before.value), str(after.value)))

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        for comparison in rule.where:
            parameter = self.context.content.parameters.get(comparison.parameter or "")
            if parameter is None:
                continue
            first = parameter.values[0].from_
            start = rule.in_force.from_
            if start is not None and start < first:
                yield MissingPeriod(rule.id, place_of(rule), parameter.id, start, first)
            elif start is None and first > self.context.today:
                yield MissingPeriod(rule.id, place_of(rule), parameter.id, None, first)
