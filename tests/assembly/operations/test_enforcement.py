"""Actions, statements and ladders over a real database: done once, explained, and undone without a trace where they were wrong."""

import datetime as dt

import psycopg
import pytest

from pratique.assembly.operations import enforcement, traders
from pratique.assembly.operations.enforcement import Measure
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import AbsentError, ConflictError, ForbiddenError, InvalidError
from pratique.enforcement.action import Cause
from pratique.store.records import load, rebuilt
from tests.assembly.operations.conftest import World

LEGAL = Actor("user_legal", frozenset({"legal"}))
REPLICA = {"title": "Rolex Submariner replica AAA 1:1 automatic black dial", "category": "Watches", "trader_id": "t-1", "language": "zh"}
BLADE = {"title": "Automatic switchblade knife 9 inch black", "category": "Sports > Outdoor", "trader_id": "t-1"}


def _measure(**changes: object) -> Measure:
    given = {
        "kind": "disable",
        "subject_kind": "listing",
        "subject": "sku-1",
        "trader": None,
        "channel": "aliexpress",
        "markets": ("DE",),
        "cause": Cause("person", "user_legal", (), "unsafe plug"),
    }
    return Measure(**(given | changes))  # type: ignore[arg-type]


def test_a_refused_listing_is_taken_down_and_the_trader_told_in_their_language(world: World) -> None:
    decision = world.screen({"listing_id": "sku-1", **REPLICA}, markets=("DE", "FR"))
    with world.work() as tx:
        (action,) = enforcement.listed(tx, SYSTEM, cause=decision).items
        assert (action.kind, action.markets, action.status) == ("remove", ("DE", "FR"), "in_effect")
        assert rebuilt(tx, enforcement.ACTIONS, action.id) == action
        statement = enforcement.statement(tx, SYSTEM, action.statements[0])
        assert statement.language == "zh"
        assert "replica" in statement.text
        assert "自动化" in statement.text
        assert "eu/counterfeit" in statement.reasons.rules[0].rule
        stands = traders.standing(tx, SYSTEM, world.content, "t-1")
        assert sum(one.points for one in stands.channels["aliexpress"].values()) >= 0
        assert stands.trader.ledger[0].action == action.id


def test_what_was_put_right_comes_back(world: World) -> None:
    world.screen({"listing_id": "sku-1", **REPLICA}, markets=("DE",))
    world.later(days=1)
    world.screen(
        {"listing_id": "sku-1", "title": "Automatic wrist watch black dial", "category": "Watches", "trader_id": "t-1"}, markets=("DE",)
    )
    with world.work() as tx:
        assert enforcement.holding(tx, SYSTEM, "listing", "sku-1") == []
        (action,) = enforcement.listed(tx, SYSTEM, subject="sku-1").items
        assert action.status == "lifted"
        assert len(traders.read(tx, SYSTEM, "t-1").ledger) == 1, "it was a violation all the same"


def test_the_same_action_from_two_causes_is_one_and_ends_with_the_last(world: World) -> None:
    with world.work() as tx:
        first = enforcement.impose(tx, LEGAL, world.content, _measure(cause=Cause("notice", "notice_1", (), "unsafe plug")))
        second = enforcement.impose(tx, LEGAL, world.content, _measure(cause=Cause("order", "order_1", (), "ordered")))
        assert first.id == second.id
        assert len(second.causes) == 2
    with world.work() as tx:
        (after,) = enforcement.reverse_cause(tx, LEGAL, world.content, "notice_1", "the plug is safe", "appeal_1")
        assert after.status == "in_effect"
        (after,) = enforcement.reverse_cause(tx, LEGAL, world.content, "order_1", "withdrawn", "court")
        assert after.status == "reversed"
        assert enforcement.statement(tx, LEGAL, first.statements[0]).status == "withdrawn"
        assert enforcement.holding(tx, LEGAL, "listing", "sku-1") == []


def test_an_action_runs_out_by_itself(world: World) -> None:
    with world.work() as tx:
        enforcement.impose(tx, LEGAL, world.content, _measure(until=world.moment + dt.timedelta(days=7)))
    world.later(days=6)
    with world.work() as tx:
        assert enforcement.expire_due(tx) == 0
    world.later(days=1)
    with world.work() as tx:
        assert enforcement.expire_due(tx) == 1
        assert enforcement.expire_due(tx) == 0
        assert [one.status for one in enforcement.listed(tx, LEGAL).items] == ["expired"]


