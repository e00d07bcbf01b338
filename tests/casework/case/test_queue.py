"""Queues: every case finds one, grave and far-reaching things come first, samples are the same for ever."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from pratique.casework.case.queue import QUEUES, is_drawn, queue_for, rank

DUE = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)


def test_each_case_goes_where_it_belongs() -> None:
    assert queue_for("order", (), "lazada", "en", 1).id == "orders"
    assert queue_for("appeal", ("drug",), None, "en", 4).id == "appeals"
    assert queue_for("notice", ("product_safety",), None, "en", 2).id == "safety-notices"
    assert queue_for("decision", ("drug",), None, "zh", 4).id == "grave"
    assert queue_for("decision", ("drug",), None, "zh", 2).id == "general"
    assert queue_for("decision", ("counterfeit",), None, "zh", 3).id == "rights"
    assert queue_for("decision", ("toy", "safety_document"), None, "de", 3).id == "safety"
    for queue in QUEUES.values():
        assert set(queue.title) == {"en", "zh"}


@given(st.integers(1, 4), st.integers(0, 10**9), st.integers(1, 4), st.integers(0, 10**9))
def test_more_harm_and_more_reach_never_come_later(risk: int, reach: int, other_risk: int, other_reach: int) -> None:
    if risk >= other_risk and reach >= other_reach:
        assert rank(DUE, risk, reach) <= rank(DUE, other_risk, other_reach)


def test_a_sample_is_the_size_it_says_and_the_same_again() -> None:
    names = [f"case_{number}" for number in range(5000)]
    drawn = [name for name in names if is_drawn(name, 0.1)]
    assert 400 < len(drawn) < 600
    assert drawn == [name for name in names if is_drawn(name, 0.1)]
    assert not any(is_drawn(name, 0.0) for name in names)
    assert all(is_drawn(name, 1.0) for name in names)
