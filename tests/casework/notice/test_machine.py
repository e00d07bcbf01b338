"""Whatever is done with a notice in whatever order: nothing is lost, doubled or left without a reason."""

import datetime as dt
from collections import Counter as Count
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import RefusalError
from pratique.casework.notice import acts, counter
from pratique.casework.notice.events import NoticeEvent, Outcome
from pratique.casework.notice.filing import Filing, Pointed, check
from pratique.casework.notice.state import Notice, apply
from pratique.casework.statutory import NOTICE_REOPENED
from pratique.casework.subject import Subject

REVIEWERS = [Actor(f"user_{number}", frozenset({"reviewer"})) for number in range(60)]
REVIEWER = REVIEWERS[1]
REASON = {"en": "The sign is identical to the mark.", "zh": "标识与商标相同。"}
ONCE = {"notice_received", "notice_acknowledged", "notice_assessed", "notice_decided", "notifier_informed", "counter_noticed", "counter_forwarded",
        "suit_noticed", "counter_settled", "notice_withdrawn", "notice_closed"}  # fmt: skip


REPEATED = {"notice_assessed", "notice_decided", "notifier_informed", "notice_closed"}
"""Once more with each time that it is opened again."""


class NoticeMachine(RuleBasedStateMachine):
    """Acts at random; a refusal leaves everything as it was."""

    @initialize(ip=st.booleans(), named=st.booleans(), secret=st.booleans())
    def begin(self, ip: bool, named: bool, secret: bool) -> None:
        self.at = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
        filing = Filing(
            "intellectual_property" if ip else "illegal_content",
            "The shoes carry our mark and are not ours.",
            (Pointed(id="A"), Pointed(id="B")),
            True,
            "Ann",
            "ann@example.org",
            markets=("DE", "US") if named else (),
            right_description="mark" if ip else None,
            right_kind="trade_mark" if ip else None,
            is_owner_or_agent=ip,
        )
        subjects = tuple(Subject(one.kind, one.id, trader=f"trader_{one.id}") for one in check(filing, with_account=False))
        self.events: list[NoticeEvent] = []
        self.notice: Notice | None = None
        self.keep(
            acts.receive(filing, subjects, notice="notice_1", content="private_1", submitter="submitter_1", submitter_kind="public",
                         jurisdictions=("eu", "us"), can_be_reached=named, secret_hash="ab" if secret else None, at=self.at, by="public")
        )  # fmt: skip

    def keep(self, events: tuple[NoticeEvent, ...]) -> None:
        for event in events:
            self.notice = apply(self.notice, event)
            self.events.append(event)

    def attempt(self, act: Any, *arguments: Any, **named: Any) -> None:
        with suppress(RefusalError):
            self.keep(act(self.notice, *arguments, at=self.at, **named))

    @rule(hours=st.sampled_from([1, 12, 30, 24 * 9, 24 * 25]))
    def wait(self, hours: int) -> None:
        self.at += dt.timedelta(hours=hours)
        self.attempt(acts.run_out)

    @rule(gives=st.booleans())
    def assess(self, gives: bool) -> None:
        self.attempt(acts.assess, gives_knowledge=gives, by=REVIEWER)

    @rule(
        first=st.sampled_from(["none", "remove"]),
        second=st.sampled_from(["none", "disable"]),
        machine=st.booleans(),
        unfounded=st.booleans(),
        leave_out=st.booleans(),
    )
    def decide(self, first: Any, second: Any, machine: bool, unfounded: bool, leave_out: bool) -> None:
        assert self.notice
        markets = self.notice.markets or ()
        outcomes = [Outcome("listing:A", markets, first, "Regulation (EU) 2017/1001 Art. 9", REASON)]
        outcomes += [] if leave_out else [Outcome("listing:B", markets, second, "Regulation (EU) 2017/1001 Art. 9", REASON)]
        done = {one.subject for one in self.notice.outcomes}
        outcomes = [one for one in outcomes if one.subject not in done]
        self.attempt(
            acts.decide,
            outcomes,
            automation="full" if machine else "none",
            is_manifestly_unfounded=unfounded,
            by=SYSTEM if machine else REVIEWERS[len(self.notice.not_by)],
        )

    @rule()
    def carry_out(self) -> None:
        assert self.notice
        for outcome in self.notice.not_yet_acted[:1]:
            self.attempt(acts.act, outcome, f"action_{outcome.subject}", by="user_1")

    @rule()
    def tell_notifier(self) -> None:
        self.attempt(acts.inform_notifier, by="system")

    @rule(trader=st.sampled_from(["trader_A", "trader_B", "trader_C"]))
    def tell_trader(self, trader: str) -> None:
        self.attempt(acts.inform_trader, trader, by="system")

    @rule()
    def withdraw(self) -> None:
        self.attempt(acts.withdraw, by="public")

    @rule(given=st.sampled_from([(), ("no_infringement", "evidence")]), law=st.sampled_from(["cn", "eu"]))
    def contest(self, given: tuple[str, ...], law: str) -> None:
        self.attempt(
            counter.contest,
            "trader_A",
            ["listing:A"],
            given,
            content="private_2",
            jurisdictions=(law,),
            by="trader_A",
        )

    @rule()
    def forward(self) -> None:
        self.attempt(counter.forward, by="system")

    @rule()
    def sue(self) -> None:
        self.attempt(counter.suit, "Beijing Internet Court", "(2026) 123", by="user_1")

    @rule(result=st.sampled_from(["restored", "kept"]), agreed=st.booleans())
    def settle(self, result: str, agreed: bool) -> None:
        self.attempt(counter.settle, result, REASON, agreed=agreed, by="user_1")

    @rule(choice=st.integers(0, 5), restriction=st.sampled_from(["none", "remove", "remove"]))
    def go_on(self, choice: int, restriction: str) -> None:
        """One of the steps that make sense now, so that long lives are met as well."""
        assert self.notice
        if self.notice.status in acts.OPEN:
            self.decide(restriction, "none", False, False, False)
        elif self.notice.not_yet_acted and choice:
            self.carry_out()
        elif self.notice.status == "contested":
            steps: list[Callable[[], None]] = [
                self.forward,
                self.forward,
                lambda: self.wait(24 * 25),
                self.sue,
                lambda: self.settle("kept", False),
                lambda: self.settle("restored", False),
            ]
            steps[choice]()
        else:
            tell_a: Callable[[], None] = lambda: self.tell_trader("trader_A")  # noqa: E731 - one of several steps
            steps = [self.tell_notifier, tell_a, lambda: self.tell_trader("trader_B"), self.let_stand, tell_a]
            steps.append(lambda: self.contest(("no_infringement", "evidence"), "cn"))
            steps[choice]()

    @rule()
    def reopen(self) -> None:
        self.attempt(acts.reopen, "appeal_1", NOTICE_REOPENED, by="user_2")

    @rule()
    def let_stand(self) -> None:
        self.attempt(counter.let_stand, by="system")

    @invariant()
    def nothing_is_doubled(self) -> None:
        counts = Count(event.name() for event in self.events)
        again = counts["notice_reopened"]
        assert all(counts[name] <= 1 + (again if name in REPEATED else 0) for name in ONCE)
        overdue = [event.deadline for event in self.events if event.name() == "notice_overdue"]  # type: ignore[union-attr]
        assert len(overdue) <= len(set(overdue)) + again

    @invariant()
    def receipt_is_confirmed_at_once(self) -> None:
        assert self.events[1].name() == "notice_acknowledged"
        assert self.events[1].at == self.events[0].at

    @invariant()
    def what_is_decided_covers_everything_with_reasons(self) -> None:
        assert self.notice
        if self.notice.decided_at:
            places = Count((one.subject, market) for one in self.notice.outcomes for market in one.markets or (None,))
            wanted = {(key, market) for key in self.notice.keys for market in self.notice.markets or (None,)}
            assert places == dict.fromkeys(wanted, 1)
            assert all(one.reason["en"] and one.ground for one in self.notice.outcomes)
            assert self.notice.automation is not None

    @invariant()
    def nobody_is_told_what_was_not_done(self) -> None:
        assert self.notice
        if self.notice.notifier_informed_at or self.notice.traders_informed:
            assert self.notice.decided_at
            assert not self.notice.not_yet_acted

    @invariant()
    def what_is_closed_is_answered_to_both_sides(self) -> None:
        assert self.notice
        if self.notice.status == "closed":
            assert self.events[-1].name() == "notice_closed"
            assert self.notice.notifier_informed_at
            assert set(self.notice.traders_informed) == {"trader_A", "trader_B"}
            assert self.notice.counter is None or self.notice.counter.result
            assert self.notice.next_clock is None

    @invariant()
    def what_went_to_court_is_not_restored_and_nothing_comes_back_early(self) -> None:
        assert self.notice
        contested = self.notice.counter
        settled = [event for event in self.events if event.name() == "counter_settled"]
        if contested and settled and not settled[0].agreed:  # type: ignore[union-attr]
            assert contested.earliest
            assert (contested.result == "kept") == (contested.suit is not None)
            assert contested.result == "kept" or settled[0].at >= contested.earliest

    def teardown(self) -> None:
        """From wherever it stands it can be brought to an end."""
        if not getattr(self, "notice", None):
            return
        assert self.notice
        if self.notice.status == "withdrawn":
            return
        if self.notice.status in acts.OPEN:
            self.decide("remove", "none", False, False, False)
        while self.notice.not_yet_acted:
            self.carry_out()
        self.tell_notifier()
        self.tell_trader("trader_A")
        self.tell_trader("trader_B")
        if self.notice.status == "contested":
            self.forward()
            self.at += dt.timedelta(days=40)
            self.attempt(acts.run_out)
            assert self.notice.counter
            self.settle("kept" if self.notice.counter.suit else "restored", False)
        self.let_stand()
        assert self.notice.status == "closed"


TestNoticeMachine = NoticeMachine.TestCase
TestNoticeMachine.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
