"""A trader of whom anything may happen, over a real database: what is done to them is at every moment what follows from their ledger."""

import datetime as dt
from collections import Counter

import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from pratique.assembly.operations import enforcement, traders
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.base.ids import repeatable_ids
from pratique.enforcement.action import Action, Cause
from pratique.enforcement.action.kinds import NATURES
from pratique.store.chain import seal
from pratique.store.records import load, rebuilt
from pratique.store.transaction import Transaction

LEGAL = Actor("user_legal", frozenset({"legal"}))
CHANNELS = ("aliexpress", "alibaba", "lazada")
CLASSES = ("prohibited_goods", "restricted_goods", "intellectual_property", "fraud", "safety_document")


class LedgerMachine(RuleBasedStateMachine):
    """Violations, second reasons, appeals and time, in any order; all of it in one outer transaction that is rolled back at the end."""

    def __init__(self, connection: psycopg.Connection, compiled: Screeners) -> None:
        super().__init__()
        self.connection, self.content = connection, compiled.content
        self.by_class: dict[str, list[str]] = {}
        for one in sorted(self.content.rules.values(), key=lambda one: (-one.severity, one.id)):
            self.by_class.setdefault(one.enforcement_class, []).append(f"{one.id}@{one.version}")
        self.outer = connection.transaction(force_rollback=True)
        self.outer.__enter__()
        self.moment = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
        self.tx = Transaction(connection, self.moment, repeatable_ids(1))
        self.causes: list[str] = []
        self.withdrawn: set[str] = set()
        self.appealed: set[str] = set()
        new = traders.NewTrader("t-1", "de", "CN", {channel: f"{channel}-1" for channel in CHANNELS})
        traders.register(self.tx, SYSTEM, self.content, new)

    def teardown(self) -> None:
        self.outer.__exit__(None, None, None)

    def actions(self) -> list[Action]:
        """All there are, with their events sealed as at the end of a transaction."""
        if self.tx.entries:
            seal(self.connection, self.tx.at, self.tx.entries)
            self.tx.entries.clear()
        names = [row[0] for row in self.tx.execute("SELECT id FROM enforcement_action ORDER BY id").fetchall()]
        return [load(self.tx, enforcement.ACTIONS, name).state for name in names]

    def refuse(self, channel: str, kind: str, grave: bool, listing: str) -> None:
        cause = f"decision_{len(self.causes)}"
        self.causes.append(cause)
        rules = self.by_class[kind]
        reason = Cause("decision", cause, (rules[0] if grave else rules[-1],), "", True, True)
        measure = Measure(
            kind="remove", subject_kind="listing", subject=listing, trader="t-1", channel=channel, markets=("DE",), cause=reason
        )
        enforcement.carry_out(self.tx, SYSTEM, self.content, measure)

    @rule(channel=st.sampled_from(CHANNELS), kind=st.sampled_from(CLASSES), grave=st.booleans(), listing=st.sampled_from("ab"))
    def break_a_rule(self, channel: str, kind: str, grave: bool, listing: str) -> None:
        self.refuse(channel, kind, grave, listing)

    @rule(channel=st.sampled_from(CHANNELS), kinds=st.lists(st.sampled_from(CLASSES), min_size=2, max_size=4))
    def break_several_on_a_day(self, channel: str, kinds: list[str]) -> None:
        for number, kind in enumerate(kinds):
            self.refuse(channel, kind, True, f"day{number}")

    @rule(days=st.sampled_from([1, 2, 8, 40, 366]))
    def wait(self, days: int) -> None:
        self.moment += dt.timedelta(days=days)
        self.tx.at = self.moment
        enforcement.expire_due(self.tx)

    @rule(which=st.integers(0, 50))
    def overturn(self, which: int) -> None:
        left = [cause for cause in self.causes if cause not in self.withdrawn]
        if left:
            cause = left[which % len(left)]
            enforcement.reverse_cause(self.tx, LEGAL, self.content, cause, "it was allowed", "appeal_1")
            self.withdrawn.add(cause)

    @rule()
    def overturn_everything(self) -> None:
        for cause in self.causes:
            if cause not in self.withdrawn:
                enforcement.reverse_cause(self.tx, LEGAL, self.content, cause, "it was allowed", "appeal_1")
                self.withdrawn.add(cause)
        assert traders.read(self.tx, SYSTEM, "t-1").sanctions == ()
        assert all(one.status == "reversed" for one in self.actions())
        for ladders in traders.standing(self.tx, SYSTEM, self.content, "t-1").channels.values():
            assert all(one.points == 0 and not one.consequences for one in ladders.values())

    @rule(which=st.integers(0, 50))
    def lift(self, which: int) -> None:
        holding = [one for one in self.actions() if one.status == "in_effect"]
        if holding:
            enforcement.lift(self.tx, LEGAL, holding[which % len(holding)].id, "put right")

    @rule(which=st.integers(0, 50))
    def win_an_appeal_against_a_sanction(self, which: int) -> None:
        """It is undone and stays undone, though the points are still there."""
        sanctions = [one for one in self.actions() if one.subject_kind == "trader" and one.status != "reversed"]
        if sanctions:
            name = sanctions[which % len(sanctions)].id
            enforcement.reverse(self.tx, LEGAL, self.content, name, "too hard", "appeal_2")
            self.appealed.add(name)

    @invariant()
    def what_is_done_is_what_follows(self) -> None:
        trader = traders.read(self.tx, SYSTEM, "t-1")
        for channel in CHANNELS:
            to_take, to_drop = traders.due(trader, self.content.channels[channel], self.moment.date())
            assert not to_take
            assert not to_drop
        states = {one.id: one for one in self.actions()}
        assert len({one.key for one in trader.sanctions}) == len(trader.sanctions), "nothing is done twice"
        for sanction in trader.sanctions:
            action = states[sanction.action]
            assert action.status != "reversed" or action.id in self.appealed
            assert action.id in self.appealed or sanction.key in {cause.id for cause in action.causes}
        behind = {one.action for one in trader.sanctions}
        for action in states.values():
            if action.subject_kind == "trader" and action.id not in behind:
                assert action.status == "reversed", "a sanction that nothing leads to"

    @invariant()
    def every_action_has_reasons_and_says_them(self) -> None:
        for action in self.actions():
            assert action.causes
            told = [load(self.tx, enforcement.STATEMENTS, name).state for name in action.statements]
            valid = [one for one in told if one.status == "issued"]
            assert len(valid) == (NATURES[action.kind].is_restriction and action.status != "reversed")
            for one in valid:
                assert one.language == "de"
                grounds = (tuple(rule.rule for rule in one.reasons.rules), one.reasons.note)
                assert grounds in [(cause.rules, cause.note) for cause in action.causes], "what is told still stands"
            assert rebuilt(self.tx, enforcement.ACTIONS, action.id) == action

    @invariant()
    def the_ledger_agrees_with_the_actions(self) -> None:
        trader = traders.read(self.tx, SYSTEM, "t-1")
        assert len({entry.violation.id for entry in trader.ledger}) == len(trader.ledger)
        for action in self.actions():
            counted = [entry.rule for entry in trader.ledger if entry.action == action.id and not entry.violation.overturned]
            if action.subject_kind == "listing" and action.status != "reversed":
                assert len(counted) == 1, "each action counts once"
                assert counted[0] in {rule for cause in action.causes for rule in cause.rules}, "for a reason that still stands"
            else:
                assert counted == []
        assert rebuilt(self.tx, traders.TRADERS, "t-1") == trader

    @invariant()
    def nothing_is_done_twice_and_everything_is_told(self) -> None:
        states = self.actions()
        doubled = Counter((*one.scope, one.until) for one in states if one.status == "in_effect" and one.kind != "warning")
        assert all(number == 1 for number in doubled.values())
        told = {tuple(row) for row in self.tx.execute("SELECT topic, record_id FROM outbox").fetchall()}
        for one in states:
            assert ("action.imposed", one.id) in told
            assert one.status != "reversed" or ("action.reversed", one.id) in told


def test_a_trader_is_treated_as_their_ledger_says(connection: psycopg.Connection, compiled: Screeners) -> None:
    class Machine(LedgerMachine):
        def __init__(self) -> None:
            super().__init__(connection, compiled)

    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=20, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)),
    )
