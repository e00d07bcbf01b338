"""The online engine decides as the reference does, on worlds that Hypothesis writes."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import contents, degradations, listings, questions, readings

from pratique.engine import online, reference
from pratique.engine.plan import compile_plan
from pratique.facts import Listing, Reading
from pratique.policy.model import Content

MARKETS = ["DE", "FR", "US"]


def both(
    content: Content, listing: Listing, read: list[Reading], question: dict[str, Any], degraded: frozenset[str] | None
) -> tuple[Any, Any]:
    plan = compile_plan(content, MARKETS, **question)
    expected = [
        reference.decide(content, listing, read, market=market, strategy="default", degraded=degraded, **question) for market in MARKETS
    ]
    first = online.decide(plan, listing, read, degraded)
    again = online.decide(plan, listing, read, degraded)
    assert first == again
    return first, expected


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(contents(), listings, readings, questions, degradations)
def test_online_decides_as_the_reference_does(
    content: Content, listing: Listing, read: list[Reading], question: dict[str, Any], degraded: frozenset[str] | None
) -> None:
    decided, expected = both(content, listing, read, question, degraded)
    assert decided == expected


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(contents(), st.lists(st.tuples(listings, readings), min_size=2, max_size=6), questions)
def test_what_was_decided_before_changes_nothing(
    content: Content, subjects: list[tuple[Listing, list[Reading]]], question: dict[str, Any]
) -> None:
    plan = compile_plan(content, MARKETS, **question)
    for listing, read in subjects:
        expected = [reference.decide(content, listing, read, market=market, strategy="default", **question) for market in MARKETS]
        assert online.decide(plan, listing, read) == expected
