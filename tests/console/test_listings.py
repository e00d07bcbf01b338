"""Listings: found by parts of words in any script, behind walls, opened down to the law, tried before they are there."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from pratique.assembly import listing_index
from pratique.assembly.operations import screening
from pratique.assembly.precheck import Step
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.console.screens.listings.trial import to_do
from pratique.policy.load import load_content
from pratique.store import contents, listings
from pratique.store.listings import Wanted
from pratique.store.transaction import transaction
from tests.console.conftest import until
from tests.console.counting import counting

AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
ROWS = (
    ("ALI-1", "Kids magnetic balls 5 mm, 216 pieces", "aliexpress", ("DE", "US")),
    ("ALI-2", "蓝牙耳机 降噪 黑色", "aliexpress", ("DE",)),
    ("LAZ-1", "3g MDMA crystals, lab tested", "lazada", ("SG", "TH")),
    ("LAZ-2", "Eyelash curler rose gold", "lazada", ("MY",)),
    ("LAZ-3", '<script>alert("x")</script> & <b>bold</b> 100% wool_cap', "lazada", ("MY",)),
)


@pytest.fixture(scope="module")
def compiled() -> Screeners:
    return Screeners(load_content())


@pytest.fixture
def shelf(console: str, compiled: Screeners) -> Iterator[psycopg.Connection]:
    """A few listings, screened and indexed."""
    with psycopg.connect(console) as connection:
        put(connection, compiled, ROWS)
        yield connection


def put(connection: psycopg.Connection, compiled: Screeners, rows: Any) -> None:
    with transaction(connection, lambda: AT) as tx:
        contents.publish(tx, compiled.content, SYSTEM)
        asked = [
            screening.asked_of(
                {"listing_id": name, "title": title, "trader_id": "trader_1", "views_30d": 50},
                Question(channel, "publish", markets, as_of=AT.date()),
                compiled.content,
                SYSTEM,
            )
            for name, title, channel, markets in rows
        ]
        screening.keep_many(tx, compiled, asked, SYSTEM)
    while listing_index.catch_up(connection):
        pass


def found(connection: psycopg.Connection, wanted: Wanted, **walls: Any) -> list[str]:
    actor = Actor("user_1", frozenset({"reviewer"}), **walls)
    with transaction(connection) as tx:
        return sorted(one.subject for one in listings.search(tx, actor, wanted).items)


def test_parts_of_words_are_found_in_every_script(shelf: psycopg.Connection) -> None:
    every = ["ALI-1", "ALI-2", "LAZ-1", "LAZ-2", "LAZ-3"]
    wanted = {
        "lash": ["LAZ-2"],
        "MAGNET": ["ALI-1"],
        "牙耳": ["ALI-2"],
        "蓝 降噪": ["ALI-2"],
        "藍牙": ["ALI-2"],
        "ali-1": ["ALI-1"],
        "mdma lab": ["LAZ-1"],
        "mdma ball": [],
        "trader_1": every,
        "100% wool": ["LAZ-3"],
        "%": every,
    }
    assert {typed: found(shelf, Wanted(typed)) for typed in wanted} == wanted


def test_lists_are_narrowed(shelf: psycopg.Connection) -> None:
    assert found(shelf, Wanted(verdict="refuse", channel="lazada")) == ["LAZ-1"]
    assert found(shelf, Wanted(market="SG", verdict="refuse")) == ["LAZ-1"]
    assert found(shelf, Wanted(market="MY")) == ["LAZ-2", "LAZ-3"]
    assert found(shelf, Wanted(family="drug")) == ["LAZ-1"]


def test_walls_hold_everywhere(shelf: psycopg.Connection, enter: Callable[..., Any]) -> None:
    assert found(shelf, Wanted(), channels=frozenset({"lazada"})) == ["LAZ-1", "LAZ-2", "LAZ-3"]
    assert found(shelf, Wanted(), markets=frozenset({"MY"})) == ["LAZ-2", "LAZ-3"]
    client = enter("reviewer", channels=["lazada"])
    page = client.get("/listings/").content.decode()
    assert "Eyelash" in page
    assert "magnetic" not in page
    assert "ALI-1" not in client.get("/find?q=magnetic").content.decode()
    for path in ("/listings/listing/ALI-1", "/listings/listing/ALI-1/why?market=DE"):
        assert client.get(path).status_code == 404
    assert client.get("/listings/listing/LAZ-1").status_code == 200
    answer = client.post("/listings/try/answer", {"title": "toy", "channel": "aliexpress"})
    assert answer.status_code == 404


def test_a_later_decision_takes_the_place(shelf: psycopg.Connection, compiled: Screeners) -> None:
    put(shelf, compiled, [("LAZ-2", "Eyelash glue", "lazada", ("MY",))])
    assert found(shelf, Wanted("curler")) == []
    assert found(shelf, Wanted("lash")) == ["LAZ-2"]
    with transaction(shelf) as tx:
        tx.execute("TRUNCATE listing_entry")
        tx.execute("DELETE FROM progress")
    while listing_index.catch_up(shelf, batches=1):
        pass
    assert found(shelf, Wanted("lash")) == ["LAZ-2"], "made again from the log it is the same"


def test_pages_follow_on_without_gaps(shelf: psycopg.Connection, compiled: Screeners) -> None:
    put(shelf, compiled, [(f"X-{number:03d}", f"Mug {number}", "lazada", ("MY",)) for number in range(60)])
    actor, seen, cursor = Actor("u", frozenset({"reviewer"})), [], None
    with transaction(shelf) as tx:
        while True:
            page = listings.search(tx, actor, Wanted("mug"), cursor=cursor, limit=25)
            seen += [one.subject for one in page.items]
            if page.next is None:
                break
            cursor = page.next
    assert len(seen) == len(set(seen)) == 60


def test_queries_do_not_grow_with_rows(shelf: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    client = enter("reviewer")
    numbers = []
    for _ in range(2):
        client.get("/listings/")
        with counting() as counted:
            assert client.get("/listings/?q=a&verdict=allow").status_code == 200
            assert client.get("/listings/listing/LAZ-2").status_code == 200
        numbers.append(len(counted))
        put(shelf, compiled, [(f"Y-{number}", f"Bag {number}", "lazada", ("MY",)) for number in range(80)])
        put(shelf, compiled, [("LAZ-2", "Eyelash glue", "lazada", ("MY",))])
    assert numbers[0] == numbers[1] < 40, counted.statements


def test_hostile_text_stays_text(shelf: psycopg.Connection, enter: Callable[..., Any]) -> None:
    client = enter("reviewer")
    for path in ("/listings/", "/listings/listing/LAZ-3", "/find?q=wool"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
    answer = client.post("/listings/try/answer", {"title": "<img src=x onerror=alert(1)> MDMA"}).content.decode()
    assert "<img" not in answer
    assert "&lt;img" in answer
    assert 'class="grave"' in answer


def test_what_is_typed_is_decided_and_not_kept(shelf: psycopg.Connection, enter: Callable[..., Any]) -> None:
    client = enter("strategist")
    before = shelf.execute("SELECT count(*) FROM decision").fetchone()
    answer = client.post("/listings/try/answer", {"title": "3g MDMA crystals", "stage": "publish"}).content.decode()
    assert "Refused" in answer
    chain = client.post("/listings/try/why", {"title": "3g MDMA crystals", "stage": "publish", "market": "DE"}).content.decode()
    assert "Germany" in chain
    assert "Law" in chain
    assert client.post("/listings/try/answer", {"title": "a", "as_of": "soon"}).status_code == 422
    filled = client.post("/listings/try/file", {"pasted": "Blue mug\n\nHolds tea."}).content.decode()
    assert ">Blue mug</textarea>" in filled
    assert shelf.execute("SELECT count(*) FROM decision").fetchone() == before


def test_views_are_kept_and_shared(shelf: psycopg.Connection, enter: Callable[..., Any]) -> None:
    ann, ben = enter("reviewer", name="ann"), enter("reviewer", name="ben")
    for name, shared in (("Drugs", {"shared": "on"}), ("Mine", {})):
        ann.post("/views/keep", {"list": "listings", "name": name, "query": "family=drug&cursor=x", **shared})
    hers, his = (one.get("/listings/").content.decode() for one in (ann, ben))
    assert "Drugs" in hers
    assert "Mine" in hers
    assert "Drugs" in his
    assert "Mine" not in his
    assert "?family=drug" in his
    assert "cursor=x" not in his
    assert ben.post("/views/forget", {"view": "1"}).status_code == 404


# ---- in the browser


def test_a_cell_opens_down_to_the_law(page_of: Any) -> None:
    page = page_of("lin", language="zh")
    page.goto("/listings/?verdict=refuse")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer.open .reason")
    assert "证据" in page.inner_text("#drawer")
    assert "法律依据" in page.inner_text("#drawer") or "平台规则" in page.inner_text("#drawer")
    page.click("#drawer [data-cell] >> nth=-1")
    until(page, "document.querySelector('#chain .market').textContent === document.querySelector('#drawer [data-cell].at').textContent")
    page.keyboard.press("Escape")
    page.wait_for_selector("#drawer:not(.open)", state="attached")


def test_typing_shows_verdicts_at_once(page_of: Any) -> None:
    page = page_of("haas")
    page.goto("/listings/try")
    page.fill("textarea[name=title]", "3g MDMA crystals, lab tested")
    page.wait_for_selector("#answer .verdict-grid", timeout=60_000)
    assert "Refused" in page.inner_text("#answer")
    page.click("#answer [data-cell] >> nth=0")
    page.wait_for_selector("#chain .reason")
    page.fill("textarea[name=title]", "Cotton tea towel, blue")
    until(page, "!document.querySelector('#answer').innerText.includes('Refused')")


def test_steps_that_say_the_same_are_one() -> None:
    steps = (
        Step("hold", "Remove the claim.", "br/a", (), ("BR", "MX"), ()),
        Step("refuse", "Remove the  claim.", "us/b", (), ("US", "MX"), ()),
        Step("refuse", "Remove the offer.", "cn/c", (), ("CN",), ()),
    )
    assert [(one.verdict, one.fix, one.markets) for one in to_do(steps)] == [
        ("refuse", "Remove the claim.", ["BR", "MX", "US"]),
        ("refuse", "Remove the offer.", ["CN"]),
    ]
