"""What every issue and every check has in common."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, ClassVar

import msgspec

from pratique.base.place import Place
from pratique.base.said import Said
from pratique.policy.lock import Locked
from pratique.policy.model import Concept, ConceptExample, Content, Market, Parameter, Rule, RuleTest

DESCRIBING = frozenset({"feature", "material", "claim", "brand", "substance"})
"""Families that say what a product has: their terms stand in the names of ordinary products."""


class Severity(IntEnum):
    """How bad an issue is, by what follows from it."""

    note = 1
    """Nothing is decided wrongly; something that would help is missing."""
    warning = 2
    """Some listing may be decided wrongly, and nothing would show it."""
    error = 3
    """A decision is wrong, or cannot be defended."""


class Issue(msgspec.Struct, frozen=True):
    """One finding of lint. The fields of a subclass are its evidence."""

    about: str
    """Id of the unit it is about; exemptions name it."""
    place: Place

    name: ClassVar[str]
    severity: ClassVar[Severity]
    description: ClassVar[str]
    """What is wrong in general and what follows from it."""

    def message(self) -> Said:
        """What is wrong here."""
        raise NotImplementedError

    def evidence(self) -> dict[str, Any]:
        """The fields of the subclass, as JSON."""
        told = {key: str(value) for key in self.__struct_fields__ if isinstance(value := getattr(self, key), Said)}
        row = {**msgspec.to_builtins(self), **told}
        return {key: value for key, value in row.items() if key not in ("about", "place")}


@dataclass(frozen=True)
class Context:
    """What a check may ask beside the unit in hand."""

    content: Content
    today: datetime.date
    locked: Mapping[str, Locked] = field(default_factory=dict)
    expression: Callable[[str], list[tuple[str, str]]] | None = None
    """What is wrong with a CEL expression, as (message, hint): the engine knows, and stands above this package."""

    def markets_of(self, jurisdiction: str) -> list[str]:
        """Markets under a jurisdiction; for a house pack, those of the channels that carry it."""
        content = self.content
        found = [market.code for market in content.markets.values() if jurisdiction in market.jurisdictions]
        if any(jurisdiction in channel.packs for channel in content.channels.values()):
            return list(content.markets)
        return found


class Check:
    """Looks for one issue: once at every unit, then once at the whole."""

    looks_alone: ClassVar[bool] = False
    """Whether an issue depends on one concept, rule or test and what the context knows, never on the units seen before."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.only: frozenset[str] | None = None
        """Units whose issues are asked for; `None` for all."""

    def concept(self, _: Concept, /) -> Iterator[Issue]:
        """Look at one concept."""
        return iter(())

    def parameter(self, _: Parameter, /) -> Iterator[Issue]:
        """Look at one parameter."""
        return iter(())

    def rule(self, _: Rule, /) -> Iterator[Issue]:
        """Look at one rule."""
        return iter(())

    def market(self, _: Market, /) -> Iterator[Issue]:
        """Look at one market."""
        return iter(())

    def example(self, _: ConceptExample, /) -> Iterator[Issue]:
        """Look at one example of a concept."""
        return iter(())

    def test(self, _: RuleTest, /) -> Iterator[Issue]:
        """Look at one test of a rule."""
        return iter(())

    def finish(self) -> Iterator[Issue]:
        """Look at the whole, when every unit was seen."""
        return iter(())


def place_of(unit: Any) -> Place:
    """Where a unit stands; built-in units stand nowhere."""
    place = unit.place
    return place if isinstance(place, Place) else Place("content")
