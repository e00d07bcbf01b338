"""Review: one hand on the keyboard, undo within seconds, blind second looks, walls."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import psycopg
import pytest

from pratique.assembly.operations import cases, prints, reviewers, rulings
from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.base.clock import now
from pratique.base.errors import ConflictError
from pratique.casework.case import Ruling
from pratique.policy.load import load_content
from pratique.store import contents, labels
from pratique.store.labels import Label
from pratique.store.transaction import transaction
from tests.console.conftest import HELD, hold, until
from tests.console.counting import counting

ANN, BEN = (Actor(f"user_{name}", frozenset({"reviewer"})) for name in ("ann", "ben"))


@pytest.fixture(scope="module")
def compiled() -> Screeners:
    return Screeners(load_content())


@pytest.fixture
def desk(console: str, compiled: Screeners) -> Iterator[psycopg.Connection]:
    with psycopg.connect(console) as connection:
        with transaction(connection) as tx:
            contents.publish(tx, compiled.content, SYSTEM)
        hold(connection, compiled, "ALI-1", "aliexpress")
        yield connection


def only(connection: psycopg.Connection) -> str:
    (case,) = connection.execute("SELECT id FROM case_file").fetchone() or ("",)
    connection.commit()
    return str(case)


def number(connection: psycopg.Connection, table: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() or (0,)
    connection.commit()
    return int(count)


def form(verdict: str = "refuse", **more: str) -> dict[str, str]:
    return {"verdict-AE": verdict, "verdict-ZA": verdict, "reason": "Forged papers may not be offered.", "next": "1", **more}


def later() -> dt.datetime:
    return now() + dt.timedelta(minutes=1)


def test_decided_taken_back_decided_for_good(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    client, case = enter("reviewer"), only(desk)
    assert client.post("/review/next").headers["Location"] == f"/review/{case}"
    assert "What is asked" in client.get(f"/review/{case}").content.decode()
    client.post(f"/review/{case}/decide", form())
    assert rulings.carry_out_due(desk, compiled.content) == 0
    assert number(desk, "enforcement_action") == number(desk, "label") == 0, "nobody is told while it can be taken back"
    assert client.post("/review/next").headers["Location"] == "/review/", "what was just decided does not come again"
    client.post(f"/review/{case}/undo")
    assert number(desk, "pending_ruling") == 0
    client.post(f"/review/{case}/decide", form())
    assert rulings.carry_out_due(desk, compiled.content, clock=later) == 1
    assert number(desk, "enforcement_action") > 0
    assert client.post(f"/review/{case}/undo").status_code == 409
    assert "Forged papers" in client.get(f"/review/{case}").content.decode()


def test_markets_are_decided_apart(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    client, case = enter("reviewer"), only(desk)
    client.post("/review/next")
    assert client.post(f"/review/{case}/decide", form() | {"verdict-ZA": ""}).status_code == 422
    assert client.post(f"/review/{case}/decide", form() | {"reason": " "}).status_code == 422
    assert client.post(f"/review/{case}/decide", form() | {"verdict-ZA": "hold"}).status_code == 422
    client.post(f"/review/{case}/decide", form() | {"verdict-ZA": "allow"})
    rulings.carry_out_due(desk, compiled.content, clock=later)
    with transaction(desk) as tx:
        found = cases.CASES.decode_state(tx.execute("SELECT state::text FROM case_file").fetchone()[0])  # type: ignore[index]  # there is one
    assert {market: one.verdict for one in found.rulings for market in one.markets} == {"AE": "refuse", "ZA": "allow"}


def test_nobody_takes_back_what_another_decided(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    ann, ben, case = enter("reviewer", name="ann"), enter("reviewer", name="ben"), only(desk)
    ann.post("/review/next")
    assert ben.post(f"/review/{case}/decide", form()).status_code == 409, "it is hers"
    ann.post(f"/review/{case}/decide", form())
    assert ben.post(f"/review/{case}/undo").status_code == 409
    assert number(desk, "pending_ruling") == 1


def test_a_ruling_that_cannot_be_carried_out_says_why(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    client, case = enter("reviewer"), only(desk)
    client.post("/review/next")
    client.post(f"/review/{case}/decide", form())
    with transaction(desk) as tx:
        (origin,) = tx.execute("SELECT origin FROM case_file").fetchone() or ("",)
        cases.close_of(tx, origin, "screened anew", "system")
    assert rulings.carry_out_due(desk, compiled.content, clock=later) == 1
    assert number(desk, "label") == 0
    assert "Not carried out" in client.get("/review/").content.decode()
    assert rulings.carry_out_due(desk, compiled.content, clock=later) == 0, "not tried for ever"


def test_a_lock_that_ran_out_meanwhile_does_not_lose_a_ruling(desk: psycopg.Connection, compiled: Screeners) -> None:
    case = only(desk)
    with transaction(desk) as tx:
        state = cases.claim(tx, ANN, case)
        rulings.put(tx, ANN, compiled.content, case, [Ruling(("AE", "ZA"), "refuse", state.rules[0], "why")])
    rulings.carry_out_due(desk, compiled.content, clock=lambda: now() + dt.timedelta(hours=2))
    assert number(desk, "enforcement_action") > 0
    with transaction(desk) as tx, pytest.raises(ConflictError):
        rulings.take_back(tx, ANN, case)


def test_walls(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    hers, case = enter("reviewer", channels=["lazada"]), only(desk)
    assert HELD["title"] not in hers.get("/review/").content.decode()
    assert hers.get(f"/review/{case}").status_code == 404
    assert hers.post("/review/next").headers["Location"] == "/review/"
    for act in ("claim", "decide", "release", "escalate", "comment"):
        assert hers.post(f"/review/{case}/{act}", form() | {"text": "x"}).status_code == 404, act
    auditor = enter("auditor", name="ruth")
    assert auditor.get(f"/review/{case}").status_code == 200
    assert auditor.post(f"/review/{case}/claim").status_code == 403
    assert enter("trader", name="tess", subject="trader_1").get(f"/review/{case}").status_code == 403


def test_the_second_look_is_blind(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    case = only(desk)
    with transaction(desk) as tx:
        state = cases.claim(tx, ANN, case)
        cases.decide(tx, ANN, compiled.content, case, [Ruling(("AE", "ZA"), "refuse", state.rules[0], "The first said so.")])
        if tx.execute("SELECT 1 FROM case_file WHERE status = 'second_review'").fetchone() is None:
            from pratique.casework import case as acts
            from pratique.store.records import append, load

            kept = load(tx, cases.CASES, case)
            append(tx, cases.CASES, case, kept, acts.ask_second(kept.state, at=tx.at))
    ben = enter("reviewer", name="ben")
    ben.post(f"/review/{case}/claim")
    page = ben.get(f"/review/{case}").content.decode()
    assert "Second review" in page
    assert "The first said so" not in page
    assert "user_ann" not in page
    ben.post(f"/review/{case}/decide", form("allow"))
    rulings.carry_out_due(desk, compiled.content, clock=later)
    row = desk.execute("SELECT status FROM case_file").fetchone()
    assert row == ("disputed",)


def test_queries_of_the_desk_do_not_grow(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    client, case = enter("reviewer"), only(desk)
    client.post("/review/next")
    client.get(f"/review/{case}")
    numbers = []
    for _ in range(2):
        with counting() as counted:
            client.get("/review/")
            client.get(f"/review/{case}")
        numbers.append(len(counted))
        for each in range(12):
            hold(desk, compiled, f"ALI-9{each}", "aliexpress")
    assert numbers[0] == numbers[1] < 50, counted.statements


def test_a_golden_set_is_made_and_tried(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    weber, ann = enter("senior_reviewer", name="weber"), enter("reviewer", name="ann")
    made = weber.post("/review/golden", {"queue": "grave", "title": "Papers"}).headers["Location"].rpartition("/")[2]
    done = [only(desk), *(hold(desk, compiled, f"ALI-{each}", "aliexpress") for each in range(2, 7))]
    for case in done:
        with transaction(desk) as tx:
            state = cases.claim(tx, BEN, case)
            cases.decide(tx, BEN, compiled.content, case, [Ruling(("AE", "ZA"), "refuse", state.rules[0], "why")])
            tx.execute(
                "UPDATE case_file SET status = 'decided', state = jsonb_set(state, '{status}', '\"decided\"') WHERE id = %s", (case,)
            )
        assert weber.post(f"/review/{case}/golden", {"set": made}).status_code == 302
    page = ann.get(f"/review/golden/{made}").content.decode()
    assert page.count('class="card pad stack trial"') == 12
    with transaction(desk) as tx:
        items = reviewers.questions(tx, ANN, made)
    half = {one.id: "refuse" if at % 2 else "allow" for at, one in enumerate(items)}
    assert "Not passed" in ann.post(f"/review/golden/{made}", half).content.decode()
    assert "Passed" in ann.post(f"/review/golden/{made}", {one.id: "refuse" for one in items}).content.decode()
    assert "2027" in ann.get("/review/golden").content.decode()
    assert weber.get("/review/boards").status_code == 200
    assert ann.get("/review/boards").status_code == 403


# ---- in the browser


@pytest.mark.parametrize(("language", "decided"), [("en", "Decided:"), ("zh", "已裁定：")])
def test_one_hand_on_the_keyboard(page_of: Any, language: str, decided: str) -> None:
    page = page_of("weber" if language == "en" else "lin", language=language)
    page.goto("/review/")
    page.keyboard.press("Space")
    page.wait_for_selector("#decide")
    page.wait_for_load_state()  # keys are heard once the script has run
    first = page.url
    page.keyboard.press("1")
    page.keyboard.press("d")
    page.keyboard.press("3")
    values = page.eval_on_selector_all("#decide fieldset", "all => all.map(each => each.querySelector('input:checked').value)")
    assert values[0] == "refuse"
    assert set(values[1:]) <= {"allow"}
    page.keyboard.press("q")
    assert len(page.input_value("textarea[name=reason]")) > 20
    page.keyboard.press("Space")
    page.wait_for_selector("[data-pending]")
    assert decided in page.inner_text("[data-pending]")
    page.keyboard.press("z")
    page.wait_for_url(first)
    page.wait_for_selector("#decide")
    page.keyboard.press("x")
    page.wait_for_url(lambda url: url != first)


def test_alike_cases_are_decided_together_and_each_is_kept_by_itself(
    desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]
) -> None:
    first = only(desk)
    others = [hold(desk, compiled, f"ALI-{each}", "aliexpress") for each in range(2, 6)]
    hold(desk, compiled, "LAZ-1", "lazada")
    weber = enter("senior_reviewer", name="weber")
    address = f"/review/{first}/alike"
    assert address in weber.get(f"/review/{first}").content.decode()
    page = weber.get(address).content.decode()
    assert page.count('name="case"') == 5, "those of the channel alone"
    assert all(case in page for case in (first, *others))
    assert weber.get(f"{address}?by=trader").content.decode().count('name="case"') == 5
    assert weber.get(f"{address}?by=goods").content.decode().count('name="case"') in (0, 5), "known once they are fingerprinted"
    assert enter("reviewer", name="lin").get(address).status_code == 403
    assert enter("senior_reviewer", name="walled", channels=["lazada"]).get(address).status_code == 404
    wrong = weber.post(address, {"case": [first]})
    assert wrong.status_code == 422
    assert "verdict" in wrong.content.decode()
    laz = desk.execute("SELECT id FROM case_file WHERE subject = 'LAZ-1'").fetchone() or ("",)
    desk.commit()
    chosen = [first, others[0], others[1], laz[0]]
    done = weber.post(address, {"case": chosen, "verdict": "refuse", "reason": "Forged papers may not be offered.", "by": "rule"})
    assert done.status_code == 302
    rows = desk.execute("SELECT subject, status, decided_by, state->>'bulk' FROM case_file ORDER BY subject").fetchall()
    desk.commit()
    decided = {row[0] for row in rows if row[2] == "user_weber"}
    assert decided == {"ALI-1", "ALI-2", "ALI-3"}, "what stood on the page and was chosen, nothing else"
    assert len({row[3] for row in rows if row[2]}) == 1
    assert number(desk, "enforcement_action") >= 3


def test_of_many_a_second_person_has_to_agree(
    desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pratique.casework import four_eyes

    gate = four_eyes.GATES["case.bulk"]
    monkeypatch.setattr(four_eyes, "GATES", {**four_eyes.GATES, "case.bulk": msgspec.structs.replace(gate, from_count=2)})
    cases_ = [only(desk), hold(desk, compiled, "ALI-2", "aliexpress")]
    weber = enter("senior_reviewer", name="weber")
    asked = weber.post(f"/review/{cases_[0]}/alike", {"case": cases_, "verdict": "allow", "reason": "Not what the rule means."})
    assert asked.headers["Location"].startswith("/proposals/")
    assert number(desk, "label") == 0, "nothing is decided before"


def test_my_day_shows_my_own_work_alone(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    first, second, third = only(desk), hold(desk, compiled, "ALI-2", "aliexpress"), hold(desk, compiled, "ALI-3", "aliexpress")
    for who, case, verdict in ((ANN, first, "refuse"), (BEN, second, "allow")):
        with transaction(desk) as tx:
            state = cases.claim(tx, who, case)
            cases.decide(tx, who, compiled.content, case, [Ruling(("AE", "ZA"), verdict, state.rules[0], "why")])  # type: ignore[arg-type]  # a verdict
    with transaction(desk) as tx:
        labels.keep(tx, [Label(first, "second", "listing", "ALI-1", "", "aliexpress", "AE", "r", "allow", "user_ben", tx.at)])
        own = reviewers.own_day(tx, ANN, tx.at - dt.timedelta(days=90))
    assert own.decided == {"day": 1, "week": 1, "span": 1}
    assert own.agreement.pairs == 1
    assert [(one[0], one[2], one[3], one[4]) for one in own.differed] == [(first, "AE", "refuse", "allow")]
    ann = enter("reviewer")
    ann.post(f"/review/{third}/claim")
    page = ann.get("/review/mine").content.decode()
    assert f"/review/{third}" in page.split("Due within")[0]
    assert f"/review/{first}" in page
    assert f"/review/{second}" not in page
    assert enter("analyst", name="mehta").get("/review/mine").status_code == 403


def test_the_desk_shows_what_was_said_on_the_same_goods(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    first = only(desk)
    with transaction(desk) as tx:
        state = cases.claim(tx, ANN, first)
        cases.decide(tx, ANN, compiled.content, first, [Ruling(("AE", "ZA"), "allow", state.rules[0], "A prop for films.")])
    again = hold(desk, compiled, "ALI-2", "aliexpress")
    prints.catch_up(desk)
    page = enter("reviewer", name="ben").get(f"/review/{again}").content.decode()
    assert "Decided before on the same goods" in page
    assert "/listings/listing/ALI-1" in page.split("Decided before on the same goods")[1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_alike_cases_by_keyboard(page_of: Any, demo_url: str, language: str) -> None:
    with psycopg.connect(demo_url) as connection:
        row = connection.execute(
            "SELECT id FROM case_file WHERE subject LIKE 'HELD-%' AND status = 'open' ORDER BY length(id), id"
        ).fetchone()
        assert row
    page = page_of("weber", language=language)
    page.goto(f"/review/{row[0]}/alike")
    until(page, "document.querySelectorAll('input[name=case]').length > 1")
    for key in ("j", "x", "j", "x", "1", "e"):
        page.keyboard.press(key)
    until(page, "document.querySelectorAll('input[name=case]:checked').length === 2")
    assert page.evaluate("document.querySelector('textarea[name=reason]').value.length") > 10
    page.keyboard.press("a")
    until(page, "document.querySelectorAll('input[name=case]:not(:checked)').length === 0")
    page.keyboard.press("a")
    until(page, "document.querySelectorAll('input[name=case]:checked').length === 0")
    page.keyboard.press("Space")
    page.wait_for_selector("[role=alert]")
    page.goto("/review/mine")
    assert page.locator("h1").count() == 1


REASON = {
    "queue": "", "verdict": "refuse", "name_en": "Forged", "name_zh": "伪造",
    "text_en": "{rule} <b>forged</b>. {fix}", "text_zh": "{rule}：系伪造。",
}  # fmt: skip


def test_seniors_write_reasons_at_one_key(desk: psycopg.Connection, compiled: Screeners, enter: Callable[..., Any]) -> None:
    case, weber, ann = only(desk), enter("senior_reviewer", name="weber"), enter("reviewer")
    assert ann.post("/review/reasons", REASON).status_code == 403
    assert weber.post("/review/reasons", REASON | {"text_zh": " ", "verdict": "hold"}).status_code == 422
    assert weber.post("/review/reasons", REASON).status_code == 302
    ann.post(f"/review/{case}/claim")
    page = ann.get(f"/review/{case}").content.decode()
    button = page.split('data-hotkey="t"')[1].split("</button>")[0]
    assert "Forged" in button
    assert 'data-also="refuse"' in button
    assert "{rule}" not in button
    assert "&lt;b&gt;forged&lt;/b&gt;" in button, "words stay text"
    listed = weber.get("/review/reasons").content.decode()
    name = listed.split('name="remove" value="')[1].split('"')[0]
    assert weber.post("/review/reasons", REASON | {"one": name, "name_en": "Fake", "queue": "vat"}).status_code == 422, "no such queue"
    assert weber.post("/review/reasons", REASON | {"one": name, "name_en": "Fake"}).status_code == 302
    assert "Fake" in ann.get(f"/review/{case}").content.decode()
    weber.post("/review/reasons", {"remove": name})
    assert 'data-hotkey="t"' not in ann.get(f"/review/{case}").content.decode()
    logged = desk.execute("SELECT count(*) FROM audit_event WHERE record = 'house_reason'").fetchone()
    desk.commit()
    assert logged == (3,), "written, changed, taken away"
