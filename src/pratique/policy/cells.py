"""The register of topics by markets: in each cell rules, rules to come, a declared gap, or nothing, which lint reports."""

import datetime
from collections import defaultdict
from collections.abc import Iterator

import msgspec

from pratique.policy.model import Content, Rule, Text


class Cell(msgspec.Struct, frozen=True):
    """What is known of one topic in one market."""

    rules: tuple[str, ...] = ()
    """Rules in force."""
    later: tuple[str, ...] = ()
    """Rules of which the day is still to come."""
    gap: Text | None = None
    """Why there are none, where a pack says so."""

    @property
    def is_open(self) -> bool:
        """Whether nobody has looked: no rule, and no gap declared."""
        return not (self.rules or self.later or self.gap)


def cells(content: Content, as_of: datetime.date) -> dict[str, dict[str, Cell]]:
    """Market → topic → cell, law only: house rules hold everywhere and would hide every gap."""
    found = {}
    for code, market in content.markets.items():
        now, later = _by_topic(applying(content, code, as_of)), _by_topic(coming(content, code, as_of))
        gaps = {gap.topic: gap.reason for name in market.jurisdictions if name in content.packs for gap in content.packs[name].gaps}
        found[code] = {topic: Cell(tuple(now[topic]), tuple(later[topic]), gaps.get(topic)) for topic in content.topics}
    return found


def applying(content: Content, market: str, as_of: datetime.date | None = None) -> list[Rule]:
    """Live rules of law in force in a market on a day, or on any day; without those that national law replaces or the market excludes."""
    rules = [rule for rule in _live(content, market) if as_of is None or as_of in rule.in_force]
    replaced = {name for rule in rules for name in rule.replaces}
    return [rule for rule in rules if rule.id not in replaced]


def coming(content: Content, market: str, as_of: datetime.date) -> list[Rule]:
    """Live rules of law in a market of which the day is still to come."""
    return [rule for rule in _live(content, market) if rule.in_force.from_ is not None and rule.in_force.from_ > as_of]


def _live(content: Content, market: str) -> Iterator[Rule]:
    chosen = content.markets[market]
    excluded = {exclusion.rule for exclusion in chosen.exclude}
    for rule in content.rules.values():
        if rule.status == "live" and rule.is_law and rule.jurisdiction in chosen.jurisdictions and rule.id not in excluded:
            yield rule


def _by_topic(rules: list[Rule]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for rule in rules:
        for topic in (rule.topic, *rule.also):
            found[topic].append(rule.id)
    return found
