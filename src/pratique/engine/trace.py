"""Why a decision is what it is, and why not: each rule that fired step by step, and the nearest that did not with what they lacked."""

import datetime
from collections.abc import Iterable

import msgspec

from pratique.engine.decision import Decision
from pratique.engine.reference import Question, decide
from pratique.engine.trace_steps import Step, demand_steps, fact_steps, scope_steps, when_steps
from pratique.facts import Listing, Reading
from pratique.policy.model import Content, Rule


class RuleTrace(msgspec.Struct, frozen=True):
    """One rule, step by step."""

    rule: str
    title: dict[str, str]
    demand: str
    verdict: str
    """Of its finding; `allow` where it has none."""
    confidence: float
    steps: tuple[Step, ...]

    @property
    def obstacles(self) -> tuple[Step, ...]:
        """The steps for want of which there is no finding."""
        return tuple(step for step in self.steps if step.holds is False)


class Trace(msgspec.Struct, frozen=True):
    """A decision with its reasons."""

    decision: Decision
    fired: tuple[RuleTrace, ...]
    """In the order of the decision's findings."""
    nearest: tuple[RuleTrace, ...]
    """Rules that might have fired, the fewest obstacles first."""


def explain(
    content: Content,
    listing: Listing,
    readings: Iterable[Reading],
    *,
    market: str,
    channel: str | None,
    stage: str,
    as_of: datetime.date,
    strategy: str = "default",
    degraded: frozenset[str] | None = None,
    nearest: int = 8,
) -> Trace:
    """Decide with the reference engine and say why.

    A rule of the market or channel is *near* when a concept of its own was read, or when it is for every product.
    """
    read = tuple(readings)
    decision = decide(
        content, listing, read, market=market, channel=channel, stage=stage, as_of=as_of, strategy=strategy, degraded=degraded
    )
    asked = Question(content, listing, read, market, channel, stage, as_of, strategy)
    fired = tuple(_trace(asked, content.rules[finding.rule], finding.verdict) for finding in decision.findings)
    having = {one.rule for one in fired}
    near = [_trace(asked, rule, "allow") for rule in content.rules.values() if rule.id not in having and _is_near(asked, rule)]
    near.sort(key=lambda one: (len(one.obstacles), -one.confidence, one.rule))
    return Trace(decision, fired, tuple(near[:nearest]))


def _is_near(asked: Question, rule: Rule) -> bool:
    packs = asked.channel.packs if asked.channel else ()
    if rule.jurisdiction not in asked.market.jurisdictions and rule.jurisdiction not in packs:
        return False
    if rule.status in ("draft", "retired"):
        return False
    return any(asked.read(name) > 0 for name in asked.members(rule))


def _trace(asked: Question, rule: Rule, verdict: str) -> RuleTrace:
    steps = [*scope_steps(asked, rule), *when_steps(asked, rule), *fact_steps(asked, rule), *demand_steps(asked, rule)]
    return RuleTrace(rule.id, rule.title, rule.demand, verdict, asked.confidence_of(rule), tuple(steps))
