"""Orders: what they lack, how long there is, what identical content is, and that no sequence loses or doubles an effect."""

import datetime as dt
from collections import Counter as Count
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pratique.base.errors import ConflictError, InvalidError, RefusalError
from pratique.casework.notice.filing import Pointed
from pratique.casework.order import acts
from pratique.casework.order.events import Effect, OrderEvent
from pratique.casework.order.filing import Authority, OrderFiling, check, defects, scope
from pratique.casework.order.identical import Identical, Item, is_identical
from pratique.casework.order.state import AuthorityOrder, apply
from pratique.casework.subject import Subject

AT = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)
REASON = {"en": "The listing was gone before the order came."}
IDENTICAL = Identical(
    dt.date(2026, 3, 31), gtins=("4006381333931",), brand="Lumora", models=("LX-90",), titles=("Baby walker with wheels",)
)


def filing(**changes: Any) -> OrderFiling:
    given: dict[str, Any] = {
        "kind": "product_safety", "authority": Authority("Bundesnetzagentur", "DE", "market_surveillance"), "reference": "MSA-26-1",
        "subjects": (Pointed(id="A"), Pointed(id="B")), "legal_basis": "Regulation (EU) 2023/988 Art. 22(4)", "reasons": "Shock hazard, Art. 5",
        "redress": "Objection within one month", "markets": ("DE",), "identical": IDENTICAL,
    }  # fmt: skip
    return OrderFiling(**{**given, **changes})


def fold(order: AuthorityOrder | None, events: tuple[OrderEvent, ...]) -> AuthorityOrder:
    for event in events:
        order = apply(order, event)
    assert order
    return order


def received(at: dt.datetime = AT, **changes: Any) -> AuthorityOrder:
    one = filing(**changes)
    subjects = tuple(Subject(found.kind, found.id, trader=f"trader_{found.id}") for found in check(one))
    return fold(None, acts.receive(one, subjects, scope(one, ("DE", "FR")), order="order_1", at=at, by="user_1"))


def test_what_lacks_an_element_is_taken_in_and_asked_about() -> None:
    order = received(legal_basis="", redress=" ", markets=(), language="fi")
    assert order.defects == ("legal_basis", "redress", "language", "markets")
    assert order.markets == ("DE",)
    asked = fold(order, acts.query(order, at=AT, by="user_1"))
    with pytest.raises(ConflictError, match="asked already"):
        acts.query(asked, at=AT, by="user_1")
    assert asked.due_at == order.due_at
    given = fold(asked, acts.complete(asked, ("legal_basis",), legal_basis="ProdSG § 8", at=AT, by="user_1"))
    assert (given.legal_basis, given.defects) == ("ProdSG § 8", ("redress", "language", "markets"))


def test_a_translation_makes_up_for_the_language() -> None:
    assert defects(filing(language="fi", has_translation=True)) == ()


def test_what_cannot_be_an_order_is_refused_with_everything_wrong() -> None:
    with pytest.raises(InvalidError) as caught:
        check(filing(authority=Authority(" ", "Germany"), reference="", subjects=(Pointed(),), due_at=dt.datetime(2026, 3, 1)))  # noqa: DTZ001 - the point
    assert {fault.field for fault in caught.value.faults} == {"authority.name", "authority.country", "reference", "subjects.0", "due_at"}
    with pytest.raises(InvalidError, match="at least one listing"):
        check(filing(subjects=(), identical=None))


@pytest.mark.parametrize(
    ("changes", "deadline", "end"),
    [
        ({}, "order-safety", "2026-03-10T22:00+00:00"),
        ({"kind": "illegal_content"}, "order-union", "2026-03-10T22:00+00:00"),
        ({"kind": "national", "authority": Authority("ACCC", "AU")}, "order-australia", "2026-03-10T13:00+00:00"),
        ({"kind": "national", "authority": Authority("CPSC", "US")}, "order-us", "2026-03-11T04:00+00:00"),
        ({"due_at": AT + dt.timedelta(hours=4)}, "order-own", "2026-03-06T13:00+00:00"),
        ({"due_at": AT + dt.timedelta(days=30)}, "order-safety", "2026-03-10T22:00+00:00"),
    ],
)
def test_the_law_sets_the_clock_and_the_order_may_only_shorten_it(changes: dict[str, Any], deadline: str, end: str) -> None:
    order = received(**changes)
    assert (order.deadline, order.due_at) == (deadline, dt.datetime.fromisoformat(end))


