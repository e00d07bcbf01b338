"""Pictures of every screen in both languages and both themes: `python -m tests.console.screenshots http://127.0.0.1:8001 docs/screens`.

Over a running demo (`make up`); names of screens behind it take those alone. Which screens there are, and who looks at them, stands in `pages`.
What a picture shows that is clumsy is mended before it is committed.
"""

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image

from tests.console.pages import DRAWN, Page

PASSWORD = "a-living-demo"  # noqa: S105 - of the demo
COLOURS = 40
"""Of a picture: its own forty are enough for a screen, and keep it small."""
PHONE = frozenset({"my-standing", "my-statement", "my-documents", "public-notice"})
"""Also taken at the width of a phone."""


def _drawer(page: Any) -> None:
    page.click("tr[data-row] a[data-open] >> nth=1")
    page.wait_for_selector("#drawer.open .reason")


def _begin(page: Any) -> None:
    page.keyboard.press("Space")
    page.wait_for_selector("#decide")
    page.keyboard.press("q")


def _try(page: Any) -> None:
    page.fill("textarea[name=title]", "Kids magnetic balls 5 mm, 216 pieces, cures autism")
    page.wait_for_selector("#answer .verdict-grid")
    page.click("[data-cell] >> nth=0")
    page.wait_for_selector("#chain .reason")


def _palette(page: Any) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("charger")
    page.wait_for_selector("#palette .found a[href*=listing]")


def _ask(page: Any) -> None:
    page.fill(
        "textarea[name=sql]",
        "SELECT market, count(*) AS held FROM verdicts WHERE verdict = 'hold' GROUP BY market ORDER BY held DESC LIMIT 20",
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer tbody tr")
    page.select_option("select[name=kind]", "bar")
    page.wait_for_selector("#answer svg.chart rect")


def _ahead(page: Any) -> None:
    page.set_default_timeout(180_000)
    page.wait_for_selector("main table, main .timeline, main .none")
    page.set_default_timeout(30_000)


ACTS: dict[str, Callable[[Any], None]] = {"listing-trial": _try, "workbench": _ask, "studio-horizon": _ahead}
"""What is done on a screen before its picture is taken."""
BESIDES = (
    ("review-desk", "lin", "/review/", _begin),
    ("listing-drawer", "lin", "/listings/?verdict=refuse", _drawer),
    ("palette", "lin", "/listings/", _palette),
)
"""What has no address of its own: name, who, where, how it is come to."""


def main(base: str, folder: Path, only: frozenset[str] = frozenset()) -> None:
    """Take all of them, or some by name."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    program = os.environ.get("PRATIQUE_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for language in ("en", "zh"):
            for theme in ("light", "dark"):
                _all(_Album(browser, base, folder, language, theme), only)
        browser.close()
    (folder.parent / "reference" / "screens.md").write_text(index(folder))


def _all(album: "_Album", only: frozenset[str]) -> None:
    for one in DRAWN:
        if not only or one.name in only:
            album.take(_name(one), one.user, partial(_come_to, one))
            if _name(one) in PHONE:
                album.take(f"{_name(one)}-phone", one.user, partial(_come_to, one), width=390, height=844)
    for name, user, address, act in BESIDES:
        if not only or name in only:
            album.take(name, user, partial(_do, address, act))
    album.close()


def index(folder: Path) -> str:
    """A page of all pictures, by area, in the order of the navigation; English by day, Chinese by night."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pratique.console.project.settings")
    os.environ.setdefault("PRATIQUE_SECRET_KEY", "of the pictures alone")
    django.setup()
    from pratique.console.frame import areas

    lines = [
        "# Screens",
        "",
        "Every screen of the console over the demo, written by `python -m tests.console.screenshots`. Names lead to the pictures in the other language",
        "and theme. Which roles see which screen, and what proves it, stands in `tests/console/pages.py`.",
        "",
    ]
    known = {
        name: title for title, names in [(area, {one.name for one in each.urls}) for area, each in areas.every().items()] for name in names
    }
    by_area: dict[str, list[str]] = {}
    for one in DRAWN:
        by_area.setdefault(known.get(one.name, "accounts") if one.path != "/notice" else "accounts", []).append(_name(one))
    for name, _user, address, _act in BESIDES:
        by_area[address.strip("/").partition("/")[0]].append(name)
    for area in (*areas.every(), "accounts"):
        lines += [f"## {area.replace('_', ' ').capitalize()}", ""]
        for name in by_area.get(area, ()):
            there = [f"{name}{size}-{how}.png" for size in ("", "-phone") for how in ("en-light", "zh-dark", "en-dark", "zh-light")]
            links = [f"../screens/{one}" for one in there if (folder / one).exists()]
            if links:
                others = ", ".join(f"[{one.rpartition('/')[2].removeprefix(name + '-').removesuffix('.png')}]({one})" for one in links[2:])
                lines += [f"**{name}** · {others}", "", " ".join(f"[![{name}]({one})]({one})" for one in links[:2]), ""]
    return "\n".join(lines)


