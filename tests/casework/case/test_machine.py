"""Whatever is done with a case in whatever order: one holder, no ruling without rule and reason, never the same person twice."""

import datetime as dt
from contextlib import suppress

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pratique.base.actor import SYSTEM, Actor, Role
from pratique.base.errors import RefusalError
from pratique.casework.case import QUEUES, Case, CaseEvent, Origin, Ruling, apply
from pratique.casework.case import acts as act
from pratique.casework.case.events import OriginKind

ROLES: tuple[Role, ...] = ("reviewer", "reviewer", "senior_reviewer", "legal", "legal")
PEOPLE = [Actor(f"user_{number}", frozenset({role})) for number, role in enumerate(ROLES)]
ANYBODY = st.sampled_from([*PEOPLE, SYSTEM])
MARKETS = ("DE", "FR", "US")


@st.composite
def _rulings(draw: st.DrawFn) -> list[Ruling]:
    markets = draw(st.permutations([*MARKETS, draw(st.sampled_from(("DE", "GB")))]))[: draw(st.integers(1, 4))]
    cut = draw(st.integers(0, len(markets)))
    parts = [part for part in (tuple(markets[:cut]), tuple(markets[cut:])) if part]
    verdicts = st.sampled_from(("allow", "refuse", "allow_with_conditions"))
    words = st.sampled_from(("because", "because", "because", " "))
    return [Ruling(part, draw(verdicts), draw(st.sampled_from(("r@1", "r@1", ""))), draw(words)) for part in parts]  # type: ignore[arg-type]  # three words


RULINGS = st.one_of(
    st.sampled_from([[Ruling(MARKETS, "refuse", "r@1", "because")], [Ruling(MARKETS, "allow", "r@1", "because")]]), _rulings()
)


class CaseMachine(RuleBasedStateMachine):
    """Acts at random; a refusal leaves everything as it was."""

    @initialize(origin=st.sampled_from(("decision", "notice", "appeal")))
    def begin(self, origin: OriginKind) -> None:
        self.at = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
        self.events: list[CaseEvent] = []
        self.case: Case | None = None
        self.keep(
            act.open_case(
                "case_1", Origin(origin, "x"), QUEUES["general"], subject_kind="listing", subject="sku", title="t", trader=None, channel=None, markets=MARKETS,
                rules=("r@1",), snapshot="", language="en", risk=2, reach=10, at=self.at, by="system", decided_first="user_2",
            )
        )  # fmt: skip

    @property
    def now(self) -> Case:
        assert self.case is not None
        return self.case

    def keep(self, events: tuple[CaseEvent, ...]) -> None:
        for event in events:
            self.events.append(event)
            self.case = apply(self.case, event)

    @rule(minutes=st.integers(0, 30))
    def wait(self, minutes: int) -> None:
        self.at += dt.timedelta(minutes=minutes)

    @rule(by=ANYBODY)
    def claim(self, by: Actor) -> None:
        holder = self.now.holder(self.at)
        with suppress(RefusalError):
            self.keep(act.claim(self.now, at=self.at, by=by))
            assert holder in (None, by.id), "two held the lock"

    @rule(by=ANYBODY)
    def renew(self, by: Actor) -> None:
        with suppress(RefusalError):
            self.keep(act.renew(self.now, at=self.at, by=by))

    @rule(by=ANYBODY)
    def release(self, by: Actor) -> None:
        with suppress(RefusalError):
            self.keep(act.release(self.now, at=self.at, by=by))

    @rule(by=ANYBODY, words=st.sampled_from(("look at this", " ")))
    def escalate(self, by: Actor, words: str) -> None:
        with suppress(RefusalError):
            self.keep(act.escalate(self.now, QUEUES["grave"], words, at=self.at, by=by))

    @rule(by=ANYBODY, rulings=RULINGS, bulk=st.booleans())
    def decide(self, by: Actor, rulings: list[Ruling], bulk: bool) -> None:
        before = self.now
        with suppress(RefusalError):
            self.keep(act.decide(before, rulings, at=self.at, by=by, bulk="bulk_1" if bulk else ""))
            assert before.holder(self.at) in ((by.id, None) if bulk else (by.id,))
            assert before.status not in ("decided", "superseded", "second_review")
            assert not by.is_automatic
            if before.status == "disputed":
                assert by.id not in (before.decided_by, before.second_by)
                assert by.roles & {"senior_reviewer", "legal"}
            assert not (before.origin.kind == "appeal" and by.id == before.automatic)

    @rule()
    def draw(self) -> None:
        with suppress(RefusalError):
            self.keep(act.ask_second(self.now, at=self.at))

    @rule(by=ANYBODY, rulings=RULINGS)
    def second(self, by: Actor, rulings: list[Ruling]) -> None:
        with suppress(RefusalError):
            self.keep(act.second(self.now, rulings, at=self.at, by=by))
            assert by.id != self.now.decided_by

    @rule()
    def supersede(self) -> None:
        decided = self.now.rulings
        self.keep(act.supersede(self.now, "screened anew", at=self.at, by="system"))
        assert not (decided and self.now.status == "superseded" and self.now.decided_by is None)

    @invariant()
    def every_ruling_has_its_reason_and_every_market_one(self) -> None:
        if self.case is None:
            return
        for rulings in (self.now.rulings, self.now.second_rulings):
            if rulings:
                assert sorted(market for one in rulings for market in one.markets) == sorted(MARKETS)
                assert all(one.rule.strip() and one.reason.strip() for one in rulings)
        assert (self.now.decided_by is None) == (not self.now.rulings)

    @invariant()
    def the_state_is_its_events(self) -> None:
        again: Case | None = None
        for event in self.events:
            again = apply(again, event)
        assert again == self.case


TestCase = CaseMachine.TestCase
TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
