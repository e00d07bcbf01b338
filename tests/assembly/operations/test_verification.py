"""Traders made known, over a real database: what runs out and comes again, who leaves, what the outside is told."""

import datetime as dt
import threading
import time

import msgspec
import psycopg
import pytest

from pratique.assembly.operations import clocks, enforcement, look_backs, traders, verification
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.look_backs import LookBackForm
from pratique.assembly.operations.traders import NewTrader
from pratique.assembly.operations.verification import Particulars
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ConflictError, InvalidError
from pratique.casework.verification import Evidence, Paper, Verification
from pratique.casework.verification.look_back import Purchase
from pratique.casework.verification.volume import DaySales
from pratique.enforcement.action import Cause
from pratique.enforcement.transparency import check
from pratique.enforcement.transparency.payload import payload
from pratique.store.transaction import transaction
from tests.assembly.operations.conftest import World

LEGAL = Actor("user_legal", frozenset({"legal"}))
TRADER = Actor("t-1", frozenset({"trader"}), subject="t-1")
WHOLE = Particulars(
    name="Hafen Trading", address="Kai 4", phone="1", email="o@h.example", electronic_id="eid", payment_account="acct 7", tax_id="135-68-1234",
    business_record="file-1", self_certification="file-2", is_registered=False, country="US",
)  # fmt: skip
FOUND = (Evidence("identity document", ("name",), "agrees"),)


@pytest.fixture
def world(world: World) -> World:
    with world.work() as tx:
        traders.register(tx, SYSTEM, world.content, NewTrader("t-1", "zh", "CN", {"aliexpress": "A1"}))
        verification.begin(tx, LEGAL, "t-1", ("dsa",))
    return world


def known(world: World) -> Verification:
    with world.work() as tx:
        return verification.read(tx, LEGAL, "t-1").verification


def told(world: World, form: Particulars = WHOLE) -> None:
    with world.work() as tx:
        verification.submit(tx, TRADER, "t-1", form)


def verified(world: World) -> None:
    told(world)
    with world.work() as tx:
        verification.verify(tx, LEGAL, world.content, "t-1", FOUND)


def run_out(world: World) -> None:
    due_at = known(world).wakes_at
    assert due_at is not None
    world.moment = due_at
    with world.work() as tx:
        assert clocks.sweep(tx, world.content).traders_due == 1
        assert clocks.sweep(tx, world.content).is_empty


def topics(world: World) -> list[str]:
    with world.work() as tx:
        return [
            topic for (topic,) in tx.execute("SELECT topic FROM outbox WHERE topic LIKE 'verification.%' ORDER BY at, topic").fetchall()
        ]


def test_a_year_later_a_large_seller_confirms_or_is_suspended_in_the_united_states_alone(world: World) -> None:
    verified(world)
    with world.work() as tx:
        sales = [DaySales(world.moment.date(), 250, 600_000)]
        weighed = verification.weigh(tx, SYSTEM, "t-1", sales)
        assert weighed.verification is not None
        assert weighed.verification.laws == ("dsa", "inform")
        assert verification.weigh(tx, SYSTEM, "t-1", sales).verification == weighed.verification, "once"
    verified(world)
    assert known(world).valid_to == dt.date(2027, 11, 2)
    run_out(world)
    assert known(world).status == "expired"
    world.later(hours=1)
    with world.work() as tx:
        assert verification.certify(tx, TRADER, "t-1").status == "verified"
    run_out(world)
    run_out(world)
    state = known(world)
    assert (state.status, state.suspended_for) == ("suspended", ("inform",))
    with world.work() as tx:
        (action,) = enforcement.holding(tx, SYSTEM, "trader", "t-1")
        assert {market.partition("-")[0] for market in action.markets or ()} == {"US"}
        assert verification.read(tx, LEGAL, "t-1").may_offer == {"dsa": True, "inform": False}
    assert topics(world)[-4:] == ["verification.expired", "verification.certified", "verification.expired", "verification.suspended"]


def test_what_waits_too_long_for_us_is_our_fault_and_found_once(world: World) -> None:
    told(world)
    run_out(world)
    assert (known(world).status, known(world).is_overdue) == ("submitted", True)
    with world.work() as tx:
        assert [one.id for one in verification.listed(tx, LEGAL, overdue=True).items] == ["t-1"]
        assert enforcement.holding(tx, SYSTEM, "trader", "t-1") == []
    assert topics(world)[-1] == "verification.overdue"


def test_a_document_that_ran_out_is_asked_for_and_shown_anew(world: World) -> None:
    told(world, msgspec.structs.replace(WHOLE, papers=(Paper("id_document", "file-9", dt.date(2026, 12, 31)),)))
    with world.work() as tx:
        verification.verify(tx, LEGAL, world.content, "t-1", FOUND)
    run_out(world)
    assert (known(world).status, known(world).clock) == ("expired", "verification-renew")
    with world.work() as tx, pytest.raises(ConflictError, match="id_document"):
        verification.certify(tx, TRADER, "t-1")
    verified(world)
    assert known(world).status == "verified"


def test_a_suspension_is_explained_in_the_traders_language_and_goes_to_the_transparency_database(world: World) -> None:
    run_out(world)
    run_out(world)
    with world.work() as tx:
        (action,) = enforcement.holding(tx, SYSTEM, "trader", "t-1")
        statement = enforcement.statement(tx, SYSTEM, action.statements[0])
    assert statement.language == "zh"
    assert "未在期限内提供法律要求经营者提供的信息" in statement.text
    made = payload(statement)
    assert made is not None
    assert check(made, "batch").is_valid
    assert (made["decision_account"], made["automated_decision"]) == ("DECISION_ACCOUNT_SUSPENDED", "AUTOMATED_DECISION_FULLY")


