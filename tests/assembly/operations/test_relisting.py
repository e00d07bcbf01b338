"""Refused goods that come back under another name are caught, counted as another violation and explained; honest neighbours are not."""

import random
from typing import Any

import pytest

from pratique.assembly.operations import enforcement, prints, relisting, screening, traders
from pratique.base.actor import SYSTEM
from pratique.policy.goods import rests_on_goods
from pratique.store import prints as kept_prints
from pratique.store.records import load
from tests.assembly.operations.conftest import World
from tests.identity.duplicates.disguises import TRICKS

GOODS = {
    "title": "Stun gun flashlight 50000V rechargeable self defence black",
    "description": "Electric shock device with a strong light, charges at any socket, comes in a box with a strap. "
    "It ships within two days from our warehouse, and we answer every message within twelve hours.",
    "category": "Sports > Self Defence",
}


def listing(name: str, trader: str, **more: object) -> dict[str, object]:
    return {"listing_id": name, "trader_id": trader, "channel": "aliexpress", **GOODS, **more}


def decisions_on(world: World, name: str) -> list[Any]:
    with world.work() as tx:
        return screening.of_subject(tx, "listing", name, None, 20, SYSTEM)


def confidence_of(world: World, name: str) -> float:
    found = [
        one["confidence"] for decision in decisions_on(world, name) for one in decision.concepts if one["concept"] == "conduct.relisted"
    ]
    return max(found, default=0.0)


@pytest.fixture
def refused(world: World) -> World:
    world.screen(listing("L-1", "trader_1"), markets=("DE", "GB"))
    (decision,) = decisions_on(world, "L-1")
    assert "refuse" in {outcome.verdict for outcome in decision.outcomes}
    world.later(hours=1)
    return world


@pytest.mark.parametrize("trick", TRICKS)
def test_a_disguised_copy_of_another_trader_is_refused(refused: World, trick: str) -> None:
    title = TRICKS[trick](str(GOODS["title"]), random.Random(3))
    refused.screen(listing("L-2", "trader_2", title=title, description=None), markets=("DE", "GB"))
    prints.catch_up(refused.connection, clock=lambda: refused.moment)
    refused.follow()
    assert confidence_of(refused, "L-2") >= 0.9, title


def test_what_came_back_is_decided_again_counted_and_explained(refused: World) -> None:
    first = refused.screen(listing("L-2", "trader_2"), markets=("DE", "GB", "FR"))
    again = next(one for one in decisions_on(refused, "L-2") if one.decision_id != first)
    assert again.by == SYSTEM.id
    (shown,) = [one for one in again.evidence if one["field"] == "earlier"]
    (earlier,) = decisions_on(refused, "L-1")
    assert shown["text"].startswith(f"L-1 ({earlier.decision_id}): title the same but for spelling")
    with refused.work() as tx:
        assert {market for outcome in again.outcomes for market in outcome.markets} <= {"DE", "GB"}
        assert screening.replay(tx, again.decision_id, SYSTEM, refused.content).is_same
        assert screening.replay(tx, first, SYSTEM, refused.content).is_same
        ledger = load(tx, traders.TRADERS, "trader_2").state.ledger
        assert ledger
        actions = enforcement.holding(tx, SYSTEM, "listing", "L-2")
        assert any(named.startswith("aliexpress/refused-goods-again@") for one in actions for cause in one.causes for named in cause.rules)
        texts = [enforcement.statement(tx, SYSTEM, name).text for one in actions for name in one.statements]
        assert texts
        assert not any("L-1" in text for text in texts), "nobody learns of another trader's listing"
        assert tx.execute("SELECT count(*) FROM follow_up").fetchone() == (0,)


def test_a_repeat_weighs_on_the_ladder_of_whoever_repeats(refused: World) -> None:
    with refused.work() as tx:
        before = traders.standing(tx, SYSTEM, refused.content, "trader_1").channels["aliexpress"]["prohibited-goods"].points
    refused.later(days=1)
    refused.screen(listing("L-9", "trader_1", title="St-un g.u.n flashlight 50000V rechargeable self defence black"), markets=("DE", "GB"))
    prints.catch_up(refused.connection, clock=lambda: refused.moment)
    refused.follow()
    with refused.work() as tx:
        after = traders.standing(tx, SYSTEM, refused.content, "trader_1").channels["aliexpress"]["prohibited-goods"].points
    assert after > before


@pytest.mark.parametrize(
    "neighbour",
    [
        {"title": "LED flashlight 5000 lumen rechargeable outdoor black", "category": "Sports > Camping"},
        {"title": "Flashlight holster nylon black for self defence training", "description": "A holster with a belt loop."},
        {"title": "Stun gun holster nylon case for flashlight black", "description": "Empty case of nylon."},
    ],
)
def test_honest_neighbours_are_left_alone(refused: World, neighbour: dict[str, object]) -> None:
    refused.screen(listing("L-3", "trader_3", **neighbour), markets=("DE", "GB"))
    prints.catch_up(refused.connection, clock=lambda: refused.moment)
    refused.follow()
    assert confidence_of(refused, "L-3") == 0.0


