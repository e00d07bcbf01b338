"""How much of the law is known, market by market, and where nothing is: known gaps are better than unknown ones."""

import datetime
from collections import Counter
from typing import Literal

import msgspec

from pratique.policy.model import Content, Rule

NARROWING = frozenset({"class", "claim", "feature", "material", "quantity", "product"})
"""Families that say more of a product without being what a law is about."""
By = Literal["topic", "family"]


class MarketCoverage(msgspec.Struct, frozen=True):
    """The rules in force in one market."""

    market: str
    rules: int
    verified: dict[str, int]
    demand: dict[str, int]
    cells: dict[str, int]
    """Topic or family → rules in force."""
    gaps: tuple[str, ...]
    """Families that rules of other markets speak of and none here does."""


def coverage(content: Content, as_of: datetime.date, by: By = "topic") -> list[MarketCoverage]:
    """One row a market, law only: house rules hold everywhere and would hide every gap."""
    in_force = {code: _in_force(content, code, as_of) for code in content.markets}
    everywhere = {family for rules in in_force.values() for rule in rules for family in families(rule)}
    rows = []
    for code, rules in in_force.items():
        known = {family for rule in rules for family in families(rule)}
        cells = Counter(cell for rule in rules for cell in ((rule.topic,) if by == "topic" else families(rule)))
        rows.append(
            MarketCoverage(
                code,
                len(rules),
                dict(Counter(rule.verified.by for rule in rules)),
                dict(Counter(rule.demand for rule in rules)),
                dict(sorted(cells.items())),
                tuple(sorted(everywhere - known - NARROWING)),
            )
        )
    return rows


def families(rule: Rule) -> tuple[str, ...]:
    """Families a rule is about; those that only narrow count where there is no other."""
    named = {name.split(".", 1)[0] for name in (*(n for group in rule.when.all for n in group), *rule.when.any)}
    named = {"substance" if name == "list" else name for name in named}
    return tuple(sorted(named - NARROWING)) or tuple(sorted(named))


def _in_force(content: Content, market: str, as_of: datetime.date) -> list[Rule]:
    jurisdictions = content.markets[market].jurisdictions
    excluded = {exclusion.rule for exclusion in content.markets[market].exclude}
    rules = [
        rule
        for rule in content.rules.values()
        if rule.status == "live" and rule.jurisdiction in jurisdictions and rule.id not in excluded and as_of in rule.in_force
    ]
    replaced = {name for rule in rules for name in rule.replaces}
    return [rule for rule in rules if rule.id not in replaced]
