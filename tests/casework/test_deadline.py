"""Deadlines: which days count, where a day ends, and that no start makes a later end earlier."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique import load_content
from pratique.casework import workdays
from pratique.casework.deadline import Deadline, Unit, earliest
from pratique.casework.workdays import MEMBER_STATES, is_known, is_working_day

CALENDARS = ["EU", "DE", "DE-BY", "US", "CN", "IL", "AE", "IN", "JP"]
moments = st.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2027, 12, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 - made aware by `timezones`


def deadline(amount: int, unit: Unit = "working_days", calendar: str = "DE", rolls: bool = False) -> Deadline:
    return Deadline("x", amount, unit, calendar, "house", "house", rolls)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


@pytest.mark.parametrize(
    ("start", "amount", "calendar", "end"),
    [
        ("2026-03-02T09:00+01:00", 2, "DE", "2026-03-05T00:00+01:00"),  # Monday: Tuesday, Wednesday
        ("2026-03-06T09:00+01:00", 2, "DE", "2026-03-11T00:00+01:00"),  # Friday: Monday, Tuesday
        ("2026-03-07T09:00+01:00", 2, "DE", "2026-03-11T00:00+01:00"),  # so does Saturday
        ("2026-04-02T09:00+02:00", 2, "DE", "2026-04-09T00:00+02:00"),  # Good Friday and Easter Monday lie between
        ("2026-04-02T09:00+02:00", 2, "EU", "2026-04-07T00:00+03:00"),  # not where Easter is Orthodox
        ("2026-01-05T09:00+01:00", 1, "DE-BY", "2026-01-08T00:00+01:00"),  # Epiphany in Bavaria
        ("2026-01-05T09:00+01:00", 1, "DE-BE", "2026-01-07T00:00+01:00"),  # and not in Berlin
        ("2026-09-17T09:00+08:00", 2, "CN", "2026-09-21T00:00+08:00"),  # Friday, and the Sunday worked for the National Day
        ("2026-03-05T09:00+02:00", 1, "IL", "2026-03-09T00:00+02:00"),  # Thursday: Friday and Saturday rest
        ("2026-07-02T09:00-04:00", 1, "US", "2026-07-07T00:00-04:00"),  # the fourth of July is observed on the third
        ("2026-03-01T23:30+00:00", 1, "DE", "2026-03-04T00:00+01:00"),  # already Monday in Berlin
        ("2026-03-27T09:00+01:00", 1, "DE", "2026-03-31T00:00+02:00"),  # the clocks change between
    ],
)
def test_working_days_of_the_place(start: str, amount: int, calendar: str, end: str) -> None:
    assert deadline(amount, calendar=calendar).due(at(start)) == at(end)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "rolls", "end"),
    [
        ("2026-03-02T09:10+01:00", 36, "hours", False, "2026-03-03T21:10+01:00"),
        ("2026-03-02T09:10+01:00", 15, "days", False, "2026-03-18T00:00+01:00"),
        ("2026-03-06T09:10+01:00", 15, "days", False, "2026-03-22T00:00+01:00"),
        ("2026-03-06T09:10+01:00", 15, "days", True, "2026-03-24T00:00+01:00"),
        ("2025-08-31T09:10+02:00", 6, "months", False, "2026-03-01T00:00+01:00"),
        ("2025-12-15T09:10+01:00", 1, "months", False, "2026-01-16T00:00+01:00"),
    ],
)
def test_hours_days_and_months(start: str, amount: int, unit: Unit, rolls: bool, end: str) -> None:
    assert deadline(amount, unit, rolls=rolls).due(at(start)) == at(end)


@given(
    moments,
    moments,
    st.integers(0, 20),
    st.sampled_from(CALENDARS),
    st.sampled_from(["hours", "days", "working_days", "months"]),
    st.booleans(),
)
def test_later_starts_end_later_and_nothing_ends_before_it_began(
    one: dt.datetime, other: dt.datetime, amount: int, calendar: str, unit: Unit, rolls: bool
) -> None:
    made = deadline(amount, unit, calendar, rolls)
    first, second = sorted((one, other))
    assert first <= made.due(first) <= made.due(second)


@given(moments, st.integers(1, 15), st.sampled_from([one for one in CALENDARS if one != "EU"]))
def test_exactly_so_many_working_days_lie_between(start: dt.datetime, amount: int, calendar: str) -> None:
    zone = workdays.zone(calendar)
    end = deadline(amount, calendar=calendar).due(start).astimezone(zone)
    first = start.astimezone(zone).date()
    days = [first + dt.timedelta(days=number) for number in range(1, (end.date() - first).days)]
    assert end.time() == dt.time()
    assert sum(is_working_day(calendar, day) for day in days) == amount
    assert is_working_day(calendar, days[-1])


@given(moments, st.integers(1, 10))
def test_the_union_waits_for_no_member_state(start: dt.datetime, amount: int) -> None:
    union = deadline(amount, calendar="EU").due(start)
    ends = [deadline(amount, calendar=state).due(start) for state in MEMBER_STATES]
    assert union in ends
    assert union == min(ends)


@given(moments, st.integers(0, 40), st.sampled_from(CALENDARS))
def test_a_deadline_that_rolls_ends_on_a_working_day(start: dt.datetime, amount: int, calendar: str) -> None:
    end = deadline(amount, "days", calendar, rolls=True).due(start)
    assert any(
        is_working_day(one, (end.astimezone(workdays.zone(one)) - dt.timedelta(seconds=1)).date()) for one in workdays.calendars(calendar)
    )
    assert end >= deadline(amount, "days", calendar).due(start)


def test_every_market_has_a_calendar() -> None:
    assert [market for market in load_content().markets if not is_known(market.split("-")[0])] == []
    assert not is_known("XX")
    assert not is_known("DE-XX")


def test_the_earliest_counts() -> None:
    short, long = deadline(1), deadline(24, "hours")
    assert earliest((short, long), at("2026-03-06T09:00+01:00"))[0] is long
    assert earliest((short, long), at("2026-03-02T00:30+01:00"))[0] is long


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        deadline(1).due(dt.datetime(2026, 3, 1))  # noqa: DTZ001 - the point
