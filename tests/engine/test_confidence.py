"""Confidence of a rule: groups, `all`, `any`, `none`, and the thresholds of the family that was read best."""

import pytest

from pratique.policy.model import Condition, Threshold
from tests.engine.small import content, decide, read, rule, walker

A, B, C = "drug.a", "weapon.b", "class.c"


def confidence(when: Condition, **read_at: float) -> float | None:
    names = {"a": A, "b": B, "c": C}
    return decide(content(rule(when=when)), walker(), *(read(names[name], value) for name, value in read_at.items())).confidence


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (Condition(all=((A,), (B,))), 0.7),
        (Condition(all=((A, B),)), 0.9),
        (Condition(any=(A, B)), 0.9),
        (Condition(all=((B,),), any=(A, C)), 0.7),
        (Condition(all=((A,), (C,))), None),
        (Condition(any=(A, C)), 0.9),
        (Condition(all=(("product.any",), (B,))), 0.7),
        (Condition(all=(("product.any",),)), 1.0),
        (Condition(all=(("product.any", C),)), 1.0),
        (Condition(all=((A,),), none=(C,)), 0.9),
        (Condition(all=((A,),), none=(B,)), None),
        (Condition(none=(C,)), None),
        (Condition(all=((),)), None),
        (Condition(), None),
    ],
)
def test_groups(when: Condition, expected: float | None) -> None:
    assert confidence(when, a=0.9, b=0.7) == expected


@pytest.mark.parametrize(("of_none", "expected"), [(0.3, None), (0.29, 0.9)])
def test_none_holds_below_three_tenths(of_none: float, expected: float | None) -> None:
    assert confidence(Condition(all=((A,),), none=(B,)), a=0.9, b=of_none) == expected


def test_a_concept_read_twice_counts_with_its_greatest_confidence_in_any_order() -> None:
    known = content(rule(when=Condition(all=((A,),))))
    for first, second in ((0.6, 0.9), (0.9, 0.6)):
        assert decide(known, walker(), read(A, first), read(A, second)).confidence == 0.9


def test_only_concepts_read_at_review_or_more_are_named() -> None:
    decision = decide(content(rule(when=Condition(any=(C, A, "product.any")))), walker(), read(A, 0.9), read(C, 0.4))
    assert decision.findings[0].concepts == (A,)


def test_thresholds_are_those_of_the_family_read_best() -> None:
    known = content(rule(when=Condition(any=(A, B))), thresholds=(Threshold(0.95, 0.6, family="weapon"),))
    assert decide(known, walker(), read(A, 0.9), read(B, 0.8)).verdict == "refuse"
    assert decide(known, walker(), read(A, 0.8), read(B, 0.9)).verdict == "hold"
    assert decide(known, walker(), read(B, 0.55)).verdict == "allow"


def test_lists_count_as_substances() -> None:
    known = content(rule(when=Condition(any=("list.eu/annex-2",))), thresholds=(Threshold(0.95, 0.5, family="substance"),))
    assert decide(known, walker(), read("list.eu/annex-2", 0.9)).verdict == "hold"


def test_more_selectors_win_then_the_later_line() -> None:
    thresholds = (
        Threshold(0.99, 0.5, market="US", stage="live"),
        Threshold(0.7, 0.5, market="US"),
        Threshold(0.95, 0.5, family="drug"),
    )
    known = content(rule(when=Condition(any=(A,))), rule(id="eu/walker", when=Condition(any=(A,))), thresholds=thresholds)
    assert decide(known, walker(), read(A, 0.98)).verdict == "hold"
    assert decide(known, walker(), read(A, 0.9), stage="publish").verdict == "hold"
    assert decide(known, walker(), read(A, 0.96), market="DE").verdict == "refuse"
    one_more = content(rule(when=Condition(any=(A,))), thresholds=(Threshold(0.7, 0.5, channel="shop"),))
    assert decide(one_more, walker(), read(A, 0.75), channel="shop").verdict == "refuse"
    assert decide(one_more, walker(), read(A, 0.75)).verdict == "hold"