def test_no_action_without_a_reason_nor_by_whoever_may_not(world: World) -> None:
    with pytest.raises(InvalidError, match="needs a reason"), world.work() as tx:
        enforcement.impose(tx, LEGAL, world.content, _measure(cause=Cause("person", "user_legal")))
    with pytest.raises(ForbiddenError), world.work() as tx:
        enforcement.impose(tx, Actor("u", frozenset({"reviewer"})), world.content, _measure())
    with pytest.raises(AbsentError), world.work() as tx:
        enforcement.impose(tx, Actor("u", frozenset({"legal"}), channels=frozenset({"lazada"})), world.content, _measure())
    with world.work() as tx:
        action = enforcement.impose(tx, LEGAL, world.content, _measure())
        enforcement.lift(tx, LEGAL, action.id, "done")
    with pytest.raises(ConflictError), world.work() as tx:
        enforcement.lift(tx, LEGAL, action.id, "again")


def test_every_rung_of_a_ladder_and_back(world: World) -> None:
    """Violations pile up to closure; when all of them are overturned nothing is left of what followed."""
    kinds = []
    decisions = []
    for number in range(12):
        decisions.append(world.screen({"listing_id": f"sku-{number}", **BLADE}, markets=("GB",)))
        world.later(days=1)
    with world.work() as tx:
        trader = traders.read(tx, SYSTEM, "t-1")
        sanctions = [enforcement.read(tx, SYSTEM, one.action) for one in trader.sanctions]
        kinds = [one.kind for one in sanctions]
        assert "close_account" in kinds, kinds
        assert all(one.statements or one.kind == "warning" for one in sanctions)
        closed = next(one for one in sanctions if one.kind == "close_account")
        assert closed.holds(None, world.moment)
    with world.work() as tx:
        for decision in decisions:
            enforcement.reverse_cause(tx, LEGAL, world.content, decision, "not a switchblade", "appeal_1")
    with world.work() as tx:
        trader = traders.read(tx, SYSTEM, "t-1")
        assert trader.sanctions == ()
        assert enforcement.holding(tx, SYSTEM, "trader", "t-1") == []
        assert all(enforcement.read(tx, SYSTEM, one.id).status == "reversed" for one in sanctions)
        standing = traders.standing(tx, SYSTEM, world.content, "t-1").channels["aliexpress"]
        assert all(one.points == 0 and one.consequences == () for one in standing.values())
        assert rebuilt(tx, traders.TRADERS, "t-1") == trader


def test_one_violation_overturned_takes_back_only_what_followed_from_it(world: World) -> None:
    first = world.screen({"listing_id": "a", **BLADE}, markets=("GB",))
    with world.work() as tx:
        before = traders.read(tx, SYSTEM, "t-1")
    world.later(days=1)
    second = world.screen({"listing_id": "b", **BLADE}, markets=("GB",))
    with world.work() as tx:
        enforcement.reverse_cause(tx, LEGAL, world.content, second, "a letter opener", "appeal_1")
        after = traders.read(tx, SYSTEM, "t-1")
        assert after.sanctions == before.sanctions
        assert enforcement.listed(tx, SYSTEM, cause=first).items[0].status == "in_effect"


def _broke(world: World, kind: str, severity: int, number: int, listing: str) -> str:
    rule = next(one for one in world.content.rules.values() if (one.enforcement_class, one.severity) == (kind, severity))
    cause = Cause("decision", f"decision_{number}", (f"{rule.id}@{rule.version}",))
    with world.work() as tx:
        traders.ensure(tx, "t-1", None, "en", "aliexpress")
        enforcement.carry_out(tx, SYSTEM, world.content, _measure(kind="remove", subject=listing, trader="t-1", cause=cause))
    return cause.id


