"""The steps of one rule as sentences for a person: scope, concepts, facts, what is demanded."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from pratique.engine.decision import NONE_BELOW
from pratique.engine.reference import Question
from pratique.engine.reference_comparison import compare
from pratique.facts import Document
from pratique.policy.model import Comparison, Rule

OPERATORS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "eq": "=", "ne": "≠", "in": "in", "not_in": "not in"}


class Step(msgspec.Struct, frozen=True):
    """One thing a rule asks, and the answer."""

    kind: Literal["scope", "concept", "none", "fact", "document", "shown"]
    holds: bool | None
    """False keeps the rule from a finding (also a demand that is satisfied: nothing is left to find); None is unknown."""
    text: str


def scope_steps(asked: Question, rule: Rule) -> Iterator[Step]:
    """What keeps a rule out of force; nothing where it is in force."""
    if rule.status != "live":
        yield Step("scope", False, f"its status is {rule.status}")
    if rule.in_force.from_ is not None and asked.as_of < rule.in_force.from_:
        yield Step("scope", False, f"not in force before {rule.in_force.from_}")
    if rule.in_force.to is not None and asked.as_of > rule.in_force.to:
        yield Step("scope", False, f"in force until {rule.in_force.to}")
    if asked.stage not in rule.stages:
        yield Step("scope", False, f"applies at {', '.join(rule.stages)}, not at {asked.stage}")
    if asked.listing.kind not in rule.subject:
        yield Step("scope", False, f"is about {', '.join(rule.subject)}, not about a {asked.listing.kind}")
    for exclusion in asked.market.exclude:
        if exclusion.rule == rule.id:
            yield Step("scope", False, f"left out in {asked.market.code}: {exclusion.reason}")
    for other in asked.content.rules.values():
        if rule.id in other.replaces and other.id != rule.id and asked.in_force(other):
            yield Step("scope", False, f"replaced by {other.id}")


def when_steps(asked: Question, rule: Rule) -> Iterator[Step]:
    """Each group of concepts, against *review*; then what turns the rule off."""
    _, review = asked.threshold(asked.family_of(rule))
    for group in [*rule.when.all, *([rule.when.any] if rule.when.any else [])]:
        best = max(group, key=asked.read, default="")
        confidence = asked.read(best) if best else 0.0
        if confidence <= 0:
            yield Step("concept", False, f"not read: {' or '.join(group)}")
        elif confidence < review:
            yield Step("concept", False, f"{best} read at {confidence:.2f}, below review ({review:g}){_words(asked, best)}")
        else:
            yield Step("concept", True, f"{best} read at {confidence:.2f}{_words(asked, best)}")
    for name in rule.when.none:
        if asked.read(name) >= NONE_BELOW:
            yield Step("none", False, f"{name} read at {asked.read(name):.2f} turns it off{_words(asked, name)}")


def _words(asked: Question, concept: str) -> str:
    shown = [f"“{one.text}” in {one.field}" for reading in asked.readings if reading.concept == concept for one in reading.evidence]
    return f": {', '.join(list(dict.fromkeys(shown))[:3])}" if shown else ""


def fact_steps(asked: Question, rule: Rule) -> Iterator[Step]:
    """Sale, placing on the market, comparisons and the expression, each with both values."""
    if rule.sale:
        kind = asked.listing.sale_kind or (asked.channel.sale_kind if asked.channel else None)
        wanted = " or ".join(rule.sale)
        holds = None if kind is None else kind in rule.sale
        yield Step("fact", holds, f"asks for a sale {wanted}; {'unknown' if kind is None else f'this is {kind}'}")
    if rule.placed_on_market is not None:
        day, period = asked.listing.placed_on_market, rule.placed_on_market
        span = f"from {period.from_ or '…'} to {period.to or '…'}"
        yield Step("fact", day is None or day in period, f"touches goods placed on the market {span}; {day or 'day unknown, so it holds'}")
    for comparison in rule.where:
        yield _comparison(asked, comparison)
    if rule.expr is not None:
        holds, lacking = asked.expression(rule.expr)
        yield Step("fact", holds, f"{rule.expr}" + (f"; unknown: {', '.join(sorted(lacking))}" if lacking else ""))


def _comparison(asked: Question, comparison: Comparison) -> Step:
    literal: object = comparison.value
    origin = ""
    if comparison.parameter is not None:
        dated = asked.content.parameters[comparison.parameter].at(asked.as_of)
        literal = None if dated is None else dated.value
        origin = f" ({comparison.parameter}{'' if dated is None else f' since {dated.from_}'})"
    fact = asked.fact(comparison.path)
    holds = False if literal is None else compare(fact, comparison.op, literal)
    wanted = "no value yet" if literal is None else _shown(literal)
    return Step("fact", holds, f"{comparison.path} {OPERATORS[comparison.op]} {wanted}{origin}; it is {_shown(fact)}")


def _shown(value: object) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value)) if value else "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def demand_steps(asked: Question, rule: Rule) -> Iterator[Step]:
    """What is demanded: the document or fact that satisfies it, or what is wrong with those given."""
    if rule.demand == "prohibited":
        return
    found = [_need(asked, need) for need in rule.needs]
    for item in rule.shown_by:
        visible = [name for name in item.split("|") if asked.shown(name)]
        found.append(Step("shown", bool(visible), f"{visible[0]} is shown" if visible else f"{item} is not shown"))
    satisfied = bool(found) and all(step.holds for step in found) and rule.demand != "restricted"
    for step in found:
        yield Step(step.kind, not satisfied, step.text)


def _need(asked: Question, need: str) -> Step:
    every = (*(asked.listing.documents or ()), *(asked.listing.on_file or ()))
    given = [document for document in every if document.type in need.split("|")]
    if asked.listing.documents is None and not given:
        return Step("document", False, f"{need} is needed; documents are unknown")
    for document in given:
        if asked.valid(document):
            return Step("document", True, f"{need} is met by {_named(document)}")
    if not given:
        return Step("document", False, f"{need} is needed; no such document was given")
    return Step("document", False, f"{need} is needed; " + ", ".join(f"{_named(document)} {_wrong(asked, document)}" for document in given))


def _named(document: Document) -> str:
    return f"{document.type} {document.number}" if document.number else document.type


def _wrong(asked: Question, document: Document) -> str:
    kind = asked.content.documents.get(document.type)
    if document.valid_to is not None and document.valid_to < asked.as_of:
        return f"expired on {document.valid_to}"
    if document.valid_from is not None and document.valid_from > asked.as_of:
        return f"is valid only from {document.valid_from}"
    if kind is not None and kind.needs_expiry and document.valid_to is None:
        return "has no expiry, which this type needs"
    if asked.valid(msgspec.structs.replace(document, covers=())):
        return f"covers only {', '.join(document.covers)}"
    return "has no number" if document.number is None else "has a number that is none of its type"
