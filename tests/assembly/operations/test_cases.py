"""A case goes to the people who judge what was found, not to those for everything its rule speaks of."""

import pytest

from tests.assembly.operations.conftest import World

PASSPORT = {
    "title": "Driving licence and passport made to order, registered in database",
    "category": "Services > Documents",
    "description": "Fake ID with hologram, ready in three days, pay after photo.",
}
MONEY = {"title": "Fake notes and banknotes", "category": "Party > Props"}


@pytest.mark.parametrize(("goods", "queue"), [(PASSPORT, "fraud"), (MONEY, "rights")], ids=["passport", "money"])
def test_a_case_goes_where_what_was_found_goes(world: World, goods: dict[str, object], queue: str) -> None:
    """`ae/forged-money-and-documents` speaks of both."""
    world.screen({"listing_id": "L-1", "trader_id": "trader_1", **goods}, "alibaba", markets=("AE",))
    rows = world.connection.execute("SELECT queue, state->'rules' FROM case_file").fetchall()
    assert [row[0] for row in rows] == [queue], rows
