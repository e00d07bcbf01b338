"""How a screen is looked through in the browser: what axe finds, what the browser complains of, what does not fit, what is not said in Chinese."""

import re
from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe

OPTIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WORDS = re.compile(r"[A-Za-z][a-z]{2,}(?: [A-Za-z][a-z]+)+")
"""Two words in a row in Latin letters: a sentence that nobody translated, or a name."""

LABELS = """() => {
  const own = 'h1, h2, h3, th, dt, label, button, nav a, summary, legend, caption, option, .pill, .quiet, .tabs a, .hint';
  const foreign = 'td, dd, code, pre, time, [lang], [translate=no], .code, .mono, .crumbs, .person, .account, .saved';
  return [...document.querySelectorAll(own)].filter(one => !one.closest(foreign) && one.checkVisibility())
    .map(one => [...one.childNodes].filter(each => each.nodeType === 3).map(each => each.textContent.trim()).join(' ')).filter(Boolean);
}"""
"""The words of the page itself: not what stands in cells, codes and texts of others."""

REACHED = """() => {
  const able = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [onclick]';
  return [...document.querySelectorAll(able)].filter(one => !one.disabled && one.checkVisibility({visibilityProperty: true}) && one.tabIndex < 0
    && !one.closest('[role=menu], [role=listbox], [role=grid], [inert], dialog:not([open])')).map(one => one.outerHTML.slice(0, 120));
}"""
"""What can be clicked and is not reached by Tab."""


def faults(page: Any) -> list[str]:
    """What axe finds, a line each."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for one in found
        for node in one["nodes"]
    ]


def shows_focus(page: Any) -> bool:
    """Whether one sees where Tab has gone: an outline or a shadow on what has the focus."""
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    return bool(
        page.evaluate(
            "() => { const at = document.activeElement; if (at === document.body) return true; const style = getComputedStyle(at);"
            " return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none' }"
        )
    )


def english(page: Any, known: Callable[[str], bool]) -> list[str]:
    """Words in Latin letters among the labels of a page, but for names that are known."""
    return sorted({found for label in page.evaluate(LABELS) for found in WORDS.findall(label) if not known(found)})


def wrong(page: Any, *, width: int) -> list[str]:
    """What is wrong with how a page stands in its window, whatever its language."""
    found = []
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
        found.append(f"is {wide} wide in a window of {width}")
    if page.evaluate("window.broken === 1 || document.querySelectorAll('img[src=x], main script, svg[onload], b[onmouseover]').length > 0"):
        found.append("runs or draws what somebody wrote")
    if page.locator("h1").count() != 1:
        found.append(f"has {page.locator('h1').count()} headings of the first order")
    if not page.title().strip():
        found.append("has no title")
    found += [f"not reached by Tab: {one}" for one in page.evaluate(REACHED)]
    if not shows_focus(page):
        found.append("does not show where the focus is")
    return found


def looked_through(
    page_of: Any, filled: dict[str, str], *, language: str, theme: str, with_axe: bool, width: int = 1280, height: int = 720
) -> dict[str, list[str]]:
    """Every screen of the table (on a phone those of the portals and of whoever comes along) and what is wrong with it."""
    from tests.console.pages import OUTSIDE, PAGES, PICTURELESS

    found: dict[str, list[str]] = {}
    pages: dict[str, Any] = {}
    for one in PAGES:
        if one.name in PICTURELESS or (width < 800 and one.user and not one.opens <= OUTSIDE):
            continue
        page = pages.get(one.user) or pages.setdefault(
            one.user, page_of(one.user, language=language, theme=theme, width=width, height=height)
        )
        answer = page.goto(one.address(filled))
        faulty = [] if answer.status == 200 else [f"answers {answer.status}"]
        faulty += wrong(page, width=width)
        if with_axe:
            faulty += faults(page)
        if language == "zh":
            faulty += [f"says in English: {said}" for said in english(page, is_name)]
        if faulty:
            found[f"{one.name} {one.path.partition('?')[0]}"] = faulty
    return found


NAMES = re.compile(r"Pratique|HOSTILE|Lumora|Bundesnetzagentur")
"""Names of people, firms and offices of the demo, which stand among the labels."""


def is_name(said: str) -> bool:
    """Whether words in Latin letters may stand in a Chinese page."""
    return NAMES.search(said) is not None
