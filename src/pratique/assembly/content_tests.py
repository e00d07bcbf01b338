"""Try rules and concepts on their own examples, by the same path that screens a catalogue."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from pratique.base.errors import InputError
from pratique.base.place import Place
from pratique.engine import reference
from pratique.facts import Listing, Reading
from pratique.facts.expressions import paths
from pratique.facts.from_row import listing_from_row
from pratique.policy.model import ConceptExample, Content, Rule, RuleTest

HIT_FROM = 0.5
"""A concept counts as met from the confidence at which the default strategy reviews."""


class Outcome(msgspec.Struct, frozen=True):
    """One test and what came of it."""

    about: str
    name: str
    place: Place | None
    expected: str
    got: str
    read: tuple[str, ...] = ()
    """What was read in the listing, for the author to see why."""
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether it came as expected."""
        return self.expected == self.got


Read = Callable[[Listing], tuple[Reading, ...]]


class Trial:
    """Runs tests. Detectors read as they do for a catalogue; the reference interpreter decides, for it says what rules mean."""

    def __init__(self, content: Content, read: Read, read_quantities: Read, strategy: str = "default") -> None:
        self.content, self.read, self.read_quantities, self.strategy = content, read, read_quantities, strategy
        self.day = version_day(content)

    def run(self, wanted: Callable[[str], bool]) -> Iterator[Outcome]:
        """Every test and example of the units wanted, in content order."""
        for example in self.content.examples:
            if wanted(example.concept):
                yield self.example(example)
        for test in self.content.rule_tests:
            rule = self.content.rules.get(test.rule)
            if rule is not None and rule.status == "live" and wanted(test.rule):
                yield self.test(test, rule)

    def example(self, example: ConceptExample) -> Outcome:
        """Whether a title shows the concept it must show, or does not show the one it must not."""
        # A catalogue is searched for a quantity only where a rule asks for it; its examples stand for themselves.
        read = self.read_quantities if example.concept.startswith("quantity.") else self.read
        readings = read(Listing("example", example.text, category=example.category))
        met = any(reading.concept == example.concept and reading.confidence >= HIT_FROM for reading in readings)
        return Outcome(
            example.concept,
            f"“{example.text}”",
            example.place,
            "hit" if example.hit else "miss",
            "hit" if met else "miss",
            _shown(readings),
        )

    def test(self, test: RuleTest, rule: Rule) -> Outcome:
        """What the rule makes of the listing of a test."""
        row: dict[str, Any] = {"listing_id": "test", **({"kind": rule.subject[0]} if "listing" not in rule.subject else {}), **test.listing}
        market = test.market or self._market(rule)
        if market is None:
            return Outcome(rule.id, test.name, test.place, test.expect, "no market", note="no market is under this jurisdiction")
        try:
            listing, warnings = listing_from_row(row)
        except InputError as error:
            return Outcome(rule.id, test.name, test.place, test.expect, "no listing", note=str(error))
        readings = self.read(listing)
        decision = reference.decide(
            self.content,
            listing,
            readings,
            market=market,
            channel=test.channel or self._channel(rule),
            stage=test.stage or rule.stages[0],
            as_of=test.as_of or self.day,
            strategy=self.strategy,
        )
        got = next((finding.verdict for finding in decision.findings if finding.rule == rule.id), "allow")
        lacking = [fact for fact in decision.missing if fact in _asked(rule)] if got != test.expect else []
        note = "; ".join([*warnings, *([f"missing: {', '.join(lacking)}"] if lacking else [])])
        return Outcome(rule.id, test.name, test.place, test.expect, got, _shown(readings), note)

    def _market(self, rule: Rule) -> str | None:
        """The first market in which nothing excludes or replaces the rule; any market for a rule of the house."""
        for market in self.content.markets.values():
            if not rule.is_law:
                return market.code
            left_out = any(exclusion.rule == rule.id for exclusion in market.exclude)
            replaced = any(
                rule.id in other.replaces and other.jurisdiction in market.jurisdictions for other in self.content.rules.values()
            )
            if rule.jurisdiction in market.jurisdictions and not left_out and not replaced:
                return market.code
        return None

    def _channel(self, rule: Rule) -> str | None:
        if rule.is_law:
            return None
        return next((channel.id for channel in self.content.channels.values() if rule.jurisdiction in channel.packs), None)


def _asked(rule: Rule) -> set[str]:
    """Facts and documents that one rule asks for, as a decision names them when they are missing."""
    named = {*rule.needs, *rule.shown_by, *(comparison.path for comparison in rule.where), *(paths(rule.expr) if rule.expr else ())}
    return named | ({"sale_kind"} if rule.sale else set())


def version_day(content: Content) -> datetime.date:
    """The day of the content's calendar version: tests without a day are of that day. Content without a version is of its beginning."""
    parts = content.version.split("+", 1)[0].split(".")[:3]
    try:
        year, month, day = (int(part) for part in parts)
        return datetime.date(year, month, day)
    except ValueError:
        return datetime.date(2026, 1, 1)


def _shown(readings: Sequence[Reading]) -> tuple[str, ...]:
    found = sorted(readings, key=lambda reading: -reading.confidence)
    return tuple(
        f"{reading.concept} {reading.confidence:.2f}" + (f" “{reading.evidence[0].text}”" if reading.evidence else "")
        for reading in found[:8]
    )
