"""Every screen in Chinese, with ten thousand rows and hostile texts: WCAG AA, no complaint of the browser, fits its window, reached by Tab."""

from typing import Any

import psycopg
import pytest

from tests.console.looking import looked_through
from tests.console.pages import examples


@pytest.fixture(scope="module")
def filled(demo_url: str) -> dict[str, str]:
    """What the addresses are filled with."""
    with psycopg.connect(demo_url) as connection:
        return examples(connection)


def test_every_screen_is_accessible_and_says_what_it_is(page_of: Any, filled: dict[str, str]) -> None:
    assert looked_through(page_of, filled, language="zh", theme="dark", with_axe=True) == {}


def test_every_screen_in_the_other_theme(page_of: Any, filled: dict[str, str]) -> None:
    assert looked_through(page_of, filled, language="zh", theme="light", with_axe=False) == {}


def test_the_portals_on_a_phone(page_of: Any, filled: dict[str, str]) -> None:
    assert looked_through(page_of, filled, language="zh", theme="dark", with_axe=True, width=390, height=844) == {}
