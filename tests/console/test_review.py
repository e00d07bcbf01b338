"""Review: one hand on the keyboard, undo within seconds, blind second looks, walls."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from pratique.assembly.operations import cases, reviewers, rulings
from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.base.clock import now
from pratique.base.errors import ConflictError
from pratique.casework.case import Ruling
from pratique.policy.load import load_content
from pratique.store import contents
from pratique.store.transaction import transaction
from tests.console.conftest import HELD, hold
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
