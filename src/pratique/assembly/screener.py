"""Listing in, decisions out: content, detectors and an engine as one thing to call."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from pratique.assembly.compiled import compiled
from pratique.base.clock import today
from pratique.base.errors import InputError
from pratique.engine import online, reference
from pratique.engine.decision import Decision
from pratique.engine.plan import compile_plan
from pratique.facts import Listing, Reading
from pratique.policy.model import Content
from pratique.signals.text.detector import TextDetector


class Screener:
    """Screens subjects for markets of one channel, at one stage, as of one day.

    Raises:
        InputError: a market, channel, stage or strategy that the content does not have.
    """

    def __init__(
        self,
        content: Content,
        *,
        channel: str | None = None,
        stage: str = "live",
        as_of: dt.date | None = None,
        markets: Sequence[str] | None = None,
        strategy: str = "default",
        engine: str = "online",
    ) -> None:
        self.content, self.channel, self.stage, self.strategy, self.engine = content, channel, stage, strategy, engine
        self.as_of = as_of or today()
        self.markets = tuple(markets) if markets else tuple(sorted(content.markets))
        for kind, asked, known in (
            ("market", self.markets, content.markets),
            ("channel", (channel,) if channel else (), content.channels),
            ("strategy", (strategy,), content.strategies),
        ):
            unknown = [name for name in asked if name not in known]
            if unknown:
                raise InputError(f"unknown {kind} `{unknown[0]}`; known: {', '.join(sorted(known))}")
        self.plan = compile_plan(content, markets=self.markets, channel=channel, stage=stage, as_of=self.as_of, strategy=strategy)
        kept = compiled(content)
        self.detector = TextDetector(content.concepts, _quantity_users(content), kept.unit_factors, kept.terms)

    def concepts(self, listing: Listing) -> tuple[Reading, ...]:
        """What is read in a listing, whatever the market."""
        return self.detector.read(listing)

    def screen(self, listing: Listing) -> list[Decision]:
        """One decision a market, in the order of `markets`."""
        readings = self.detector.read(listing)
        if self.engine != "reference":
            return online.decide(self.plan, listing, readings)
        return [
            reference.decide(
                self.content,
                listing,
                readings,
                market=market,
                channel=self.channel,
                stage=self.stage,
                as_of=self.as_of,
                strategy=self.strategy,
            )
            for market in self.markets
        ]

    def screen_many(self, listings: Sequence[Listing]) -> list[list[Decision]]:
        """The same for many."""
        return [self.screen(listing) for listing in listings]

    def concepts_many(self, listings: Sequence[Listing]) -> list[tuple[Reading, ...]]:
        """What is read in each of many listings."""
        return [self.detector.read(listing) for listing in listings]


def _quantity_users(content: Content) -> dict[str, frozenset[str]]:
    """Quantity → the concepts that wake a rule comparing it: nowhere else need it be read."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for rule in content.rules.values():
        for comparison in rule.where:
            if comparison.path.startswith("quantity."):
                users[comparison.path].update(name for group in rule.when.all for name in group)
                users[comparison.path].update(rule.when.any)
    return {quantity: frozenset(names) for quantity, names in users.items()}
