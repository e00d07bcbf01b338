"""Over the API: publish, hold, review, refuse, statement, appeal, overturn, and everything is as it was."""

from typing import Any

import psycopg
from starlette.testclient import TestClient

from pratique.assembly.operations import follow_up
from pratique.assembly.screeners import Screeners
from tests.service.keys import key

SERUM = {
    "listing_id": "sku-9",
    "title": "Lumora vitamin C face serum 30 ml",
    "description": "Cosmetic serum, unperfumed.",
    "category": "Beauty > Skin Care",
    "trader_id": "t-9",
    "trader": {"trader_id": "t-9", "name": "Ann Example", "country": "CN"},
    "language": "zh",
    "documents": [{"type": "eu.en71_report", "number": "1"}],
    "views_30d": 5000,
}


def test_publish_hold_review_refuse_statement_appeal_overturn(client: TestClient, database_url: str, compiled: Screeners) -> None:
    machine = key(database_url, "machine")
    reviewer, other = key(database_url, "reviewer"), key(database_url, "senior_reviewer")
    trader, stranger = key(database_url, "trader", subject="t-9"), key(database_url, "trader", subject="t-1")
    manager = key(database_url, "manager")

    def post(path: str, headers: dict[str, str], body: object = None, status: int = 200) -> dict[str, Any]:
        answer = client.post(path, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    def get(path: str, headers: dict[str, str], status: int = 200) -> dict[str, Any]:
        answer = client.get(path, headers=headers)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    # publish → hold
    screened = post("/v1/screen", machine, {"listing": SERUM, "channel": "aliexpress", "markets": ["DE", "FR", "ES"]})
    assert screened["verdict"] == "hold"
    with psycopg.connect(database_url) as connection:
        assert follow_up.work_off(connection, compiled.content) == 1
        assert follow_up.work_off(connection, compiled.content) == 0
    standing_before = get("/v1/traders/t-9/standing", manager)

    # review: claimed by one, held against another, refused in two markets
    case = post("/v1/cases/next", reviewer, {})["case"]
    assert (case["subject"], set(case["markets"])) == ("sku-9", {"DE", "FR", "ES"})
    post(f"/v1/cases/{case['id']}/claim", other, status=409)
    assert get(f"/v1/cases/{case['id']}/subject", reviewer)["listing"]["trader"]["name"] == "Ann Example"
    rule = case["rules"][0]
    post(
        f"/v1/cases/{case['id']}/decide",
        reviewer,
        {"rulings": [{"markets": ["DE"], "verdict": "refuse", "rule": rule, "reason": "x"}]},
        422,
    )
    rulings = [
        {"markets": ["DE", "FR"], "verdict": "refuse", "rule": rule, "reason": "No responsible person is named."},
        {"markets": ["ES"], "verdict": "allow", "rule": rule, "reason": "Shown in the pictures."},
    ]
    decided = post(f"/v1/cases/{case['id']}/decide", reviewer, {"rulings": rulings})
    assert decided["status"] in ("decided", "second_review")
    post(f"/v1/cases/{case['id']}/claim", reviewer, status=409 if decided["status"] == "decided" else 403)

    # the action, its statement in the trader's language, the points
    (action,) = get(f"/v1/actions?cause={case['id']}", manager)["items"]
    assert (action["kind"], action["markets"]) == ("disable", ["DE", "FR"])
    assert get("/v1/subjects/listing/sku-9/actions", manager)["actions"] == [action]
    (statement,) = get("/v1/statements", trader)["items"]
    assert "由人工作出" in statement["text"]
    assert "No responsible person is named." in statement["text"]
    assert get("/v1/statements", stranger)["items"] == []
    get(f"/v1/statements/{statement['id']}", stranger, 404)
    assert get("/v1/traders/t-9/standing", manager) != standing_before

    # appeal: by the trader alone, once, decided by somebody else
    post("/v1/appeals", stranger, {"action": action["id"], "words": "Wrong."}, 404)
    appeal = post("/v1/appeals", trader, {"action": action["id"], "words": "The name stands on the carton."}, 201)
    post("/v1/appeals", trader, {"action": action["id"], "words": "Again."}, 409)
    resolution = {"outcome": "reversed", "reason": {"en": "The responsible person is named on the carton.", "zh": "外包装上有责任人信息。"}}
    post(f"/v1/appeals/{appeal['id']}/decide", reviewer, resolution, 403)
    post(f"/v1/appeals/{appeal['id']}/decide", machine, resolution, 403)
    assert get(f"/v1/appeals/{appeal['id']}/words", other)["words"] == "The name stands on the carton."
    assert post(f"/v1/appeals/{appeal['id']}/decide", other, resolution)["outcome"] == "reversed"

    # listing, statement, points, standing, figures: as they were
    assert get("/v1/subjects/listing/sku-9/actions", manager)["actions"] == []
    assert get(f"/v1/actions/{action['id']}", manager)["status"] == "reversed"
    assert get(f"/v1/statements/{statement['id']}", trader)["status"] == "withdrawn"
    after = get("/v1/traders/t-9/standing", manager)
    assert after["channels"] == standing_before["channels"]
    assert all(entry["violation"]["overturned"] for entry in after["trader"]["ledger"])
    (figures,) = get("/v1/reviews/figures", manager)["reviewers"]
    assert (figures["decided"], figures["overturned"]) == (1, 1)
    with psycopg.connect(database_url) as connection:
        labels = connection.execute("SELECT source, market, verdict FROM label WHERE source = 'appeal' ORDER BY market").fetchall()
        assert labels == [("appeal", "DE", "allow"), ("appeal", "FR", "allow")]
        topics = [row[0] for row in connection.execute("SELECT topic FROM outbox ORDER BY at, id")]
        for topic in (
            "case.opened",
            "case.decided",
            "action.imposed",
            "statement.issued",
            "appeal.filed",
            "appeal.decided",
            "action.reversed",
        ):
            assert topic in topics
        assert "Ann Example" not in str(connection.execute("SELECT payload FROM audit_event").fetchall())
