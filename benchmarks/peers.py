"""The same answers by other means: a general decision engine, a loop of CEL programs, a regular expression a concept."""

import datetime
import json
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import cel
import zen

from benchmarks import catalogue
from benchmarks.measure import Figure, seconds
from pratique.base.period import Period
from pratique.engine.online import decide
from pratique.engine.plan import compile_plan
from pratique.facts import Listing, Reading
from pratique.policy.model import (
    Channel,
    Citation,
    Concept,
    Condition,
    Content,
    Market,
    Pack,
    Rule,
    Source,
    Strategy,
    Term,
    Threshold,
    Verified,
)  # fmt: skip
from pratique.signals.text.lexicon import Lexicon, compile_terms
from pratique.signals.text.normal import normalise

CONCEPTS = 800


def of_rules(rules: int) -> Iterator[Figure]:
    """Deciding alone, from readings to the rules that hold."""
    content = _content(rules)
    listings = _readings(300)
    plan = compile_plan(content, ["XX"], channel=None, stage="live", as_of=datetime.date(2026, 11, 23))
    listing = Listing("1", "x")
    ours: Callable[[dict[str, float]], set[str]] = lambda read: {  # noqa: E731
        finding.rule for finding in decide(plan, listing, tuple(Reading(name, value) for name, value in sorted(read.items())))[0].findings
    }
    engine = zen.ZenEngine().create_decision(_table(content))
    programs = [(rule.id, cel.compile(_expression(rule))) for rule in content.rules.values()]

    def by_zen(read: dict[str, float]) -> set[str]:
        return {row["rule"] for row in engine.evaluate({name.replace(".", "_"): value for name, value in read.items()})["result"]}

    def by_cel(read: dict[str, float]) -> set[str]:
        context = {"c": read}
        return {name for name, program in programs if program.execute(context)}

    few = listings[:30]
    for read in few:
        assert ours(read) == by_zen(read) == by_cel(read), read
    plan.caches.clear()
    own = seconds(lambda: _all(plan, ours, listings)) / len(listings)
    for name, other in (("zen-engine", by_zen), ("CEL loop", by_cel)):
        theirs = seconds(lambda other=other: [other(read) for read in few], rounds=1) / len(few)  # type: ignore[misc]
        yield Figure(
            "peers: deciding", f"{rules:,} rules", own * 1e6, "µs a listing", peer=f"{name}, {theirs * 1e6:,.0f} µs", ratio=theirs / own
        )


def _all(plan: Any, ours: Callable[[dict[str, float]], set[str]], listings: list[dict[str, float]]) -> None:
    plan.caches.clear()  # every round starts as cold as the peers
    for read in listings:
        ours(read)


def of_text(content: Content) -> Iterator[Figure]:
    """Finding terms alone: one automaton against a regular expression a concept, over plain single words and phrases of ASCII."""
    terms = {
        concept.id: sorted({normalise(term.text).strip() for term in concept.terms if term.text.isascii() and normalise(term.text).strip()})
        for concept in content.concepts.values()
    }
    terms = {name: found for name, found in terms.items() if found}
    names = list(terms)
    concepts = [Concept(name, {}, tuple(Term(text, "any", exact=True) for text in terms[name])) for name in names]
    lexicon = Lexicon(compile_terms(concepts))
    patterns = {
        name: re.compile(f"(?<= )(?:{'|'.join(map(re.escape, sorted(found, key=len, reverse=True)))})(?= )")
        for name, found in terms.items()
    }
    texts = [normalise(f"{listing.title} {listing.description}") for listing in catalogue.listings(200, examples=0)]

    def ours(text: str) -> set[str]:
        return {
            names[entry.concept]
            for pattern, _, end in lexicon.automaton.find_matches_as_indexes(text, overlapping=True)
            if text[end] == " "
            for entry in lexicon.entries[pattern]
        }

    def by_expressions(text: str) -> set[str]:
        return {name for name, pattern in patterns.items() if pattern.search(text)}

    for text in texts[:40]:
        assert ours(text) == by_expressions(text), text
    own = seconds(lambda: [ours(text) for text in texts]) / len(texts)
    theirs = seconds(lambda: [by_expressions(text) for text in texts[:20]], rounds=1) / 20
    count = sum(map(len, terms.values()))
    yield Figure(
        "peers: finding terms",
        f"{count:,} terms of {len(terms)} concepts",
        own * 1e6,
        "µs a listing",
        peer=f"regular expressions, {theirs * 1e6:,.0f} µs",
        ratio=theirs / own,
    )


def _content(rules: int) -> Content:
    rng = random.Random(3)
    concepts = {f"product.c{number}": Concept(f"product.c{number}", {}) for number in range(CONCEPTS)}
    made = {}
    for number in range(rules):
        chosen = rng.sample(list(concepts), 2)
        when = Condition(all=((chosen[0],), (chosen[1],))) if number % 2 else Condition(any=tuple(chosen))
        made[f"xx/r{number}"] = Rule(
            f"xx/r{number}",
            {},
            when,
            "prohibited",
            {"en": ""},
            (Citation("s"),),
            Verified("house", datetime.date(2026, 1, 1)),
            jurisdiction="xx",
            is_law=False,
            in_force=Period(),
        )
    return Content(
        "1", "bench", concepts=concepts, packs={"xx": Pack("xx", {})}, sources={"s": Source("s", {}, "S")}, rules=made, markets={"XX": Market("XX", {}, ("xx",))},
        channels={"c": Channel("c", {})}, strategies={"default": Strategy("default", {}, (Threshold(0.8, 0.5),))},
    )  # fmt: skip


def _readings(count: int) -> list[dict[str, float]]:
    rng = random.Random(4)
    return [{f"product.c{rng.randrange(CONCEPTS)}": rng.choice((0.2, 0.69, 0.9)) for _ in range(6)} for _ in range(count)]


def _expression(rule: Rule) -> str:
    groups = [f"('{group[0]}' in c && c['{group[0]}'] >= 0.5)" for group in rule.when.all]
    either = [f"('{name}' in c && c['{name}'] >= 0.5)" for name in rule.when.any]
    return " && ".join(groups) or " || ".join(either)


def _table(content: Content) -> str:
    rows = []
    for number, rule in enumerate(content.rules.values()):
        names = [group[0].replace(".", "_") for group in rule.when.all] or [name.replace(".", "_") for name in rule.when.any]
        joint = " and " if rule.when.all else " or "
        rows.append({"_id": str(number), "in": joint.join(f"({name} ?? 0) >= 0.5" for name in names), "rule": f"'{rule.id}'"})
    table = {
        "hitPolicy": "collect",
        "inputs": [{"id": "in", "name": "in"}],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": rows,
    }
    at = {"x": 0, "y": 0}
    nodes = [
        {"id": "i", "type": "inputNode", "name": "i", "position": at},
        {"id": "t", "type": "decisionTableNode", "name": "t", "position": at, "content": table},
        {"id": "o", "type": "outputNode", "name": "o", "position": at},
    ]
    edges = [{"id": "a", "sourceId": "i", "targetId": "t", "type": "edge"}, {"id": "b", "sourceId": "t", "targetId": "o", "type": "edge"}]
    return json.dumps({"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges})
