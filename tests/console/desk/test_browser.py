"""The department's day in a real browser: by keyboard, in both languages, and up to the walls."""

from typing import Any

import psycopg
import pytest

from pratique.assembly.operations import notices
from pratique.base.actor import SYSTEM
from pratique.casework.notice.filing import Filing, Pointed
from pratique.policy.load import load_content
from pratique.store.transaction import transaction

SCREENS = (
    "/notices/", "/notices/?status=all", "/holders/?show=all", "/senders/", "/appeals/?status=all", "/orders/?status=all", "/proposals/",
    "/traders/?counted=yes", "/traders/verification?show=all", "/traders/ladders", "/actions/", "/actions/new", "/statements/",
)  # fmt: skip


def filed(url: str) -> str:
    """A notice on a listing of AliExpress."""
    with psycopg.connect(url) as connection, transaction(connection) as tx:
        row = tx.execute(
            "SELECT subject FROM listing_entry WHERE channel = 'aliexpress' AND kind = 'listing' ORDER BY id LIMIT 1"
        ).fetchone()
        assert row
        told = "The plug gets hot after ten minutes and the casing melted at one corner."
        filing = Filing(
            "product_safety", told, (Pointed(id=row[0]),), True, "Ann", "ann@x.example", channel="aliexpress", markets=("DE", "FR")
        )
        return notices.file(tx, SYSTEM, filing, load_content()).notice_id


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_notice_is_found_looked_into_and_decided_by_keyboard(page_of: Any, demo_url: str, language: str) -> None:
    name = filed(demo_url)
    page = page_of("lin", language=language)
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notices/")
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/notices/?q=*")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/notices/{name}")
    page.locator("summary", has_text="提交人与陈述内容" if language == "zh" else "Who sent it").press("Enter")
    page.fill("#private-notice input[name=reason]", "to ask back")
    page.keyboard.press("Enter")
    page.wait_for_selector("#private-notice dl")
    assert "ann@x.example" in page.inner_text("#private-notice")
    page.locator("h1").click()
    page.keyboard.press("d")
    page.keyboard.press("ArrowDown")
    assert page.input_value("select[name=measure-0]") == "none"
    page.fill("#decide input[name=ground]", "no law is broken")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("Tested again: nothing gets hot.")
    page.locator("#decide button.main-act").press("Enter")
    page.wait_for_selector("#messages .message.success")
    page.goto(f"/notices/{name}")
    assert "Tested again: nothing gets hot." in page.inner_text("main")
    assert page.locator(".timeline li").count() >= 4


def test_whoever_is_walled_in_and_whoever_is_outside_see_nothing(page_of: Any, demo_url: str) -> None:
    name = filed(demo_url)
    walled = page_of("nguyen")
    walled.goto(f"/notices/{name}")
    assert "Nothing here" in walled.inner_text("main")
    walled.goto("/notices/?status=all")
    assert walled.locator("td .channel.aliexpress").count() == 0
    outside = page_of("trader")
    outside.goto("/notices/")
    assert "not for your role" in outside.inner_text("main")


def test_the_ledger_is_drawn_and_a_changed_ladder_tried(page_of: Any) -> None:
    page = page_of("zhou")
    page.goto("/traders/?counted=yes")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("svg.ledger")
    assert "points" in page.get_attribute("svg.ledger", "aria-label")
    page.click("text=Try it changed >> nth=0")
    page.wait_for_selector("input[name=charge-0]")
    for field in page.locator("input[name^=charge-]").all():
        field.fill("0.5")
    page.keyboard.press("Enter")
    page.wait_for_url("**try=yes**")
    assert page.locator("#found tbody tr").count() >= 1


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("zh", "light")])
def test_every_screen_fits_its_window(page_of: Any, language: str, theme: str) -> None:
    page = page_of("zhou", language=language, theme=theme)
    for address in SCREENS:
        assert page.goto(address).status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, address
        row = page.locator("tr[data-row] a[data-open]")
        if row.count():
            answer = page.goto(row.first.get_attribute("href"))
            assert answer.status == 200, answer.url
            assert page.evaluate("document.documentElement.scrollWidth") <= 1280, answer.url
