"""The console, in this process over a database of its own, and served for a real browser over a small demo."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from pratique.assembly import listing_index
from pratique.assembly.operations import follow_up, screening
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM
from pratique.policy.load import load_content
from pratique.store.figures import weeks
from pratique.store.transaction import transaction
from tests.conftest import fresh
from tests.console import world
from tests.console.pages import examples

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pratique.console.project.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this thread; nothing else runs in it
os.environ.setdefault("PRATIQUE_SECRET_KEY", "of the tests alone")
PASSWORD = "a-living-demo"  # noqa: S105 - of the demo


django.setup()  # before any module of tests is read, since models cannot be imported without


@pytest.fixture
def console(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Django and the screens of this process work on a fresh database; gives its address."""
    with pointed_at(database_url, monkeypatch):
        yield database_url


class pointed_at:  # noqa: N801 - reads as a word
    """Django's own connection and that of the screens, on a database."""

    def __init__(self, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.url, self.monkeypatch = url, monkeypatch

    def __enter__(self) -> None:
        from django.core.cache import cache
        from django.db import connection
        from django.test import override_settings

        given = conninfo_to_dict(self.url)
        self.monkeypatch.setenv("DATABASE_URL", self.url)
        connection.close()
        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        connection.settings_dict.update({name: str(given.get(key) or "") for name, key in names.items()})
        cache.clear()
        self.settings = override_settings(ALLOWED_HOSTS=["testserver"])
        self.settings.enable()

    def __exit__(self, *_: object) -> None:
        from django.db import connection

        from pratique.console.frame import connection as screens

        self.settings.disable()
        screens.close()
        connection.close()


@pytest.fixture
def enter(console: str) -> Callable[..., Any]:
    """Somebody signed in: `enter("reviewer", channels=["lazada"])` gives a client."""
    from django.test import Client

    from pratique.console.records.models import Account

    def entered(*roles: str, name: str = "ann", **walls: Any) -> Any:
        account, _ = Account.objects.get_or_create(
            username=name, defaults={"name": name.title(), "actor": f"user_{name}", "roles": list(roles), "is_demo": True, **walls}
        )
        client = Client(raise_request_exception=True)
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return entered


HELD = {"title": "Driving licence and passport made to order", "description": "Fake ID with hologram, ready in three days."}


def hold(connection: psycopg.Connection, compiled: Screeners, name: str, channel: str) -> str:
    """A listing that is held: its case."""
    with transaction(connection) as tx:
        row = {"listing_id": name, "trader_id": "trader_1", **HELD}
        asked = screening.asked_of(row, Question(channel, "publish", ("AE", "ZA")), compiled.content, SYSTEM)
        screening.keep_many(tx, compiled, [asked], SYSTEM)
    follow_up.work_off(connection, compiled.content, 100)
    (case,) = connection.execute("SELECT id FROM case_file WHERE subject = %s", (name,)).fetchone() or ("",)
    connection.commit()
    assert case, "the example is held no longer; choose another"
    return str(case)


# ---- a real browser ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def told(postgres: str) -> Iterator[str]:
    """Name of a database with a small demo, its accounts and one hostile thing of every kind. It is only copied."""
    from pratique.assembly.demo.seed import seed
    from pratique.assembly.runtime.schema import make_demo_accounts

    with fresh(postgres) as url:
        seed(url, lambda _: None, listings=400, trader_count=30, days=30)
        make_demo_accounts(url)
        with psycopg.connect(url) as connection:
            screeners = Screeners(load_content())
            for number, channel in enumerate(("aliexpress",) * 6 + ("lazada",) * 2):
                hold(connection, screeners, f"HELD-{number}", channel)
            world.hostile(connection, screeners)
            while listing_index.catch_up(connection):
                pass
            weeks.refresh(connection)
        yield str(conninfo_to_dict(url)["dbname"])


@pytest.fixture(scope="session")
def demo_url(postgres: str, told: str) -> Iterator[str]:
    """The same with ten thousand rows of everything a list shows, shared by the browser tests of this process."""
    with fresh(postgres, told) as url:
        with psycopg.connect(url) as connection:
            world.multiplied(connection)
            weeks.refresh(connection)
        yield url


@pytest.fixture(scope="session")
def small_url(postgres: str, told: str) -> Iterator[str]:
    """The same as it was told, for what is counted by hand."""
    with fresh(postgres, told) as url:
        yield url


@pytest.fixture(scope="session")
def one_url(postgres: str, told: str) -> Iterator[str]:
    """The same with one row of everything a list shows."""
    with fresh(postgres, told) as url:
        with psycopg.connect(url) as connection:
            world.cut(connection, examples(connection))
        yield url


@pytest.fixture(scope="session")
def served(demo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a console over the small demo."""
    with serving(demo_url, tmp_path_factory.mktemp("console"), PRATIQUE_DEMO="1") as address:
        yield address


@contextlib.contextmanager
def serving(url: str, folder: Path, **more: str) -> Iterator[str]:
    """Address of a console of a process of its own over a database."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    log = (folder / "log").open("wb")
    environment = {**os.environ, "DATABASE_URL": url, "PRATIQUE_CONSOLE_PORT": str(port), **more}
    process = subprocess.Popen([sys.executable, "-m", "pratique.console.serve"], env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                    if answer.status == 200:
                        break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail(f"the console does not start: {Path(log.name).read_text()[-2000:]}")
        yield address
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A headless browser: Debian's package, or one named by PRATIQUE_CHROMIUM."""
    names = (os.environ.get("PRATIQUE_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if name and (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no chromium on this machine: apt-get install chromium, or name one by PRATIQUE_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


Entered = Callable[..., Any]


def until(page: Any, expression: str, seconds: float = 30) -> None:
    """Wait until an expression of JavaScript holds; Playwright's own way needs `eval`, which the policy of the page forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never: {expression}"
        page.wait_for_timeout(50)


@pytest.fixture
def page_of(chromium: Any, served: str) -> Iterator[Entered]:
    """A page of somebody of the demo, logged in: `page_of("lin", language="zh")`. Anything the browser complains of fails the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def entered(username: str = "", *, language: str = "en", theme: str = "light", width: int = 1280, height: int = 720) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=served, locale="en-GB", timezone_id="Asia/Shanghai"
        )
        contexts.append(context)
        codes = {"en": "en", "zh": "zh-hans"}
        context.add_cookies(
            [
                {"name": "django_language", "value": codes[language], "url": served},
                {"name": "theme", "value": theme, "url": served},
                {"name": "zone", "value": "Asia/Shanghai", "url": served},
            ]
        )
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" and "status of 4" not in one.text else None)
        page.on("pageerror", lambda one: complaints.append(str(one)))
        if username:
            page.goto("/account/login")
            page.fill("input[name=username]", username)
            page.fill("input[name=password][type=password]", PASSWORD)
            page.click("button.main-act")
            page.wait_for_selector(".frame")
        return page

    yield entered
    for context in contexts:
        context.close()
    assert complaints == []
