"""What touches many or cannot be taken back is proposed by one person and done when another agrees; over the API, on a real database."""

import datetime as dt
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from pratique.assembly.operations import approval, clocks
from pratique.casework.four_eyes import GATES
from pratique.policy.load import load_content
from pratique.store.transaction import transaction
from tests.service.keys import key


@pytest.fixture
def ann(database_url: str) -> dict[str, str]:
    return key(database_url, "legal")


@pytest.fixture
def ben(database_url: str) -> dict[str, str]:
    return key(database_url, "manager", "administrator", "legal")


def bulk(number: int, **more: object) -> dict[str, Any]:
    targets = [{"subject": f"sku-{one}", "trader": "t-1"} for one in range(number)]
    return {"kind": "remove", "subject_kind": "listing", "targets": targets, "note": "recalled lot", "channel": "aliexpress", **more}


def active(client: TestClient) -> int:
    return len(client.get("/v1/actions", params={"status": "in_effect", "limit": 200}).json()["items"])


def test_every_gate_has_its_doing() -> None:
    assert set(approval.DOINGS) == set(GATES)


def test_few_are_done_at_once(client: TestClient, ann: dict[str, str]) -> None:
    answer = client.post("/v1/actions/bulk", json=bulk(3), headers=ann)
    assert answer.status_code == 200, answer.text
    assert answer.json()["proposal"] is None
    assert len(answer.json()["done"]) == active(client) == 3


def test_many_wait_for_another_who_agrees(client: TestClient, ann: dict[str, str], ben: dict[str, str]) -> None:
    asked = client.post("/v1/actions/bulk", json=bulk(25), headers=ann).json()["proposal"]
    assert asked["status"] == "open"
    assert asked["details"]["what"] == "Removed: 25 x listing on aliexpress, all markets"
    assert active(client) == 0
    alone = client.post(f"/v1/proposals/{asked['id']}/approve", json={}, headers=ann)
    assert (alone.status_code, alone.json()["code"]) == (403, "needs_another")
    machine = client.post(f"/v1/proposals/{asked['id']}/approve", json={})
    assert machine.status_code == 403
    done = client.post(f"/v1/proposals/{asked['id']}/approve", json={"note": "seen"}, headers=ben).json()
    assert done["proposal"]["status"] == "done"
    assert len(done["done"]) == active(client) == 25
    again = client.post(f"/v1/proposals/{asked['id']}/approve", json={}, headers=ben)
    assert again.status_code == 409
    lifted = client.post("/v1/actions/lift-bulk", json={"actions": done["done"], "reason": "wrong lot"}, headers=ben).json()
    assert lifted["proposal"]["act"] == "action.lift_bulk"
    client.post(f"/v1/proposals/{lifted['proposal']['id']}/approve", json={}, headers=ann)
    assert active(client) == 0


def test_many_of_several_channels_are_not_put_before_one_person(client: TestClient, ann: dict[str, str]) -> None:
    done = [
        client.post("/v1/actions/bulk", json=bulk(10, channel=channel), headers=ann).json()["done"] for channel in ("aliexpress", "lazada")
    ]
    asked = client.post("/v1/actions/lift-bulk", json={"actions": [*done[0], *done[1]], "reason": "wrong lot"}, headers=ann)
    assert asked.status_code == 422
    assert asked.json()["errors"][0]["field"] == "actions"


def test_a_no_changes_nothing(client: TestClient, ann: dict[str, str], ben: dict[str, str]) -> None:
    asked = client.post("/v1/actions/bulk", json=bulk(25), headers=ann).json()["proposal"]
    assert client.post(f"/v1/proposals/{asked['id']}/reject", json={}, headers=ben).status_code == 422
    answer = client.post(f"/v1/proposals/{asked['id']}/reject", json={"note": "another lot"}, headers=ben)
    assert answer.json()["status"] == "rejected"
    assert active(client) == 0


def test_an_account_is_closed_by_two(client: TestClient, ann: dict[str, str], ben: dict[str, str]) -> None:
    client.post("/v1/traders", json={"trader": "t-1", "accounts": {"aliexpress": "a-1"}})
    alone = {"kind": "close_account", "subject_kind": "trader", "subject": "t-1", "channel": "aliexpress", "note": "fraud"}
    refused = client.post("/v1/actions", json=alone, headers=ann)
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_two")
    absent = client.post("/v1/traders/t-1/close", json={"channel": "lazada", "reason": "fraud"}, headers=ann)
    assert absent.status_code == 422
    asked = client.post("/v1/traders/t-1/close", json={"channel": "aliexpress", "reason": "fraud"}, headers=ann).json()["proposal"]
    done = client.post(f"/v1/proposals/{asked['id']}/approve", json={}, headers=ben).json()
    action = client.get(f"/v1/actions/{done['done'][0]}").json()
    assert (action["kind"], action["status"]) == ("close_account", "in_effect")
    assert len(action["statements"]) == 1
    assert client.post("/v1/traders/t-1/close", json={"channel": "aliexpress", "reason": "x"}, headers=ann).status_code == 409