def test_what_passed_the_rules_is_looked_at_by_the_worker(refused: World) -> None:
    veiled = {"title": "S-t-u-n torch 50000V rechargeable self defence black", "category": "Home"}
    name = refused.screen(listing("L-4", "trader_4", **veiled), markets=("DE", "GB"))
    assert prints.catch_up(refused.connection, clock=lambda: refused.moment) >= 0
    refused.follow()
    found = decisions_on(refused, "L-4")
    if {outcome.verdict for one in found if one.decision_id == name for outcome in one.outcomes} <= {"allow", "allow_with_conditions"}:
        assert len(found) == 2


def test_a_refusal_that_was_overturned_or_is_not_about_the_goods_says_nothing(refused: World) -> None:
    with refused.work() as tx:
        for action in enforcement.holding(tx, SYSTEM, "listing", "L-1"):
            enforcement.reverse(tx, SYSTEM, refused.content, action.id, "it was a torch", "appeal_1")
    refused.screen(listing("L-2", "trader_2"), markets=("DE", "GB"))
    assert confidence_of(refused, "L-2") == 0.0


def test_what_rested_on_a_refusal_falls_with_it(refused: World) -> None:
    veiled = {"title": "St-un g.u.n flashlight 50000V rechargeable self defence black", "description": None}
    refused.screen(listing("L-2", "trader_2", **veiled), markets=("DE", "GB"))
    prints.catch_up(refused.connection, clock=lambda: refused.moment)
    refused.follow()
    with refused.work() as tx:
        (down,) = enforcement.holding(tx, SYSTEM, "listing", "L-2")
        alone = all("refused-goods-again" in named for cause in down.causes for named in cause.rules)
        for action in enforcement.holding(tx, SYSTEM, "listing", "L-1"):
            enforcement.reverse(tx, SYSTEM, refused.content, action.id, "it was a torch", "appeal_1")
    with refused.work() as tx:
        assert bool(enforcement.holding(tx, SYSTEM, "listing", "L-2")) != alone, down.causes


def test_a_chain_of_comebacks_falls_only_when_nothing_it_rests_on_stands(refused: World) -> None:
    for number, title in enumerate(
        (
            "St-un g.u.n flashlight 50000V rechargeable self defence black",
            "S.t.u.n g-u-n flashlight 50000V rechargeable self defence black",
        ),
        2,
    ):
        refused.later(hours=1)
        refused.screen(listing(f"L-{number}", f"trader_{number}", title=title, description=None), markets=("DE",))
        prints.catch_up(refused.connection, clock=lambda: refused.moment)
        refused.follow()
    with refused.work() as tx:
        rests = [
            all(
                "refused-goods-again" in named
                for action in enforcement.holding(tx, SYSTEM, "listing", name)
                for cause in action.causes
                for named in cause.rules
            )
            for name in ("L-2", "L-3")
        ]
        for action in enforcement.holding(tx, SYSTEM, "listing", "L-1"):
            enforcement.reverse(tx, SYSTEM, refused.content, action.id, "it was a torch", "appeal_1")
    with refused.work() as tx:
        standing = [bool(enforcement.holding(tx, SYSTEM, "listing", name)) for name in ("L-2", "L-3")]
    assert standing == [not rests[0], not (rests[0] and rests[1])]


def test_rules_on_who_sells_or_for_how_much_do_not_count(world: World) -> None:
    counted = [rule.id for rule in world.content.rules.values() if rests_on_goods(rule)]
    assert len(counted) > 100
    assert "house/trader-suspended" not in counted
    assert not any(comparison.path.startswith(("trader.", "price")) for name in counted for comparison in world.content.rules[name].where)


def test_a_check_that_fails_is_on_record_and_stops_nothing(refused: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no index")

    monkeypatch.setattr(relisting, "find", broken)
    refused.screen(listing("L-2", "trader_2"), markets=("DE", "GB"))
    with refused.work() as tx:
        assert enforcement.holding(tx, SYSTEM, "listing", "L-2"), "taken down all the same"
        rows = tx.execute("SELECT payload FROM audit_event WHERE kind = 'relisting_unchecked'").fetchall()
        assert len(rows) == 1
        assert "no index" in rows[0][0]


def test_every_identical_listing_is_found_with_the_reasons(refused: World) -> None:
    for number in range(5):
        refused.screen(
            listing(
                f"C-{number}", f"trader_{number}", title=random.choice(list(TRICKS.values()))(str(GOODS["title"]), random.Random(number))
            )
        )
    refused.screen(listing("X", "trader_9", title="Cotton t-shirt crew neck black", description="Soft cotton."))
    with refused.work() as tx:
        found = prints.identical(tx, SYSTEM, "L-1")
        assert {one.listing for one in found.items} == {f"C-{number}" for number in range(5)}
        assert found.compared == 7
        assert {field.field for field in found.items[0].comparison.fields} == {"title", "numbers", "description"}
        assert kept_prints.behind(tx) == 0
