"""Screening over HTTP: decided, kept, read again, replayed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from starlette.testclient import TestClient

MDMA = {"listing_id": "sku-1", "title": "MDMA crystals 84% pure, lab tested, 1g 3g 5g", "category": "Health & Beauty > Other"}
SHIRT = {"listing_id": "sku-2", "title": "Cotton t-shirt crew neck black M", "category": "Clothing > T-Shirts"}


def _screen(client: TestClient, listing: dict[str, Any], **options: object) -> dict[str, Any]:
    answer = client.post("/v1/screen", json={"listing": listing, **options})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_decision_is_kept_before_it_is_answered(client: TestClient, database_url: str) -> None:
    answer = _screen(client, MDMA, channel="aliexpress", markets=["DE", "US"])
    assert answer["verdict"] == "refuse"
    assert {market for outcome in answer["outcomes"] for market in outcome["markets"]} == {"DE", "US"}
    assert answer["outcomes"][0]["findings"][0]["fix"]
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT worst, subject_id FROM decision WHERE id = %s", (answer["decision_id"],)).fetchone()
        assert row == (3, "sku-1")
        assert connection.execute("SELECT decision_id FROM follow_up").fetchall() == [(answer["decision_id"],)]


def test_what_is_allowed_needs_no_follow_up(client: TestClient, database_url: str) -> None:
    assert _screen(client, SHIRT, markets=["US"])["verdict"] in ("allow", "allow_with_conditions")
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM follow_up").fetchone() == (0,)


def test_a_decision_reads_as_it_was_answered_and_replays_byte_for_byte(client: TestClient) -> None:
    listing = MDMA | {
        "trader": {"trader_id": "t-1", "name": "Ann Example", "email": "ann@example.org"},
        "trader_id": "t-1",
        "attributes": {"z": "1", "a": "2"},
    }
    answer = _screen(client, listing, channel="aliexpress")
    kept = client.get(f"/v1/decisions/{answer['decision_id']}").json()
    assert kept["verdict"] == answer["verdict"]
    assert [outcome["markets"] for outcome in kept["outcomes"]] == [outcome["markets"] for outcome in answer["outcomes"]]
    assert kept["evidence"] == answer["evidence"]
    assert client.get("/v1/decisions", params={"subject": "sku-1"}).json()["items"] == [kept]
    replayed = client.post(f"/v1/decisions/{answer['decision_id']}/replay").json()
    assert replayed == {"decision_id": answer["decision_id"], "is_same": True, "differences": [], "is_erased": False}


def test_personal_data_stands_apart(client: TestClient, database_url: str) -> None:
    listing = SHIRT | {
        "trader": {"trader_id": "t-1", "name": "Ann Example", "phone": "+49 555 1234"},
        "responsible_person": {"email": "rp@example.org"},
    }
    _screen(client, listing)
    _screen(client, listing | {"listing_id": "sku-3"})
    with psycopg.connect(database_url) as connection:
        everything = str(connection.execute("SELECT body FROM snapshot").fetchall()) + str(
            connection.execute("SELECT * FROM audit_event").fetchall()
        )
        assert "Ann" not in everything
        assert "rp@example.org" not in everything
        found = connection.execute("SELECT fields FROM vault_entry WHERE purpose = 'listing'").fetchall()
        assert found == [({"trader.name": "Ann Example", "trader.phone": "+49 555 1234", "responsible_person.email": "rp@example.org"},)]


def test_a_batch_loses_no_row(client: TestClient) -> None:
    rows = [MDMA, {"title": "no id"}, SHIRT, 7, {"listing_id": "x"}]
    answer = client.post("/v1/screen/batch", json={"listings": rows, "markets": ["GB"]})
    assert answer.status_code == 200, answer.text
    assert [decision["listing_id"] for decision in answer.json()["decisions"]] == ["sku-1", "sku-2"]
    assert [(row["index"], row["reason"]) for row in answer.json()["rejected"]] == [
        (1, "listing.listing_id: is needed"),
        (3, "is no object"),
        (4, "listing.title: is needed"),
    ]
    assert client.post("/v1/screen/batch", json={"listings": [], "markets": ["GB"]}).status_code == 422
    assert client.post("/v1/screen/batch", json={"listings": [SHIRT], "markets": ["XX"]}).status_code == 422


def test_of_many_at_once_with_one_key_one_is_carried_out(client: TestClient, database_url: str) -> None:
    headers = {"Idempotency-Key": "at-once"}
    body = {"listing": MDMA, "channel": "aliexpress", "markets": ["DE"]}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post("/v1/screen", json=body, headers=headers), range(16)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.content for answer in answers if answer.status_code == 200}) == 1
    assert sum(answer.status_code == 200 and "idempotent-replay" not in answer.headers for answer in answers) == 1
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM decision").fetchone() == (1,)


def test_the_same_key_is_carried_out_once(client: TestClient) -> None:
    headers = {"Idempotency-Key": "abc"}
    first = client.post("/v1/screen", json={"listing": SHIRT}, headers=headers)
    second = client.post("/v1/screen", json={"listing": SHIRT}, headers=headers)
    assert first.content == second.content
    assert second.headers["idempotent-replay"] == "true"
    other = client.post("/v1/screen", json={"listing": MDMA}, headers=headers)
    assert other.status_code == 422
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"


def test_explain_and_precheck_say_why_and_what_to_do(client: TestClient) -> None:
    explained = client.post("/v1/explain", json={"listing": MDMA, "market": "GB"})
    assert explained.status_code == 200, explained.text
    assert explained.json()["fired"]
    walker = {"listing_id": "w", "title": "Baby walker with music, foldable infant walker blue", "category": "Baby > Walkers"}
    checked = client.post("/v1/precheck", json={"listing": walker, "markets": ["US", "DE"], "language": "zh"}).json()
    assert set(checked["markets"]) == {"US", "DE"}
    assert any("证书" in step["fix"] for step in checked["steps"])
    assert any("us.cpc" in paper["names"] for paper in checked["papers"])


def test_mistakes_are_told_at_their_place(client: TestClient) -> None:
    for body, status, word in (
        (b"{", 400, "JSON"),
        (b'{"listing": 1}', 422, "listing"),
        (b'{"listing": {"title": "x"}}', 422, "listing_id"),
        (b'{"listing": {"listing_id": "1", "title": "x"}, "stage": "moon"}', 422, "stage"),
        (
            b'{"listing": {"listing_id": "1", "title": "x"}, "markets": ["XX"], "channel": "ebay", "strategy": "none"}',
            422,
            "no market `XX`",
        ),
    ):
        answer = client.post("/v1/screen", content=body)
        assert answer.status_code == status, answer.text
        assert word in answer.text
        assert answer.headers["content-type"] == "application/problem+json"


def test_doors(client: TestClient) -> None:
    assert client.post("/v1/screen", json={"listing": SHIRT}, headers={"Authorization": ""}).status_code == 401
    assert client.post("/v1/screen", json={"listing": SHIRT}, headers={"Authorization": "Bearer prq_wrong"}).status_code == 401
    assert client.get("/v1/decisions/none").status_code == 404
    assert client.get("/v1/nowhere").status_code == 404
    assert client.get("/v1/screen").status_code == 405
    assert client.post("/v1/screen", content=b"<a/>", headers={"Content-Type": "text/xml"}).status_code == 415
    assert client.get("/healthz").json()["status"] == "ok"
    assert "pratique_request_seconds" in client.get("/metrics").text
    assert client.get("/openapi.json").json()["openapi"] == "3.1.0"
