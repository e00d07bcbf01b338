"""A notice that comes after a listing was screened finds it: over a real database, portion by portion, once."""

import datetime as dt

import msgspec

from pratique.assembly import listing_index
from pratique.assembly.operations import recall_sweep, screening
from pratique.base.actor import SYSTEM
from pratique.identity.notice import NoticedProduct, ProductNotice
from pratique.store import contents, product_notices
from pratique.store.product_notices import Row
from tests.assembly.operations.conftest import World

WALKER: dict[str, object] = {"listing_id": "sku-1", "title": "Brumbel Larkway double stroller LW2200 grey", "trader_id": "t-1"}
SHIRT: dict[str, object] = {"listing_id": "sku-2", "title": "Cotton t-shirt crew neck black M", "trader_id": "t-2"}
NOTICE = ProductNotice(
    "cpsc:26101", "cpsc", "Brumbel Recalls Larkway Double Strollers Due to Fall Hazard", "https://recall.example/26101", dt.date(2026, 11, 3),
    (NoticedProduct("Larkway double strollers", ("Brumbel",), ("LW2200",)),), hazard="Fall", markets=("US",),
)  # fmt: skip


def published(world: World, notice: ProductNotice) -> None:
    with world.work() as tx:
        product_notices.keep(tx, [Row(notice.id, notice.feed, notice.published, msgspec.json.encode(notice).decode())])


def sweep(world: World, portion: int = 1) -> list[int]:
    """What each portion looked at, until nothing is left."""
    seen = []
    while looked := recall_sweep.work_off(world.connection, world.content, lambda: world.moment, portion=portion):
        seen.append(looked)
    return seen


def last(world: World, subject: str) -> screening.KeptDecision:
    with world.work() as tx:
        return screening.of_subject(tx, "listing", subject, None, 1, SYSTEM)[0]


def actions(world: World) -> list[tuple[str, str]]:
    rows = world.connection.execute("SELECT subject, status FROM enforcement_action WHERE subject_kind = 'listing'").fetchall()
    world.connection.rollback()
    return [(row[0], row[1]) for row in rows]


def test_a_notice_finds_what_was_offered_before_it_came(world: World) -> None:
    with world.work() as tx:
        contents.publish(tx, world.content, SYSTEM)
    world.screen(SHIRT, markets=("DE", "US"))
    first = world.screen(WALKER, markets=("DE", "US"))
    listing_index.catch_up(world.connection)
    assert sweep(world) == [], "no notice, nothing to do"
    assert actions(world) == []
    world.later(hours=1)
    published(world, NOTICE)
    assert sweep(world) == [1, 1]
    found = last(world, "sku-1")
    assert found.decision_id != first
    assert found.verdict == "refuse"
    assert "cpsc:26101" in str(found.evidence)
    world.follow()
    assert set(actions(world)) == {("sku-1", "in_effect")}
    with world.work() as tx:
        assert screening.replay(tx, found.decision_id, SYSTEM).is_same
    listing_index.catch_up(world.connection)
    assert sweep(world) == [], "once"
    world.later(hours=1)
    published(world, msgspec.structs.replace(NOTICE, hazard="Fall and entrapment"))
    assert sweep(world, 200) == [2]
    assert last(world, "sku-1").decision_id == found.decision_id, "what is recalled already is left alone"
    assert last(world, "sku-2").verdict in ("allow", "allow_with_conditions")