def test_what_something_else_asks_for_goes_on_once_the_trader_is_known(world: World) -> None:
    run_out(world)
    run_out(world)
    with world.work() as tx:
        (action,) = enforcement.holding(tx, SYSTEM, "trader", "t-1")
        same = Measure(
            kind="suspend_trader", subject_kind="trader", subject="t-1", trader="t-1", channel=action.channel, markets=action.markets,
            cause=Cause("person", "user_legal", (), "asked by the police"), counts=False,
        )  # fmt: skip
        enforcement.impose(tx, LEGAL, world.content, same)
    verified(world)
    with world.work() as tx:
        after = enforcement.read(tx, SYSTEM, action.id)
        assert (after.status, [cause.kind for cause in after.causes]) == ("in_effect", ["person"])
        assert "asked by the police" in enforcement.statement(tx, SYSTEM, after.statements[-1]).text
        assert enforcement.statement(tx, SYSTEM, after.statements[0]).status == "withdrawn"


def test_a_wholesale_account_stays_and_what_ends_on_one_channel_ends_on_the_other(world: World) -> None:
    with world.work() as tx:
        traders.register(tx, SYSTEM, world.content, NewTrader("t-1", accounts={"alibaba": "B1", "lazada": "L1"}))
    run_out(world)
    run_out(world)
    with world.work() as tx:
        held = {one.channel: one for one in enforcement.holding(tx, SYSTEM, "trader", "t-1")}
        assert set(held) == {"aliexpress", "lazada"}, "Art. 30 is on sales to consumers"
        assert all(one.statements for one in held.values())
    assert set(known(world).actions) == {one.id for one in held.values()}
    with world.work() as tx:
        enforcement.reverse(tx, LEGAL, world.content, held["lazada"].id, "the letter went astray", "appeal_1")
    assert (known(world).status, known(world).actions) == ("submitted", ())
    with world.work() as tx:
        assert enforcement.holding(tx, SYSTEM, "trader", "t-1") == []
        assert enforcement.read(tx, SYSTEM, held["aliexpress"].id).status == "lifted"


def test_a_suspension_ends_with_the_contract(world: World) -> None:
    run_out(world)
    run_out(world)
    with world.work() as tx:
        assert verification.end_contract(tx, LEGAL, world.content, "t-1").status == "ended"
        assert enforcement.holding(tx, SYSTEM, "trader", "t-1") == []
    with world.work() as tx, pytest.raises(ConflictError, match="register anew"):
        verification.submit(tx, TRADER, "t-1", WHOLE)


def test_two_people_who_let_the_same_trader_in_never_wait_for_each_other(world: World, database_url: str) -> None:
    run_out(world)
    run_out(world)
    told(world)
    (action,) = known(world).actions
    found: list[str] = []

    def verify() -> None:
        with psycopg.connect(database_url) as other, transaction(other, lambda: world.moment) as tx:
            found.append(verification.verify(tx, LEGAL, world.content, "t-1", FOUND).status)

    second = threading.Thread(target=verify)
    with world.work() as tx:
        enforcement.lift(tx, LEGAL, action, "settled on the telephone")
        second.start()
        for _ in range(100):
            waiting = world.connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
            if waiting and waiting[0]:
                break
            time.sleep(0.05)
        else:
            raise AssertionError("the second never came to wait")
    second.join(20)
    assert found == ["verified"]
    assert known(world).actions == ()
    with world.work() as tx:
        assert enforcement.read(tx, SYSTEM, action).end_reason == "settled on the telephone"
        assert enforcement.holding(tx, SYSTEM, "trader", "t-1") == []
        row = tx.execute("SELECT channel FROM outbox WHERE topic = 'verification.verified'").fetchone()
    assert row == ("aliexpress",), "those of other channels are not told"


def test_nothing_is_kept_of_what_was_refused(world: World) -> None:
    with pytest.raises(InvalidError) as caught, world.work() as tx:
        verification.submit(tx, TRADER, "t-1", msgspec.structs.replace(WHOLE, country="DE", vat="DE136695977", lei="x"))
    assert [fault.field for fault in caught.value.faults] == ["lei", "vat"]
    with world.work() as tx:
        assert tx.execute("SELECT count(*) FROM vault_entry WHERE purpose = 'verification'").fetchone() == (0,)
    assert not known(world).given


def test_what_was_offered_and_found_illegal_waits_for_a_look_back(world: World) -> None:
    listing: dict[str, object] = {"listing_id": "sku-1", "category": "Watches", "trader_id": "t-1"}
    world.screen(listing | {"title": "Automatic wrist watch black dial"}, markets=("DE",))
    world.later(days=10)
    world.screen(listing | {"title": "Rolex Submariner replica AAA 1:1 automatic black dial"}, markets=("DE",))
    world.screen(listing | {"listing_id": "sku-2", "title": "Rolex Submariner replica AAA 1:1 automatic"}, markets=("DE",))
    world.later(days=1)
    with world.work() as tx:
        (found,) = look_backs.candidates(tx, LEGAL, world.content)
        assert (found.product, found.trader, found.channel) == ("sku-1", "t-1", "aliexpress"), "the other one never passed"
        bought = (Purchase("o-1", world.moment - dt.timedelta(days=5), "buyer"), Purchase("o-2", world.moment, "buyer"))
        form = LookBackForm("sku-1", bought, {"en": "A replica.", "zh": "仿冒品。"}, aware_at=found.aware_at)
        assert look_backs.begin(tx, LEGAL, world.content, form).to_tell == ("o-1",), "what was bought later was bought by nobody we misled"
        assert look_backs.candidates(tx, LEGAL, world.content) == ()
