"""Listing in, decisions out: content, detectors and an engine as one thing to call."""

import datetime
import gc
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Literal, get_args

from pratique.assembly.compiled import compiled
from pratique.assembly.observed import ANY_FAMILY, Observed, observe, read_many
from pratique.assembly.readings import together
from pratique.assembly.recalled import FAMILIES, Recalls, joined_table
from pratique.base.clock import today
from pratique.base.errors import InputError
from pratique.engine import online, reference
from pratique.engine.batch import decide_many
from pratique.engine.batch_result import BatchResult
from pratique.engine.decision import Decision
from pratique.engine.plan import Plan, compile_plan
from pratique.engine.trace import Trace, explain
from pratique.facts import Evidence, Listing, Reading
from pratique.facts.expressions import paths as expression_paths
from pratique.facts.listing import STAGES
from pratique.identity.brand.authorisation import Register
from pratique.policy.model import Content
from pratique.signals.text.detector import TextDetector

Engine = Literal["online", "batch", "reference"]


class Screener:
    """Screens subjects for markets of one channel, at one stage, as of one day.

    Without `markets`, all of the content; without `as_of`, today. `engine` chooses what decides: all agree. `detector` is one made for this
    content before; with `recalls`, listings are held against notices as well.

    Raises:
        InputError: a market, channel, stage, strategy or engine that there is not.
    """

    def __init__(
        self,
        content: Content,
        *,
        channel: str | None = None,
        stage: str = "live",
        as_of: datetime.date | None = None,
        markets: Sequence[str] | None = None,
        strategy: str = "default",
        engine: Engine = "online",
        detector: TextDetector | None = None,
        recalls: Recalls | None = None,
    ) -> None:
        self.recalls = recalls
        self.content, self.channel, self.stage, self.strategy, self.engine = content, channel, stage, strategy, engine
        self.as_of = as_of or today()
        self.markets = tuple(dict.fromkeys(markets)) if markets else tuple(sorted(content.markets))
        _check("market", self.markets, content.markets)
        _check("channel", (channel,) if channel else (), content.channels)
        _check("strategy", (strategy,), content.strategies)
        _check("stage", (stage,), STAGES)
        _check("engine", (engine,), get_args(Engine))
        if detector is None:
            kept = compiled(content)
            detector = TextDetector(content.concepts, quantity_users(content), kept.unit_factors, kept.terms, content.brands)
        self.detector = detector
        self.register = Register(content.brands)

    @cached_property
    def plan(self) -> Plan:
        """The rules in force for these markets, compiled."""
        plan = compile_plan(self.content, self.markets, channel=self.channel, stage=self.stage, as_of=self.as_of, strategy=self.strategy)
        gc.freeze()  # content, terms and plan live as long as the screener: hundreds of thousands of objects not worth walking again
        return plan

    def concepts(self, listing: Listing) -> tuple[Reading, ...]:
        """What is read in a listing, whatever the market."""
        return self._read(listing)

    def concepts_many(self, listings: Sequence[Listing]) -> list[tuple[Reading, ...]]:
        """What is read in each of many listings."""
        return [self._read(listing) for listing in listings]

    def screen(self, listing: Listing, given: Sequence[Reading] = (), unchecked: frozenset[str] | None = None) -> list[Decision]:
        """One decision a market, in the order of `markets`.

        `given` is what is known of the listing from elsewhere; `unchecked` names families of which that could not be found out.
        """
        readings, degraded = self.read(listing)
        if given:
            readings = together(readings, given)
        if degraded is None:
            degraded = unchecked
        if self.engine == "reference":
            listing = self.register.resolved(listing, readings)
            return [self._refer(listing, readings, degraded, market) for market in self.markets]
        return online.decide(self.plan, self.register.resolved(listing, readings), readings, degraded)

    def screen_many(self, listings: Sequence[Listing]) -> list[list[Decision]]:
        """The same for many; with the engine `batch`, all of them together."""
        if self.engine != "batch":
            return [self.screen(listing) for listing in listings]
        observed = observe(self.detector, listings)
        found, degraded = self._recalled_many(listings, observed.degraded)
        table = joined_table(observed.table, found, {row: observed.readings(row) for row in found}) if found else observed.table
        result = decide_many(self.plan, self._resolved(listings), table, degraded)
        return [result.to_decisions(row, _evidence(observed, row, found)) for row in range(len(listings))]

    def verdicts(self, listings: Sequence[Listing]) -> BatchResult:
        """The matrix of verdicts (one byte a market) and the findings that hold or refuse: what a whole catalogue is swept with."""
        table, degraded = read_many(self.detector, listings)
        found, degraded = self._recalled_many(listings, degraded)
        if found:
            both = {row: self.detector.read(listings[row]) for row in found if row not in degraded}
            table = joined_table(table, found, both)
        return decide_many(self.plan, self._resolved(listings), table, degraded)

    def unreadable(self, listing_id: str, reason: str, market: str) -> Decision:
        """A row that no listing can be made of, where nothing takes rejects: held and degraded, the reason under `missing`."""
        return Decision(
            listing_id=listing_id,
            market=market,
            verdict="hold",
            confidence=None,
            findings=(),
            concepts=(),
            missing=(reason,),
            evidence=(),
            degraded=True,
            content_version=self.content.version,
            strategy_version=f"{self.strategy}@{self.content.strategies[self.strategy].version}",
            as_of=self.as_of,
            stage=self.stage,
            channel=self.channel,
        )

    def explain(self, listing: Listing, market: str, nearest: int = 8) -> Trace:
        """Why one market decides so, rule by rule, and why not: the `nearest` rules that did not fire and what was missing for them."""
        readings = self._read(listing)
        return explain(
            self.content,
            self.register.resolved(listing, readings),
            readings,
            market=market,
            channel=self.channel,
            stage=self.stage,
            as_of=self.as_of,
            strategy=self.strategy,
            nearest=nearest,
        )

    def read(self, listing: Listing) -> tuple[tuple[Reading, ...], frozenset[str] | None]:
        """Readings, and where a detector failed the families it could have read: then the decision is degraded, never a silent allow."""
        try:
            readings, degraded = self.detector.read(listing), None
        except Exception:  # of whatever kind: the listing is decided without its text, and says so
            readings, degraded = (), ANY_FAMILY
        if self.recalls is None:
            return readings, degraded
        try:
            return together(readings, self.recalls.read(listing)), degraded
        except Exception:
            return readings, FAMILIES if degraded is None else degraded

    def _read(self, listing: Listing) -> tuple[Reading, ...]:
        readings = self.detector.read(listing)
        return readings if self.recalls is None else together(readings, self.recalls.read(listing))

    def _recalled_many(
        self, listings: Sequence[Listing], degraded: Mapping[int, frozenset[str]]
    ) -> tuple[dict[int, tuple[Reading, ...]], dict[int, frozenset[str]]]:
        """By row, what notices gave; and the rows that are degraded, with those on which this detector failed."""
        found: dict[int, tuple[Reading, ...]] = {}
        failed = dict(degraded)
        if self.recalls is not None:
            try:
                every = self.recalls.read_many(listings)
            except Exception:  # some listing cannot be compared: each by itself, so that only that one is degraded
                every = [self._recalled(row, listing, failed) for row, listing in enumerate(listings)]
            found = {row: readings for row, readings in enumerate(every) if readings}
        return found, failed

    def _recalled(self, row: int, listing: Listing, failed: dict[int, frozenset[str]]) -> tuple[Reading, ...]:
        try:
            return self.recalls.read(listing) if self.recalls is not None else ()
        except Exception:
            failed.setdefault(row, FAMILIES)
            return ()

    def _resolved(self, listings: Sequence[Listing]) -> Sequence[Listing]:
        """Listings with the authorisations that are theirs; those few for which there may be some are read by themselves."""
        concerned = [row for row, listing in enumerate(listings) if self.register.concerns(listing)]
        if not concerned:
            return listings
        resolved = list(listings)
        for row in concerned:
            resolved[row] = self.register.resolved(listings[row], self.read(listings[row])[0])
        return resolved

    def _refer(self, listing: Listing, readings: tuple[Reading, ...], degraded: frozenset[str] | None, market: str) -> Decision:
        return reference.decide(
            self.content,
            listing,
            readings,
            market=market,
            channel=self.channel,
            stage=self.stage,
            as_of=self.as_of,
            strategy=self.strategy,
            degraded=degraded,
        )


def _evidence(observed: Observed, row: int, found: Mapping[int, tuple[Reading, ...]]) -> tuple[Evidence, ...]:
    """Of the text and of notices, in the order of the readings."""
    if row not in found:
        return observed.evidence(row)
    return tuple(one for reading in together(observed.readings(row), found[row]) for one in reading.evidence)


def _check(kind: str, asked: Sequence[str], known: Iterable[str]) -> None:
    names = sorted(known)
    for name in asked:
        if name not in names:
            raise InputError(f"unknown {kind} `{name}`; known: {', '.join(names)}")


def quantity_users(content: Content) -> dict[str, frozenset[str]]:
    """Quantity → the concepts that wake a rule asking for it: nowhere else need it be read."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    for rule in content.rules.values():
        members = {name for group in (*rule.when.all, rule.when.any) for name in group}
        asked = {comparison.path for comparison in rule.where} | {name for item in rule.shown_by for name in item.split("|")} | members
        if rule.expr is not None:
            asked.update(expression_paths(rule.expr))
        for path in asked:
            if path.startswith("quantity."):
                users[path] |= members - {path}
    return {quantity: frozenset(names) for quantity, names in users.items()}
