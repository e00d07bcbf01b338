"""INFORM: two hundred sales and five thousand dollars in the same twelve months of the last twenty-four."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pratique.casework.deadline import months_on
from pratique.casework.verification.volume import GROSS, SALES, DaySales, volume

DAY = dt.date(2026, 6, 30)


def on(days_before: int, number: int, dollars: int) -> DaySales:
    return DaySales(DAY - dt.timedelta(days=days_before), number, dollars * 100)


@pytest.mark.parametrize(
    ("sales", "since"),
    [
        ([on(10, 200, 5000)], 10),
        ([on(10, 199, 50_000)], None),
        ([on(10, 5000, 4999)], None),
        ([on(300, 100, 2500), on(10, 100, 2500)], 10),
        ([on(400, 100, 2500), on(10, 100, 2500)], None),  # never in the same twelve months
        ([on(600, 200, 5000)], 600),  # within the twenty-four
        ([on(740, 200, 5000)], None),
        ([on(365, 100, 2500), on(0, 100, 2500)], None),  # a year apart to the day is twelve months and a day
        ([on(364, 100, 2500), on(0, 100, 2500)], 0),
        ([on(-1, 200, 5000)], None),
        ([], None),
    ],
)
def test_high_volume(sales: list[DaySales], since: int | None) -> None:
    found = volume(sales, DAY)
    assert found.high_volume_since == (None if since is None else DAY - dt.timedelta(days=since))


def test_who_is_disclosed() -> None:
    assert volume([on(10, 200, 19_999)], DAY).disclosed_since is None
    assert volume([on(10, 200, 20_000)], DAY).disclosed_since == DAY - dt.timedelta(days=10)


def test_days_before_a_negative_one_do_not_hide_it() -> None:
    with pytest.raises(ValueError, match="negative"):
        volume([on(3, -1, 0)], DAY)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.builds(on, st.integers(0, 800), st.integers(0, 150), st.integers(0, 4000)), max_size=12))
def test_the_moving_window_agrees_with_looking_at_each_day(sales: list[DaySales]) -> None:
    start = months_on(DAY, -24)
    inside = [one for one in sales if start < one.day <= DAY]
    expected = None
    for end in sorted({one.day for one in inside}):
        window = [one for one in inside if months_on(end, -12) < one.day <= end]
        if sum(one.number for one in window) >= SALES and sum(one.gross for one in window) >= GROSS:
            expected = end
            break
    assert volume(sales, DAY).high_volume_since == expected
