"""Appeals are decided by somebody else and undo what was wrong; orders go from the receipt to the report."""

from typing import Any

from pratique.assembly.operations import appeals, enforcement, orders
from pratique.base.actor import SYSTEM, Actor
from tests.console.counting import counting
from tests.console.desk.conftest import HOSTILE, Desk, private_looks


def test_an_appeal_reversed_undoes_the_action(desk: Desk, enter: Any) -> None:
    desk.trader()
    action = desk.refused()
    name = desk.appealed(action)
    client = enter("legal")
    assert name in client.get("/appeals/?about=action&market=DE").content.decode()
    page = client.get(f"/appeals/{name}").content.decode()
    assert "Statement of reasons, as the trader got it" in page
    assert HOSTILE not in page
    assert "&lt;b&gt;black&lt;/b&gt;" in page
    shown = client.post(f"/appeals/{name}/private", {"reason": "to decide it"}, headers={"HX-Request": "true"}).content.decode()
    assert "&lt;script&gt;" in shown
    assert private_looks(desk.connection) == ["to decide it"]
    assert client.post(f"/appeals/{name}/decide", {"outcome": "reversed"}).status_code == 422
    assert client.post(f"/appeals/{name}/decide", {"outcome": "partially_reversed", "reason_en": "x"}).status_code == 422
    answer = {"outcome": "reversed", "reason_en": "It is the original.", "reason_zh": "系正品。"}
    assert enter("manager", name="man").post(f"/appeals/{name}/decide", answer).status_code == 403
    assert enter("legal", name="far", channels=["lazada"]).get(f"/appeals/{name}").status_code == 404
    assert client.post(f"/appeals/{name}/decide", answer).status_code == 302
    with desk.work() as tx:
        assert appeals.read(tx, SYSTEM, name).outcome == "reversed"
        assert enforcement.read(tx, SYSTEM, action).status == "reversed"
    assert "系正品。" in client.get(f"/appeals/{name}").content.decode()


def test_whoever_decided_first_does_not_decide_again(desk: Desk, enter: Any) -> None:
    desk.trader()
    client = enter("legal", name="lea")
    form = {
        "kind": "disable",
        "subject_kind": "listing",
        "subject": "sku-7",
        "channel": "aliexpress",
        "markets": ["DE"],
        "note": "unsafe plug",
    }
    desk.screen({"listing_id": "sku-7", "title": "Plain cotton towel", "trader_id": "t-1"}, markets=("DE",))
    done = client.post("/actions/new", form)
    name = desk.appealed(done.headers["Location"].rpartition("/")[2])
    page = client.get(f"/appeals/{name}").content.decode()
    assert "Somebody else decides this appeal" in page
    assert client.post(f"/appeals/{name}/decide", {"outcome": "upheld", "reason_en": "no"}).status_code == 403


def test_an_order_from_the_receipt_to_the_report(desk: Desk, enter: Any) -> None:
    desk.refused("sku-1")
    name = desk.ordered("sku-1", "sku-404")
    client = enter("legal")
    assert "MSA-26-17" in client.get("/orders/?kind=product_safety&market=DE").content.decode()
    assert "MSA-26-17" not in client.get("/orders/?kind=information").content.decode()
    act = f"/orders/{name}"
    assert enter("reviewer", name="rev").post(f"{act}/authenticate", {"how": "signed"}).status_code == 403
    assert client.post(f"{act}/authenticate", {"how": " "}).status_code == 422
    assert client.post(f"{act}/authenticate", {"how": "called back"}).status_code == 302
    without = client.post(f"{act}/effect", {"subject": "listing:sku-404", "restriction": "none"})
    assert without.status_code == 422
    assert (
        client.post(
            f"{act}/effect", {"subject": "listing:sku-404", "restriction": "none", "reason_en": "There is no such listing."}
        ).status_code
        == 302
    )
    assert client.post(f"{act}/effect-all").status_code == 302
    assert client.post(f"{act}/report").status_code == 302
    page = client.get(act).content.decode()
    assert "There is no such listing." in page
    assert "Effect reported" in page
    assert "Dr. Officer" not in page
    assert "Dr. Officer" in client.post(f"{act}/private", {"reason": "to call"}, headers={"HX-Request": "true"}).content.decode()
    with desk.work() as tx:
        assert orders.read(tx, SYSTEM, name).status == "reported"
    assert client.post(f"{act}/lift", {"why": "annulled", "reference": "VG 1 K 7/26"}).status_code == 302
    with desk.work() as tx:
        assert enforcement.listed(tx, SYSTEM, cause=name).items == () or all(
            one.status in ("reversed", "in_effect") for one in enforcement.listed(tx, SYSTEM, cause=name).items
        )
        assert orders.read(tx, SYSTEM, name).lifted == "annulled"
    assert client.post(f"{act}/nonsense").status_code == 404


def test_lists_of_ten_thousand_ask_no_more_than_of_one(desk: Desk, enter: Any) -> None:
    desk.trader()
    appeal, order = desk.appealed(desk.refused()), desk.ordered()
    client = enter("legal")
    for path, table, name in (("/appeals/", "appeal", appeal), ("/orders/", "authority_order", order)):
        client.get(path)
        with counting() as one:
            client.get(path)
        desk.many(table, name, 10_000)
        with counting() as many:
            page = client.get(path).content.decode()
        assert len(many) == len(one), path
        assert page.count("data-row") == 50


def test_an_empty_list_says_what_is_done_and_leads_there(desk: Desk, enter: Any) -> None:
    desk.refused("sku-1")
    name = desk.ordered("sku-1")
    client = enter("legal")
    with desk.work() as tx:
        orders.reject(tx, Actor("user_lee", frozenset({"legal"})), name, {"en": "Not an authority."})
    page = client.get("/orders/").content.decode()
    assert "All of it is done: 1 stands in the files." in page
    assert "MSA-26-17" not in page
    assert 'href="?status=done"' in page
    assert "MSA-26-17" in client.get("/orders/?status=done").content.decode()
    assert "Nothing fits" in client.get("/orders/?market=FR").content.decode()
