"""What wakes rules, shared by all rules with the same `when`; and the cases of one trigger, shared by rules that ask the same of facts."""

from collections.abc import Iterable, Mapping

from pratique.engine.threshold import FamilyClass, Thresholds
from pratique.policy.model import Condition, Demand

ANY = "product.any"


class Case:
    """Rules of one trigger that ask the same of the facts and demand the same: they stand and fall together."""

    __slots__ = ("blocks", "capped", "conditions", "demand", "markets", "needs", "rules", "shown_by")

    def __init__(
        self,
        conditions: tuple[int, ...],
        demand: Demand,
        needs: tuple[tuple[int, str], ...],
        shown_by: tuple[tuple[int, str], ...],
        capped: bool,
        rules: tuple[tuple[int, int], ...],
    ) -> None:
        self.conditions = conditions
        """Probes that must all be true."""
        self.demand = demand
        self.needs = needs
        """Probe and the need as written."""
        self.shown_by = shown_by
        self.capped = capped
        """Unverified law: at most hold."""
        self.rules = rules
        """Index of a rule in the plan, and the mask of markets in which it is in force."""
        self.markets = 0
        blocks: dict[int, list[int]] = {}
        for number, mask in rules:
            self.markets |= mask
            blocks.setdefault(mask, []).append(number)
        self.blocks = tuple((mask, tuple(numbers)) for mask, numbers in blocks.items())
        """Rules in force in the same markets, together."""

    def probes(self) -> Iterable[int]:
        """Every probe this case hangs on."""
        yield from self.conditions
        yield from (probe for probe, _ in self.needs)
        yield from (probe for probe, _ in self.shown_by)


class Trigger:
    """One `when` with its cases.

    `groups` are those of `all` and `any` without the ones that `product.any` fulfils; a trigger without groups is always woken.
    """

    __slots__ = (
        "cases",
        "family_class",
        "group_sets",
        "groups",
        "least",
        "member_set",
        "members",
        "none",
        "none_set",
        "number",
        "only",
        "order",
        "probe_set",
        "probes",
    )

    def __init__(self, number: int, when: Condition, thresholds: Thresholds, cases: tuple[Case, ...]) -> None:
        groups = [*when.all, *([when.any] if when.any else [])]
        self.number = number
        self.groups = tuple(group for group in groups if ANY not in group)
        self.members = tuple(dict.fromkeys(name for group in groups for name in group if name != ANY))
        self.none = when.none
        self.group_sets = tuple(frozenset(group) for group in self.groups)
        self.member_set, self.none_set = frozenset(self.members), frozenset(when.none)
        self.order = {name: place for place, name in enumerate(self.members)}
        """Place of each member in the rule's order."""
        self.cases = cases
        self.probes = tuple(sorted({probe for case in cases for probe in case.probes()}))
        self.probe_set = frozenset(self.probes)
        classes = [thresholds.of(name.split(".", 1)[0]) for name in self.members]
        if len(self.groups) < len(groups):
            classes.append(thresholds.of("product"))
        self.family_class: FamilyClass | None = classes[0] if all(made is classes[0] for made in classes) else None
        """The class of thresholds, where it is the same whichever member was read best."""
        self.least = min(made.least for made in classes)
        alone = len(self.members) == 1 and self.groups == (self.members,) and not self.none
        self.only = self.members[0] if alone else None
        """The one concept it takes, where that is all."""


def can_wake(when: Condition) -> bool:
    """False for a condition that nothing fulfils."""
    groups = [*when.all, *([when.any] if when.any else [])]
    return bool(groups) and all(groups) and ANY not in when.none


class WakeIndex:
    """From a concept to the triggers it may wake, through the concept that is likely to be rarest.

    A trigger is filed under each member of its rarest group. One that needs two concepts is filed under the pair of them, so that
    many triggers on two frequent concepts cost nothing in a listing that has only one of them. Rare is what few triggers mention.
    """

    def __init__(self, triggers: Iterable[Trigger]) -> None:
        triggers = list(triggers)
        mentions: dict[str, int] = {}
        for trigger in triggers:
            for name in trigger.members:
                mentions[name] = mentions.get(name, 0) + 1
        self.always = [trigger for trigger in triggers if not trigger.groups]
        self.single: dict[str, list[Trigger]] = {}
        self.pair: dict[str, dict[str, list[Trigger]]] = {}
        for trigger in triggers:
            if trigger.groups:
                self._file(trigger, mentions)

    def _file(self, trigger: Trigger, mentions: Mapping[str, int]) -> None:
        def commonness(group: tuple[str, ...]) -> int:
            return sum(mentions[name] for name in group)

        singles = sorted({group[0] for group in trigger.groups if len(group) == 1}, key=lambda name: (mentions[name], name))
        rarest = min(trigger.groups, key=commonness)
        if len(singles) >= 2 and mentions[singles[0]] <= commonness(rarest):
            self.pair.setdefault(singles[0], {}).setdefault(singles[1], []).append(trigger)
        else:
            for name in set(rarest):
                self.single.setdefault(name, []).append(trigger)
