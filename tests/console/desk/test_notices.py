"""Notices: by clock, with the whole thread, decided on subject and market, and personal data only on demand."""

import re
from typing import Any

import pytest

from pratique.assembly.operations import notices, submitters
from pratique.base.actor import SYSTEM, Actor
from tests.console.counting import counting
from tests.console.desk.conftest import Desk, private_looks

MANAGER = Actor("user_x", frozenset({"manager"}))


def test_the_list_is_by_clock_and_narrowed_by_its_address(desk: Desk, enter: Any) -> None:
    first = desk.noticed("sku-1")
    desk.later(hours=1)
    second = desk.noticed("sku-2", kind="consumer", markets=("ES",))
    client = enter("reviewer")
    page = client.get("/notices/").content.decode()
    assert 0 < page.index(first) < page.index(second)
    assert "clock over" in page  # the world of the test is weeks ago
    assert second not in client.get("/notices/?kind=product_safety").content.decode()
    assert first not in client.get("/notices/?market=ES").content.decode()
    assert first not in client.get("/notices/?due=later").content.decode()
    assert first in client.get("/notices/?q=listing:sku-1").content.decode()
    assert "No notice waits here" in client.get("/notices/?status=closed").content.decode()


def test_walls_hold_for_lists_details_and_acts(desk: Desk, enter: Any) -> None:
    name = desk.noticed("sku-1")
    walled = enter("reviewer", name="ngu", channels=["lazada"])
    assert name not in walled.get("/notices/?status=all").content.decode()
    assert walled.get(f"/notices/{name}").status_code == 404
    assert walled.post(f"/notices/{name}/decide", {"measure-0": "disable"}).status_code == 404
    assert enter("analyst", name="ana").post(f"/notices/{name}/decide", {}).status_code == 403
    outside = enter("trader", name="tra", subject="t-1")
    assert outside.get("/notices/").status_code == 403
    assert outside.get(f"/notices/{name}").status_code == 403


def test_decided_by_subject_and_market_and_both_sides_told(desk: Desk, enter: Any) -> None:
    desk.refused("sku-1")
    name = desk.noticed("sku-1", "sku-9")
    client = enter("legal")
    form = {
        "measure-0": "disable",
        "measure-0-FR": "none",
        "measure-1": "none",
        "rules": "eu/counterfeit",
        "reason_en": "It is a replica.",
        "automation": "assisted",
    }
    wrong = client.post(f"/notices/{name}/decide", {**form, "measure-1": ""})
    assert wrong.status_code == 422
    assert "listing:sku-9" in wrong.content.decode()
    assert "It is a replica." in wrong.content.decode()  # what was typed stays
    assert client.post(f"/notices/{name}/decide", {**form, "rules": "eu/no-such"}).status_code == 422
    assert client.post(f"/notices/{name}/decide", form).status_code == 422  # nothing done needs a ground of its own
    assert client.post(f"/notices/{name}/decide", {**form, "ground": "Regulation (EU) 2017/1001 Art. 9"}).status_code == 302
    with desk.work() as tx:
        notice = notices.read(tx, SYSTEM, name)
        assert {(one.subject, one.markets, one.restriction) for one in notice.outcomes} == {
            ("listing:sku-1", ("DE",), "disable"), ("listing:sku-1", ("FR",), "none"), ("listing:sku-9", ("DE", "FR"), "none"),
        }  # fmt: skip
        assert notice.notifier_informed_at
        assert notice.traders_informed == ("t-1",)
    page = client.get(f"/notices/{name}").content.decode()
    assert "What each side reads" in page
    assert "Trader told" in page
    assert "Regulation (EU) 2017/1001 Art. 9" in page
    assert "双方所见内容" in client.get(f"/notices/{name}", headers={"accept-language": "zh-CN"}).content.decode()


def test_after_a_decision_comes_the_next_by_clock(desk: Desk, enter: Any) -> None:
    name = desk.noticed("sku-1")
    desk.later(hours=1)
    following = desk.noticed("sku-2")
    form = {"measure-0": "none", "ground": "no law is broken", "reason_en": "Nothing is wrong.", "next": "1"}
    assert enter("reviewer").post(f"/notices/{name}/decide", form).headers["Location"] == f"/notices/{following}"


