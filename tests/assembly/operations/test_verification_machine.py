"""A trader of whom anything may happen, over a real database: suspended exactly while an action holds that says so, and explained each time."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import msgspec
import psycopg
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from pratique.assembly.operations import clocks, enforcement, traders, verification
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.verification import Particulars
from pratique.assembly.operations.verification_records import VERIFICATIONS
from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import RefusalError
from pratique.base.ids import repeatable_ids
from pratique.casework.verification import Evidence, Paper
from pratique.casework.verification.demands import LawName
from pratique.casework.verification.volume import DaySales
from pratique.enforcement.action import Action, Cause
from pratique.store.chain import seal
from pratique.store.records import find, rebuilt
from pratique.store.transaction import Transaction

LEGAL = Actor("user_legal", frozenset({"legal"}))
TRADER = Actor("t-1", frozenset({"trader"}), subject="t-1")
ACCOUNT = "DE89370400440532013000"
WHOLE = Particulars(
    name="Hafen Trading", address="Kai 4", phone="1", email="o@h.example", electronic_id="eid", payment_account=ACCOUNT, tax_id="135-68-1234",
    business_record="file-1", self_certification="file-2", is_registered=False,
)  # fmt: skip
LACKING = Particulars(name="Hafen Trading", is_registered=False)
WRONG = Particulars(name="Hafen Trading", vat="DE136695977")
FOUND = (Evidence("identity document", ("name",), "agrees"),)


class VerificationMachine(RuleBasedStateMachine):
    """All of it in one outer transaction that is rolled back at the end."""

    def __init__(self, connection: psycopg.Connection, compiled: Screeners) -> None:
        super().__init__()
        self.connection, self.content = connection, compiled.content
        self.outer = connection.transaction(force_rollback=True)
        self.outer.__enter__()
        self.moment = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
        self.tx = Transaction(connection, self.moment, repeatable_ids(1))
        traders.register(
            self.tx, SYSTEM, self.content, traders.NewTrader("t-1", "en", "DE", {"aliexpress": "A1", "lazada": "L1", "alibaba": "B1"})
        )

    def teardown(self) -> None:
        self.outer.__exit__(None, None, None)

    def attempt(self, act: Callable[[], object]) -> None:
        """An act that may be refused, and then has left nothing behind."""
        entries = len(self.tx.entries)
        with suppress(RefusalError):
            try:
                with self.connection.transaction():
                    act()
            except RefusalError:
                del self.tx.entries[entries:]
                raise
        self.seal()

    def seal(self) -> None:
        if self.tx.entries:
            seal(self.connection, self.tx.at, self.tx.entries)
            self.tx.entries.clear()

    def suspensions(self) -> list[Action]:
        return [one for one in enforcement.holding(self.tx, SYSTEM, "trader", "t-1") if one.kind == "suspend_trader"]

    @initialize(laws=st.sampled_from([("dsa",), ("inform",), ("dsa", "inform")]), is_existing=st.booleans())
    def begin(self, laws: tuple[LawName, ...], is_existing: bool) -> None:
        self.attempt(lambda: verification.begin(self.tx, LEGAL, "t-1", laws, is_existing=is_existing))

    @rule(form=st.sampled_from([WHOLE, WHOLE, LACKING, WRONG]), valid=st.sampled_from([None, 5, 400, -1]))
    def submit(self, form: Particulars, valid: int | None) -> None:
        until = self.moment.date() + dt.timedelta(days=valid) if valid is not None else None
        given = msgspec.structs.replace(form, papers=(Paper("id_document", "file-9", until),))
        self.attempt(lambda: verification.submit(self.tx, TRADER, "t-1", given))

    @rule()
    def verify(self) -> None:
        self.attempt(lambda: verification.verify(self.tx, LEGAL, self.content, "t-1", FOUND))

    @rule()
    def ask_remedy(self) -> None:
        self.attempt(lambda: verification.ask_remedy(self.tx, LEGAL, "t-1", ("address",), {"en": "Mail came back."}))

    @rule()
    def certify(self) -> None:
        self.attempt(lambda: verification.certify(self.tx, TRADER, "t-1"))

    @rule(law=st.sampled_from(["dsa", "inform"]))
    def add_law(self, law: LawName) -> None:
        self.attempt(lambda: verification.add_law(self.tx, LEGAL, "t-1", law))

    @rule(number=st.sampled_from([10, 300]))
    def weigh(self, number: int) -> None:
        sales = [DaySales(self.moment.date(), number, 2_500_000)]
        self.attempt(lambda: verification.weigh(self.tx, SYSTEM, "t-1", sales))

    @rule()
    def come_back(self) -> None:
        self.attempt(lambda: verification.begin(self.tx, LEGAL, "t-1", ("dsa",)))

    @rule()
    def leave(self) -> None:
        self.attempt(lambda: verification.end_contract(self.tx, LEGAL, self.content, "t-1"))

    @rule()
    def suspend_for_something_else(self) -> None:
        for one in self.suspensions()[:1]:
            same = Measure(
                kind="suspend_trader", subject_kind="trader", subject="t-1", trader="t-1", channel=one.channel, markets=one.markets,
                cause=Cause("person", "user_legal", (), "asked by the police"), counts=False,
            )  # fmt: skip
            self.attempt(lambda same=same: enforcement.impose(self.tx, LEGAL, self.content, same))  # type: ignore[misc]  # a default binds the loop variable, which mypy does not infer

    @rule(is_reversed=st.booleans())
    def let_in_by_hand(self, is_reversed: bool) -> None:
        for one in self.suspensions():
            if is_reversed:
                self.attempt(lambda one=one: enforcement.reverse(self.tx, LEGAL, self.content, one.id, "wrong", "appeal_1"))  # type: ignore[misc]  # the same
            else:
                self.attempt(lambda one=one: enforcement.lift(self.tx, LEGAL, one.id, "settled"))  # type: ignore[misc]  # the same

    @rule(hours=st.sampled_from([1, 30, 24 * 5, 24 * 11, 24 * 40, 24 * 370]))
    def wait(self, hours: int) -> None:
        self.moment += dt.timedelta(hours=hours)
        self.tx.at = self.moment
        for _ in range(6):
            if clocks.sweep(self.tx, self.content).is_empty:
                break
        else:
            raise AssertionError("the sweep finds the same again and again")
        self.seal()

    @invariant()
    def suspended_is_who_an_action_suspends(self) -> None:
        kept = find(self.tx, VERIFICATIONS, "t-1")
        if kept is None:
            return
        known = kept.state
        ours = [one for one in self.suspensions() if any(cause.kind == "verification" for cause in one.causes)]
        assert (known.status == "suspended") == bool(ours), (known.status, ours)
        assert {one.id for one in ours} == set(known.actions)
        for one in ours:
            assert one.statements, "explained"
            assert one.channel != "alibaba", "which sells to businesses"
        for law in known.suspended_for:
            assert not known.may_offer(law, self.moment)
        assert known == rebuilt(self.tx, VERIFICATIONS, "t-1")
        row = self.tx.execute("SELECT clock_at FROM trader_verification").fetchone()
        assert row is not None
        assert row[0] == known.wakes_at

    @invariant()
    def nobody_reads_it_who_may_not(self) -> None:
        query = "SELECT 1 FROM audit_event WHERE payload LIKE %s UNION ALL SELECT 1 FROM outbox WHERE payload::text LIKE %s"
        assert self.tx.execute(query, (f"%{ACCOUNT}%", f"%{ACCOUNT}%")).fetchone() is None


def test_whatever_happens_to_a_trader(connection: psycopg.Connection, compiled: Screeners) -> None:
    class Machine(VerificationMachine):
        def __init__(self) -> None:
            super().__init__(connection, compiled)

    run_state_machine_as_test(
        Machine,
        settings=settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)),
    )
