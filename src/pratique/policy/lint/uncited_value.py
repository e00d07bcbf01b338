"""A legal number nobody can trace."""

import datetime
from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Parameter


class UncitedValue(Issue, frozen=True):
    name: ClassVar[str] = "uncited_value"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = "A value of a parameter cites no law, so a decision that rests on it cannot be defended."

    since: datetime.date
    value: str

    def message(self) -> Said:
        return said("the value {value} from {since} cites no law", value=self.value, since=self.since)


class UncitedValueCheck(Check):
    """House packs set their own numbers and cite nobody."""

    looks_alone: ClassVar[bool] = True

    def parameter(self, parameter: Parameter, /) -> Iterator[Issue]:
        pack = self.context.content.packs.get(parameter.id.split("/", 1)[0])
        if pack is not None and pack.kind == "house":
            return
        for value in parameter.values:
            if not value.basis:
                yield UncitedValue(parameter.id, place_of(parameter), value.from_, str(value.value))
