"""What is refused, and why; how a counter-notice runs."""

import datetime as dt
from typing import Any

import pytest

from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ConflictError, InvalidError
from pratique.casework.notice import acts, counter
from pratique.casework.notice.events import NoticeEvent, Outcome
from pratique.casework.notice.filing import Filing, Pointed, check
from pratique.casework.notice.state import Notice, apply
from pratique.casework.subject import Subject

AT = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
REVIEWER = Actor("user_1", frozenset({"reviewer"}))
REASON = {"en": "The sign is identical to the mark.", "zh": "标识与商标相同。"}
US = ("signature", "mistake_under_penalty_of_perjury", "name", "address", "telephone", "accepts_jurisdiction_and_service")


def fold(notice: Notice | None, events: tuple[NoticeEvent, ...]) -> Notice:
    for event in events:
        notice = apply(notice, event)
    assert notice
    return notice


def received(
    kind: Any = "intellectual_property",
    markets: tuple[str, ...] = (),
    earlier: tuple[Notice, ...] = (),
    name: str = "notice_1",
    right: Any = "trade_mark",
) -> Notice:
    ip = kind == "intellectual_property"
    filing = Filing(
        kind, "The shoes carry our mark and are not ours.", (Pointed(id="A"),), True, "Ann", "ann@example.org", markets=markets,
        right_description="mark" if ip else None, right_kind=right if ip else None, is_owner_or_agent=ip,
    )  # fmt: skip
    subjects = tuple(Subject(one.kind, one.id, trader="trader_A") for one in check(filing, with_account=False))
    return fold(
        None,
        acts.receive(filing, subjects, notice=name, content="private_1", submitter="submitter_1", submitter_kind="public", jurisdictions=("us",),
                     can_be_reached=True, earlier=earlier, at=AT, by="public"),
    )  # fmt: skip


def answered(restriction: Any = "remove", right: Any = "trade_mark") -> Notice:
    notice = received(right=right)
    notice = fold(
        notice, acts.decide(notice, [Outcome("listing:A", (), restriction, "law", REASON)], automation="none", at=AT, by=REVIEWER)
    )
    for outcome in notice.not_yet_acted:
        notice = fold(notice, acts.act(notice, outcome, "action_1", at=AT, by="user_1"))
    notice = fold(notice, acts.inform_notifier(notice, at=AT, by="system"))
    return fold(notice, acts.inform_trader(notice, "trader_A", at=AT, by="system"))


def contested(at: dt.datetime, law: str, kind: str, given: tuple[str, ...]) -> Notice:
    notice = answered(right=kind)
    return fold(
        notice,
        counter.contest(notice, "trader_A", ["listing:A"], given, content="private_2", jurisdictions=(law,), at=at, by="trader_A"),
    )


def test_every_gap_of_a_decision_is_named() -> None:
    notice = received(markets=("DE", "US"))
    outcomes = [
        Outcome("listing:A", ("DE", "FR"), "remove", "", {}),
        Outcome("listing:A", ("DE",), "none", "law", REASON),
        Outcome("listing:X", ("DE",), "none", "law", REASON),
    ]
    with pytest.raises(InvalidError) as caught:
        acts.decide(notice, outcomes, automation="none", at=AT, by=REVIEWER)
    assert [fault.field for fault in caught.value.faults] == [
        "outcomes", "outcomes.0.ground", "outcomes.0.markets", "outcomes.0.reason", "outcomes.1", "outcomes.2.subject",
    ]  # fmt: skip


def test_a_machine_says_that_it_decided_and_never_that_somebody_acted_in_bad_faith() -> None:
    outcome = [Outcome("listing:A", (), "none", "law", REASON)]
    with pytest.raises(InvalidError, match="automation"):
        acts.decide(received(), outcome, automation="none", at=AT, by=SYSTEM)
    with pytest.raises(InvalidError, match="only a person"):
        acts.decide(received(), outcome, automation="full", is_manifestly_unfounded=True, at=AT, by=SYSTEM)


