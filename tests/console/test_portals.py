"""The portals: a trader, a rights holder and an authority do what they come for, in both languages, and see nothing that is not their own."""

from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pratique.assembly.operations import enforcement, retention, traders
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.traders import NewTrader
from pratique.base.actor import SYSTEM
from pratique.enforcement.action import Cause
from pratique.policy.load import load_content
from pratique.store.transaction import transaction
from tests.assembly.test_files import PDF

RULE = "house/no-convention-substances@1"


TOUCHED = ".main a, .main button, .main select, .main summary, .main label.row, .side a, .main input:not([type=checkbox], [type=radio], [type=hidden])"
TOO_SMALL = f"""[...document.querySelectorAll('{TOUCHED}')]
  .filter((each) => {{ const box = each.getBoundingClientRect(); return box.width && box.height < 44; }})
  .map((each) => each.outerHTML.slice(0, 120))"""
"""What can be touched and is lower than 44 px."""


def punished(url: str, trader: str, listing: str) -> str:
    """A trader with an account, one of whose listings was removed; the statement."""
    content = load_content()
    with psycopg.connect(url) as connection, transaction(connection) as tx:
        traders.register(tx, SYSTEM, content, NewTrader(trader, "en", "CN", {"lazada": "a-1"}, {"email": "x@example.com"}))
        cause = Cause("person", "user_1", (RULE,), "Drugs <script>alert(1)</script>")
        measure = Measure(
            kind="remove", subject_kind="listing", subject=listing, subject_title="<b>Crystals</b> 3g", trader=trader, channel="lazada",
            markets=None, cause=cause,
        )  # fmt: skip
        return enforcement.impose(tx, SYSTEM, content, measure).statements[0]


def test_a_trader_reads_why_contests_and_takes_it_back(enter: Any, console: str) -> None:
    statement = punished(console, "t-1", "sku-1")
    client = enter("trader", name="wei", subject="t-1")
    home = client.get("/my/standing")
    assert home.status_code == 200
    assert "Prohibited" in home.content.decode() or "48" in home.content.decode()
    shown = client.get(f"/my/statements/{statement}").content.decode()
    assert "<b>Crystals" not in shown, "what traders write stays text"
    assert "<script>alert" not in shown
    assert client.post(f"/my/statements/{statement}", {"words": ""}).status_code == 422
    sent = client.post(f"/my/statements/{statement}", {"words": "These are bath salts, the analysis is attached."})
    assert sent.status_code == 302
    complaint = client.get(sent["Location"]).content.decode()
    assert "bath salts" in complaint
    assert "Contest this decision" not in client.get(f"/my/statements/{statement}").content.decode()
    client.post(sent["Location"])
    assert "Withdrawn" in client.get(sent["Location"]).content.decode()


def test_nobody_reads_what_is_another_traders(enter: Any, console: str) -> None:
    statement = punished(console, "t-1", "sku-1")
    other = enter("trader", name="olu", subject="t-2")
    assert other.get(f"/my/statements/{statement}").status_code == 404
    assert "Crystals" not in other.get("/my/statements/").content.decode()
    assert other.get("/my/standing").status_code == 200
    staff = enter("analyst", name="ann")
    assert staff.get("/my/complaints/").status_code == 403
    assert other.get("/rights/").status_code == 403
    assert other.get("/my/orders/new").status_code == 403


