"""Traders with their ladders drawn, actions and statements, verification, and acts for two people."""

import datetime as dt
import re
from typing import Any

import pytest

from pratique.assembly.operations import enforcement, proposals, verification
from pratique.assembly.operations.verification import Particulars
from pratique.base.actor import SYSTEM, Actor
from pratique.casework.verification import Paper
from pratique.console.screens.traders import linking
from pratique.console.screens.traders.drawing import balance
from pratique.enforcement.points import Violation, standing
from pratique.identity.links import Group
from pratique.identity.links.graph import Link, Shared
from tests.console.counting import counting
from tests.console.desk.conftest import Desk

MANAGER = Actor("user_x", frozenset({"manager"}))


def test_the_page_of_a_trader_shows_standing_and_all_that_was_done(desk: Desk, enter: Any) -> None:
    desk.trader()
    action = desk.refused()
    client = enter("manager")
    page = client.get("/traders/t-1").content.decode()
    assert '<svg class="ledger"' in page
    assert f"/actions/{action}" in page
    assert "Rolex" in page
    assert "seller@ningbo.example" not in page
    assert client.post("/traders/t-1/private", {"reason": "x"}).status_code == 403
    shown = enter("legal", name="leg").post("/traders/t-1/private", {"reason": "a court asks"}, headers={"HX-Request": "true"})
    assert "seller@ningbo.example" in shown.content.decode()
    assert enter("manager", name="far", channels=["lazada"]).get("/traders/t-1").status_code == 404
    assert "t-1" in client.get("/traders/?q=NO-T&channel=aliexpress&country=cn&counted=yes").content.decode()
    assert "No trader fits" in client.get("/traders/?channel=lazada").content.decode()


def test_a_ladder_is_drawn_as_it_is_folded(desk: Desk) -> None:
    ladder = desk.content.channels["lazada"].ladders[0]
    day = dt.date(2026, 1, 10)
    ledger = [Violation(day + dt.timedelta(days=number * 40), f"v{number}", ladder.classes[0], 3) for number in range(3)]
    ledger.append(Violation(day, "gone", ladder.classes[0], 4, overturned=True))
    steps = balance(ladder, ledger, day - dt.timedelta(days=1), day + dt.timedelta(days=ladder.decay_days + 90))
    assert steps[0][1] == 0
    assert steps[-1][1] == 0
    for at, points in steps:
        assert points == standing(ladder, ledger, at).points
    known = dict(steps)
    for number in range(ladder.decay_days + 80):
        at = day + dt.timedelta(days=number)
        assert known[max(one for one in known if one <= at)] == standing(ladder, ledger, at).points


def test_a_changed_ladder_is_tried_and_nothing_is_kept(desk: Desk, enter: Any) -> None:
    desk.trader()
    desk.refused()
    client = enter("strategist")
    ladders = [one.id for one in desk.content.channels["aliexpress"].ladders]
    found = ""
    for name in ladders:
        found += client.get(
            f"/traders/ladders?channel=aliexpress&ladder={name}&try=yes&charge-0=0.5&charge-1=0.5&charge-2=0.5&charge-3=0.5"
        ).content.decode()
    assert 'href="/traders/t-1"' in found
    assert client.get("/traders/ladders?channel=aliexpress&try=yes&at-0=abc").status_code == 422
    assert client.get("/traders/ladders?channel=aliexpress&try=yes&at-0=900&at-1=1").status_code == 422
    assert enter("reviewer", name="rev").get("/traders/ladders").status_code == 403
    with desk.work() as tx:
        assert desk.content.channels["aliexpress"].ladders[0].id == ladders[0]
        assert len(enforcement.listed(tx, SYSTEM, trader="t-1").items) >= 1


def test_an_action_is_taken_lifted_and_reversed_by_people(desk: Desk, enter: Any) -> None:
    desk.trader()
    desk.screen({"listing_id": "sku-7", "title": "Plain cotton towel", "trader_id": "t-1"}, markets=("DE",))
    client = enter("legal")
    form = {
        "kind": "disable",
        "subject_kind": "listing",
        "subject": "sku-7",
        "channel": "aliexpress",
        "markets": ["DE"],
        "note": "unsafe <i>plug</i>",
        "days": "30",
    }
    assert client.post("/actions/new", {**form, "note": "", "days": "x", "rules": "eu/none"}).status_code == 422
    assert enter("reviewer", name="rev").get("/actions/new").status_code == 403
    address = client.post("/actions/new", form).headers["Location"]
    page = client.get(address).content.decode()
    assert "unsafe &lt;i&gt;plug&lt;/i&gt;" in page
    statement = re.search(r"/statements/(statement_\w+)", page)
    assert statement
    told = client.get(statement[0]).content.decode()
    assert "As the trader reads it" in told
    assert "DECISION_VISIBILITY_CONTENT_DISABLED" in told
    assert "Not in line yet" in told
    assert statement[1] in client.get("/statements/?export=none&channel=aliexpress&market=DE&q=t-1").content.decode()
    assert statement[1] not in client.get("/statements/?export=accepted").content.decode()
    assert client.post(f"{address}/end", {"how": "lift", "reason": ""}).status_code == 422
    assert (
        client.post(f"{address}/end", {"how": "reverse", "reason": "It was the wrong towel.", "because_of": "VG 1 K 7/26"}).status_code
        == 302
    )
    assert "Withdrawn" in client.get(statement[0]).content.decode()
    assert address.rpartition("/")[2] in client.get("/actions/?status=reversed&kind=disable&market=DE&q=sku-7").content.decode()