def test_the_same_notifier_on_the_same_subject_is_linked() -> None:
    first = received()
    assert received(earlier=(first,), name="notice_2").earlier == ("notice_1",)
    assert received("consumer", earlier=(first,), name="notice_2").earlier == ()


def test_a_notice_on_a_right_stays_open_to_be_contested_and_any_other_closes() -> None:
    assert answered().status == "informed"
    assert answered("none").status == "closed"


def test_the_clock_runs_out_once() -> None:
    notice = received()
    assert acts.run_out(notice, at=notice.due_at - dt.timedelta(seconds=1)) == ()
    late = fold(notice, acts.run_out(notice, at=notice.due_at))
    assert late.overdue == (notice.deadline,)
    assert acts.run_out(late, at=notice.due_at + dt.timedelta(days=9)) == ()


def test_a_counter_notice_without_what_the_law_wants_is_refused_with_all_of_it() -> None:
    with pytest.raises(InvalidError) as caught:
        contested(AT, "us", "copyright", ("signature",))
    assert {fault.field for fault in caught.value.faults} == set(US) - {"signature"}


def test_the_union_knows_no_counter_notice() -> None:
    with pytest.raises(ConflictError, match="appeal"):
        contested(AT, "eu", "trade_mark", US)


def test_ten_to_fourteen_business_days_under_the_law_of_the_united_states() -> None:
    notice = contested(dt.datetime(2026, 3, 9, 15, tzinfo=dt.UTC), "us", "copyright", US)
    notice = fold(notice, counter.forward(notice, at=dt.datetime(2026, 3, 10, 15, tzinfo=dt.UTC), by="system"))
    assert notice.counter
    assert notice.counter.earliest == dt.datetime(2026, 3, 24, 4, tzinfo=dt.UTC)  # midnight in New York after the tenth
    assert notice.counter.latest == dt.datetime(2026, 3, 28, 4, tzinfo=dt.UTC)
    with pytest.raises(ConflictError, match="until 2026-03-24"):
        counter.settle(notice, "restored", REASON, at=notice.counter.earliest - dt.timedelta(seconds=1), by="system")
    assert counter.is_ripe(notice, notice.counter.earliest)
    done = fold(notice, counter.settle(notice, "restored", REASON, at=notice.counter.earliest, by="system"))
    assert (done.status, done.counter and done.counter.result) == ("closed", "restored")


def test_fifteen_days_in_china_from_the_day_it_reached_the_rights_holder() -> None:
    notice = contested(AT, "cn", "trade_mark", ("no_infringement", "evidence"))
    notice = fold(notice, counter.forward(notice, at=dt.datetime(2026, 3, 10, 2, tzinfo=dt.UTC), by="system"))
    assert notice.counter
    assert notice.counter.earliest == dt.datetime(2026, 3, 25, 16, tzinfo=dt.UTC)  # the end of 25 March in Beijing
    late = fold(notice, acts.run_out(notice, at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC)))
    assert late.overdue == ("restore-china",)


def test_who_goes_to_court_keeps_it_down_and_who_takes_it_back_need_not_wait() -> None:
    notice = contested(AT, "us", "copyright", US)
    notice = fold(notice, counter.forward(notice, at=AT, by="system"))
    agreed = fold(notice, counter.settle(notice, "restored", REASON, agreed=True, at=AT, by="user_1"))
    assert agreed.status == "closed"
    with pytest.raises(ConflictError, match="court"):
        counter.settle(notice, "kept", REASON, at=AT, by="user_1")
    sued = fold(notice, counter.suit(notice, "N.D. Cal.", "5:26-cv-1", at=AT, by="user_1"))
    assert not counter.is_ripe(sued, AT + dt.timedelta(days=90))
    assert sued.next_clock is None
    with pytest.raises(ConflictError, match="called upon"):
        counter.settle(sued, "restored", REASON, at=AT + dt.timedelta(days=90), by="user_1")
    assert fold(sued, counter.settle(sued, "kept", REASON, at=AT, by="user_1")).status == "closed"
