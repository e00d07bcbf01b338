"""No sequence lets one person do alone what two have to agree on."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pratique.base.actor import SYSTEM, Actor, Role
from pratique.base.errors import ConflictError, ForbiddenError, InvalidError, RefusalError
from pratique.casework.four_eyes import GATES, Proposal, ProposalEvent, apply, carry_out, decide, needs_two, propose, run_out, withdraw

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def person(name: str, *roles: Role) -> Actor:
    return Actor(f"user_{name}", frozenset(roles))


ANN, BEN, CHI = person("ann", "legal"), person("ben", "legal", "manager"), person("chi", "reviewer")


def fold(proposal: Proposal | None, events: tuple[ProposalEvent, ...]) -> Proposal:
    for event in events:
        proposal = apply(proposal, event)
    assert proposal
    return proposal


def proposed(act: str = "person.erase", count: int = 1) -> Proposal:
    return fold(None, propose("proposal_1", act, {"subject": "trader:t-1"}, "asked to be forgotten", count=count, at=AT, by=ANN))


def test_few_need_nobody_and_many_need_another() -> None:
    assert not needs_two("action.bulk", 19)
    assert needs_two("action.bulk", 20)
    assert not needs_two("case.decide", 1000)
    with pytest.raises(InvalidError, match="fewer than 20"):
        proposed("action.bulk", 3)
    with pytest.raises(InvalidError, match="known: "):
        proposed("case.decide")


def test_nobody_approves_their_own_and_no_machine_any() -> None:
    for actor in (ANN, SYSTEM, Actor("user_ann", frozenset({"manager", "administrator"}))):
        with pytest.raises(ForbiddenError, match="another person"):
            decide(proposed(), "approved", at=AT, by=actor)
    with pytest.raises(ForbiddenError, match="legal, administrator"):
        decide(proposed(), "approved", at=AT, by=CHI)
    with pytest.raises(ForbiddenError):
        propose("p", "person.erase", {}, "x", at=AT, by=SYSTEM)


def test_a_no_has_a_reason_and_a_yes_comes_in_time() -> None:
    with pytest.raises(InvalidError, match="why not"):
        decide(proposed(), "rejected", at=AT, by=BEN)
    late = AT + dt.timedelta(hours=72)
    with pytest.raises(ConflictError, match="had to be decided"):
        decide(proposed(), "approved", at=late, by=BEN)
    approved = fold(proposed(), decide(proposed(), "approved", at=AT, by=BEN))
    with pytest.raises(ConflictError, match="propose it anew"):
        carry_out(approved, at=late, by="user_ben")
    assert fold(approved, run_out(approved, at=late)).status == "expired"


def test_every_gate_can_be_passed_by_somebody() -> None:
    assert all(gate.approvers and gate.title.keys() == {"en", "zh"} for gate in GATES.values())


class Machine(RuleBasedStateMachine):
    """Three people and the clock do as they like; a refusal leaves everything as it was."""

    @initialize()
    def begin(self) -> None:
        self.at, self.proposal, self.done = AT, proposed(), 0

    def _try(self, act: object) -> None:
        with suppress(RefusalError):
            self.proposal = fold(self.proposal, act())  # type: ignore[operator]  # acts of one proposal give its events

    @rule(who=st.sampled_from([ANN, BEN, CHI, SYSTEM]), yes=st.booleans())
    def decide(self, who: Actor, yes: bool) -> None:
        self._try(lambda: decide(self.proposal, "approved" if yes else "rejected", "no need", at=self.at, by=who))

    @rule(who=st.sampled_from([ANN, BEN]))
    def withdraw(self, who: Actor) -> None:
        self._try(lambda: withdraw(self.proposal, at=self.at, by=who))

    @rule()
    def do(self) -> None:
        before = self.proposal.status
        self._try(lambda: carry_out(self.proposal, at=self.at, by="user_ann"))
        if self.proposal.status == "done" and before != "done":
            assert before == "approved"
            self.done += 1

    @rule(hours=st.integers(1, 40))
    def wait(self, hours: int) -> None:
        self.at += dt.timedelta(hours=hours)
        self._try(lambda: run_out(self.proposal, at=self.at))

    @invariant()
    def two_people_stand_behind_what_is_done(self) -> None:
        assert self.done <= 1
        if self.proposal.status in ("approved", "done"):
            assert self.proposal.decided_by == BEN.id
        if self.at >= self.proposal.expires_at:
            assert self.proposal.status not in ("open", "approved")


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