def test_who_sent_it_is_shown_on_demand_with_a_reason_and_as_text(desk: Desk, enter: Any) -> None:
    name = desk.noticed("sku-1")
    client = enter("reviewer")
    assert "ann@x.example" not in client.get(f"/notices/{name}").content.decode()
    assert client.post(f"/notices/{name}/private", {"reason": " "}).status_code == 422
    shown = client.post(f"/notices/{name}/private", {"reason": "to ask back"}, headers={"HX-Request": "true"}).content.decode()
    assert "ann@x.example" in shown
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert private_looks(desk.connection) == ["to ask back"]
    assert enter("manager", name="man").post(f"/notices/{name}/private", {"reason": "curious"}).status_code == 403


def test_assessed_first_and_the_thread_says_so(desk: Desk, enter: Any) -> None:
    name = desk.noticed("sku-1")
    client = enter("reviewer")
    assert client.post(f"/notices/{name}/assess", {}).status_code == 422
    assert client.post(f"/notices/{name}/assess", {"gives_knowledge": "yes", "note": "plain to see"}).status_code == 302
    page = client.get(f"/notices/{name}").content.decode()
    assert "the illegality shows without a legal examination" in page
    assert "plain to see" in page


def test_a_sender_who_misuses_it_is_suspended_by_a_person(desk: Desk, enter: Any) -> None:
    client = enter("senior_reviewer", name="sen")
    for number in range(7):
        name = desk.noticed(f"sku-{number}")
        form = {"measure-0": "none", "ground": "no law", "reason_en": "Nothing.", "is_manifestly_unfounded": "on", "gravity": "2"}
        assert client.post(f"/notices/{name}/decide", form).status_code == 302
    with desk.work() as tx:
        sender = notices.read(tx, SYSTEM, name).submitter
    assert sender in client.get("/senders/?proposal=suspend").content.decode()
    assert client.post(f"/senders/{sender}/suspend", {"reason_en": ""}).status_code == 422
    assert client.post(f"/senders/{sender}/suspend", {"reason_en": "Most of it was false.", "intention": "on"}).status_code == 302
    with desk.work() as tx:
        assert submitters.read(tx, MANAGER, sender).submitter.status == "suspended"
    assert "Suspended until" in client.get(f"/senders/{sender}").content.decode()


@pytest.mark.parametrize("path", ["/notices/", "/notices/?status=all&kind=product_safety&market=DE"])
def test_statements_do_not_grow_with_rows(desk: Desk, enter: Any, path: str) -> None:
    name = desk.noticed("sku-1")
    client = enter("reviewer")
    client.get(path)
    with counting() as one:
        client.get(path)
    desk.many("notice", name, 10_000)
    with counting() as many:
        page = client.get(path).content.decode()
    assert len(many) == len(one)
    assert page.count("data-row") == 50
    assert 'rel="next"' in page


def test_rules_are_completed_by_their_titles_in_the_language_of_the_reader(desk: Desk, enter: Any) -> None:
    desk.refused("sku-1")
    name = desk.noticed("sku-1")
    client = enter("legal")
    typed = "eu/a-rule, magnet"
    english = client.get(f"/notices/{name}/rules", {"rules": typed}).content.decode()
    values = re.findall(r'value="([^"]+)"', english)
    assert 0 < len(values) <= 20
    assert all(one.startswith("eu/a-rule, ") for one in values), "what stands there already stays"
    assert all("magnet" in one.casefold() for one in re.findall(r"<option.*?</option>", english))
    chinese = client.get(f"/notices/{name}/rules", {"rules": "磁"}, headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "磁" in chinese
    assert client.get(f"/notices/{name}/rules", {"rules": "no such words at all"}).content.decode().strip() == ""
    assert enter("auditor", name="aud").get(f"/notices/{name}/rules").status_code == 403
