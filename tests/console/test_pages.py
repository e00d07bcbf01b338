"""Every screen of the table: for whom it opens, where the walls stand, what it asks of the database, and its last page."""

import re
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.console.conftest import pointed_at
from tests.console.counting import counting
from tests.console.pages import BEGINS, DEEDS, ELSEWHERE, OUTSIDE, PAGES, ROLES, Deed, Page, addressed, examples

MOST_QUERIES = 45
EVERY: tuple[Page | Deed, ...] = (*PAGES, *DEEDS)


@pytest.fixture(scope="module")
def many(demo_url: str) -> Iterator[dict[str, str]]:
    """This process works on the ten thousand rows; what the addresses are filled with."""
    with psycopg.connect(demo_url) as connection:
        found = examples(connection)
    with pytest.MonkeyPatch.context() as patch, pointed_at(demo_url, patch):
        yield found


def signed_in(role: str, name: str = "", **walls: Any) -> Any:
    """Somebody with one role, with the record of the demo where one is needed."""
    from django.test import Client

    from pratique.console.records.models import Account

    client = Client(raise_request_exception=True)
    if role == "nobody":
        return client
    of_demo = {"trader": "trader", "rights_holder": "holder", "authority": "authority"}
    if role in of_demo and "subject" not in walls:
        walls["subject"] = Account.objects.get(username=of_demo[role]).subject
    name = name or f"only_{role}"
    account, _ = Account.objects.update_or_create(
        username=name, defaults={"actor": f"user_{name}", "name": name, "roles": [role], "is_demo": True, **walls}
    )
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return client


def test_every_address_stands_in_the_table() -> None:
    there = {(name, re.sub(r"<\w+:\w+>", "*", pattern)) for name, pattern in addressed() if name not in ELSEWHERE}
    listed = {(one.name, one.path.partition("?")[0].strip("/")) for one in EVERY}

    def fits(pattern: str, path: str) -> bool:
        return re.fullmatch(re.escape(pattern.strip("/")).replace(r"\*", ".+"), path) is not None

    missing = [(name, pattern) for name, pattern in there if not any(name == of and fits(pattern, path) for of, path in listed)]
    gone = [(name, path) for name, path in listed if not any(name == of and fits(pattern, path) for of, pattern in there)]
    assert (missing, gone) == ([], []), "a screen without a line in `pages` is not proved"


OTHERWISE = {"studio": 302, "account-login": 302}
"""Doors, which lead on."""