def _do(address: str, act: Callable[[Any], None], page: Any) -> None:
    page.goto(address)
    act(page)


def _name(one: Page) -> str:
    return "public-notice" if one.path == "/notice" else one.name


def _come_to(one: Page, page: Any) -> None:
    """A list by its address, a detail by the first row of the list before it."""
    if "{" in one.path:
        before = one.path.partition("{")[0]
        page.goto(one.among or before)
        links = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
        page.goto(_first(links, one.path))
    else:
        page.goto(one.picture or one.path)
    if one.name in ACTS:
        ACTS[one.name](page)


def _first(links: Iterable[str], path: str) -> str:
    """The first link that leads where a path of the table leads."""
    before, _, after = path.partition("{")
    after = after.partition("}")[2]
    for link in links:
        if (
            link.startswith(before)
            and link.endswith(after.partition("{")[0])
            and not link.removeprefix(before).startswith(("new", "verification", "documents", "ladders", "?"))
            and len(link) > len(before)
        ):
            return link
    for link in links:  # not linked from the list, but below what is
        if link.startswith(before) and "_" in (name := link.removeprefix(before)) and "/" not in name and after:
            return link + after
    raise LookupError(f"no link to {path}")


class _Album:
    """Pictures in one language and one theme; everybody logs in once."""

    def __init__(self, browser: Any, base: str, folder: Path, language: str, theme: str) -> None:
        self.browser, self.base, self.folder, self.language, self.theme = browser, base, folder, language, theme
        self.pages: dict[tuple[str, int], Any] = {}

    def take(self, name: str, user: str, come: Callable[[Any], object], *, width: int = 1280, height: int = 800) -> None:
        """One picture; what goes wrong is said, and the others are taken all the same."""
        try:
            page = self.pages.get((user, width)) or self.pages.setdefault((user, width), self._page(user, width, height))
            come(page)
        except Exception as error:
            sys.stderr.write(f"{name} {self.language} {self.theme}: {str(error).splitlines()[0]}\n")
            return
        page.wait_for_timeout(250)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        small.save(self.folder / f"{name}-{self.language}-{self.theme}.png", optimize=True)

    def close(self) -> None:
        """End all sessions of this album."""
        for page in self.pages.values():
            page.context.close()

    def _page(self, user: str, width: int, height: int) -> Any:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, base_url=self.base, locale="en-GB", timezone_id="Asia/Shanghai"
        )
        cookies = {"django_language": "zh-hans" if self.language == "zh" else "en", "theme": self.theme, "zone": "Asia/Shanghai"}
        context.add_cookies([{"name": name, "value": value, "url": self.base} for name, value in cookies.items()])
        page = context.new_page()
        page.set_default_timeout(30_000)
        if user:
            page.goto("/account/login")
            page.fill("input[name=username]", user)
            page.fill("input[name=password][type=password]", PASSWORD)
            page.click("button.main-act")
            page.wait_for_selector(".frame")
        return page


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), frozenset(sys.argv[3:]))
