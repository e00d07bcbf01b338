"""Pictures of every screen in both languages and both themes: `python -m tests.console.screenshots http://127.0.0.1:8001 docs/screens`.

Over a running demo (`make up`). What a picture shows that is clumsy is mended before it is committed.
"""

import io
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

PASSWORD = "a-living-demo"  # noqa: S105 - of the demo


class Screen(NamedTuple):
    """One picture."""

    name: str
    user: str
    path: str
    act: Callable[[Any], None] = lambda _: None


def _first_row(page: Any) -> None:
    page.click("tr[data-row] a >> nth=0")
    page.wait_for_load_state()


def _drawer(page: Any) -> None:
    page.click("a[data-open] >> nth=1")
    page.wait_for_selector("#drawer.open .reason")


def _begin(page: Any) -> None:
    page.keyboard.press("Space")
    page.wait_for_selector("#decide")
    page.keyboard.press("3")
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


SCREENS = (
    Screen("log-in", "", "/account/login"),
    Screen("cockpit", "zhou", "/cockpit/"),
    Screen("cockpit-fairness", "zhou", "/cockpit/fairness"),
    Screen("review", "lin", "/review/"),
    Screen("review-desk", "lin", "/review/", _begin),
    Screen("review-boards", "weber", "/review/boards"),
    Screen("golden-sets", "weber", "/review/golden"),
    Screen("notices", "weber", "/notices/"),
    Screen("notice", "weber", "/notices/", _first_row),
    Screen("appeals", "weber", "/appeals/"),
    Screen("appeal", "weber", "/appeals/", _first_row),
    Screen("orders", "osei", "/orders/"),
    Screen("order", "osei", "/orders/", _first_row),
    Screen("proposals", "osei", "/proposals/"),
    Screen("listings", "lin", "/listings/?verdict=refuse"),
    Screen("listing-drawer", "lin", "/listings/?verdict=refuse", _drawer),
    Screen("listing-trial", "haas", "/listings/try", _try),
    Screen("traders", "zhou", "/traders/"),
    Screen("trader", "zhou", "/traders/", _first_row),
    Screen("statements", "osei", "/statements/"),
    Screen("palette", "lin", "/listings/", _palette),
    Screen("account", "lin", "/account/"),
    Screen("trader-portal", "trader", "/my/standing"),
    Screen("rights-portal", "holder", "/rights/"),
    Screen("authority-portal", "authority", "/my/orders/"),
    Screen("public-notice", "", "/notice"),
)


def main(base: str, folder: Path, only: frozenset[str] = frozenset()) -> None:
    """Take all of them, or some by name."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    program = os.environ.get("PRATIQUE_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for language in ("en", "zh"):
            for theme in ("light", "dark"):
                pages: dict[str, Any] = {}
                for screen in SCREENS:
                    if only and screen.name not in only:
                        continue
                    page = pages.get(screen.user) or pages.setdefault(screen.user, _page(browser, base, screen.user, language, theme))
                    try:
                        page.goto(screen.path)
                        screen.act(page)
                    except Exception as error:  # the others are taken all the same
                        sys.stderr.write(f"{screen.name} {language} {theme}: {str(error).splitlines()[0]}\n")
                    page.wait_for_timeout(400)
                    picture = Image.open(io.BytesIO(page.screenshot()))
                    picture.convert("RGB").save(folder / f"{screen.name}-{language}-{theme}.webp", quality=72, method=6)
                for page in pages.values():
                    page.context.close()
        browser.close()


def _page(browser: Any, base: str, user: str, language: str, theme: str) -> Any:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=base, locale="en-GB", timezone_id="Asia/Shanghai")
    cookies = {"django_language": "zh-hans" if language == "zh" else "en", "theme": theme, "zone": "Asia/Shanghai"}
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
    page = context.new_page()
    page.set_default_timeout(20_000)
    if user:
        page.goto("/account/login")
        page.fill("input[name=username]", user)
        page.fill("input[name=password][type=password]", PASSWORD)
        page.click("button.main-act")
        page.wait_for_selector(".frame")
    return page


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), frozenset(sys.argv[3:]))
