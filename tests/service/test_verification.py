"""A trader over HTTP: registered, asked, refused with the reason, suspended by the clock, known, let in again; buyers told of what was illegal."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from pratique.assembly.operations.clocks import Swept, sweep
from pratique.assembly.operations.enforcement import ACTIONS
from pratique.assembly.operations.look_backs import LOOK_BACKS
from pratique.assembly.operations.verification_records import VERIFICATIONS
from pratique.policy.load import load_content
from pratique.store.records import load, rebuilt
from pratique.store.transaction import transaction
from tests.service import keys
from tests.service.test_notices import done

Headers = dict[str, str]
CONTENT = load_content()
TOLD = {
    "name": "Hafen Trading GmbH", "address": "Kai 4, 20457 Hamburg", "phone": "+49 40 555 0100", "email": "office@hafen.example",
    "id_document": "file-77", "payment_account": "DE89370400440532013000", "trade_register": "Amtsgericht Hamburg",
    "register_number": "Hamburg HRB 66", "self_certification": "file-78", "vat": "DE136695976",
    "papers": [{"kind": "register_extract", "reference": "file-79"}],
}  # fmt: skip
FOUND = {"evidence": [{"source": "Handelsregister", "fields": ["name", "register_number"], "result": "agrees", "reference": "HRB 66"}]}
SECRET = ("Hafen Trading", "Kai 4", "office@hafen.example", "DE89370400440532013000", "136695976")


@pytest.fixture
def key(database_url: str, client: TestClient) -> Callable[..., Headers]:
    body = {
        "trader": "t-1", "country": "DE", "language": "de", "accounts": {"aliexpress": "A1"},
        "contact": {"name": "Hafen Trading GmbH", "email": "office@hafen.example"},
    }  # fmt: skip
    done(client.post("/v1/traders", json=body), 201)
    return partial(keys.key, database_url)


def swept(database_url: str, at: str | dt.datetime) -> Swept:
    moment = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
    with psycopg.connect(database_url) as connection, transaction(connection, lambda: moment) as tx:
        return sweep(tx, CONTENT)


def test_a_trader_who_is_not_known_in_time_is_suspended_and_let_in_once_they_are(
    client: TestClient, key: Callable[..., Headers], database_url: str
) -> None:
    trader, legal = key("trader", subject="t-1"), key("legal")
    begun = done(client.post("/v1/verifications", json={"trader": "t-1", "laws": ["dsa"]}, headers=legal), 201)
    assert (begun["status"], begun["clock"]) == ("incomplete", "verification-collect-dsa")
    assert done(client.get("/v1/verifications/t-1", headers=trader))["may_offer"] == {"dsa": False}

    wrong = TOLD | {"vat": "DE136695977", "payment_account": "DE89370400440532013001"}
    refused = done(client.post("/v1/verifications/t-1/particulars", json=wrong, headers=trader), 422)
    assert [one["field"] for one in refused["errors"]] == ["payment_account", "vat"]
    assert "check digit" in refused["errors"][1]["message"]
    looked = done(client.post("/v1/verifications/t-1/identifiers", json=wrong, headers=trader))["checks"]
    assert {one["field"]: one["answer"] for one in looked} == {"vat": "wrong", "payment_account": "wrong", "register_number": "ok"}

    assert swept(database_url, begun["due_at"]).traders_due == 1
    asked = done(client.get("/v1/verifications/t-1", headers=trader))["verification"]
    assert asked["status"] == "needs_remedy"
    assert swept(database_url, asked["due_at"]).traders_due == 1
    suspended = done(client.get("/v1/verifications/t-1", headers=trader))["verification"]
    assert suspended["status"] == "suspended"
    action = done(client.get(f"/v1/actions/{suspended['actions'][0]}", headers=trader))
    assert (action["kind"], action["status"], action["causes"][0]["kind"]) == ("suspend_trader", "in_effect", "verification")
    assert {"DE", "FR"} <= set(action["markets"])
    assert not {"US-CA", "US", "GB", "CN"} & set(action["markets"])
    statement = done(client.get(f"/v1/statements/{action['statements'][0]}", headers=trader))
    assert statement["language"] == "de"
    assert "Regulation (EU) 2022/2065 Art. 30" in statement["text"]

    told = done(client.post("/v1/verifications/t-1/particulars", json=TOLD, headers=trader))
    assert (told["status"], told.get("missing", [])) == ("suspended", []), "until somebody looked"
    assert [one["id"] for one in done(client.get("/v1/verifications?waiting=true", headers=legal))["items"]] == ["t-1"]
    assert client.post("/v1/verifications/t-1/verify", json=FOUND, headers=trader).status_code == 403
    differs = {"evidence": [FOUND["evidence"][0] | {"result": "differs"}]}
    assert client.post("/v1/verifications/t-1/verify", json=differs, headers=legal).status_code == 422
    known = done(client.post("/v1/verifications/t-1/verify", json=FOUND, headers=legal))
    assert (known["status"], known.get("actions", [])) == ("verified", [])
    after = done(client.get(f"/v1/actions/{action['id']}", headers=trader))
    assert (after["status"], after["end_reason"]) == ("lifted", "the trader is known now")
    assert done(client.get("/v1/subjects/trader/t-1/actions", headers=legal))["actions"] == []
    assert done(client.get("/v1/verifications/t-1", headers=trader))["may_offer"] == {"dsa": True}

    assert done(client.get("/v1/verifications/t-1/shown?law=dsa", headers=legal))["fields"] == {
        field: TOLD[field] for field in ("name", "address", "phone", "email", "trade_register", "register_number", "self_certification")
    }
    assert client.get("/v1/verifications/t-1/shown?law=inform", headers=legal).status_code == 409
    private = done(client.post("/v1/verifications/t-1/private", json={"reason": "the register asks"}, headers=legal))
    assert private["fields"]["payment_account"] == "DE89370400440532013000"
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        assert rebuilt(tx, VERIFICATIONS, "t-1") == load(tx, VERIFICATIONS, "t-1").state
        assert rebuilt(tx, ACTIONS, action["id"]) == load(tx, ACTIONS, action["id"]).state
        looks = tx.execute("SELECT payload FROM audit_event WHERE record = 'private' AND kind = 'private_read'").fetchall()
        assert any("the register asks" in payload for (payload,) in looks)
        written = str(tx.execute("SELECT payload FROM audit_event UNION ALL SELECT payload::text FROM outbox").fetchall())
        assert [one for one in SECRET if one in written] == []
        topics = [topic for (topic,) in tx.execute("SELECT topic FROM outbox WHERE topic LIKE 'verification.%' ORDER BY at, id")]
        assert sorted(topics) == [
            f"verification.{one}" for one in ("begun", "remedy_asked", "submitted", "suspended", "verified")
        ]  # fmt: skip


def test_an_appeal_against_the_suspension_brings_the_trader_before_a_person_again(
    client: TestClient, key: Callable[..., Headers], database_url: str
) -> None:
    trader, legal = key("trader", subject="t-1"), key("legal")
    begun = done(client.post("/v1/verifications", json={"trader": "t-1", "laws": ["dsa"]}, headers=legal), 201)
    swept(database_url, begun["due_at"])
    swept(database_url, done(client.get("/v1/verifications/t-1", headers=trader))["verification"]["due_at"])
    action = done(client.get("/v1/verifications/t-1", headers=trader))["verification"]["actions"][0]
    appeal = done(client.post("/v1/appeals", json={"action": action, "words": "You never wrote to us."}, headers=trader), 201)
    body = {"outcome": "reversed", "reason": {"en": "The letter had gone to an old address."}}
    done(client.post(f"/v1/appeals/{appeal['id']}/decide", json=body, headers=legal))
    assert done(client.get(f"/v1/actions/{action}", headers=trader))["status"] == "reversed"
    known = done(client.get("/v1/verifications/t-1", headers=trader))["verification"]
    assert (known["status"], known.get("suspended_for", []), known.get("actions", [])) == ("submitted", [], [])
    assert done(client.get("/v1/statements?trader=t-1", headers=trader))["items"][0]["status"] == "withdrawn"


def test_whoever_sells_much_to_the_united_states_has_ten_days(client: TestClient, key: Callable[..., Headers], database_url: str) -> None:
    machine = key("machine")
    today = dt.datetime.now(dt.UTC).date()
    few = {"sales": [{"day": str(today - dt.timedelta(days=9)), "number": 199, "gross": 4_000_000}]}
    assert done(client.post("/v1/verifications/t-1/sales", json=few, headers=machine))["verification"] is None
    many = {"sales": [*few["sales"], {"day": str(today - dt.timedelta(days=2)), "number": 1, "gross": 100}]}
    weighed = done(client.post("/v1/verifications/t-1/sales", json=many, headers=machine))
    known = weighed["verification"]
    assert (known["laws"], known["high_volume_since"], known["clock"]) == (
        ["inform"], str(today - dt.timedelta(days=2)), "verification-collect-inform",
    )  # fmt: skip
    assert known["disclosed_since"] == str(today - dt.timedelta(days=9))
    assert client.post("/v1/verifications/t-1/sales", json={"sales": [{"day": str(today), "number": -1, "gross": 0}]}).status_code == 422
    assert done(client.get("/v1/verifications/t-1", headers=machine))["may_offer"] == {"inform": True}
    swept(database_url, known["due_at"])
    swept(database_url, done(client.get("/v1/verifications/t-1", headers=machine))["verification"]["due_at"])
    state = done(client.get("/v1/verifications/t-1", headers=machine))
    assert (state["verification"]["suspended_for"], state["may_offer"]) == (["inform"], {"inform": False})
    markets = done(client.get(f"/v1/actions/{state['verification']['actions'][0]}", headers=machine))["markets"]
    assert markets
    assert all(one.partition("-")[0] == "US" for one in markets)


def test_only_the_trader_and_staff_within_their_walls_see_it(client: TestClient, key: Callable[..., Headers]) -> None:
    done(client.post("/v1/verifications", json={"trader": "t-1", "laws": ["dsa"]}, headers=key("legal")), 201)
    assert client.post("/v1/verifications", json={"trader": "t-1", "laws": ["dsa"]}, headers=key("legal")).status_code == 409
    assert client.post("/v1/verifications", json={"trader": "t-9", "laws": ["dsa"]}, headers=key("legal")).status_code == 404
    assert client.get("/v1/verifications/t-1", headers=key("trader", subject="t-2")).status_code == 404
    assert client.get("/v1/verifications/t-1", headers=key("reviewer", channels=("lazada",))).status_code == 404
    assert client.get("/v1/verifications/t-1", headers=key("reviewer", markets=("DE",))).status_code == 404
    assert client.get("/v1/verifications/t-1", headers=key("reviewer", channels=("aliexpress",))).status_code == 200
    for walls in ({"channels": ("lazada",)}, {"markets": ("DE",)}):
        assert done(client.get("/v1/verifications", headers=key("reviewer", **walls)))["items"] == []
    assert done(client.get("/v1/traders", headers=key("reviewer", channels=("lazada",))))["items"] == []
    assert done(client.get("/v1/verifications", headers=key("trader", subject="t-2")))["items"] == []
    assert client.post("/v1/verifications/t-1/private", json={"reason": "curious"}, headers=key("analyst")).status_code == 403
    assert client.post("/v1/verifications/t-1/particulars", json=TOLD, headers=key("reviewer")).status_code == 403


def test_buyers_of_what_was_illegal_are_told_who_sold_it(client: TestClient, key: Callable[..., Headers], database_url: str) -> None:
    legal = key("legal")
    row = {"listing_id": "sku-1", "title": "Wall charger", "trader_id": "t-1", "channel": "aliexpress"}
    assert client.post("/v1/screen", json={"listing": row, "markets": ["DE"]}).status_code == 200
    now = dt.datetime.now(dt.UTC)
    bought = [
        {"order": f"o-{days}", "bought_at": (now - dt.timedelta(days=days)).isoformat(), "contact": contact}
        for days, contact in ((2, "buyer-1"), (40, "buyer-2"), (100, None), (250, "buyer-3"))
    ]
    form = {"product": "sku-1", "purchases": bought, "reason": {"en": "It can burn.", "zh": "有起火风险。"}}
    assert client.post("/v1/look-backs", json=form | {"reason": {"en": "It can burn."}}, headers=legal).status_code == 422
    begun = done(client.post("/v1/look-backs", json=form, headers=legal), 201)
    assert (begun["trader"], begun["channel"], begun["to_tell"], begun["unreachable"]) == ("t-1", "aliexpress", ["o-2", "o-40"], 1)
    name = begun["id"]
    letter = done(client.post(f"/v1/look-backs/{name}/letter", headers=legal))["text"]
    assert "from Hafen Trading GmbH, office@hafen.example" in letter["en"]
    assert "It can burn." in letter["en"]
    assert "有起火风险。" in letter["zh"]

    assert done(client.post(f"/v1/look-backs/{name}/told", json={"orders": ["o-2"]}, headers=legal))["to_tell"] == ["o-40"]
    assert client.post(f"/v1/look-backs/{name}/told", json={"orders": ["o-250"]}, headers=legal).status_code == 422
    assert swept(database_url, begun["due_at"]).look_backs_late == 1
    assert swept(database_url, begun["due_at"]).look_backs_late == 0
    assert [one["id"] for one in done(client.get("/v1/look-backs?overdue=true", headers=legal))["items"]] == [name]
    assert done(client.post(f"/v1/look-backs/{name}/unreachable", json={"orders": ["o-40"]}, headers=legal))["status"] == "open"
    assert client.post(f"/v1/look-backs/{name}/published", json={"address": "on our page"}, headers=legal).status_code == 422
    end = done(client.post(f"/v1/look-backs/{name}/published", json={"address": "https://shop.example/safety/sku-1"}, headers=legal))
    assert (end["status"], end["told"], end["unreachable"]) == ("done", ["o-2"], 2)
    assert client.get(f"/v1/look-backs/{name}", headers=key("reviewer", channels=("lazada",))).status_code == 404
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        assert rebuilt(tx, LOOK_BACKS, name) == load(tx, LOOK_BACKS, name).state
        messages = tx.execute("SELECT topic, payload::text FROM outbox WHERE topic LIKE 'look_back.%' ORDER BY at, id").fetchall()
        assert sorted(topic for topic, _ in messages) == [
            f"look_back.{one}" for one in ("begun", "buyers_to_tell", "done", "overdue")
        ]  # fmt: skip
        assert '"orders": ["o-2", "o-40"]' in str(messages)
        assert "buyer-1" not in str(messages)
        assert "buyer-1" not in str(tx.execute("SELECT payload FROM audit_event").fetchall())


def test_the_table_of_periods_is_read_by_those_who_watch(client: TestClient, key: Callable[..., Any]) -> None:
    rows = done(client.get("/v1/retention"))["items"]
    assert {one["period"]["id"]: (one["due"], one["held"]) for one in rows}["verification"] == (0, 0)
    assert client.get("/v1/retention", headers=key("reviewer")).status_code == 403


def test_walls_hold_round_what_is_of_the_whole_group(client: TestClient, key: Callable[..., Any]) -> None:
    walled, legal = key("legal", "manager", channels=("lazada",)), key("legal")
    bought = [{"order": "o-1", "bought_at": dt.datetime.now(dt.UTC).isoformat(), "contact": "buyer-1"}]
    form = {
        "product": "sku-9",
        "trader": "t-1",
        "channel": "lazada",
        "purchases": bought,
        "reason": {"en": "It can burn.", "zh": "有起火风险。"},
    }
    refused = client.post("/v1/look-backs", json=form, headers=walled)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "trader")
    for act in ("hold", "erase", "release"):
        assert client.post(f"/v1/people/trader:t-1/{act}", json={"reason": "x"}, headers=walled).status_code == 403
    assert client.get("/v1/people/trader:t-1", headers=walled).status_code == 403
    assert client.get("/v1/people/trader:t-1", headers=legal).json()["items"]
    assert client.post("/v1/traders", json={"trader": "t-1", "accounts": {"alibaba": "B1"}}, headers=walled).status_code == 422

    opened = done(client.post("/v1/traders", json={"trader": "t-1", "accounts": {"lazada": "L1"}}, headers=walled), 201)
    standing = done(client.get("/v1/traders/t-1/standing", headers=walled))["trader"]
    (listed,) = done(client.get("/v1/traders", headers=walled))["items"]
    for shown in (opened, standing, listed):
        assert [one["channel"] for one in shown["accounts"]] == ["lazada"]
    whole = done(client.get("/v1/traders/t-1/standing", headers=legal))["trader"]
    assert [one["channel"] for one in whole["accounts"]] == ["aliexpress", "lazada"]
