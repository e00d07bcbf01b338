"""The coverage register: markets by product classes, and how far a machine answers for each."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from pratique.base.errors import InputError
from pratique.facts.from_row import listing_from_row
from pratique.policy.cells import applying
from pratique.policy.model import Content, Rule
from pratique.signals.text.detector import TextDetector

Level = Literal["automated", "assisted", "manual", "gap"]
LEVELS: Mapping[Level, str] = {
    "automated": "a verified rule decides from the listing and its documents",
    "assisted": "the only rules are unverified: they find the listing and a person decides",
    "manual": "no rule, but a pack says what law of other markets' kind it does not write down: a person must look",
    "gap": "nothing is known",
}
_IN_CLASS = 0.5


class ClassCoverage(msgspec.Struct, frozen=True):
    """One product class: what is known of it in each market."""

    name: str
    title: dict[str, str]
    depth: int
    """0 for a class without a parent."""
    levels: dict[str, Level]
    rules: dict[str, tuple[str, ...]]
    """By market: the rules in force that speak of the class or of one above it."""


def register(content: Content, detector: TextDetector, as_of: datetime.date, markets: Iterable[str]) -> list[ClassCoverage]:
    """Every class of the taxonomy, parents before children. Rules of every product are left out: they would hide every gap.

    A rule speaks of a class that it names, in which its concepts are looked for, or that is read in the listings it is tried on.
    """
    parents = {concept.id: concept.parent for concept in content.concepts.values() if concept.family == "class"}
    lines = {name: _line(name, parents) for name in parents}
    spoken = _spoken_of(content, detector, lines)
    topics_of: defaultdict[str, set[str]] = defaultdict(set)
    for rule in content.rules.values():
        for name in spoken.get(rule.id, ()):
            topics_of[name].update((rule.topic, *rule.also))
    found = {name: ClassCoverage(name, content.concepts[name].title, len(lines[name]) - 1, {}, {}) for name in parents}
    for code in markets:
        by_class: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in applying(content, code, as_of):
            for name in spoken.get(rule.id, ()):
                by_class[name].append(rule)
        gaps = {gap.topic for pack in content.markets[code].jurisdictions for gap in content.packs[pack].gaps}
        for name, row in found.items():
            rules = {rule.id: rule for other in lines[name] for rule in by_class.get(other, ())}
            row.rules[code] = tuple(sorted(rules))
            asked = {topic for other in lines[name] for topic in topics_of[other]}
            row.levels[code] = _level(rules.values(), asked, gaps)
    return [found[name] for name in sorted(found, key=lambda name: lines[name][::-1])]


def _level(rules: Iterable[Rule], asked: set[str], gaps: set[str]) -> Level:
    verified = [rule.verified.by != "unverified" for rule in rules]
    if verified:
        return "automated" if any(verified) else "assisted"
    return "manual" if asked & gaps else "gap"


def _line(name: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """A class and those above it, nearest first."""
    line = [name]
    while (parent := parents.get(line[-1])) and parent not in line:
        line.append(parent)
    return tuple(line)


def _spoken_of(content: Content, detector: TextDetector, lines: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """Rule of law → the classes it speaks of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for rule in content.rules.values():
        names = {*(name for group in rule.when.all for name in group), *rule.when.any}
        if not rule.is_law or "listing" not in rule.subject or names <= {"product.any"}:
            continue
        for name in names:
            concept = content.concepts.get(name)
            if concept is not None:
                found[rule.id].update([name] if concept.family == "class" else concept.classes)
    for test in content.rule_tests:
        if test.kind == "violating" and test.rule in found:
            try:
                listing, _ = listing_from_row({"listing_id": "test", **test.listing})
            except InputError:
                continue
            read = {one.concept for one in detector.read(listing) if one.concept in lines and one.confidence >= _IN_CLASS}
            found[test.rule].update(name for name in read if not any(name in lines[other][1:] for other in read))
    return {rule: {name for name in names if name in lines} for rule, names in found.items()}
