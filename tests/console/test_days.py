"""A day of each role that has no other test of its own in the browser: by keyboard alone, with ten thousand rows around it, in one of the languages.

The others: reviewer `test_review`, strategist and whoever agrees `test_studio`, manager `test_cockpit`, analyst `test_workbench`, notices
`desk.test_browser`.
"""

import re
from typing import Any

import psycopg
import pytest

from pratique.assembly.operations import cases
from pratique.base.actor import Actor
from pratique.casework import case as acts
from pratique.casework.case import Ruling
from pratique.policy.load import load_content
from pratique.store.records import append, load
from pratique.store.transaction import transaction
from tests.console.pages import examples


@pytest.fixture(scope="module")
def filled(demo_url: str) -> dict[str, str]:
    """Things to work on."""
    with psycopg.connect(demo_url) as connection:
        return examples(connection)


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until something has the focus."""
    for _ in range(160):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def typed(page: Any, selector: str, text: str) -> None:
    """Go to a field by Tab and type; what stands in it goes."""
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def pressed(page: Any, selector: str, key: str = "Enter") -> None:
    """Go to a button, a box or a link by Tab and press it."""
    tab_to(page, selector)
    page.keyboard.press(key)


def went(page: Any, keys: str, address: str) -> None:
    """Go somewhere by its keys."""
    with page.expect_navigation(url=address):
        for key in keys:
            page.keyboard.press(key)


def test_the_senior_reviewer_looks_a_second_time(page_of: Any, demo_url: str) -> None:
    content = load_content()
    with psycopg.connect(demo_url) as connection, transaction(connection) as tx:
        (name,) = tx.execute("SELECT id FROM case_file WHERE status = 'open' AND subject = 'HELD-5' ORDER BY length(id)").fetchone() or (
            "",
        )
        first = Actor("user_first", frozenset({"senior_reviewer"}))
        state = cases.claim(tx, first, name)
        cases.decide(tx, first, content, name, [Ruling(state.markets, "refuse", state.rules[0], "The first said so.")])
        kept = load(tx, cases.CASES, name)
        if kept.state.status != "second_review":
            append(tx, cases.CASES, name, kept, acts.ask_second(kept.state, at=tx.at))
    page = page_of("weber", language="zh")
    page.goto(f"/review/{name}")
    assert "The first said so." not in page.inner_text("main"), "the second look is blind"
    page.keyboard.press("Space")
    page.wait_for_selector("#decide")
    page.keyboard.press("a")
    page.keyboard.press("1")
    page.keyboard.press("c")
    page.keyboard.type("看过图片与说明：属实。")
    page.keyboard.press("Escape")
    page.keyboard.press("Space")
    page.wait_for_selector("[data-pending]")
    with psycopg.connect(demo_url) as connection:
        assert connection.execute("SELECT is_second FROM pending_ruling WHERE case_id = %s", (name,)).fetchone() == (True,)


def test_the_lawyer_takes_an_order_and_decides_an_appeal(page_of: Any, filled: dict[str, str]) -> None:
    page = page_of("osei", language="en")
    went(page, "go", "**/orders/")
    page.goto(f"/orders/{filled['order']}")
    page.keyboard.press("c")
    page.keyboard.type("signed")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-hotkey=e]")
    page.keyboard.press("e")
    page.wait_for_selector("[data-hotkey=r]")
    page.keyboard.press("r")
    page.wait_for_selector("[data-hotkey=x]")
    assert "Report, as the authority got it" in page.inner_text("main")
    went(page, "ga", "**/appeals/")
    page.goto(f"/appeals/{filled['appeal']}")
    page.locator("h1").focus()
    page.keyboard.press("1")
    page.keyboard.press("c")
    page.keyboard.type("The listing names the brand and says that it is a replica.")
    pressed(page, "#decide button.main-act")
    page.wait_for_selector("#messages .message.success")
    page.goto(f"/appeals/{filled['appeal']}")
    assert "says that it is a replica" in page.inner_text("main")
    assert page.locator("#decide").count() == 0


def test_the_auditor_reads_everything_and_changes_nothing(page_of: Any, filled: dict[str, str]) -> None:
    page = page_of("keller", language="zh")
    allowed = re.compile(r"/private$|counter-notice$|/views/|/studio/changes/.*/zip|/listings/pictures$")
    went(page, "gn", "**/notices/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/notices/notice_**")
    for path in ("case", "notice", "appeal", "order", "proposal", "action"):
        place = "review" if path == "case" else f"{path}s"
        page.goto(f"/{place}/{filled[path]}")
        forms = page.eval_on_selector_all("main form[method=post]", "all => all.map(one => new URL(one.action).pathname)")
        assert [one for one in forms if not allowed.search(one)] == [], path
    page.goto("/studio/rules/us/water-beads")
    assert page.locator("main form[method=post]").count() == 0


def test_the_administrator_makes_an_account(page_of: Any, demo_url: str) -> None:
    page = page_of("sato", language="en")
    page.goto("/admin/records/account/add/")
    for field, text in (("username", "newcomer"), ("actor", "user_newcomer"), ("name", "New Comer")):
        typed(page, f"[name={field}]", text)
    typed(page, "input[name=password1]", "a door with two locks 7")
    typed(page, "input[name=password2]", "a door with two locks 7")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/admin/records/account/\d+/change/"))
    with psycopg.connect(demo_url) as connection:
        assert connection.execute("SELECT roles, is_staff FROM account WHERE username = 'newcomer'").fetchone() == ([], False), (
            "no role is given by itself"
        )


def test_the_trader_reads_contests_and_hands_in_a_document_on_a_phone(page_of: Any, demo_url: str, tmp_path: Any) -> None:
    page = page_of("trader", language="en", width=390, height=844)
    with psycopg.connect(demo_url) as connection:
        row = connection.execute(
            "SELECT s.id FROM statement s JOIN account a ON a.username = 'trader' AND a.subject = s.trader WHERE s.status = 'issued'"
            " AND NOT EXISTS (SELECT FROM appeal p WHERE p.record = s.action) AND EXISTS (SELECT FROM enforcement_action x WHERE x.id = s.action"
            " AND x.status = 'in_effect') ORDER BY length(s.id), s.issued_at DESC, s.id"
        ).fetchone()
        assert row
    went(page, "gd", "**/my/statements/")
    page.goto(f"/my/statements/{row[0]}")
    typed(page, "textarea[name=words]", "These are our own goods; the invoice is attached.")
    tab_to(page, "form button.main-act")
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/complaints/appeal_**")
    assert "These are our own goods" in page.inner_text("main")
    went(page, "go", "**/my/documents")
    paper = tmp_path / "'<b onmouseover=alert(1)>.png"
    from PIL import Image

    Image.new("RGB", (60, 40), "white").save(paper, "png")
    tab_to(page, "select[name=type]")
    page.keyboard.press("ArrowDown")
    page.set_input_files("input[name=files]", str(paper))
    typed(page, "input[name=number]", "CERT-77")
    typed(page, "input[name=valid_to]", "12122031")
    pressed(page, "#hand-in button.main-act")
    page.wait_for_selector("article.document:has-text('CERT-77')")


def test_the_rights_holder_sends_a_notice(page_of: Any, demo_url: str) -> None:
    page = page_of("holder", language="zh")
    with psycopg.connect(demo_url) as connection:
        row = connection.execute(
            "SELECT subject FROM listing_entry WHERE channel = 'aliexpress' AND kind = 'listing' AND 'DE' = ANY(markets) AND subject LIKE 'ALI-%' ORDER BY length(subject), subject DESC"
        ).fetchone()
        assert row
    went(page, "gn", "**/sent/")
    pressed(page, "main a[href='/sent/new']")
    page.wait_for_url("**/sent/new")
    tab_to(page, "select[name=right]")
    typed(page, "textarea[name=subjects]", row[0])
    tab_to(page, "select[name=channel]")
    page.keyboard.type("Ali")
    page.keyboard.press("Home")
    while page.input_value("select[name=channel]") != "aliexpress":
        page.keyboard.press("ArrowDown")
    typed(page, "input[name=markets]", "DE")
    typed(page, "textarea[name=explanation]", "The listing carries our mark; we never licensed this trader.")
    pressed(page, "input[name=is_owner_or_agent]", "Space")
    pressed(page, "input[name=bona_fide]", "Space")
    pressed(page, "form button.main-act")
    page.wait_for_url("**/sent/notice_**")
    assert row[0] in page.inner_text("main")


def test_the_authority_orders_and_finds_its_order(page_of: Any, filled: dict[str, str]) -> None:
    page = page_of("authority", language="en")
    went(page, "go", "**/my/orders/")
    pressed(page, "main a[href='/my/orders/new']")
    page.wait_for_url("**/my/orders/new")
    for field, text in (("name", "Bundesnetzagentur"), ("country", "DE"), ("reference", "BNetzA 7 <script>")):
        typed(page, f"input[name={field}]", text)
    typed(page, "textarea[name=subjects]", "HELD-1")
    typed(page, "input[name=legal_basis]", "Regulation (EU) 2023/988 Art. 22(4)")
    typed(page, "textarea[name=reasons]", "The plug gives shocks.")
    typed(page, "input[name=markets]", "DE")
    pressed(page, "form button.main-act")
    page.wait_for_url("**/my/orders/order_**")
    assert "BNetzA 7 <script>" in page.inner_text("main")
    page.goto("/my/orders/new")
    page.goto("/my/orders/")
    assert page.locator("tr[data-row]").count() == 50
