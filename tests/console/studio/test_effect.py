"""What a draft does is shown on the listings one chooses: a kept view, a file, a channel, a market, a family; each opens to why; and the horizon."""

import datetime as dt
import html
import io
import re
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from pratique.assembly import listing_index
from pratique.assembly.screeners import Screeners
from pratique.base.clock import today
from pratique.console.records.models import Account, SavedView
from pratique.console.screens.studio import sampling
from pratique.policy.load import load_content
from tests.assembly.operations.conftest import World
from tests.console.studio.conftest import draft

LISTINGS = (
    ("orbs-1", "Wobble orbs 500 pcs, clear, 2 cm", "lazada", 120.0),
    ("orbs-2", "Wobble orbs 900 pcs, rainbow, 2 cm", "aliexpress", 80.0),
    ("shirt-1", "Cotton T-shirt for men, round neck, navy blue", "lazada", 50.0),
    ("shelf-1", "Wall shelf of oak veneer 80 cm", "aliexpress", 40.0),
)


@pytest.fixture(scope="module")
def compiled() -> Screeners:
    return Screeners(load_content())


@pytest.fixture
def shop(begun: str, compiled: Screeners) -> Iterator[str]:
    """Four listings of two channels."""
    sampling._samples.clear()
    with psycopg.connect(begun) as connection:
        world = World(connection, compiled)
        world.moment = dt.datetime.now(dt.UTC)
        for name, title, channel, gmv in LISTINGS:
            row = {"listing_id": name, "title": title, "category": "Other", "trader_id": "t-1", "gmv_30d": gmv, "currency": "USD"}
            world.screen(row, channel, ("US", "DE"))
        listing_index.catch_up(connection)
    yield begun
    sampling._samples.clear()


def _done(client: Any, address: str) -> str:
    """What the page shows once it is worked out."""
    end = time.monotonic() + 120
    while True:
        page = html.unescape(client.get(address, headers={"HX-Request": "true"}).content.decode())
        if 'role="status"' not in page:
            return page
        assert time.monotonic() < end, page
        time.sleep(0.2)


def _tile(page: str, label: str) -> tuple[str, str]:
    found = re.search(rf'label">{label}</span><span class="value">(.*?)</span><span class="beside">(.*?)</span>', page, re.DOTALL)
    assert found, (label, page)
    return " ".join(found[1].split()), " ".join(found[2].split())


def test_the_sample_is_chosen_and_each_verdict_opens_to_why(shop: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    address = draft(client, "Orbs")
    term = {"concept": "toy.water_beads", "language": "en", "words": "wobble orbs", "hit": "Wobble orbs 500 pcs growing in water for kids"}
    assert client.post(f"{address}/term", term).status_code == 302
    page = _done(client, f"{address}/effect")
    assert _tile(page, "Listings decided otherwise") == ("2", "of 4")
    assert page.index("orbs-1") < page.index("orbs-2"), "of what is decided alike, what sells more comes first"
    assert "US" in page[page.index("Changed verdicts") :]
    assert _tile(page, "Check")[0].startswith("0 /")
    for query, expected in ((("channel=lazada"), ("1", "of 2")), ("family=toy", ("0", "of 0")), ("market=FR", ("0", "of 0"))):
        assert _tile(_done(client, f"{address}/effect?{query}"), "Listings decided otherwise") == expected, query
    view = SavedView.objects.create(account=Account.objects.get(username="haas"), list="listings", name="Shirts", query="q=shirt")
    assert _tile(_done(client, f"{address}/effect?view={view.pk}"), "Listings decided otherwise") == ("0", "of 1")
    other = SavedView.objects.create(
        account=Account.objects.create(username="eve", actor="user_eve"), list="listings", name="Hers", query="q=shirt"
    )
    assert _tile(_done(client, f"{address}/effect?view={other.pk}"), "Listings decided otherwise") == ("2", "of 4"), "the view of another"

    file = io.BytesIO(
        b"listing_id,title,category,gmv_30d,currency\nx1,Wobble orbs 300 pcs clear,Other,10,USD\nx2,Oak shelf,Home,5,USD\n,,,,\n"
    )
    file.name = "ours.csv"
    answer = client.post(f"{address}/sample", {"listings": file, "channel": "lazada"})
    assert answer.status_code == 302
    (key,) = re.findall(r"file_of=([0-9a-f]+)", answer["Location"])
    assert _tile(_done(client, f"{address}/effect?file_of={key}"), "Listings decided otherwise") == ("1", "of 2")
    stranger = enter("strategist", name="kim")
    assert _tile(_done(stranger, f"{address}/effect?file_of={key}"), "Listings decided otherwise") == ("2", "of 4"), "the file of another"
    bad = io.BytesIO(b"a,b\n1,2\n")
    bad.name = "bad.csv"
    assert client.post(f"{address}/sample", {"listings": bad}).status_code == 422

    row = re.search(r"/why/(\d+)", page)
    assert row
    why = html.unescape(client.get(f"{address}/why/{row[1]}", headers={"HX-Request": "true"}).content.decode())
    assert "us/water-beads" in why
    assert re.search(r"<mark[^>]*>Wobble orbs</mark>", why)
    assert "Nothing is found." in why
    client.cookies["django_language"] = "zh-hans"
    assert "新增强词（en）“wobble orbs”" in _done(client, f"{address}/effect")


def test_faults_of_the_text_name_their_line_in_the_readers_language(begun: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    client.cookies["django_language"] = "zh-hans"
    address = draft(client)
    text = "- id: no-x\n  title: {en: X, zh: X}\n  when: {any: [toy.watter_beads]}\n  demnd: prohibited\n  fix: {en: y, zh: z}\n"
    assert client.post(f"{address}/text", {"path": "policies/house/rules/x.yaml", "text": text}).status_code == 302
    page = _done(client, f"{address}/effect")
    lines = {int(line) for line in re.findall(r'<li class="error" data-line="(\d+)" data-path="policies/house/rules/x.yaml"', page)}
    assert lines == {1, 3, 4}
    assert "未知概念 `toy.watter_beads`" in page
    assert "规则中有未知键 `demnd`" in page
    assert "unreadable" in page
    assert client.post(f"{address}/step/submit", {"note": "now"}).status_code == 409


def test_the_horizon_says_how_many_and_how_much(shop: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    until = (today() + dt.timedelta(days=800)).isoformat()
    page = _done(client, f"/studio/horizon?until={until}&market=DE")
    assert "shelf" not in page, "listings are shown when a day is opened"
    days = re.findall(r"day=(\d{4}-\d\d-\d\d)", page)
    assert days, page
    shown = "".join(_done(client, f"/studio/horizon?until={until}&market=DE&day={day}") for day in sorted(set(days)))
    assert "shelf-1" in shown
    assert ">40<" in shown, "what is sold of it"
    title = load_content().documents.get("eu.dds")
    assert title is None or title.title["en"] in shown
