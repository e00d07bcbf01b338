"""The studio in a browser, by keyboard: faults hold the focus, lines of the text are marked and led to, nothing typed is lost."""

from typing import Any

import pytest

from tests.console.conftest import until
from tests.console.looking import faults


@pytest.mark.parametrize(("language", "theme", "short"), [("en", "light", "is short"), ("zh", "dark", "过短")])
def test_faults_are_where_one_looks(page_of: Any, language: str, theme: str, short: str) -> None:
    page = page_of("haas", language=language, theme=theme)
    page.set_default_timeout(120_000)
    page.goto("/studio/changes")
    page.keyboard.press("n")
    page.keyboard.type(f"Faults {language}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio/changes/draft_*")
    page.fill("input[name=concept]", "toy.watter_beads")
    page.fill("textarea[name=hit]", "Gel pearls 1 kg for kids")
    page.focus(".halves form button.main-act")
    page.keyboard.press("Enter")
    page.wait_for_selector("[aria-invalid=true]")
    assert page.evaluate("document.activeElement.name") == "concept"
    assert page.get_attribute("input[name=concept]", "aria-describedby") == "wrong-concept"
    assert "toy.water_beads" in page.inner_text("#wrong-concept")
    assert page.locator("[aria-invalid=true]").count() == 2
    assert page.input_value("textarea[name=hit]") == "Gel pearls 1 kg for kids"
    assert faults(page) == []
    page.fill("input[name=concept]", "toy.water_beads")
    page.fill("textarea[name=words]", "xyz")
    page.focus(".halves form button.main-act")
    page.keyboard.press("Enter")
    page.wait_for_selector("#wrong-words")
    assert short in page.inner_text("#wrong-words")
    assert "short_term" in page.inner_text("#wrong-words")
    page.wait_for_selector("#effect:not(:has([role=status]))")
    assert faults(page) == []
    page.click("#effect [data-path='concepts/toy.yaml'] [data-to-line]")
    page.wait_for_url("**line=*")
    page.wait_for_selector("#effect:not(:has([role=status]))")
    until(page, "document.querySelector('.gutter .warning') !== null")
    assert page.input_value("#text-path") == "concepts/toy.yaml"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_other_screens_are_accessible(page_of: Any, theme: str) -> None:
    page = page_of("haas", theme=theme)
    page.set_default_timeout(120_000)
    found = {}
    for path in ("/studio/rules", "/studio/law", "/studio/coverage", "/studio/versions", "/studio/changes"):
        page.goto(path)
        found[path] = faults(page)
    page.goto("/studio/horizon")
    page.wait_for_selector("#ahead:not(:has([role=status]))")
    found["horizon"] = faults(page)
    page = page_of("mehta", theme=theme)
    page.goto("/workbench/")
    page.click("details.fold.table >> nth=0")
    page.focus("textarea[name=sql]")
    page.keyboard.type("SELECT ma")
    page.wait_for_selector("#completion li")
    found["workbench"] = faults(page)
    assert {name: each for name, each in found.items() if each} == {}