def test_somebody_is_forgotten_by_two_and_not_under_a_hold(
    client: TestClient, database_url: str, ann: dict[str, str], ben: dict[str, str]
) -> None:
    client.post("/v1/traders", json={"trader": "t-1", "contact": {"email": "who@example.com"}})
    held = client.post("/v1/people/trader:t-1/hold", json={"reason": "3 O 12/26"}, headers=ann)
    assert held.json() == {"entries": 1}
    kept = client.post("/v1/people/trader:t-1/erase", json={"reason": "asked"}, headers=ann).json()["proposal"]
    answer = client.post(f"/v1/proposals/{kept['id']}/approve", json={}, headers=ben).json()
    assert answer["refused"] == {"trader:t-1": "1 entries are on legal hold"}
    off = client.post("/v1/people/trader:t-1/release", json={"reason": "over"}, headers=ann).json()["proposal"]
    client.post(f"/v1/proposals/{off['id']}/approve", json={}, headers=ben)
    asked = client.post("/v1/people/trader:t-1/erase", json={"reason": "asked"}, headers=ann).json()["proposal"]
    client.post(f"/v1/proposals/{asked['id']}/approve", json={}, headers=ben)
    assert client.get("/v1/people/trader:t-1", headers=key(database_url, "analyst")).status_code == 403
    seen = client.get("/v1/people/trader:t-1", headers=ann).json()["items"]
    assert [one["is_erased"] for one in seen] == [True]
    assert client.post("/v1/people/trader:t-1/erase", json={"reason": "x"}, headers=ann).status_code == 404


def test_nobody_sees_or_decides_beyond_their_walls(client: TestClient, database_url: str, ann: dict[str, str]) -> None:
    asked = client.post("/v1/actions/bulk", json=bulk(25), headers=ann).json()["proposal"]
    elsewhere = key(database_url, "manager", channels=("lazada",))
    assert client.get(f"/v1/proposals/{asked['id']}", headers=elsewhere).status_code == 404
    assert client.post(f"/v1/proposals/{asked['id']}/approve", json={}, headers=elsewhere).status_code == 404
    assert client.get("/v1/proposals", headers=elsewhere).json()["items"] == []
    assert client.post("/v1/actions/bulk", json=bulk(25), headers=elsewhere).status_code == 404
    assert client.get("/v1/audit/events", headers=key(database_url, "auditor", channels=("lazada",))).status_code == 403


def test_what_nobody_decides_expires(client: TestClient, database_url: str, ann: dict[str, str], ben: dict[str, str]) -> None:
    asked = client.post("/v1/actions/bulk", json=bulk(25), headers=ann).json()["proposal"]
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=73)
    with psycopg.connect(database_url) as connection, transaction(connection, lambda: later) as tx:
        assert clocks.sweep(tx, load_content()).proposals_expired == 1
        assert clocks.sweep(tx, load_content()).proposals_expired == 0
    assert client.get(f"/v1/proposals/{asked['id']}").json()["status"] == "expired"
    assert client.post(f"/v1/proposals/{asked['id']}/approve", json={}, headers=ben).status_code == 409


def test_the_log_tells_who_did_what(client: TestClient, ann: dict[str, str], ben: dict[str, str]) -> None:
    asked = client.post("/v1/actions/bulk", json=bulk(25), headers=ann).json()["proposal"]
    client.post(f"/v1/proposals/{asked['id']}/approve", json={}, headers=ben)
    asking = {"record": "proposal", "record_id": asked["id"], "limit": 2}
    first = client.get("/v1/audit/events", params=asking).json()
    rest = client.get("/v1/audit/events", params={**asking, "cursor": first["next"]}).json()
    kinds = [one["kind"] for one in [*first["items"], *rest["items"]]]
    assert kinds == ["proposal_carried_out", "proposal_decided", "proposal_made"]
    assert rest["next"] is None
    assert client.get("/v1/audit/events", params={"cursor": "x"}).status_code == 422
