"""A label that no listing can show to be there."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Rule


class UnshownDemand(Issue, frozen=True):
    name: ClassVar[str] = "unshown_demand"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "A rule demands something shown but names no fact that shows it, so no trader can ever satisfy it."

    demand: str

    def message(self) -> Said:
        return said("demands `{demand}` and has neither `shown_by` nor `needs`", demand=self.demand)


class UnshownDemandCheck(Check):
    """Demands that are met by what the listing says."""

    looks_alone: ClassVar[bool] = True

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        shown = rule.demand in ("label", "disclosure", "age_gate", "responsible_person")
        if shown and not rule.shown_by and not rule.needs:
            yield UnshownDemand(rule.id, place_of(rule), rule.demand)
