"""Whatever is done with an action in whatever order: it is never without a reason, never comes back, and its events tell all of it."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pratique.base.errors import ConflictError, InvalidError, RefusalError
from pratique.enforcement.action import Action, ActionEvent, Cause, acts, apply, holding
from pratique.enforcement.action.events import ActionExpired, ActionLifted, ActionReversed
from pratique.enforcement.action.kinds import KINDS, NATURES, ActionKind

AT = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
CAUSES = tuple(Cause(kind, f"{kind}_{number}", (), "unsafe plug") for kind in ("decision", "notice", "order") for number in (1, 2))
ENDS: dict[type, str] = {ActionExpired: "expired", ActionLifted: "lifted", ActionReversed: "reversed"}


class ActionMachine(RuleBasedStateMachine):
    """Acts at random; a refusal leaves everything as it was."""

    @initialize(
        kind=st.sampled_from(KINDS),
        markets=st.sampled_from([None, ("DE",), ("FR", "DE", "DE")]),
        days=st.sampled_from([None, 1, 7]),
        cause=st.sampled_from(CAUSES),
    )
    def impose(self, kind: ActionKind, markets: tuple[str, ...] | None, days: int | None, cause: Cause) -> None:
        self.at = AT
        self.events: list[ActionEvent] = []
        self.action: Action | None = None
        until = AT + dt.timedelta(days=days) if days else None
        self.keep(
            acts.impose("action_1", kind, subject_kind="trader" if NATURES[kind].of_trader else "listing", subject="s-1", trader="t-1",
                        channel="aliexpress", markets=markets, until=until, cause=cause, at=AT, by="user_1")
        )  # fmt: skip

    def keep(self, events: tuple[ActionEvent, ...]) -> None:
        for event in events:
            self.action = apply(self.action, event)
            self.events.append(event)

    @property
    def now(self) -> Action:
        assert self.action is not None
        return self.action

    @rule(hours=st.sampled_from([1, 23, 24 * 6, 24 * 30]))
    def wait(self, hours: int) -> None:
        self.at += dt.timedelta(hours=hours)

    @rule()
    def expire(self) -> None:
        before = self.now
        self.keep(acts.expire(before, at=self.at))
        ran_out = before.status == "in_effect" and before.until is not None and before.until <= self.at
        assert (self.now != before) == ran_out

    @rule(cause=st.sampled_from(CAUSES))
    def ask_again(self, cause: Cause) -> None:
        before = len(self.now.causes)
        known = cause in self.now.causes
        with suppress(ConflictError):
            self.keep(acts.add_cause(self.now, cause, at=self.at, by="user_1"))
            assert len(self.now.causes) == before + (not known)

    @rule(cause=st.sampled_from(CAUSES), reason=st.sampled_from(["it is safe", " "]))
    def withdraw(self, cause: Cause, reason: str) -> None:
        before = self.now
        with suppress(RefusalError):
            self.keep(acts.withdraw_cause(before, cause.id, reason, at=self.at, by="user_2"))
            assert cause in before.causes
            assert self.now.status == ("reversed" if before.causes == (cause,) else before.status)

    @rule(reason=st.sampled_from(["put right", ""]))
    def lift(self, reason: str) -> None:
        before = self.now
        with suppress(RefusalError):
            self.keep(acts.lift(before, reason, at=self.at, by="user_1"))
            assert before.status == "in_effect"
            assert reason

    @rule(reason=st.sampled_from(["should not have been", ""]))
    def reverse(self, reason: str) -> None:
        before = self.now
        with suppress(RefusalError):
            self.keep(acts.reverse(before, reason, "appeal_1", at=self.at, by="user_2"))
            assert before.status != "reversed"
            assert reason

    @precondition(lambda self: self.now.status == "reversed")
    @rule(cause=st.sampled_from(CAUSES))
    def nothing_brings_it_back(self, cause: Cause) -> None:
        tries: list[Callable[[], object]] = [
            lambda: acts.add_cause(self.now, cause, at=self.at, by="user_1"),
            lambda: acts.withdraw_cause(self.now, cause.id, "again", at=self.at, by="user_1"),
            lambda: acts.lift(self.now, "again", at=self.at, by="user_1"),
            lambda: acts.reverse(self.now, "again", "appeal_2", at=self.at, by="user_1"),
        ]
        for act in tries:
            with pytest.raises(ConflictError):
                act()

    @rule(number=st.integers(1, 3))
    def tell(self, number: int) -> None:
        self.keep(acts.state_reasons(self.now, f"statement_{number}", at=self.at, by="system"))

    @invariant()
    def there_is_a_reason(self) -> None:
        assert self.now.causes
        assert all(cause.rules or cause.note.strip() for cause in self.now.causes)
        assert len({(cause.kind, cause.id) for cause in self.now.causes}) == len(self.now.causes)
        assert len(set(self.now.statements)) == len(self.now.statements)

    @invariant()
    def the_events_tell_all_of_it(self) -> None:
        again: Action | None = None
        for event in self.events:
            again = apply(again, event)
        assert again == self.now
        ends = [ENDS[type(event)] for event in self.events if type(event) in ENDS]
        assert ends in ([], ["expired"], ["lifted"], ["reversed"], ["expired", "reversed"], ["lifted", "reversed"])
        assert self.now.status == (ends[-1] if ends else "in_effect")
        assert (self.now.ended_at is None) == (not ends)

    @invariant()
    def what_holds_is_what_has_not_ended(self) -> None:
        over = self.now.until is not None and self.now.until <= self.at
        holds = self.now.status == "in_effect" and not over
        assert self.now.holds(None, self.at) == holds
        assert holding([self.now, self.now], "DE", self.at) == ((self.now.kind,) if holds else ())
        assert not self.now.holds("US", self.at) or self.now.markets is None
        if self.now.status == "reversed":
            assert not self.now.holds(None, AT), "as if it had never been"


ActionMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestActionMachine = ActionMachine.TestCase


def test_a_cause_known_by_one_name_from_two_sides_takes_the_action_along() -> None:
    (imposed,) = acts.impose("action_1", "remove", subject_kind="listing", subject="s-1", trader=None, channel=None, markets=None, until=None,
                             cause=Cause("case", "X", (), "unsafe"), at=AT, by="user_1")  # fmt: skip
    action = apply(None, imposed)
    for event in acts.add_cause(action, Cause("decision", "X", (), "unsafe"), at=AT, by="user_1"):
        action = apply(action, event)
    for event in acts.withdraw_cause(action, "X", "safe", at=AT, by="user_1"):
        action = apply(action, event)
    assert action.status == "reversed"
    assert action.causes


def test_no_action_without_reason_subject_or_time() -> None:
    with pytest.raises(InvalidError) as caught:
        acts.impose("action_1", "freeze", subject_kind="listing", subject=" ", trader=None, channel=None, markets=(), until=AT,
                    cause=Cause("person", " "), at=AT, by="user_1")  # fmt: skip
    assert sorted(fault.field for fault in caught.value.faults) == ["cause", "cause", "markets", "subject", "subject_kind", "until"]
