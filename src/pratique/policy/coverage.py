"""How much of the law is known, market by market, and where nothing is: known gaps are better than unknown ones."""

import datetime
from collections import Counter
from typing import Literal

import msgspec

from pratique.policy.cells import applying, cells, coming
from pratique.policy.model import Content, Rule, Text

NARROWING = frozenset({"class", "claim", "feature", "material", "quantity", "product"})
"""Families that say more of a product without being what a law is about."""
By = Literal["topic", "family"]


class MarketCoverage(msgspec.Struct, frozen=True):
    """The rules of law in one market."""

    market: str
    rules: int
    """In force on the day."""
    later: int
    """Still to come into force."""
    verified: dict[str, int]
    demand: dict[str, int]
    cells: dict[str, int]
    """Topic or family → rules in force."""
    gaps: dict[str, Text]
    """By topic: the declared gaps with their reasons."""
    open: tuple[str, ...]
    """By topic: mandatory ones without rule or gap. By family: families that rules of other markets speak of and none here does."""


def coverage(content: Content, as_of: datetime.date, by: By = "topic") -> list[MarketCoverage]:
    """One row a market, law only: house rules hold everywhere and would hide every gap."""
    in_force = {code: applying(content, code, as_of) for code in content.markets}
    everywhere = {family for rules in in_force.values() for rule in rules for family in families(rule)}
    register = cells(content, as_of)
    mandatory = [topic.id for topic in content.topics.values() if topic.mandatory]
    rows = []
    for code, rules in in_force.items():
        row = register[code]
        if by == "topic":
            counted = Counter(topic for rule in rules for topic in (rule.topic, *rule.also))
            missing = tuple(topic for topic in mandatory if row[topic].is_open)
        else:
            counted = Counter(family for rule in rules for family in families(rule))
            missing = tuple(sorted(everywhere - counted.keys() - NARROWING))
        rows.append(
            MarketCoverage(
                code,
                len(rules),
                len(coming(content, code, as_of)),
                dict(Counter(rule.verified.by for rule in rules)),
                dict(Counter(rule.demand for rule in rules)),
                dict(sorted(counted.items())),
                {topic: cell.gap for topic, cell in row.items() if cell.gap and not cell.rules and not cell.later},
                missing,
            )
        )
    return rows


def distinct(content: Content) -> Counter[str]:
    """How many rules of law differ in what they ask or on which authority, by verification: the same basis and `when` count once."""
    found: dict[object, str] = {}
    order = ("unverified", "secondary", "official_text")
    for rule in content.rules.values():
        if rule.is_law and rule.status == "live":
            key = (frozenset(rule.basis), rule.when)
            if order.index(rule.verified.by) >= order.index(found.get(key, "unverified")):
                found[key] = rule.verified.by
    return Counter(found.values())


def families(rule: Rule) -> tuple[str, ...]:
    """Families a rule is about; those that only narrow count where there is no other."""
    named = {name.split(".", 1)[0] for name in (*(n for group in rule.when.all for n in group), *rule.when.any)}
    named = {"substance" if name == "list" else name for name in named}
    return tuple(sorted(named - NARROWING)) or tuple(sorted(named))