def test_the_scope_is_the_authority_s_own_where_it_names_none() -> None:
    assert scope(filing(markets=()), ("DE", "FR")) == ("DE",)
    assert scope(filing(markets=(), authority=Authority("Commission", "EU")), ("DE", "FR")) == ("DE", "FR")


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (Item("Walker", gtin="04006381333931"), "gtin"),
        (Item("Walker", gtin="4006381333932"), None),
        (Item("Walker", gtin="n/a"), None),
        (Item("Walker", brand="LUMORA", model="lx90"), "model"),
        (Item("Walker", brand="Ostrel", model="LX-90"), None),
        (Item("Walker", brand="Lumora", mpn="LX 90"), "model"),
        (Item("Walker", brand="Lumora"), None),
        (Item("BABY WALKER, with wheels!"), "title"),
        (Item("Baby walker with wheels and bell"), None),
        (Item(""), None),
    ],
)
def test_identical_is_equal_and_never_alike(item: Item, found: str | None) -> None:
    assert is_identical(IDENTICAL, item) == found


def test_nothing_is_carried_out_before_it_is_known_to_be_theirs() -> None:
    with pytest.raises(ConflictError, match="authenticate it first"):
        acts.give_effect(received(), Effect("listing:A", True, "disable", "action_1"), at=AT, by="user_1")


def test_the_trader_is_not_told_before_the_order_allows_it() -> None:
    order = received(silent_until=AT + dt.timedelta(days=2))
    order = fold(order, acts.authenticate(order, "called back", at=AT, by="user_1"))
    order = fold(order, acts.give_effect(order, Effect("listing:A", True, "disable", "action_1"), at=AT, by="user_1"))
    with pytest.raises(ConflictError, match="forbids telling"):
        acts.inform_trader(order, "trader_A", at=AT, by="system")
    assert acts.inform_trader(order, "trader_A", at=AT + dt.timedelta(days=2), by="system")


def test_late_effect_and_late_report_are_each_noticed_once() -> None:
    order = received()
    order = fold(order, acts.run_out(order, at=order.due_at))
    assert acts.run_out(order, at=order.due_at + dt.timedelta(days=1)) == ()
    order = fold(order, acts.authenticate(order, "signed", at=order.due_at, by="user_1"))
    for name in "AB":
        order = fold(
            order, acts.give_effect(order, Effect(f"listing:{name}", True, "disable", f"action_{name}"), at=order.due_at, by="user_1")
        )
    order = fold(order, acts.run_out(order, at=order.due_at + dt.timedelta(days=3)))
    assert order.overdue == ("order-safety", "order-report")


