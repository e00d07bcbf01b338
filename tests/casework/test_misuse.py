"""Misuse: who is warned, who is suspended, by whom and for how long."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ConflictError, ForbiddenError
from pratique.casework import misuse, submitter
from pratique.casework.submitter import Flagger, Result, Submitter, SubmitterEvent

AT = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LEGAL = Actor("user_1", frozenset({"legal"}))
WHY = {"en": "Five of six notices named listings of a competitor without any reason."}


def fold(one: Submitter | None, events: tuple[SubmitterEvent, ...]) -> Submitter:
    for event in events:
        one = submitter.apply(one, event)
    assert one
    return one


def sender(*results: Result, at: dt.datetime = AT, gravity: int = 1) -> Submitter:
    one = fold(None, submitter.know("submitter_1", at=at - 300 * DAY))
    for number, result in enumerate(results):
        one = fold(one, submitter.judge(one, "notice", f"notice_{number}", result, gravity, at=at - DAY, by="user_1"))
    return one


def more(one: Submitter, at: dt.datetime, name: str = "late") -> Submitter:
    return fold(one, submitter.judge(one, "appeal", name, "manifestly_unfounded", at=at, by="user_1"))


BAD: tuple[Result, ...] = ("manifestly_unfounded",) * 5


@given(st.lists(st.sampled_from(["founded", "unfounded"]), max_size=60))
def test_to_be_wrong_in_good_faith_is_no_misuse(results: list[Result]) -> None:
    assert misuse.circumstances(sender(*results), AT).proposal == "none"


def test_number_and_share_both_count() -> None:
    assert misuse.circumstances(sender(*BAD[:4]), AT).proposal == "none"
    assert misuse.circumstances(sender(*BAD, "founded"), AT).proposal == "warn"
    assert misuse.circumstances(sender(*BAD, *("founded",) * 20), AT).proposal == "none"
    assert misuse.circumstances(sender(*BAD[:3], gravity=4), AT).proposal == "warn"
    assert misuse.circumstances(sender(*BAD), AT + 100 * DAY).proposal == "none"


def test_nobody_is_suspended_without_a_warning_that_did_not_help_or_by_a_machine() -> None:
    one = sender(*BAD)
    with pytest.raises(ConflictError, match="warn them first"):
        misuse.suspend(one, WHY, at=AT, by=LEGAL)
    warned = fold(one, misuse.warn(one, WHY, at=AT, by="system"))
    with pytest.raises(ConflictError):
        misuse.suspend(warned, WHY, at=AT + DAY, by=LEGAL)
    again = more(warned, AT + DAY)
    with pytest.raises(ForbiddenError, match="case by case"):
        misuse.suspend(again, WHY, at=AT + DAY, by=SYSTEM)
    suspended = fold(again, misuse.suspend(again, WHY, intention=True, at=AT + DAY, by=LEGAL))
    assert suspended.suspended_until == AT + 31 * DAY
    with pytest.raises(ForbiddenError, match="2026-04-06"):
        misuse.require_active(suspended, AT + 30 * DAY)
    misuse.require_active(suspended, AT + 31 * DAY)


def test_each_suspension_is_longer_than_the_one_before() -> None:
    one = sender(*BAD)
    one = fold(one, misuse.warn(one, WHY, at=AT, by="system"))
    spans, at = [], AT
    for number in range(4):
        at += DAY
        for extra in range(5):
            one = more(one, at, f"more_{number}_{extra}")
        if misuse.circumstances(one, at).proposal == "warn":
            one = fold(one, misuse.warn(one, WHY, at=at, by="system"))
            at += DAY
            one = more(one, at, f"after_{number}")
        one = fold(one, misuse.suspend(one, WHY, at=at, by=LEGAL))
        assert one.suspended_until
        spans.append((one.suspended_until - at).days)
        at = one.suspended_until
    assert spans == [30, 90, 180, 180]


def test_a_decision_that_was_overturned_no_longer_counts() -> None:
    one = sender(*BAD)
    one = fold(one, submitter.reverse(one, "notice_0", "founded", at=AT, by="user_2"))
    assert misuse.circumstances(one, AT).absolute == 4
    assert submitter.reverse(one, "notice_0", "founded", at=AT, by="user_2") == ()
    assert submitter.reverse(one, "unknown", "founded", at=AT, by="user_2") == ()


def test_judged_twice_counts_once() -> None:
    one = sender("manifestly_unfounded")
    assert submitter.judge(one, "notice", "notice_0", "manifestly_unfounded", at=AT, by="user_1") == ()
    changed = fold(one, submitter.judge(one, "notice", "notice_0", "founded", at=AT, by="user_1"))
    assert [each.result for each in changed.judged] == ["founded"]


def test_a_trusted_flagger_is_one_for_what_it_was_awarded_for() -> None:
    one = fold(None, submitter.know("submitter_1", "account_1", at=AT))
    flagger = Flagger("DE", ("product_safety",), dt.date(2026, 12, 31))
    with pytest.raises(ForbiddenError):
        submitter.recognise(one, flagger, at=AT, by=SYSTEM)
    one = fold(one, submitter.recognise(one, flagger, at=AT, by=LEGAL))
    assert one.is_trusted("product_safety", AT.date())
    assert not one.is_trusted("intellectual_property", AT.date())
    assert not one.is_trusted("product_safety", dt.date(2027, 1, 1))
    one = fold(one, submitter.end_flagger(one, WHY, at=AT, by="user_1"))
    assert not one.is_trusted("product_safety", AT.date())
