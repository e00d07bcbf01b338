"""Documents and evidence: handed in as files, looked at by a person behind the walls, counted for the listings they cover, erased with the rest."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pratique.assembly import listing_index
from pratique.assembly.operations import document_sweep, privacy, retention, screening
from pratique.assembly.recalled import detector_of
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.base.clock import now
from pratique.identity.notice import NoticedProduct, ProductNotice
from pratique.policy.load import load_content
from pratique.store import contents
from pratique.store.transaction import transaction
from tests.assembly.test_files import PDF, SVG, picture
from tests.console.test_portals import punished

LEGAL = Actor("user_legal", frozenset({"legal"}))
TOY = {
    "title": "Wooden building blocks for children, 30 pieces",
    "category": "Toys",
    "age_from": 3,
    "trader_id": "t-1",
    "documents": [],
}  # fmt: skip
TYPE = "eu.declaration_of_conformity"


@pytest.fixture(scope="module")
def compiled() -> Screeners:
    return Screeners(load_content())


def pdf(name: str = "declaration.pdf", body: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, "application/pdf")


def form(**more: Any) -> dict[str, Any]:
    return {"type": TYPE, "number": "DoC-2026-17", "issuer": "Wei Trading", "covers": "sku-1", "files": pdf(), **more}


def screen_toys(url: str, compiled: Screeners, *names: str) -> None:
    with psycopg.connect(url) as connection:
        with transaction(connection) as tx:
            contents.publish(tx, compiled.content, SYSTEM)
            asked = [
                screening.asked_of({**TOY, "listing_id": name}, Question("aliexpress", "publish", ("DE",)), compiled.content, SYSTEM)
                for name in names
            ]
            screening.keep_many(tx, compiled, asked, SYSTEM)
        while listing_index.catch_up(connection):
            pass


def last(url: str, name: str) -> screening.KeptDecision:
    with psycopg.connect(url) as connection, transaction(connection) as tx:
        return screening.of_subject(tx, "listing", name, None, 1, SYSTEM)[0]


def sweep(url: str, compiled: Screeners) -> int:
    done = 0
    with psycopg.connect(url) as connection:
        while number := document_sweep.work_off(connection, compiled.content, portion=2):
            done += number
        while listing_index.catch_up(connection):
            pass
    return done


def lacks(url: str, name: str) -> bool:
    return any(TYPE in missing.split("|") for outcome in last(url, name).outcomes for missing in outcome.missing)


def test_what_was_handed_in_and_looked_at_opens_the_listing_it_covers(console: str, compiled: Screeners, enter: Callable[..., Any]) -> None:
    screen_toys(console, compiled, "sku-1", "sku-2", "sku-3")
    assert lacks(console, "sku-1")
    trader, reviewer = enter("trader", name="wei", subject="t-1"), enter("reviewer", name="lin", channels=["lazada"])
    fixes = trader.get("/my/fixes?verdict=hold").content.decode()
    assert f"/my/documents?type={TYPE}&amp;covers=sku-1#hand-in" in fixes
    assert trader.post("/my/documents", form()).status_code == 302
    assert lacks(console, "sku-1"), "nothing counts that nobody looked at"
    queue = reviewer.get("/traders/documents/").content.decode()
    assert "DoC-2026-17" in queue
    address = queue.split("data-open")[0].rsplit('href="', 1)[1].split('"')[0]
    page = reviewer.get(address).content.decode()
    assert "declaration.pdf" in page
    assert trader.post(f"{address}/judge").status_code == 403
    assert reviewer.post(f"{address}/judge", {"refuse": "1", "reason": " "}).status_code == 422
    assert reviewer.post(f"{address}/judge").status_code == 302
    assert reviewer.post(f"{address}/judge").status_code == 409, "once"
    assert sweep(console, compiled) == 3
    assert not lacks(console, "sku-1")
    assert lacks(console, "sku-2"), "it covers the other one alone"
    assert f"type={TYPE}&amp;covers=sku-1" not in trader.get("/my/fixes?verdict=hold").content.decode()
    assert trader.post(f"/my/documents/{address.rpartition('/')[2]}/withdraw").status_code == 302
    assert sweep(console, compiled) > 0
    assert lacks(console, "sku-1"), "withdrawn, it opens nothing any more"


def test_an_accepted_paper_takes_no_recall_back(console: str, compiled: Screeners, enter: Callable[..., Any]) -> None:
    product = NoticedProduct("Wooden building blocks for children 30 pieces", ("Wei",), ("WB30",))
    notice = ProductNotice(
        "safety-gate:1", "safety-gate", "Wei blocks", "https://recall.example/1", now().date(), (product,), markets=("EU",)
    )
    recalled = {
        **TOY,
        "listing_id": "sku-1",
        "brand": "Wei",
        "model": "WB30",
        "title": "Wei WB30 wooden building blocks for children, 30 pieces",
    }
    knowing = Screeners(compiled.content, recalls=detector_of([notice], compiled.content))
    with psycopg.connect(console) as connection:
        with transaction(connection) as tx:
            contents.publish(tx, compiled.content, SYSTEM)
            asked = screening.asked_of(recalled, Question("aliexpress", "publish", ("DE",)), compiled.content, SYSTEM)
            screening.keep_many(tx, knowing, [asked], SYSTEM)
        while listing_index.catch_up(connection):
            pass
    assert last(console, "sku-1").verdict == "refuse"
    assert enter("trader", name="wei", subject="t-1").post("/my/documents", form()).status_code == 302
    reviewer = enter("reviewer", name="lin")
    address = reviewer.get("/traders/documents/").content.decode().split("data-open")[0].rsplit('href="', 1)[1].split('"')[0]
    before = last(console, "sku-1").decision_id
    assert reviewer.post(f"{address}/judge").status_code == 302
    assert sweep(console, compiled) > 0
    again = last(console, "sku-1")
    assert again.decision_id != before
    assert again.verdict == "refuse"
    assert "safety.recalled_eu" in {one["concept"] for one in again.concepts}


def test_a_refused_one_tells_its_trader_why(console: str, compiled: Screeners, enter: Callable[..., Any]) -> None:
    screen_toys(console, compiled, "sku-1")
    trader, reviewer = enter("trader", name="wei", subject="t-1"), enter("reviewer", name="lin")
    trader.post("/my/documents", form())
    address = reviewer.get("/traders/documents/").content.decode().split("data-open")[0].rsplit('href="', 1)[1].split('"')[0]
    reviewer.post(f"{address}/judge", {"refuse": "1", "reason": "The signature <i>is missing</i>."})
    page = trader.get("/my/documents").content.decode()
    assert "The signature &lt;i&gt;is missing&lt;/i&gt;." in page
    assert sweep(console, compiled) == 0
    assert "The signature" not in enter("trader", name="olu", subject="t-2").get("/my/documents").content.decode()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"files": pdf(body=SVG)}, "is none of PDF, JPEG, PNG or WebP"),
        ({"files": pdf(body=b"")}, "is empty"),
        ({"files": [pdf(f"{number}.pdf") for number in range(6)]}, "at most 5 files"),
        ({"files": []}, "Attach the document itself"),
        ({"type": "nothing"}, "no document type"),
        ({"valid_to": "2020-01-01"}, "2020-01-01"),
        ({"valid_to": "soon"}, "no day"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    console: str, compiled: Screeners, enter: Callable[..., Any], more: dict[str, Any], why: str
) -> None:
    screen_toys(console, compiled)
    answer = enter("trader", name="wei", subject="t-1").post("/my/documents", form(**more))
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert 'value="DoC-2026-17"' in answer.content.decode()


def test_a_file_is_saved_never_opened_and_only_by_those_who_may(console: str, compiled: Screeners, enter: Callable[..., Any]) -> None:
    screen_toys(console, compiled)
    trader = enter("trader", name="wei", subject="t-1")
    hostile = SimpleUploadedFile('a"b\u202egpj.html', picture(), "text/html")
    trader.post("/my/documents", form(files=[pdf(), hostile]))
    with psycopg.connect(console) as connection:
        (first,), (second,) = connection.execute("SELECT id FROM kept_file ORDER BY media_type").fetchall()
    reviewer = enter("reviewer", name="lin")
    saved = reviewer.get(f"/files/{first}")
    assert saved.content == PDF
    assert saved.headers["Content-Disposition"] == 'attachment; filename="declaration.pdf"'
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in saved.headers["Content-Security-Policy"]
    assert reviewer.get(f"/files/{second}/shown").content[:4] == b"RIFF"
    assert reviewer.get(f"/files/{first}/shown").status_code == 404, "a PDF is not drawn"
    assert ".png" in reviewer.get(f"/files/{second}").headers["Content-Disposition"]
    assert trader.get(f"/files/{first}").status_code == 200, "their own"
    assert enter("trader", name="olu", subject="t-2").get(f"/files/{first}").status_code == 403
    assert enter("strategist", name="haas").get(f"/files/{first}").status_code == 403
    assert Client().get(f"/files/{first}").status_code == 302
    with psycopg.connect(console) as connection:
        looks = connection.execute("SELECT payload::json->>'by' FROM audit_event WHERE record = 'file'").fetchall()
    assert [who for (who,) in looks].count("user_lin") == 4, "every look is on record, also one that failed to be drawn"


def test_evidence_comes_with_a_complaint_and_goes_when_its_time_is_over(console: str, enter: Callable[..., Any]) -> None:
    statement = punished(console, "t-1", "sku-1")
    trader = enter("trader", name="wei", subject="t-1")
    wrong = trader.post(f"/my/statements/{statement}", {"words": "Bath salts.", "files": pdf(body=SVG)})
    assert wrong.status_code == 422
    assert "is none of" in wrong.content.decode()
    sent = trader.post(f"/my/statements/{statement}", {"words": "Bath salts.", "files": [pdf("analysis.pdf"), pdf("more.pdf")]})
    assert "analysis.pdf" in trader.get(sent["Location"]).content.decode()
    name = sent["Location"].rpartition("/")[2]
    assert "analysis.pdf" in enter("legal").get(f"/appeals/{name}").content.decode()
    assert "analysis.pdf" not in enter("analyst", name="mehta").get(f"/appeals/{name}").content.decode()
    trader.post(sent["Location"])
    with psycopg.connect(console) as connection:
        assert retention.sweep(connection, LEGAL).total == 0
        with transaction(connection) as tx:
            privacy.hold(tx, LEGAL, "trader:t-1", "a court asked", on=True)
        later = lambda: now() + dt.timedelta(days=800)  # noqa: E731 - a clock
        assert "appeal" not in retention.sweep(connection, LEGAL, later).erased
        with transaction(connection) as tx:
            privacy.hold(tx, LEGAL, "trader:t-1", "it is over", on=False)
        assert retention.sweep(connection, LEGAL, later).erased["appeal"] == 3, "the words and both files"
        assert connection.execute("SELECT count(*) FROM kept_file WHERE body IS NOT NULL OR name <> ''").fetchone() == (0,)


def test_who_is_forgotten_leaves_no_file(console: str, compiled: Screeners, enter: Callable[..., Any]) -> None:
    screen_toys(console, compiled)
    enter("trader", name="wei", subject="t-1").post("/my/documents", form())
    with psycopg.connect(console) as connection, transaction(connection) as tx:
        assert privacy.erase(tx, LEGAL, "trader:t-1", "asked").erased == 1
        assert tx.execute("SELECT count(*) FROM kept_file WHERE body IS NOT NULL").fetchone() == (0,)


def test_evidence_comes_with_a_notice_of_anybody(console: str, compiled: Screeners, enter: Callable[..., Any]) -> None:
    screen_toys(console, compiled, "sku-1")
    given = {
        "kind": "product_safety", "subjects": "sku-1", "explanation": "The paint comes off and my child swallowed it, see the picture.",
        "name": "A. Buyer", "email": "a@example.org", "bona_fide": "on",
    }  # fmt: skip
    client = Client()
    wrong = client.post("/notice", given | {"files": [pdf(f"{number}.pdf") for number in range(4)]})
    assert wrong.status_code == 422
    assert "at most 3 files" in wrong.content.decode()
    assert client.post("/notice", given | {"files": [SimpleUploadedFile("photo.jpg", picture(kind="JPEG"))]}).status_code == 201
    with psycopg.connect(console) as connection:
        (record, subject) = connection.execute("SELECT record, subject FROM kept_file").fetchone() or ("", "")
        (number,) = connection.execute("SELECT count(*) FROM notice").fetchone() or (0,)
    assert number == 1, "nothing was kept of the one that was wrong"
    assert subject.startswith("notifier:")
    assert "photo.jpg" in enter("reviewer").get(f"/notices/{record}").content.decode()
