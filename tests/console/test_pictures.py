"""Pictures on the listing and on the desk: drawn anew, behind the walls, blurred where they are hard to look at, as their reader wants them."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from pratique.assembly.operations import files, screening
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.policy.load import load_content
from pratique.store.transaction import transaction
from tests.assembly.test_files import picture
from tests.console.conftest import until

MACHINE = Actor("key_shop", frozenset({"machine"}))


@pytest.fixture(scope="module")
def compiled() -> Screeners:
    return Screeners(load_content())


@pytest.fixture
def screened(console: str, compiled: Screeners) -> Callable[[str], str]:
    """Screens a listing of a title with one picture that is here and a link; gives its decision."""

    def put(title: str) -> str:
        with psycopg.connect(console) as connection, transaction(connection) as tx:
            files.keep_picture(tx, MACHINE, "front.png", picture())
            row = {"listing_id": f"sku-{len(title)}", "title": title, "images": ["front.png", "https://cdn.example/<b>1.jpg"]}
            asked = screening.asked_of(row, Question("aliexpress", "publish", ("DE",)), compiled.content, SYSTEM)
            return screening.keep_many(tx, compiled, [asked], SYSTEM)[0][0]

    return put


def test_shown_from_here_and_never_from_elsewhere(screened: Callable[[str], str], enter: Callable[..., Any]) -> None:
    decision = screened("Steel cup")
    client = enter("reviewer")
    page = client.get("/listings/listing/sku-9").content.decode()
    address = f"/listings/picture/{decision}/0"
    assert f'src="{address}"' in page
    assert "https://cdn.example/&lt;b&gt;1.jpg" in page
    assert 'src="http' not in page
    assert 'href="http' not in page
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content[:4] == b"RIFF"
    for nothing in (f"/listings/picture/{decision}/1", f"/listings/picture/{decision}/9", "/listings/picture/decision_x/0"):
        assert client.get(nothing).status_code == 404, nothing
    assert enter("reviewer", name="walled", channels=["lazada"]).get(address).status_code == 404
    assert enter("trader", name="other", subject="t-9").get(address).status_code == 404
    assert enter("rights_holder", name="owner", subject="o-1").get(address).status_code == 403


def test_hard_pictures_are_blurred_until_somebody_wants_them(screened: Callable[[str], str], enter: Callable[..., Any]) -> None:
    screened("Steel cup")
    screened("Real human skull, medical specimen, bone")
    client = enter("reviewer")
    hard = "/listings/listing/sku-40"
    assert 'class="pictures"' in client.get("/listings/listing/sku-9").content.decode()
    assert 'class="pictures blurred"' in client.get(hard).content.decode()
    assert client.post("/listings/pictures", {"blur": "off", "grey": "on"}).status_code == 204
    assert 'class="pictures grey"' in client.get(hard).content.decode()
    assert 'class="pictures blurred"' in enter("reviewer", name="ben").get(hard).content.decode(), "each their own"
    client.post("/listings/pictures", {"blur": "on", "grey": "off"})
    assert 'class="pictures blurred"' in client.get("/listings/listing/sku-9").content.decode()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_by_a_key_and_remembered(page_of: Any, language: str) -> None:
    page = page_of("lin", language=language)
    page.goto("/listings/?channel=alibaba")
    address = page.get_attribute("tr[data-row] a >> nth=0", "href")
    page.goto(address)
    until(page, "document.querySelector('.pictures img')?.naturalWidth > 0")
    for key, name in (("b", "blurred"), ("s", "grey")):
        before = page.evaluate(f"document.querySelector('.pictures').classList.contains('{name}')")
        with page.expect_response(lambda answer: answer.url.endswith("/listings/pictures")) as kept:
            page.keyboard.press(key)
        assert kept.value.status == 204
        until(page, f"document.querySelector('.pictures').classList.contains('{name}') !== {str(before).lower()}")
        page.goto(address)
        until(page, f"document.querySelector('.pictures').classList.contains('{name}') !== {str(before).lower()}")
        page.keyboard.press(key)
        page.wait_for_timeout(200)
