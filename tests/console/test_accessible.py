"""WCAG 2.1 AA of the screens by axe, in both themes; a phone's width for what is asked from there."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

OPTIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
SCREENS = (
    "/review/",
    "/review/boards",
    "/review/golden",
    "/listings/",
    "/listings/?verdict=refuse",
    "/listings/try",
    "/account/",
    "/account/password",
)


def faults(page: Any) -> list[str]:
    """What axe finds, a line each."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_screens_are_accessible(page_of: Any, theme: str) -> None:
    page = page_of("weber", theme=theme)
    found = {}
    for path in SCREENS:
        page.goto(path)
        found[path] = faults(page)
    page.goto("/review/")
    page.keyboard.press("Space")
    page.wait_for_selector("#decide")
    found["desk"] = faults(page)
    page.goto("/listings/?verdict=refuse")
    page.click("a[data-open] >> nth=0")
    page.wait_for_selector("#drawer.open .reason")
    found["drawer"] = faults(page)
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette .found a")
    found["palette"] = faults(page)
    assert {name: each for name, each in found.items() if each} == {}


def test_the_way_in_is_accessible(page_of: Any) -> None:
    page = page_of(width=390, height=800)
    found = {}
    for path in ("/account/login", "/notice", "/notice/answer", "/nowhere"):
        page.goto(path)
        found[path] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than a phone"
    assert {name: each for name, each in found.items() if each} == {}