def test_a_trader_passes_the_rungs_short_of_closure_and_comes_back(world: World) -> None:
    for number in range(7):
        _broke(world, "prohibited_goods", 3, number, f"sku-{number}")
        world.later(days=2)
        with world.work() as tx:
            enforcement.expire_due(tx)
    world.later(days=30)
    with world.work() as tx:
        enforcement.expire_due(tx)
        done = [enforcement.read(tx, SYSTEM, one.action) for one in traders.read(tx, SYSTEM, "t-1").sanctions]
        assert [(one.kind, one.status) for one in done] == [("restrict_listing", "expired")] + [("freeze", "expired")] * 3
        assert [(one.until - one.imposed_at).days + 1 for one in done if one.until] == [3, 7, 14, 30]
        assert enforcement.holding(tx, SYSTEM, "trader", "t-1") == []
        assert traders.standing(tx, SYSTEM, world.content, "t-1").channels["aliexpress"]["prohibited-goods"].points == 42
    world.later(days=366)
    with world.work() as tx:
        assert traders.standing(tx, SYSTEM, world.content, "t-1").channels["aliexpress"]["prohibited-goods"].points == 0
    _broke(world, "prohibited_goods", 3, 8, "sku-8")
    with world.work() as tx:
        assert [one.kind for one in enforcement.holding(tx, SYSTEM, "trader", "t-1")] == ["restrict_listing"], "it begins anew"


def test_a_sanction_that_two_ladders_share_goes_on_for_the_other(world: World) -> None:
    goods = _broke(world, "prohibited_goods", 3, 1, "a")
    _broke(world, "intellectual_property", 3, 2, "b")
    brand = _broke(world, "intellectual_property", 3, 3, "c")
    with world.work() as tx:
        sanctions = traders.read(tx, SYSTEM, "t-1").sanctions
        assert len(sanctions) == 2
        (shared,) = {one.action for one in sanctions}
        enforcement.reverse_cause(tx, LEGAL, world.content, goods, "it was allowed", "appeal_1")
        assert enforcement.read(tx, SYSTEM, shared).status == "in_effect"
        enforcement.reverse_cause(tx, LEGAL, world.content, brand, "it was licensed", "appeal_2")
        assert enforcement.read(tx, SYSTEM, shared).status == "reversed"
        assert tx.execute("SELECT count(*) FROM outbox WHERE topic = 'action.reversed' AND record_id = %s", (shared,)).fetchone() == (1,)


def test_where_the_counted_reason_falls_away_the_other_one_counts(world: World) -> None:
    grave = _broke(world, "prohibited_goods", 4, 1, "a")
    mild = _broke(world, "prohibited_goods", 3, 2, "a")
    with world.work() as tx:
        assert [enforcement.read(tx, SYSTEM, one.action).kind for one in traders.read(tx, SYSTEM, "t-1").sanctions] == ["close_account"]
        enforcement.reverse_cause(tx, LEGAL, world.content, grave, "it was allowed", "appeal_1")
        assert [one.kind for one in enforcement.holding(tx, SYSTEM, "trader", "t-1")] == ["restrict_listing"]
        (action,) = enforcement.holding(tx, SYSTEM, "listing", "a")
        first, second = (enforcement.statement(tx, SYSTEM, name) for name in action.statements)
        assert (action.kind, first.status, second.status) == ("remove", "withdrawn", "issued")
        assert tuple(rule.rule for rule in second.reasons.rules) == action.causes[0].rules, "the trader is told the reason that is left"
        assert second.reasons.rules != first.reasons.rules
        enforcement.reverse_cause(tx, LEGAL, world.content, mild, "as well", "appeal_2")
        assert enforcement.holding(tx, SYSTEM, "trader", "t-1") == []


def test_a_follow_up_that_fails_is_tried_again_and_spoils_nothing(world: World, connection: psycopg.Connection) -> None:
    world.screen({"listing_id": "good", **BLADE}, markets=("GB",))
    with world.work() as tx:
        tx.execute("INSERT INTO follow_up (decision_id, at, attempts) VALUES ('decision_none', %s, 0)", (world.moment,))
    assert world.follow() == 1
    assert connection.execute("SELECT attempts FROM follow_up WHERE decision_id = 'decision_none'").fetchone() == (1,)
    connection.commit()
    with world.work() as tx:
        load(tx, enforcement.ACTIONS, enforcement.listed(tx, SYSTEM).items[0].id)