class OrderMachine(RuleBasedStateMachine):
    """Acts at random; a refusal leaves everything as it was."""

    @initialize(wide=st.booleans(), information=st.booleans())
    def begin(self, wide: bool, information: bool) -> None:
        self.at = AT
        self.order = received(kind="information" if information else "product_safety", identical=IDENTICAL if wide else None)
        self.events: list[OrderEvent] = []

    def attempt(self, act: Any, *arguments: Any, **named: Any) -> None:
        with suppress(RefusalError):
            events = act(self.order, *arguments, at=self.at, **named)
            self.order = fold(self.order, events)
            self.events += events

    @rule(hours=st.sampled_from([1, 30, 24 * 10]))
    def wait(self, hours: int) -> None:
        self.at += dt.timedelta(hours=hours)
        self.attempt(acts.run_out)

    @rule()
    def authenticate(self) -> None:
        self.attempt(acts.authenticate, "called back on the published number", by="user_1")

    @rule()
    def reject(self) -> None:
        self.attempt(acts.reject, {"en": "forged"}, by="user_1")

    @rule(name=st.sampled_from("ABCD"))
    def find(self, name: str) -> None:
        self.attempt(
            acts.find_identical,
            {"gtin": [Subject("listing", name, trader=f"trader_{name}")] * 2, "title": [Subject("listing", name)]},
            9,
            by="system",
        )

    @rule(name=st.sampled_from("ABCD"), done=st.booleans(), explained=st.booleans())
    def effect(self, name: str, done: bool, explained: bool) -> None:
        effect = Effect(
            f"listing:{name}", done, "disable" if done else "none", f"action_{name}" if done else None, REASON if explained else {}
        )
        self.attempt(acts.give_effect, effect, by="user_1")

    @rule()
    def report(self) -> None:
        self.attempt(acts.report, by="user_1")

    @rule(name=st.sampled_from("ABCD"))
    def tell(self, name: str) -> None:
        self.attempt(acts.inform_trader, f"trader_{name}", by="system")

    @rule()
    def lift(self) -> None:
        self.attempt(acts.lift, "annulled", by="user_1")

    @rule(name=st.sampled_from("ABCD"))
    def undo(self, name: str) -> None:
        self.attempt(acts.undo, f"listing:{name}", by="user_1")

    @rule(choice=st.integers(0, 3))
    def go_on(self, choice: int) -> None:
        """One of the steps that make sense now, so that long lives are met as well."""
        if self.order.status == "received":
            self.authenticate()
        elif self.order.lifted:
            self.undo("ABCD"[choice])
        elif self.order.open_subjects:
            self.effect(self.order.open_subjects[0][-1], choice > 0, True)
        elif self.order.not_reported:
            self.report()
        else:
            steps: list[Callable[[], None]] = [self.close, lambda: self.wait(24 * 10), lambda: self.tell("A"), lambda: self.tell("B")]
            steps[choice]()

    @rule()
    def close(self) -> None:
        self.attempt(acts.close, by="user_1")

    @invariant()
    def every_effect_is_given_reported_and_undone_once(self) -> None:
        order = getattr(self, "order", None)
        if order is None:
            return
        for names in (
            order.keys,
            [effect.subject for effect in order.effects],
            order.reported,
            order.undone,
            order.traders_informed,
            order.overdue,
        ):
            assert max(Count(names).values(), default=0) <= 1
        assert {effect.subject for effect in order.effects} <= set(order.keys)
        assert all(effect.action if effect.is_done else effect.reason["en"] for effect in order.effects)
        assert set(order.reported) <= {effect.subject for effect in order.effects}

    @invariant()
    def what_is_closed_is_done_reported_and_told(self) -> None:
        order = getattr(self, "order", None)
        if order is not None and order.status == "closed":
            assert order.clocks == ()
            if order.lifted:
                assert not order.to_undo
            else:
                assert not order.open_subjects
                assert not order.not_reported
                assert not order.traders_to_inform
                assert order.identical is None or self.at.date() > order.identical.until

    @invariant()
    def what_was_found_again_is_reported_again(self) -> None:
        order = getattr(self, "order", None)
        if order is not None and order.status in ("effected", "reported"):
            assert not order.open_subjects
            assert bool(order.not_reported) == (order.status == "effected")
            assert order.effected_at

    def teardown(self) -> None:
        """From wherever it stands it can be brought to an end."""
        if not hasattr(self, "order") or self.order.status in ("rejected", "closed"):
            return
        self.authenticate()
        if not self.order.lifted:
            for key in self.order.open_subjects:
                self.effect(key[-1], True, True)
            self.report()
            for name in "ABCD":
                self.tell(name)
            self.at += dt.timedelta(days=60)
        for key in self.order.to_undo:
            self.undo(key[-1])
        self.close()
        assert self.order.status == "closed"


TestOrderMachine = OrderMachine.TestCase
TestOrderMachine.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