def test_closing_an_account_takes_two_people(desk: Desk, enter: Any) -> None:
    desk.trader()
    manager, legal = enter("manager", name="man"), enter("legal", name="leg")
    form = {"kind": "close_account", "subject_kind": "trader", "subject": "t-1", "channel": "aliexpress", "note": "sells replicas again"}
    address = manager.post("/actions/new", form).headers["Location"]
    assert address.startswith("/proposals/")
    assert "another person decides" in manager.get(address).content.decode()
    assert manager.post(f"{address}/decide", {"how": "approve"}).status_code == 403
    assert enter("reviewer", name="rev").post(f"{address}/decide", {"how": "approve"}).status_code == 403
    assert address in legal.get("/proposals/").content.decode()
    assert legal.post(f"{address}/decide", {"how": "reject", "note": ""}).status_code == 422
    assert legal.post(f"{address}/decide", {"how": "approve", "note": "agreed"}).status_code == 302
    with desk.work() as tx:
        assert proposals.read(tx, MANAGER, address.rpartition("/")[2]).status == "done"
        assert [one.kind for one in enforcement.listed(tx, SYSTEM, subject="t-1").items] == ["close_account"]
    assert "Approved" in legal.get(address).content.decode()


def test_a_trader_is_made_known(desk: Desk, enter: Any) -> None:
    desk.trader()
    told = Particulars(
        name="Ningbo Ltd", address="1 Harbour Road", phone="+86 574 1", email="a@b.example", id_document="store/id/t-1", payment_account="acct-1",
        self_certification="yes", is_registered=False, papers=(Paper("id_document", "store/id/t-1"),),
    )  # fmt: skip
    with desk.work() as tx:
        verification.begin(tx, SYSTEM, "t-1", ("dsa",))
        verification.submit(tx, SYSTEM, "t-1", told)
    client = enter("reviewer")
    assert "/traders/t-1/verification" in client.get("/traders/verification").content.decode()
    page = client.get("/traders/t-1/verification").content.decode()
    assert "They are who they say" in page
    assert "1 Harbour Road" not in page
    shown = client.post("/traders/t-1/verification/private", {"reason": "to look it up"}, headers={"HX-Request": "true"}).content.decode()
    assert "1 Harbour Road" in shown
    assert client.post("/traders/t-1/verification/verify", {}).status_code == 422
    asked = {"fields": ["phone"], "reason_en": "The number does not answer."}
    assert client.post("/traders/t-1/verification/remedy", asked).status_code == 302
    with desk.work() as tx:
        verification.submit(tx, SYSTEM, "t-1", told)
    found = {
        "source": ["identity document", "bank statement", ""], "of": ["name", "payment_account", "name"], "result": ["agrees"] * 3, "reference": ["", "", ""],
    }  # fmt: skip
    assert client.post("/traders/t-1/verification/verify", found).status_code == 302
    with desk.work() as tx:
        assert verification.read(tx, SYSTEM, "t-1").verification.status == "verified"
    assert "may offer" in client.get("/traders/t-1").content.decode()
    assert enter("analyst", name="ana").post("/traders/t-1/verification/verify", found).status_code == 403


@pytest.mark.parametrize(("path", "table"), [("/traders/", "trader"), ("/actions/", "enforcement_action"), ("/statements/", "statement")])
def test_lists_of_ten_thousand_ask_no_more_than_of_one(desk: Desk, enter: Any, path: str, table: str) -> None:
    desk.trader()
    action = desk.refused()
    with desk.work() as tx:
        statement = enforcement.read(tx, SYSTEM, action).statements[0]
    client = enter("manager")
    client.get(path)
    with counting() as one:
        client.get(path)
    desk.many(table, {"trader": "t-1", "enforcement_action": action, "statement": statement}[table], 10_000)
    with counting() as many:
        page = client.get(path).content.decode()
    assert len(many) == len(one)
    assert page.count("data-row") == 50
    assert 'rel="next"' in page


def test_linked_traders_are_drawn_with_why() -> None:
    shared = (Shared("phone", "t", 2, 0.8),)
    names = ("t-1", "<b>t-2", *(f"t-{number}" for number in range(3, 30)))
    group = Group(names, tuple(Link("t-1", other, 0.8, shared) for other in names[1:]))
    picture = str(linking.drawn(group, "t-1"))
    assert "28 linked traders" in picture
    assert picture.count("<line") == linking.MOST
    assert "t-1 – &lt;b&gt;t-2: " in picture
    assert "<b>" not in picture
    assert 'class="middle"' in picture
    assert "style=" not in picture, "the policy of the browser allows none"
    places = re.findall(r'<circle cx="([0-9.]+)" cy="([0-9.]+)"', picture)
    assert all(0 < float(x) < linking.WIDTH and 0 < float(y) < linking.HEIGHT for x, y in places)
    assert len(set(places)) == len(places)
