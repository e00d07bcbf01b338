"""A unit of measure nobody can convert."""

import functools
from collections.abc import Iterator
from typing import Any, ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Concept

OWN = ("percent", "ppm", "count")
"""Units that are read without conversion."""


class UnknownUnit(Issue, frozen=True):
    name: ClassVar[str] = "unknown_unit"
    severity: ClassVar[Severity] = Severity.error
    description: ClassVar[str] = "The unit of a quantity is not one that can be converted, so no number is ever read."

    unit: str

    def message(self) -> Said:
        return said("unknown unit `{unit}`", unit=self.unit)


class UnknownUnitCheck(Check):
    """Units are those of pint, which the detector converts with."""

    looks_alone: ClassVar[bool] = True

    def concept(self, concept: Concept, /) -> Iterator[Issue]:
        if concept.quantity is not None and concept.quantity.unit not in OWN and not _known(concept.quantity.unit):
            yield UnknownUnit(concept.id, place_of(concept), concept.quantity.unit)


@functools.cache
def _registry() -> Any:
    import pint  # half a second that only lint needs to spend

    return pint.UnitRegistry()


def _known(unit: str) -> bool:
    try:
        _registry().parse_units(unit)
    except Exception:  # pint raises its own, tokenize's and arithmetic errors alike
        return False
    return True
