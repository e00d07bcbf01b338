"""WCAG 2.1 AA by axe of what has no address of its own: the desk, the drawer, the palette, what is shown where nothing is. Screens: `test_screens_*`."""

from typing import Any

import pytest

from tests.console.looking import faults


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_above_a_screen_is_accessible(page_of: Any, theme: str) -> None:
    page = page_of("weber", theme=theme)
    found = {}
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
    page.goto("/nowhere")
    found["nowhere"] = faults(page)
    assert {name: each for name, each in found.items() if each} == {}
