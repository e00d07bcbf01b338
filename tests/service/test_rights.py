"""Rights over HTTP: registered, verified, used, contested, restored when the clock runs out."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from pratique.assembly.operations.clocks import sweep
from pratique.assembly.operations.notices import NOTICES
from pratique.policy.load import load_content
from pratique.store.records import load, rebuilt
from pratique.store.transaction import transaction
from tests.service import keys
from tests.service.test_notices import done

Headers = dict[str, str]
HOLDER = {"name": "Lumora GmbH", "address": "1 Lamp Street, Bonn", "email": "ip@lumora.example", "identity_proof": ["file_1"]}
MARK = {
    "kind": "trade_mark", "title": "LUMORA", "territories": ["CN", "US"], "proof": ["file_2"], "number": "5123456", "office": "US",
    "nice_classes": [25], "valid_from": "2020-01-01", "valid_to": "2099-01-01",
}  # fmt: skip
NOTICE = {
    "kind": "intellectual_property", "explanation": "The shoes carry our mark LUMORA and are not ours.", "subjects": [{"id": "ALI-9"}],
    "bona_fide": True, "is_owner_or_agent": True, "markets": ["CN"],
}  # fmt: skip
CONTENT = load_content()
REASON = {"en": "The sign is identical to the mark, for identical goods.", "zh": "标识与商标相同，商品相同。"}


@pytest.fixture
def key(database_url: str, client: TestClient) -> Callable[..., Headers]:
    row = {"listing_id": "ALI-9", "title": "Lumora running shoes", "trader_id": "trader_9", "channel": "aliexpress"}
    assert client.post("/v1/screen", json={"listing": row}).status_code == 200
    return partial(keys.key, database_url)


def verified(client: TestClient, owner: Headers, legal: Headers) -> tuple[str, str]:
    holder = done(client.post("/v1/rights-holders", json=HOLDER, headers=owner), 201)["id"]
    right = done(client.post(f"/v1/rights-holders/{holder}/rights", json=MARK, headers=owner), 201)["id"]
    done(client.post(f"/v1/rights-holders/{holder}/judge", json={"evidence": "HRB 1234"}, headers=legal))
    done(client.post(f"/v1/rights-holders/{holder}/judge", json={"right": right, "evidence": "USPTO TSDR 5123456"}, headers=legal))
    return holder, right


def test_no_notice_rests_on_a_right_nobody_looked_at(client: TestClient, key: Callable[..., Headers]) -> None:
    owner, legal = key("rights_holder", subject="account_1"), key("legal")
    holder = done(client.post("/v1/rights-holders", json=HOLDER, headers=owner), 201)["id"]
    right = done(client.post(f"/v1/rights-holders/{holder}/rights", json=MARK, headers=owner), 201)["id"]
    assert "registered" in done(client.post("/v1/notices", json=NOTICE | {"right": right}, headers=owner), 422)["detail"]
    assert [one["id"] for one in done(client.get("/v1/rights-holders?waiting=true", headers=legal))["items"]] == [holder]
    done(client.post(f"/v1/rights-holders/{holder}/judge", json={"evidence": "HRB 1234"}, headers=legal))
    refused = {"right": right, "refused": {"en": "The certificate names another company."}}
    assert done(client.post(f"/v1/rights-holders/{holder}/judge", json=refused, headers=legal))["rights"][0]["status"] == "refused"
    assert client.post("/v1/notices", json=NOTICE | {"right": right}, headers=owner).status_code == 422
    assert done(client.get("/v1/rights-holders?waiting=true", headers=legal))["items"] == []


def test_rights_of_others_are_neither_seen_nor_used(client: TestClient, key: Callable[..., Headers]) -> None:
    owner, other, legal = key("rights_holder", subject="account_1"), key("rights_holder", subject="account_2"), key("legal")
    holder, right = verified(client, owner, legal)
    assert client.get(f"/v1/rights-holders/{holder}", headers=other).status_code == 404
    assert done(client.get("/v1/rights-holders", headers=other))["items"] == []
    assert client.post(f"/v1/rights-holders/{holder}/rights", json=MARK, headers=other).status_code == 404
    assert done(client.post("/v1/notices", json=NOTICE | {"right": right}, headers=other), 403)["code"] == "not_your_right"
    done(client.post(f"/v1/rights-holders/{holder}/agents", json={"account": "account_2", "proof": "file_3"}, headers=owner), 201)
    done(client.post(f"/v1/rights-holders/{holder}/judge", json={"agent": "account_2"}, headers=legal))
    done(client.post("/v1/notices", json=NOTICE | {"right": right}, headers=other), 201)
    done(client.delete(f"/v1/rights-holders/{holder}/agents/account_2", headers=owner))
    assert client.post("/v1/notices", json=NOTICE | {"right": right}, headers=other).status_code == 403
    assert client.post("/v1/rights-holders", json=HOLDER, headers=owner).status_code == 409


def carried_out(client: TestClient, owner: Headers, legal: Headers) -> str:
    _, right = verified(client, owner, legal)
    name = str(done(client.post("/v1/notices", json=NOTICE | {"right": right}, headers=owner), 201)["notice_id"])
    outcome = {
        "subject": "listing:ALI-9",
        "markets": ["CN"],
        "restriction": "remove",
        "ground": "Trademark Law Art. 57",
        "reason": REASON,
        "rules": ["cn/counterfeits"],
    }
    decided = done(client.post(f"/v1/notices/{name}/decide", json={"outcomes": [outcome]}, headers=legal))
    assert decided["status"] == "informed"
    return name


def test_a_counter_notice_brings_the_listing_back_after_fifteen_days(
    client: TestClient, key: Callable[..., Headers], database_url: str
) -> None:
    owner, legal, trader = key("rights_holder", subject="account_1"), key("legal"), key("trader", subject="trader_9")
    name = carried_out(client, owner, legal)
    path = f"/v1/notices/{name}/counter-notice"
    form: dict[str, Any] = {"subjects": ["listing:ALI-9"], "statement": "We are an authorised dealer of Lumora.", "evidence": ["file_7"]}
    assert {error["field"] for error in done(client.post(path, json=form, headers=trader), 422)["errors"]} == {"no_infringement"}
    assert client.post(path, json=form, headers=key("trader", subject="trader_8")).status_code == 404
    assert {error["field"] for error in done(client.post(path, json=form | {"law": "us"}, headers=trader), 422)["errors"]} == {"law"}
    copy = done(client.post(f"/v1/notices/{name}/copy", headers=trader))["fields"]
    assert copy == {"name": "Lumora GmbH", "explanation": NOTICE["explanation"]}
    assert client.post(f"/v1/notices/{name}/copy", headers=key("trader", subject="trader_8")).status_code == 404
    assert client.post(f"{path}/copy", json={}, headers=owner).status_code == 409
    filed = done(client.post(path, json=form | {"no_infringement": True}, headers=trader), 201)
    assert done(client.post(f"{path}/copy", json={}, headers=owner))["fields"] == {"statement": form["statement"]}
    for other in (key("rights_holder", subject="account_2"), trader):
        assert client.post(f"{path}/copy", json={}, headers=other).status_code == 404
    assert client.post(f"{path}/copy", json={"secret": "guess"}, headers=key("analyst")).status_code == 404
    assert client.post(f"{path}/copy", json={}, headers=key("analyst")).status_code == 403
    back = dt.datetime.fromisoformat(filed["comes_back_at"])
    assert dt.timedelta(days=15) < back - dt.datetime.now(dt.UTC) < dt.timedelta(days=16)
    assert client.post(f"/v1/notices/{name}/settle", json={"result": "restored", "reason": REASON}, headers=legal).status_code == 409
    with psycopg.connect(database_url) as connection:
        with transaction(connection, lambda: back - dt.timedelta(seconds=1)) as tx:
            assert sweep(tx, CONTENT).is_empty
        with transaction(connection, lambda: back) as tx:
            assert sweep(tx, CONTENT).counter_notices_over == 1
        with transaction(connection, lambda: back) as tx:
            assert sweep(tx, CONTENT).is_empty
            assert rebuilt(tx, NOTICES, name) == load(tx, NOTICES, name).state
    answer = done(client.get(f"/v1/notices/{name}/answer", headers=trader))
    assert (answer["status"], answer["counter_notice"]) == ("closed", "restored")
    (action,) = done(client.get("/v1/actions", params={"cause": name}, headers=trader))["items"]
    assert action["status"] == "reversed"
    assert done(client.get(f"/v1/statements/{action['statements'][0]}", headers=trader))["status"] == "withdrawn"
    assert done(client.get("/v1/subjects/listing/ALI-9/actions", headers=trader))["actions"] == []
    assert done(client.get("/v1/traders/trader_9/standing", headers=trader))["trader"]["ledger"][0]["violation"]["overturned"] is True
    assert done(client.get("/v1/submitters", headers=legal))["items"][0]["judged"][0]["result"] == "unfounded"


def test_who_goes_to_court_keeps_it_down(client: TestClient, key: Callable[..., Headers], database_url: str) -> None:
    owner, legal, trader = key("rights_holder", subject="account_1"), key("legal"), key("trader", subject="trader_9")
    name = carried_out(client, owner, legal)
    form = {"subjects": ["listing:ALI-9"], "statement": "We are a dealer.", "evidence": ["file_7"], "no_infringement": True}
    done(client.post(f"/v1/notices/{name}/counter-notice", json=form, headers=trader), 201)
    suit = {"court": "Hangzhou Internet Court", "reference": "(2026) 浙0192民初1号"}
    assert client.post(f"/v1/notices/{name}/suit", json=suit, headers=trader).status_code in (403, 404)
    assert done(client.post(f"/v1/notices/{name}/suit", json=suit, headers=owner))["counter_notice"] == "under way"
    with (
        psycopg.connect(database_url) as connection,
        transaction(connection, lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=60)) as tx,
    ):
        assert sweep(tx, CONTENT).is_empty
    settled = done(client.post(f"/v1/notices/{name}/settle", json={"result": "kept", "reason": REASON}, headers=legal))
    assert settled["status"] == "closed"


def test_a_right_lapses_with_its_term(client: TestClient, key: Callable[..., Headers], database_url: str) -> None:
    owner, legal = key("rights_holder", subject="account_1"), key("legal")
    holder, right = verified(client, owner, legal)
    with psycopg.connect(database_url) as connection:
        for day, count in (
            (dt.datetime(2099, 1, 1, 23, tzinfo=dt.UTC), 0),
            (dt.datetime(2099, 1, 2, tzinfo=dt.UTC), 1),
            (dt.datetime(2099, 1, 2, tzinfo=dt.UTC), 0),
        ):
            with transaction(connection, lambda day=day: day) as tx:  # type: ignore[misc]
                assert sweep(tx, CONTENT).rights_lapsed == count
    assert done(client.get(f"/v1/rights-holders/{holder}", headers=owner))["rights"][0]["status"] == "lapsed"
    assert client.post("/v1/notices", json=NOTICE | {"right": right}, headers=owner).status_code == 422
