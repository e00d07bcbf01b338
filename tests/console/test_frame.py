"""The frame in a real browser: nothing inline, both languages, both themes, palette, keys."""

from typing import Any

import pytest

from tests.console.conftest import until


def test_every_answer_has_a_strict_policy(enter: Any) -> None:
    client = enter("reviewer")
    for path in ("/review/", "/account/", "/notice", "/nowhere"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy
    assert "no-store" in client.get("/review/").headers["Cache-Control"]


def test_problems_are_told_in_words(enter: Any) -> None:
    client = enter("reviewer")
    assert "It is not there" in client.get("/nowhere").content.decode()
    assert "没有内容" in client.get("/nowhere", headers={"accept-language": "zh-CN"}).content.decode()


def test_a_zero_character_in_an_address_is_a_mistake_and_no_failure(enter: Any) -> None:
    client = enter("reviewer")
    for path in ("/traders/?q=%00&words=%00", "/traders/%00", "/listings/?q=%00&words=%00", "/notices/%00"):
        assert client.get(path).status_code == 400, path
    client.logout()
    for path, form in (("/account/login", {"username": "a\0", "password": "b"}), ("/notice/answer", {"reference": "a", "secret": "\0"})):
        assert client.post(path, form).status_code == 400, path


@pytest.mark.parametrize(("language", "title"), [("en", "Review"), ("zh", "审核")])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_log_in_to_the_first_screen(page_of: Any, language: str, title: str, theme: str) -> None:
    page = page_of("lin", language=language, theme=theme)
    assert page.inner_text("h1") == title
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(15, 20, 26)") == (theme == "dark")
    assert page.evaluate("document.documentElement.lang") == ("zh-Hans" if language == "zh" else "en")


def test_somebody_of_the_demo_by_one_click(page_of: Any) -> None:
    page = page_of()
    page.goto("/account/login")
    page.click("text=Anna Weber")
    page.wait_for_selector(".frame")
    assert "Anna Weber" in page.inner_text(".top")


def test_the_palette_goes_anywhere_by_keys(page_of: Any) -> None:
    page = page_of("lin")
    page.goto("/account/")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette .found a.at")
    page.keyboard.type("review")
    until(page, "document.querySelector('#palette .found a.at')?.getAttribute('href') === '/review/'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    page.keyboard.press("?")
    assert page.is_visible("#keys")


def test_theme_and_language_are_kept(page_of: Any) -> None:
    page = page_of("lin")
    page.click("summary[aria-label=Theme]")
    page.click("button[name=theme][value=dark]")
    assert page.get_attribute("html", "data-theme") == "dark"
    page.click("summary[aria-label=Language]")
    page.click("text=简体中文")
    page.wait_for_selector("html[lang=zh-Hans]")
    assert page.get_attribute("html", "data-theme") == "dark"
    assert page.url.endswith("/review/")


def test_times_are_in_the_zone_of_the_reader(page_of: Any) -> None:
    page = page_of("lin")
    assert "CST" in (page.get_attribute("time[data-clock]", "title") or "")


def test_administration_has_its_own_policy_and_is_for_administrators(page_of: Any) -> None:
    page = page_of("sato")
    page.goto("/admin/records/account/")
    assert "lin" in page.inner_text("body")
    other = page_of("lin")
    assert other.goto("/admin/").status == 403


def test_charts_are_drawn_under_the_policy(page_of: Any, served: str) -> None:
    """Plotly under the policy of pages with charts, which holds the hash of a sheet this version of it writes."""
    from django.template import Context, Template
    from django.test import RequestFactory

    from pratique.console.project.headers import CHARTS

    request = RequestFactory().get("/")
    figure = {"data": [{"type": "bar", "x": ["a", "b"], "y": [1, 3]}, {"type": "scatter", "x": ["a", "b"], "y": [2, 1]}], "layout": {}}
    heat = {"data": [{"type": "heatmap", "z": [[1, 2], [3, 4]]}], "layout": {"title": {"text": "</script><b>"}}}
    body = Template("{% chart figure 'a' %}{% chart heat 'b' %}").render(Context({"request": request, "figure": figure, "heat": heat}))
    assert request.has_charts  # type: ignore[attr-defined]  # set by the tag
    assert "script-src 'self';" in CHARTS
    assert "eval" not in CHARTS
    page = page_of()
    page.route(
        "**/charts-of-the-test",
        lambda route: route.fulfill(
            status=200,
            headers={"content-type": "text/html", "content-security-policy": CHARTS},
            body=f'<!doctype html><html data-theme="light"><link rel="stylesheet" href="/static/frame/console.css"><link rel="icon" href="data:,"><body>{body}</body></html>',
        ),
    )
    page.goto("/charts-of-the-test")
    page.wait_for_selector("[data-chart=chart-1] .bars path")
    page.wait_for_selector("[data-chart=chart-2] .heatmaplayer image")
    page.hover("[data-chart=chart-1] .bars path >> nth=0", force=True)
    page.wait_for_selector(".hoverlayer .hovertext")
