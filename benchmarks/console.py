"""How soon the first byte of each screen comes, for whoever works there: the console as `pratique up` starts it, over the demo.

`PRATIQUE_BENCH_CONSOLE`, with `DATABASE_URL`, names one that is up already with its demo; else a demo is told first, which takes a minute or two.
"""

import contextlib
import http.cookiejar
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psycopg

from benchmarks.measure import Figure, at_most
from pratique.policy.model import Content
from pratique.store import server

PASSWORD = "a-living-demo"  # noqa: S105 - of the demo
BUDGET = 200
ROUNDS = 7


class Screen(NamedTuple):
    """A list or a detail, and who works there. A detail is the first row of the list before it."""

    user: str
    path: str
    detail: str = ""
    """What the address of a row begins with."""


SCREENS = (
    Screen("zhou", "/cockpit/"),
    Screen("zhou", "/cockpit/fairness"),
    Screen("zhou", "/cockpit/figures/held"),
    Screen("lin", "/review/", "/review/case_"),
    Screen("weber", "/review/boards"),
    Screen("lin", "/notices/?status=all", "/notices/notice_"),
    Screen("osei", "/holders/?show=all", "/holders/holder_"),
    Screen("weber", "/senders/", "/senders/submitter_"),
    Screen("weber", "/appeals/?status=all", "/appeals/appeal_"),
    Screen("osei", "/orders/?status=all", "/orders/order_"),
    Screen("zhou", "/proposals/?status=all"),
    Screen("lin", "/listings/", "/listings/listing/"),
    Screen("lin", "/listings/?verdict=refuse"),
    Screen("lin", "/listings/?q=charger"),
    Screen("zhou", "/traders/", "/traders/trader_"),
    Screen("lin", "/traders/verification?show=all"),
    Screen("lin", "/traders/documents/"),
    Screen("haas", "/traders/ladders"),
    Screen("osei", "/actions/", "/actions/action_"),
    Screen("osei", "/statements/", "/statements/statement_"),
    Screen("haas", "/studio/rules", "/studio/rules/"),
    Screen("haas", "/studio/concepts", "/studio/concepts/"),
    Screen("osei", "/studio/law"),
    Screen("osei", "/studio/coverage"),
    Screen("osei", "/studio/horizon"),
    Screen("haas", "/studio/versions"),
    Screen("haas", "/studio/changes"),
    Screen("mehta", "/workbench/"),
    Screen("trader", "/my/standing"),
    Screen("trader", "/my/fixes"),
    Screen("trader", "/my/statements/", "/my/statements/statement_"),
    Screen("holder", "/rights/"),
    Screen("holder", "/sent/", "/sent/notice_"),
    Screen("authority", "/my/orders/", "/my/orders/order_"),
)


def first_bytes(_: Content) -> Iterator[Figure]:
    """The median of every screen, and the slowest of them by name."""
    with _served() as (address, what):
        taken = {f"{path} as {user}": _median(opener, address + path) for user, path, opener in _asked(address)}
    slowest = sorted(taken, key=lambda one: -taken[one])
    middle = statistics.median(taken.values())
    yield at_most("console", f"first byte of {len(taken)} screens over {what}, median of all", middle, "ms", BUDGET)
    for name in slowest[:5]:
        yield at_most("console", f"first byte, {re.sub(r'_[0-9a-z]{20,}', '_…', name)}", taken[name], "ms", BUDGET)


def _asked(address: str) -> Iterator[tuple[str, str, urllib.request.OpenerDirector]]:
    known: dict[str, urllib.request.OpenerDirector] = {}
    for one in SCREENS:
        opener = known.get(one.user) or known.setdefault(one.user, _signed_in(address, one.user))
        yield one.user, one.path, opener
        if one.detail:
            page = opener.open(address + one.path).read().decode()
            found = re.search(
                f'href="({re.escape(one.detail)}[^"?]+)"[^>]*data-open|data-open[^>]*href="({re.escape(one.detail)}[^"?]+)"', page
            )
            if found:
                yield one.user, (found[1] or found[2]).replace("&amp;", "&"), opener


def _median(opener: urllib.request.OpenerDirector, address: str) -> float:
    """Milliseconds to the first byte; the first calls, which fill caches, do not count."""
    taken = []
    for number in range(ROUNDS + 2):
        began = time.perf_counter()
        with opener.open(address) as answer:
            answer.read(1)
            if number >= 2:
                taken.append((time.perf_counter() - began) * 1e3)
            answer.read()
    return statistics.median(taken)


def _signed_in(address: str, user: str) -> urllib.request.OpenerDirector:
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = opener.open(f"{address}/account/login").read().decode()
    (token,) = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token, "username": user, "password": PASSWORD}).encode()
    asked = urllib.request.Request(f"{address}/account/login", form, {"Referer": address, "Origin": address})  # noqa: S310 - our own console
    if "/account/login" in opener.open(asked).url:
        raise RuntimeError(f"{user} cannot sign in at {address}: is it a demo?")
    return opener


@contextlib.contextmanager
def _served() -> Iterator[tuple[str, str]]:
    """Address of the console over a demo, and how much there is in it."""
    if given := os.environ.get("PRATIQUE_BENCH_CONSOLE"):
        yield given, _size(os.environ["DATABASE_URL"])
        return
    with tempfile.TemporaryDirectory(prefix="pratique-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        url = server.start(Path(folder) / "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "PRATIQUE_CONSOLE_PORT": str(port),
            "PRATIQUE_DEMO": "1",
            "PRATIQUE_SECRET_KEY": "bench",
        }
        for command in (
            ["-W", "ignore", "-m", "pratique.console", "migrate", "--verbosity", "0"],
            ["-m", "pratique.assembly.demo"],
            ["-m", "pratique.console", "demo_accounts"],
        ):
            subprocess.run([sys.executable, *command], check=True, env=environment, stdout=subprocess.DEVNULL)
        process = subprocess.Popen(
            [sys.executable, "-m", "pratique.console.serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            for _ in range(600):
                with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                    break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", _size(url)
        finally:
            process.terminate()
            process.wait(30)


def _size(url: str) -> str:
    with psycopg.connect(url) as connection:
        (number,) = connection.execute("SELECT count(*) FROM decision").fetchone() or (0,)
    return f"a demo of {number:,} decisions"
