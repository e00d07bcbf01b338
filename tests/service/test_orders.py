"""Orders over HTTP: from the point of contact to the report, in time or found late."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from pratique.assembly.operations.clocks import sweep
from pratique.assembly.operations.orders import ORDERS
from pratique.policy.load import load_content
from pratique.store.records import load, rebuilt
from pratique.store.transaction import transaction
from tests.service import keys
from tests.service.test_notices import done

Headers = dict[str, str]
CONTENT = load_content()
ORDER: dict[str, Any] = {
    "kind": "product_safety", "authority": {"name": "Bundesnetzagentur", "country": "DE", "kind": "market_surveillance"}, "reference": "MSA-26-17",
    "subjects": [{"id": "ALI-1", "url": "https://www.aliexpress.com/item/100500.html"}, {"id": "ALI-404"}],
    "legal_basis": "Regulation (EU) 2023/988 Art. 22(4)", "reasons": "Shock hazard, Art. 5", "redress": "Objection within one month",
    "instruction": "disable", "markets": ["DE"], "identical": {"until": "2099-01-01", "gtins": ["4006381333931"]},
    "contact_name": "Dr. Officer", "contact_email": "officer@bnetza.example",
}  # fmt: skip


@pytest.fixture
def key(database_url: str, client: TestClient) -> Callable[..., Headers]:
    screen(client, "ALI-1", "4006381333931", "trader_1")
    screen(client, "ALI-2", "04006381333931", "trader_2")
    screen(client, "ALI-3", "4006381333948", "trader_3")
    return partial(keys.key, database_url)


def screen(client: TestClient, name: str, gtin: str, trader: str) -> None:
    row = {"listing_id": name, "title": f"Wall charger {name}", "gtin": gtin, "trader_id": trader, "channel": "aliexpress"}
    assert client.post("/v1/screen", json={"listing": row, "markets": ["DE", "FR"]}).status_code == 200


def effect(client: TestClient, headers: Headers, name: str, subject: str, **more: Any) -> Any:
    return done(client.post(f"/v1/orders/{name}/effects", json={"subject": f"listing:{subject}", **more}, headers=headers))


def test_from_an_order_to_the_report_in_time(client: TestClient, key: Callable[..., Headers], database_url: str) -> None:
    legal, authority = key("legal"), key("authority", subject="authority_1")
    receipt = done(client.post("/v1/orders", json=ORDER, headers=authority), 201)
    name = receipt["order_id"]
    assert (receipt["deadline"], receipt["scope"], receipt["missing_elements"]) == ("order-safety", ["DE"], [])
    assert client.post(f"/v1/orders/{name}/effects", json={"subject": "listing:ALI-1", "is_done": False}, headers=legal).status_code == 409
    (case,) = done(client.get("/v1/cases", params={"origin": name}, headers=legal))["items"]
    assert (case["queue"], case["risk"], case["due_at"]) == ("orders", 4, receipt["due_at"])
    done(client.post(f"/v1/cases/{case['id']}/claim", headers=legal))
    ruling = {"markets": ["DE"], "verdict": "refuse", "rule": "eu/counterfeit", "reason": "unsafe"}
    assert done(client.post(f"/v1/cases/{case['id']}/decide", json={"rulings": [ruling]}, headers=legal), 409)["code"] == "is_order"
    order = done(client.post(f"/v1/orders/{name}/authenticate", json={"how": "called back on the published number"}, headers=legal))
    assert [one["id"] for one in order["subjects"]] == ["ALI-1", "ALI-404", "ALI-2"]
    assert order["subjects"][2]["trader"] == "trader_2"
    effect(client, legal, name, "ALI-1")
    effect(client, legal, name, "ALI-2")
    (action,) = done(client.get("/v1/subjects/listing/ALI-2/actions", headers=legal))["actions"]
    assert (action["kind"], action["markets"], action["trader"]) == ("disable", ["DE"], "trader_2")
    assert "MSA-26-17" in done(client.get(f"/v1/statements/{action['statements'][0]}", headers=legal))["text"]
    assert client.post(f"/v1/orders/{name}/report", headers=legal).status_code == 409
    bare = {"subject": "listing:ALI-404", "is_done": False}
    assert client.post(f"/v1/orders/{name}/effects", json=bare, headers=legal).status_code == 422
    done(client.post(f"/v1/orders/{name}/effects", json=bare | {"reason": {"en": "No such listing is offered in Germany."}}, headers=legal))
    report = done(client.post(f"/v1/orders/{name}/report", headers=legal))
    assert report["was_in_time"] is True
    assert done(client.get(f"/v1/cases/{case['id']}", headers=legal))["status"] == "superseded"
    assert [(line["subject"], line["is_done"], line["found_by"]) for line in report["lines"]] == [
        ("listing:ALI-1", True, "order"), ("listing:ALI-404", False, "order"), ("listing:ALI-2", True, "identical content"),
    ]  # fmt: skip
    assert "MSA-26-17" in report["text"]
    assert report["lines"][2]["why"].startswith("GTIN 04006381333931 as the order names it; title ")
    assert "No such listing is offered in Germany." in report["text"]
    assert done(client.get(f"/v1/orders/{name}/report", headers=authority)) == report
    assert client.post(f"/v1/orders/{name}/close", headers=legal).status_code == 409  # identical listings are still looked for
    state = done(client.get(f"/v1/orders/{name}", headers=legal))
    assert (state["status"], state["traders_informed"]) == ("reported", ["trader_1", "trader_2"])

    screen(client, "ALI-5", "4006381333931", "trader_5")
    with psycopg.connect(database_url) as connection:
        tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
        with transaction(connection, lambda: tomorrow) as tx:
            assert sweep(tx, CONTENT).orders_searched == 1
        with transaction(connection, lambda: tomorrow) as tx:
            assert sweep(tx, CONTENT).is_empty
            assert rebuilt(tx, ORDERS, name) == load(tx, ORDERS, name).state
        rows = connection.execute("SELECT payload FROM audit_event UNION ALL SELECT payload::text FROM outbox").fetchall()
        assert "Officer" not in str(rows)
        assert "officer@bnetza.example" not in str(rows)
    again = done(client.get(f"/v1/orders/{name}", headers=legal))
    assert (again["status"], again["subjects"][-1]["id"]) == ("authenticated", "ALI-5")
    assert done(client.post(f"/v1/orders/{name}/private", json={"reason": "call back"}, headers=legal))["fields"]["name"] == "Dr. Officer"


def test_everything_is_carried_out_at_once(client: TestClient, key: Callable[..., Headers]) -> None:
    legal = key("legal")
    name = done(client.post("/v1/orders", json=ORDER | {"instruction": "warn"}, headers=legal), 201)["order_id"]
    done(client.post(f"/v1/orders/{name}/authenticate", json={"how": "signed"}, headers=legal))
    order = done(client.post(f"/v1/orders/{name}/carry-out", headers=legal))
    assert order["status"] == "effected"
    assert {one["restriction"] for one in order["effects"]} == {"label"}
    assert client.post(f"/v1/orders/{name}/carry-out", headers=legal).status_code == 409


def test_late_orders_are_found_once(client: TestClient, key: Callable[..., Headers], database_url: str) -> None:
    receipt = done(client.post("/v1/orders", json=ORDER | {"identical": None}, headers=key("legal")), 201)
    due = dt.datetime.fromisoformat(receipt["due_at"])
    with psycopg.connect(database_url) as connection:
        for at, count in ((due - dt.timedelta(seconds=1), 0), (due, 1), (due, 0)):
            with transaction(connection, lambda at=at: at) as tx:  # type: ignore[misc]
                assert sweep(tx, CONTENT).orders_late == count
    late = done(client.get("/v1/orders?overdue=true", headers=key("legal")))["items"]
    assert [one["overdue"] for one in late] == [["order-safety"]]


def test_what_is_missing_is_asked_and_the_same_order_comes_once(client: TestClient, key: Callable[..., Headers]) -> None:
    legal = key("legal")
    receipt = done(client.post("/v1/orders", json=ORDER | {"legal_basis": "", "redress": ""}, headers=legal), 201)
    assert receipt["missing_elements"] == ["legal_basis", "redress"]
    assert done(client.post("/v1/orders", json=ORDER, headers=legal), 409)["code"] == "order_known"
    name = receipt["order_id"]
    assert done(client.post(f"/v1/orders/{name}/query", headers=legal))["queried"] == ["legal_basis", "redress"]
    completed = done(client.post(f"/v1/orders/{name}/complete", json={"fields": ["redress"], "redress": "Objection"}, headers=legal))
    assert (completed["redress"], completed["defects"]) == ("Objection", ["legal_basis"])


def test_an_order_that_is_lifted_is_undone(client: TestClient, key: Callable[..., Headers]) -> None:
    legal = key("legal")
    name = done(client.post("/v1/orders", json=ORDER | {"identical": None, "subjects": [{"id": "ALI-1"}]}, headers=legal), 201)["order_id"]
    done(client.post(f"/v1/orders/{name}/authenticate", json={"how": "signed"}, headers=legal))
    effect(client, legal, name, "ALI-1")
    done(client.post(f"/v1/orders/{name}/report", headers=legal))
    assert len(done(client.get("/v1/subjects/listing/ALI-1/actions", headers=legal))["actions"]) == 1
    lifted = done(client.post(f"/v1/orders/{name}/lift", json={"why": "annulled", "reference": "VG Köln 1 L 1/26"}, headers=legal))
    assert (lifted["status"], lifted["undone"]) == ("closed", ["listing:ALI-1"])
    assert done(client.get("/v1/subjects/listing/ALI-1/actions", headers=legal))["actions"] == []


def test_a_trader_who_may_not_be_told_is_told_when_the_time_is_over(
    client: TestClient, key: Callable[..., Headers], database_url: str
) -> None:
    legal = key("legal")
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    body = ORDER | {"identical": None, "subjects": [{"id": "ALI-1"}], "silent_until": later.isoformat()}
    name = done(client.post("/v1/orders", json=body, headers=legal), 201)["order_id"]
    done(client.post(f"/v1/orders/{name}/authenticate", json={"how": "signed"}, headers=legal))
    assert effect(client, legal, name, "ALI-1").get("traders_informed", []) == []
    (action,) = done(client.get("/v1/subjects/listing/ALI-1/actions", headers=legal))["actions"]
    assert "statements" not in action
    with psycopg.connect(database_url) as connection, transaction(connection, lambda: later) as tx:
        sweep(tx, CONTENT)
    assert done(client.get(f"/v1/orders/{name}", headers=legal))["traders_informed"] == ["trader_1"]


def test_only_whoever_sent_an_order_and_staff_see_it(client: TestClient, key: Callable[..., Headers]) -> None:
    sender, other = key("authority", subject="authority_1"), key("authority", subject="authority_2")
    name = done(client.post("/v1/orders", json=ORDER, headers=sender), 201)["order_id"]
    assert client.get(f"/v1/orders/{name}", headers=other).status_code == 404
    assert done(client.get("/v1/orders", headers=other))["items"] == []
    assert client.post(f"/v1/orders/{name}/authenticate", json={"how": "it is me"}, headers=sender).status_code == 403
    assert client.get(f"/v1/orders/{name}", headers=key("legal", markets=("FR",))).status_code == 404
    assert client.post("/v1/orders", json=ORDER, headers=key("trader", subject="t")).status_code == 403