def test_a_trader_tells_who_they_are(enter: Any, console: str) -> None:
    from pratique.assembly.operations import verification

    punished(console, "t-1", "sku-1")
    client = enter("trader", name="wei", subject="t-1")
    assert "Nothing is asked of you" in client.get("/my/particulars").content.decode()
    with psycopg.connect(console) as connection, transaction(connection) as tx:
        verification.begin(tx, SYSTEM, "t-1", ("dsa",))
    form = {
        "name": "Wei Trading", "address": "8 Example Road", "phone": "+86 755 8888 0000", "email": "wei@example.com", "id_document": "file_1",
        "payment_account": "DE89370400440532013001", "trade_register": "Shenzhen", "register_number": "91110000600037341L", "self_certification": "yes",
        "is_registered": "on", "is_business": "on",
    }  # fmt: skip
    wrong = client.post("/my/particulars", form)
    assert wrong.status_code == 422
    assert 'class="wrong"' in wrong.content.decode()
    with psycopg.connect(console) as connection:
        assert connection.execute("SELECT count(*) FROM kept_file").fetchone() == (0,)
    wrong = client.post("/my/particulars", form | {"files": SimpleUploadedFile("id.svg", b"<svg/>")})
    assert wrong.status_code == 422
    assert "is none of PDF" in wrong.content.decode()
    whole = form | {"payment_account": "DE89370400440532013000", "files": SimpleUploadedFile("id.pdf", PDF)}
    right = client.post("/my/particulars", whole)
    assert right.status_code == 302, right.content.decode().split('class="wrong"')[1:]
    assert "id.pdf" in enter("reviewer", name="lin").get("/traders/t-1/verification").content.decode()
    assert "id.pdf" not in enter("strategist", name="haas").get("/traders/t-1/verification").content.decode()
    with psycopg.connect(console) as connection:
        (name,) = connection.execute("SELECT id FROM kept_file").fetchone() or ("",)
        assert enter("strategist", name="haas").get(f"/files/{name}").status_code == 403
        with transaction(connection) as tx:
            tx.execute("UPDATE vault_entry SET fields = NULL WHERE purpose = 'verification'")
        retention.sweep(connection, SYSTEM)
        assert connection.execute("SELECT count(*) FROM kept_file WHERE body IS NOT NULL").fetchone() == (0,), "goes with what was told"
    page = client.get("/my/particulars").content.decode()
    assert "Being looked at" in page
    assert "Wei Trading" not in page, "what was given is not shown again"


def test_a_rights_holder_registers_and_sends(enter: Any, console: str) -> None:
    punished(console, "t-1", "sku-1")
    client = enter("rights_holder", name="lum", subject="account_1")
    assert client.post("/rights/", {"name": "Lumora", "address": "", "email": "ip@lumora.example"}).status_code == 422
    form = {"name": "Lumora", "address": "3 Quay", "email": "ip@lumora.example", "identity_proof": "file_1"}
    assert client.post("/rights/", form).status_code == 302
    right = {"kind": "trade_mark", "title": "Lumora", "territories": "eu us", "proof": "file_2", "valid_to": "2031-01-01"}
    faults = client.post("/rights/add", right)
    assert faults.status_code == 422
    assert "number:" in faults.content.decode()
    assert client.post("/rights/add", right | {"number": "018123456", "office": "eu", "nice_classes": "9"}).status_code == 302
    assert "Being looked at" in client.get("/rights/").content.decode()
    assert "No right to rest on" in client.get("/sent/new").content.decode()


def test_an_authority_gives_an_order_and_sees_only_its_own(enter: Any, console: str) -> None:
    punished(console, "t-1", "sku-1")
    client = enter("authority", name="bna", subject="authority_1")
    form = {
        "kind": "product_safety", "instruction": "disable", "name": "Bundesnetzagentur", "country": "de", "reference": "DE-1",
        "subjects": "sku-1", "legal_basis": "Regulation (EU) 2023/988 Art. 22(4)", "markets": "DE",
    }  # fmt: skip
    assert client.post("/my/orders/new", form | {"models": "K-1"}).status_code == 422
    given = client.post("/my/orders/new", form)
    assert given.status_code == 302
    assert "DE-1" in client.get("/my/orders/").content.decode()
    assert "What the law wants and the order lacks" in client.get(given["Location"]).content.decode()
    other = enter("authority", name="dgc", subject="authority_2")
    assert other.get(given["Location"]).status_code == 404
    assert "DE-1" not in other.get("/my/orders/").content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_portals_in_a_browser_also_on_a_phone(page_of: Any, language: str) -> None:
    for username, addresses in (
        ("trader", ("/my/standing", "/my/fixes", "/my/statements/", "/my/complaints/", "/my/notices/", "/my/particulars", "/my/documents")),
        ("holder", ("/rights/", "/rights/add", "/sent/", "/sent/new")),
        ("authority", ("/my/orders/", "/my/orders/new")),
    ):
        page = page_of(username, language=language, width=390, height=844)
        for address in addresses:
            page.goto(address)
            assert page.locator("h1").count() == 1, address
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{address} is wider than a phone"
            assert page.evaluate(TOO_SMALL) == [], f"{address} has what a finger misses"


def test_a_table_on_a_phone_is_read_row_by_row(page_of: Any) -> None:
    page = page_of("trader", width=390, height=844)
    page.goto("/my/standing")
    rows = page.evaluate(
        "[...document.querySelectorAll('table.stacked td')].map((each) => [each.getBoundingClientRect().width, each.parentElement.clientWidth])"
    )
    assert rows
    assert all(width > whole * 0.8 for width, whole in rows), "every cell has the whole width"
