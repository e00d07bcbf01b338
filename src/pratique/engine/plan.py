"""Content made ready for one question: these markets, this channel, this stage, this day, this strategy.

Rules with the same `when` become one trigger; rules that ask the same of facts become one case of it; a question to the facts is one
probe, however many rules ask it. A rule is in the plan once, with a mask of the markets in which it is in force.
"""

import datetime
from collections.abc import Callable, Sequence

from pratique.base.errors import InputError
from pratique.engine.comparison import Literal
from pratique.engine.probe import (
    EMPTY,
    Answer,
    ComparisonProbe,
    ExpressionProbe,
    NeedProbe,
    PlacedProbe,
    Probe,
    SaleProbe,
    ShownProbe,
    Subject,
)
from pratique.engine.scope import Scope, of_subject
from pratique.engine.threshold import Thresholds
from pratique.engine.trigger import Case, Trigger, WakeIndex, can_wake
from pratique.facts.listing import KINDS
from pratique.policy.model import Comparison, Condition, Content, Demand, Rule


class SubjectPlan:
    """The part of a plan for one kind of subject."""

    def __init__(self, triggers: tuple[Trigger, ...]) -> None:
        self.triggers = triggers
        self.index = WakeIndex(triggers)
        self.least = min((trigger.least for trigger in triggers), default=1.0)
        """A concept read below this wakes nothing."""


class Plan:
    """What `online` and `batch` work from. Make it with `compile_plan`."""

    def __init__(self, content: Content, scope: Scope, thresholds: Thresholds, strategy_version: str) -> None:
        self.content, self.scope, self.thresholds = content, scope, thresholds
        self.markets = tuple(market.code for market in scope.markets)
        self.channel = scope.channel.id if scope.channel else None
        self.stage, self.as_of = scope.stage, scope.as_of
        self.content_version, self.strategy_version = content.version, strategy_version
        self.everywhere = scope.everywhere
        self.rules: list[Rule] = []
        """Rules in force for any subject; cases name them by position."""
        self.texts: list[tuple[tuple[str, int, Demand], tuple[tuple[str, ...], str, str]]] = []
        """Per rule, the first and the last fields of its findings: id, version, demand; citations, fix in English and Chinese."""
        self.probes: list[Probe] = []
        self.bare: list[Answer] = []
        """Per probe, its answer for a listing of which nothing else is known and in which nothing was read."""
        self.subjects: dict[str, SubjectPlan] = {}
        self.caches: dict[str, object] = {}
        """Made by the engines on first use; they live as long as the plan."""


def compile_plan(
    content: Content,
    markets: Sequence[str],
    *,
    channel: str | None,
    stage: str,
    as_of: datetime.date,
    strategy: str = "default",
) -> Plan:
    """Compile once, decide often. Raises `InputError` for a market, channel or strategy that the content does not have."""
    for code in markets:
        if code not in content.markets:
            raise InputError(f"unknown market `{code}`")
    if channel is not None and channel not in content.channels:
        raise InputError(f"unknown channel `{channel}`")
    if strategy not in content.strategies:
        raise InputError(f"unknown strategy `{strategy}`")
    codes = tuple(dict.fromkeys(markets))
    scope = Scope(tuple(content.markets[code] for code in codes), content.channels[channel] if channel is not None else None, stage, as_of)
    chosen = content.strategies[strategy]
    plan = Plan(content, scope, Thresholds(chosen, channel, codes, stage), f"{chosen.id}@{chosen.version}")
    _Compilation(plan).run()
    return plan


class _Compilation:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.content = plan, plan.content
        self._numbers: dict[str, int] = {}
        self._probes: dict[object, int] = {}

    def run(self) -> None:
        in_force = self.plan.scope.in_force(self.content.rules.values())
        for number, (rule, _) in enumerate(in_force):
            self._numbers[rule.id] = number
            self.plan.rules.append(rule)
            basis = tuple(self._citation(citation.source, citation.article) for citation in rule.basis)
            texts = (rule.id, rule.version, rule.demand), (basis, rule.fix.get("en", ""), rule.fix.get("zh", ""))
            self.plan.texts.append(texts)
        for kind in KINDS:
            rules = of_subject(in_force, kind)
            if rules:
                self.plan.subjects[kind] = SubjectPlan(self._triggers(rules))

    def _triggers(self, rules: list[tuple[Rule, int]]) -> tuple[Trigger, ...]:
        whens: dict[Condition, dict[object, list[tuple[int, int]]]] = {}
        cases: dict[object, Rule] = {}
        for rule, mask in rules:
            if can_wake(rule.when):
                asked = self._asked(rule)
                cases[asked] = rule
                whens.setdefault(rule.when, {}).setdefault(asked, []).append((self._numbers[rule.id], mask))
        triggers = []
        for number, (when, by_case) in enumerate(whens.items()):
            made = tuple(self._case(cases[asked], tuple(found)) for asked, found in by_case.items())
            triggers.append(Trigger(number, when, self.plan.thresholds, made))
        return tuple(triggers)

    @staticmethod
    def _asked(rule: Rule) -> object:
        capped = rule.is_law and rule.verified.by == "unverified"
        return (rule.demand, rule.where, rule.expr, rule.sale, rule.placed_on_market, rule.needs, rule.shown_by, capped)

    def _case(self, rule: Rule, rules: tuple[tuple[int, int], ...]) -> Case:
        conditions = [self._comparison(comparison) for comparison in rule.where]
        if rule.sale:
            of_channel = self.plan.scope.channel.sale_kind if self.plan.scope.channel else None
            conditions.append(self._probe(("sale", rule.sale), lambda: SaleProbe(rule.sale, of_channel)))
        placed, expr = rule.placed_on_market, rule.expr
        if placed is not None:
            conditions.append(self._probe(("placed", placed), lambda: PlacedProbe(placed)))
        if expr is not None:
            conditions.append(self._probe(("expr", expr), lambda: ExpressionProbe(expr, self.plan.as_of)))
        prohibited = rule.demand == "prohibited"
        return Case(
            conditions=tuple(dict.fromkeys(conditions)),
            demand=rule.demand,
            needs=() if prohibited else tuple((self._need(need), need) for need in rule.needs),
            shown_by=() if prohibited else tuple((self._shown(item), item) for item in rule.shown_by),
            capped=rule.is_law and rule.verified.by == "unverified",
            rules=rules,
        )

    def _comparison(self, comparison: Comparison) -> int:
        literal: Literal | None = comparison.value
        if comparison.parameter is not None:
            dated = self.content.parameters[comparison.parameter].at(self.plan.as_of)
            literal = None if dated is None else dated.value
        key = ("where", comparison.path, comparison.op, type(literal), literal)
        return self._probe(key, lambda: ComparisonProbe(comparison.path, comparison.op, literal))

    def _need(self, need: str) -> int:
        content, plan = self.content, self.plan
        return self._probe(("need", need), lambda: NeedProbe(need, content.documents, plan.markets, content.markets, plan.as_of))

    def _shown(self, item: str) -> int:
        return self._probe(("shown", item), lambda: ShownProbe(item))

    def _probe(self, key: object, make: Callable[[], Probe]) -> int:
        number = self._probes.get(key)
        if number is None:
            number = self._probes[key] = len(self.plan.probes)
            probe = make()
            self.plan.probes.append(probe)
            self.plan.bare.append(probe.ask(Subject(EMPTY, {}, {})))
        return number

    def _citation(self, source: str, article: str | None) -> str:
        known = self.content.sources.get(source)
        text = known.citation if known else source
        return f"{text}, {article}" if article else text