@pytest.mark.parametrize("role", sorted(ROLES | {"nobody"}))
def test_a_role_sees_its_screens_and_no_other(many: dict[str, str], role: str) -> None:
    client, wrong = signed_in(role), []
    for page in PAGES:
        if page.name in BEGINS and role in page.opens:
            continue
        answer = client.get(page.address(many))
        is_open = answer.status_code == 200 or (role != "nobody" and page.name in OTHERWISE and answer.status_code == OTHERWISE[page.name])
        shut = 302 if role == "nobody" else 403
        if is_open != (role in page.opens) or not (is_open or answer.status_code == shut):
            wrong.append((page.name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", sorted(ROLES | {"nobody"}))
def test_a_role_does_nothing_that_is_not_its_own(many: dict[str, str], role: str) -> None:
    client, wrong = signed_in(role), []
    for deed in DEEDS:
        if role not in deed.opens:
            answer = client.post(deed.address(many), {"reason": "x", "words": "x", "how": "approve", "note": "x"})
            if answer.status_code != (302 if role == "nobody" else 403) or (
                role == "nobody" and "/account/login" not in answer["Location"]
            ):
                wrong.append((deed.name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", sorted(ROLES - OUTSIDE))
def test_what_is_of_another_channel_is_not_there(many: dict[str, str], role: str) -> None:
    client, wrong = signed_in(role, f"far_{role}", channels=["lazada"]), []
    for one in EVERY:
        if one.walled and role in one.opens:
            address = one.address(many)
            answer = client.get(address) if isinstance(one, Page) else client.post(address, {"reason": "x", "text": "x", "how": "withdraw"})
            if answer.status_code != 404:
                wrong.append((one.name, answer.status_code))
    for page in PAGES:
        if page.every and role in page.opens:
            shown = client.get(page.every).content.decode()
            assert 'class="channel aliexpress"' not in re.sub(r"(?s)<(form|nav).*?</\1>", "", shown), page.name
    assert wrong == []


@pytest.mark.parametrize("role", sorted(OUTSIDE))
def test_what_is_of_another_outside_is_not_there(many: dict[str, str], role: str) -> None:
    client = signed_in(role, f"other_{role}", subject="somebody-else")
    answers = {page.name: client.get(page.address(many)).status_code for page in PAGES if page.opens == {role} and "{" in page.path}
    assert set(answers.values()) == {404}, answers


@pytest.fixture(scope="module")
def few(one_url: str, demo_url: str) -> dict[str, tuple[int, int]]:
    """How many statements each screen sends with one row, and with ten thousand."""
    found: dict[str, tuple[int, int]] = {}
    with psycopg.connect(demo_url) as connection:
        filled = examples(connection)
    counted = {}
    for url in (one_url, demo_url):
        with pytest.MonkeyPatch.context() as patch, pointed_at(url, patch):
            clients: dict[str, Any] = {}
            for page in PAGES:
                if page.name in BEGINS | {"account-login"}:
                    continue
                client = clients.setdefault(page.user, _of_demo(page.user))
                address = page.every or page.address(filled)
                client.get(address)
                began = time.perf_counter()
                with counting() as statements:
                    answer = client.get(address)
                took = time.perf_counter() - began
                counted[url, page.name] = len(statements)
                print(f"{page.name:22} {len(statements):3} statements {took * 1e3:6.0f} ms {answer.status_code}")
    for page in PAGES:
        if (one_url, page.name) in counted:
            found[page.name] = (counted[one_url, page.name], counted[demo_url, page.name])
    return found


def _of_demo(user: str) -> Any:
    from django.test import Client

    from pratique.console.records.models import Account

    client = Client()
    if user:
        client.force_login(Account.objects.get(username=user), "django.contrib.auth.backends.ModelBackend")
    return client


def test_ten_thousand_rows_ask_no_more_than_one(few: dict[str, tuple[int, int]]) -> None:
    assert {name: each for name, each in few.items() if each[1] > each[0] + SLACK.get(name, 0) or each[1] > MOST_QUERIES} == {}


SLACK: dict[str, int] = {}
"""Statements that come on top once a screen has more to show, and do not grow any more."""

OF_TRADER = "(SELECT subject FROM account WHERE username = 'trader')"
OF_HOLDER = "holder IN (SELECT id FROM rights_holder WHERE account = 'owner_lumora')"
WALKS = {
    "/listings/?q=HOSTILE": ("lin", "SELECT count(*) FROM listing_entry WHERE folded LIKE '%hostile%'"),
    "/notices/?status=all&kind=consumer": ("lin", "SELECT count(*) FROM notice WHERE kind = 'consumer'"),
    "/review/?queue=health&status=decided": ("lin", "SELECT count(*) FROM case_file WHERE queue = 'health' AND status = 'decided'"),
    "/my/orders/": ("authority", "SELECT count(*) FROM authority_order WHERE account = 'authority_bnetza'"),
    "/actions/?status=expired": ("osei", "SELECT count(*) FROM enforcement_action WHERE status = 'expired'"),
    "/traders/?channel=alibaba&country=CN": ("zhou", "SELECT count(*) FROM trader WHERE 'alibaba' = ANY(channels) AND country = 'CN'"),
    "/traders/verification": ("lin", "SELECT count(*) FROM trader_verification WHERE waits_since IS NOT NULL"),
    "/statements/?channel=alibaba": ("osei", "SELECT count(*) FROM statement WHERE channel = 'alibaba'"),
    "/studio/changes?status=all": ("haas", "SELECT count(*) FROM content_draft"),
    "/my/statements/": ("trader", f"SELECT count(*) FROM statement WHERE trader = {OF_TRADER}"),
    "/my/notices/": ("trader", f"SELECT count(*) FROM notice WHERE {OF_TRADER} = ANY(traders)"),
    "/sent/": ("holder", f"SELECT count(*) FROM notice WHERE {OF_HOLDER}"),
}


@pytest.mark.parametrize("address", sorted(WALKS))
def test_a_list_is_read_to_its_end_with_no_row_lost_or_twice(many: dict[str, str], demo_url: str, address: str) -> None:
    user, query = WALKS[address]
    with psycopg.connect(demo_url) as connection:
        (number,) = connection.execute(query.encode()).fetchone() or (0,)
    client, seen, here = _of_demo(user), [], address
    while True:
        page = client.get(here).content.decode()
        seen += rows_of(page)
        following = re.search(r'<a[^>]*rel="next"[^>]*>', page)
        if following is None:
            break
        (query_string,) = re.findall(r'href="([^"]*)"', following[0])
        here = (
            address.partition("?")[0] + query_string.replace("&amp;", "&")
            if query_string.startswith("?")
            else query_string.replace("&amp;", "&")
        )
        assert len(seen) <= number, "it never ends"
    assert len(seen) == len(set(seen)) == number
    assert number > 50, "no second page"


def rows_of(page: str) -> list[str]:
    """Addresses of the rows."""
    links = re.findall(r"<a[^>]*data-open[^>]*>", page)
    return [found[1] for link in links if (found := re.search(r'href="([^"]*)"', link))]
