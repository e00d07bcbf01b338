"""The cockpit as a manager walks it, in both languages, by keyboard; and who does not get in."""

from typing import Any

import psycopg
import pytest

from tests.console.conftest import pointed_at
from tests.console.counting import counting

PAGES = ("/cockpit/", "/cockpit/fairness", "/cockpit/dictionary", "/cockpit/figures/held", "/cockpit/figures/overturned?by=country")


def test_only_those_who_steer_get_in(enter: Any) -> None:
    for role in ("reviewer", "trader", "rights_holder", "authority"):
        client = enter(role, name=role, subject="x" if role != "reviewer" else None)
        assert {client.get(page).status_code for page in PAGES} == {403}
    assert enter("auditor", name="keller").get("/cockpit/").status_code == 200


def test_an_empty_house_has_an_empty_cockpit(enter: Any) -> None:
    client = enter("manager")
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 200
        assert "nan" not in answer.content.decode()
    assert client.get("/cockpit/figures/nonsense").status_code == 404
    assert client.get("/cockpit/figures/held?market=<script>&by=nonsense&period=99w").status_code == 200


def test_statements_do_not_grow_with_the_data(enter: Any, demo_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = enter("manager")
    few = {}
    for page in PAGES:
        client.get(page)
        with counting() as counted:
            client.get(page)
        few[page] = len(counted)
    with pointed_at(demo_url, monkeypatch):
        from django.test import Client

        from pratique.console.records.models import Account

        other = Client()
        other.force_login(Account.objects.get(username="zhou"), "django.contrib.auth.backends.ModelBackend")
        for page in PAGES:
            other.get(page)
            with counting() as counted:
                assert other.get(page).status_code == 200
            assert len(counted) <= few[page], page
    assert max(few.values()) <= 40


def test_walls_hold_in_figures_and_rows(enter: Any, demo_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(demo_url) as connection:
        names = {row[0] for row in connection.execute("SELECT subject FROM listing_entry WHERE channel <> 'lazada'").fetchall()}
    with pointed_at(demo_url, monkeypatch):
        from django.test import Client

        from pratique.console.records.models import Account

        account = Account(username="wall", name="Wall", actor="user_wall", roles=["manager"], channels=["lazada"], is_demo=True)
        account.save()
        try:
            client = Client()
            client.force_login(account, "django.contrib.auth.backends.ModelBackend")
            for page in (
                "/cockpit/figures/refused?hit=all",
                "/cockpit/figures/appealed?hit=all",
                "/cockpit/figures/refused?channel=aliexpress",
            ):
                shown = client.get(page).content.decode()
                assert not [name for name in names if name in shown]
        finally:
            account.delete()


@pytest.mark.parametrize(("language", "title", "held"), [("en", "Cockpit", "Held"), ("zh", "驾驶舱", "拦截率")])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_manager_opens_a_figure_to_its_rows(page_of: Any, language: str, title: str, held: str, theme: str) -> None:
    page = page_of("zhou", language=language, theme=theme)
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/cockpit/")
    assert page.inner_text("h1") == title
    assert page.locator(".tiles .tile").count() == 15
    page.click(f".tiles .tile:has-text('{held}')")
    page.wait_for_url("**/cockpit/figures/held")
    assert page.locator("svg.chart circle").count() >= 2
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/listings/listing/**")
    assert page.locator("h1").count() >= 1


def test_filters_stay_in_the_address_down_to_the_rows(page_of: Any) -> None:
    page = page_of("zhou")
    page.goto("/cockpit/")
    page.select_option("select[name=channel]", "aliexpress")
    page.wait_for_url("**channel=aliexpress**")
    page.click(".tiles .tile:has-text('Refused')")
    page.wait_for_url("**/cockpit/figures/refused?channel=aliexpress")
    page.click("text=Family")
    page.wait_for_url("**by=family**")
    page.click(".split > div:last-child table td a >> nth=0")
    page.wait_for_url("**family=**")
    assert "channel=aliexpress" in page.url
    assert page.locator("#rows abbr:not(:text('AX'))").count() == 0


def test_a_cell_of_the_map_opens_to_its_listings(page_of: Any) -> None:
    page = page_of("zhou")
    page.goto("/cockpit/?verdict=refuse")
    cell = page.locator(".heatmap td a").first
    number = int(cell.inner_text())
    cell.click()
    page.wait_for_url("**/listings/?**")
    assert int(page.inner_text(".head .quiet")) == number
