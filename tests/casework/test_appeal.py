"""Appeals: in time, by a person, by somebody else, once, with reasons."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ConflictError, RefusalError
from pratique.casework import appeal as act
from pratique.casework.appeal import Appeal, AppealEvent, Outcome, OutsideOutcome, apply

TOLD = dt.datetime(2026, 8, 31, 12, tzinfo=dt.UTC)
PEOPLE = [Actor(f"user_{number}", frozenset({"legal"})) for number in range(4)]


def _file(at: dt.datetime) -> tuple[AppealEvent, ...]:
    return act.file(
        "appeal_1", "action", "action_1", "removal", "t-1", "private_1", first_deciders=("user_0", "user_1", "user_0"), channel="lazada",
        markets=("SG", "TH"), language="en", informed_at=TOLD, at=at, by="t-1",
    )  # fmt: skip


def test_six_months_are_calendar_months_and_the_last_day_counts() -> None:
    assert _file(dt.datetime(2027, 2, 28, 20, tzinfo=dt.UTC))
    with pytest.raises(ConflictError, match="out-of-court"):
        _file(dt.datetime(2027, 3, 2, tzinfo=dt.UTC))


class AppealMachine(RuleBasedStateMachine):
    """Acts at random; a refusal leaves everything as it was."""

    @initialize()
    def begin(self) -> None:
        self.at = TOLD + dt.timedelta(days=3)
        self.events: list[AppealEvent] = []
        self.appeal: Appeal | None = None
        self.keep(_file(self.at))

    @property
    def now(self) -> Appeal:
        assert self.appeal is not None
        return self.appeal

    def keep(self, events: tuple[AppealEvent, ...]) -> None:
        for event in events:
            self.events.append(event)
            self.appeal = apply(self.appeal, event)

    @rule(
        by=st.sampled_from([*PEOPLE, SYSTEM]),
        outcome=st.sampled_from(("upheld", "partially_reversed", "reversed", "omitted")),
        reason=st.sampled_from(({"en": "because"}, {"zh": "因为"}, {"en": " "}, {})),
        markets=st.sampled_from((None, ("SG",), ("SG", "TH"), ("DE",))),
    )
    def decide(self, by: Actor, outcome: Outcome, reason: dict[str, str], markets: tuple[str, ...] | None) -> None:
        before = self.now
        with suppress(RefusalError):
            self.keep(act.decide(before, outcome, reason, markets, at=self.at, by=by))
            assert before.status == "filed"
            assert by.id not in before.first_deciders
            assert not by.is_automatic

    @rule()
    def withdraw(self) -> None:
        with suppress(RefusalError):
            self.keep(act.withdraw(self.now, at=self.at, by="t-1"))

    @rule(body=st.sampled_from(("User Rights", " ")))
    def outside(self, body: str) -> None:
        with suppress(RefusalError):
            self.keep(act.record_outside(self.now, OutsideOutcome(body, "1/26", "reversed", self.at, True), at=self.at, by="user_2"))
            assert self.now.status == "decided"

    @invariant()
    def a_decision_has_its_reason_and_its_answer(self) -> None:
        if self.appeal is None:
            return
        decided = self.now.status == "decided"
        assert decided == (self.now.outcome is not None) == (self.now.answered_at is not None)
        assert not decided or any(text.strip() for text in self.now.reason.values())
        assert (self.now.outcome == "partially_reversed") == (self.now.reversed_markets is not None)
        assert sum(event.name() == "appeal_decided" for event in self.events) <= 1
        again: Appeal | None = None
        for event in self.events:
            again = apply(again, event)
        assert again == self.appeal


TestAppeal = AppealMachine.TestCase
TestAppeal.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
