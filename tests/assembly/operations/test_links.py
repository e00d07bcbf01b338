"""Links between traders over a real database: learned from listings and registrations, shown inside the walls, forgotten with the trader."""

import pytest

from pratique.assembly.operations import links, prints, privacy, retention, traders
from pratique.assembly.operations.traders import NewTrader
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ForbiddenError
from pratique.store import vault
from tests.assembly.operations.conftest import World

READER = Actor("user_1", frozenset({"analyst"}))
SHIRT = {"title": "Cotton t-shirt crew neck black M", "category": "Clothing > T-Shirts", "channel": "aliexpress"}


def sells(world: World, name: str, trader: str, **fields: str) -> None:
    world.screen({"listing_id": name, "trader_id": trader, "trader": {"trader_id": trader, **fields}, **SHIRT}, markets=("DE",))


def read_up(world: World) -> None:
    prints.catch_up(world.connection, clock=lambda: world.moment)


def test_traders_are_linked_by_what_their_listings_and_registrations_show(world: World) -> None:
    sells(world, "L-1", "t-1", phone="+86 574 5550000", address="8 Harbour Road, Ningbo")
    sells(world, "L-2", "t-2", phone="0086 574 5550000")
    sells(world, "L-3", "t-3", address="8 Harbour Road, Ningbo")
    with world.work() as tx:
        for name in ("t-2", "t-4"):
            given = NewTrader(name, accounts={"aliexpress": name}, tokens={"payment_account": "d2f1c0ffee"})
            traders.register(tx, SYSTEM, world.content, given)
    read_up(world)
    with world.work() as tx:
        found = links.groups(tx, READER)
        assert [group.traders for group in found.groups] == [("t-1", "t-2", "t-4")]
        own = links.of_trader(tx, READER, "t-4")
        assert own.group == found.groups[0]
        weak = links.of_trader(tx, READER, "t-3")
        assert weak.group is None
        assert [(one.one, one.other) for one in weak.found.weak] == [("t-1", "t-3")]
        held = str(tx.execute("SELECT kind, token, trader FROM trader_token").fetchall())
        assert "574" not in held
        looks = tx.execute("SELECT count(*) FROM audit_event WHERE kind = 'private_read' AND payload LIKE '%keyed hashes%'").fetchone()
        assert looks == (3,), "each look at personal data is on record"


def test_the_same_personal_data_is_looked_at_once(world: World) -> None:
    for number in range(4):
        sells(world, f"L-{number}", "t-1", phone="+86 574 5550000")
    read_up(world)
    with world.work() as tx:
        assert tx.execute("SELECT count(*) FROM audit_event WHERE payload LIKE '%keyed hashes%'").fetchone() == (1,)


def test_walls_roles_and_forgetting(world: World) -> None:
    for name, trader in (("L-1", "t-1"), ("L-2", "t-2")):
        sells(world, name, trader, phone="+86 574 5550000")
    read_up(world)
    with world.work() as tx:
        assert links.groups(tx, Actor("user_2", frozenset({"analyst"}), frozenset({"lazada"}))).groups == ()
        with pytest.raises(ForbiddenError):
            links.groups(tx, Actor("t-1", frozenset({"trader"}), subject="t-1"))
        privacy.erase(tx, SYSTEM, "trader:t-2", "asked for")
    with world.work() as tx:
        assert links.groups(tx, READER).groups == ()


def test_hashes_go_with_what_retention_erases(world: World) -> None:
    sells(world, "L-1", "t-1", phone="+86 574 5550000")
    sells(world, "L-2", "t-2", phone="0086 5745550000")
    read_up(world)
    retention.sweep(world.connection, SYSTEM, lambda: world.moment)
    with world.work() as tx:
        assert len(links.groups(tx, READER).groups) == 1, "nothing is over yet"
        rows = tx.execute("SELECT ref FROM vault_entry WHERE subject = 'trader:t-2'").fetchall()
        assert rows
        for (reference,) in rows:
            assert vault.erase(tx, reference, SYSTEM, "its time is over")
    retention.sweep(world.connection, SYSTEM, lambda: world.moment)
    with world.work() as tx:
        assert links.groups(tx, READER).groups == ()
        assert tx.execute("SELECT count(*) FROM trader_token WHERE trader = 't-2'").fetchone() == (0,)
