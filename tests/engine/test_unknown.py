"""Absent is unknown, never false: undetermined rules, missing facts, failed detectors."""

import pytest

from pratique.facts import Document, Trader
from pratique.policy.model import Comparison, Fallback
from tests.engine.small import AS_OF, content, decide, read, rule, walker

ABOVE = Comparison("quantity.laser_power", "gt", parameter="us/limit")
WEIGHTY = Comparison("attributes.weight", "ge", 2.0)


def test_an_absent_fact_makes_a_rule_undetermined_and_is_named() -> None:
    decision = decide(content(rule(where=(WEIGHTY,))), walker(), read())
    assert (decision.verdict, decision.missing) == ("allow_with_conditions", ("attributes.weight",))
    assert decision.findings[0].verdict == "allow_with_conditions"


def test_false_wins_over_unknown_and_names_nothing() -> None:
    known = content(rule(where=(WEIGHTY, Comparison("price", "lt", 5.0))))
    decision = decide(known, walker(price=5.0), read())
    assert (decision.verdict, decision.missing) == ("allow", ())


def test_the_strategy_may_hold_what_is_undetermined() -> None:
    known = content(rule(where=(WEIGHTY,)), fallback=Fallback(undetermined={"child": "hold"}))
    assert decide(known, walker(), read()).verdict == "hold"


def test_undetermined_is_never_more_than_if_the_rule_held() -> None:
    hold = Fallback(undetermined={"*": "hold"})
    label = rule(demand="label", where=(WEIGHTY,), shown_by=("images",))
    assert decide(content(label, fallback=hold), walker(), read()).verdict == "allow_with_conditions"
    satisfied = decide(content(label, fallback=hold), walker(images=("a.jpg",)), read())
    assert (satisfied.verdict, satisfied.missing) == ("allow", ())


def test_undetermined_names_what_the_demand_lacks_besides() -> None:
    known = content(rule(demand="certificate", where=(WEIGHTY,), needs=("us.letter",)))
    assert decide(known, walker(), read()).missing == ("attributes.weight", "us.letter")
    assert decide(known, walker(documents=(Document("us.letter"),)), read()).missing == ()


def test_a_quantity_compares_with_the_parameter_of_the_day() -> None:
    known = content(rule(where=(ABOVE,)))
    assert decide(known, walker(), read(), read("quantity.laser_power", 0.9, 5.0)).verdict == "allow"
    assert decide(known, walker(), read(), read("quantity.laser_power", 0.9, 1.0, 5.5)).verdict == "refuse"
    assert decide(known, walker(), read()).missing == ("quantity.laser_power",)
    before = AS_OF.replace(year=2025)
    assert decide(known, walker(), read(), as_of=before).verdict == "allow"


@pytest.mark.parametrize(
    ("weight", "verdict"),
    [("2", "refuse"), (" 2.50 ", "refuse"), ("1.9", "allow"), ("2 kg", "allow_with_conditions"), ("1_000", "allow_with_conditions")],
)
def test_text_that_is_no_number_cannot_be_compared_with_one(weight: str, verdict: str) -> None:
    assert decide(content(rule(where=(WEIGHTY,))), walker(attributes={"Weight": weight}), read()).verdict == verdict


@pytest.mark.parametrize(
    ("op", "value", "verdict"),
    [
        ("eq", "USED", "refuse"),
        ("ne", "used", "allow"),
        ("in", ("new", "used"), "refuse"),
        ("not_in", ("new", "used"), "allow"),
        ("gt", "new", "refuse"),
        ("eq", True, "allow_with_conditions"),
    ],
)
def test_texts_compare_without_regard_to_case(op: str, value: str | bool | tuple[str, ...], verdict: str) -> None:
    known = content(rule(where=(Comparison("condition", op, value),)))
    assert decide(known, walker(condition=" Used"), read()).verdict == verdict


@pytest.mark.parametrize(("op", "markets", "verdict"), [("in", ("US", "DE"), "refuse"), ("in", (), "allow"), ("not_in", (), "refuse")])
def test_several_facts_hold_if_one_does_and_none_is_known_to_be_none(op: str, markets: tuple[str, ...], verdict: str) -> None:
    known = content(rule(where=(Comparison("markets", op, ("us",)),)))
    assert decide(known, walker(markets=markets), read()).verdict == verdict


def test_parts_of_persons_are_facts() -> None:
    known = content(rule(where=(Comparison("trader.sales_count", "ge", 200.0),)))
    assert decide(known, walker(trader=Trader(sales_count=200)), read()).verdict == "refuse"
    assert decide(known, walker(trader=Trader()), read()).missing == ("trader.sales_count",)


def test_an_expression_is_unknown_where_a_fact_it_names_is_absent_or_it_fails() -> None:
    known = content(rule(expr="price * double(attributes.pieces) > 100.0"))
    assert decide(known, walker(price=60.0, attributes={"Pieces": "2"}), read()).verdict == "refuse"
    assert decide(known, walker(price=40.0, attributes={"Pieces": "2"}), read()).verdict == "allow"
    assert decide(known, walker(price=40.0), read()).missing == ("attributes.pieces",)
    assert decide(known, walker(price=40.0, attributes={"pieces": "two"}), read()).missing == ("attributes.pieces", "price")


def test_a_failed_detector_never_makes_a_silent_allow() -> None:
    known = content(rule(), fallback=Fallback(degraded={"child": "hold"}))
    nothing_read = decide(known, walker(), degraded=frozenset({"toy"}))
    assert (nothing_read.verdict, nothing_read.degraded, nothing_read.confidence) == ("allow_with_conditions", True, None)
    assert decide(known, walker(), degraded=frozenset({"toy", "child"})).verdict == "hold"
    assert decide(known, walker(), degraded=frozenset()).verdict == "allow_with_conditions"
    assert decide(known, walker(), read(), degraded=frozenset({"child"})).verdict == "refuse"
