"""Keys: made within walls, counted, taken away within five seconds; and from the command line."""

import sys

import psycopg
import pytest
from starlette.testclient import TestClient

from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM
from pratique.cli import main
from pratique.service import door
from pratique.store import keys
from pratique.store.transaction import transaction

SHIRT = {"listing_id": "sku-2", "title": "Cotton t-shirt crew neck black M"}


def _status(client: TestClient, secret: str, **options: object) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    answer = client.post("/v1/screen", json={"listing": SHIRT, "markets": ["DE"], **options}, headers=headers)
    return int(answer.status_code)


def test_a_key_is_good_for_its_scope_and_within_its_walls(client: TestClient) -> None:
    form = {"name": "lazada", "scopes": ["screen"], "channels": ["lazada"], "markets": ["SG", "DE"]}
    made = client.post("/v1/keys", json=form).json()
    assert _status(client, made["secret"], channel="lazada") == 200
    assert _status(client, made["secret"], channel="aliexpress") == 404
    assert _status(client, made["secret"], channel="lazada", markets=["US"]) == 404
    assert client.get("/v1/keys", headers={"Authorization": f"Bearer {made['secret']}"}).status_code == 403
    wrong = client.post("/v1/keys", json={"name": "x", "scopes": ["all"], "roles": ["god"], "channels": ["ebay"]})
    assert wrong.status_code == 422
    assert [one["field"] for one in wrong.json()["errors"]] == ["channels", "roles", "scopes"]


def test_two_keys_do_not_make_two_people(client: TestClient) -> None:
    form = {"name": "of ann", "scopes": ["enforcement:write", "proposals"], "roles": ["legal"]}
    nameless = client.post("/v1/keys", json=form)
    assert [one["field"] for one in nameless.json()["errors"]] == ["person"]
    first, second = (client.post("/v1/keys", json=form | {"person": "user_ann"}).json()["secret"] for _ in range(2))
    targets = [{"subject": f"sku-{number}"} for number in range(25)]
    act = {"kind": "remove", "subject_kind": "listing", "targets": targets, "note": "recalled lot", "channel": "aliexpress"}
    asked = client.post("/v1/actions/bulk", json=act, headers={"Authorization": f"Bearer {first}"}).json()["proposal"]
    assert asked["proposed_by"] == "user_ann"
    path = f"/v1/proposals/{asked['id']}/approve"
    own = client.post(path, json={}, headers={"Authorization": f"Bearer {second}"})
    assert (own.status_code, own.json()["code"]) == (403, "needs_another")
    other = client.post("/v1/keys", json=form | {"person": "user_ben"}).json()["secret"]
    assert client.post(path, json={}, headers={"Authorization": f"Bearer {other}"}).status_code == 200


@pytest.mark.parametrize("role", ["trader", "rights_holder", "authority"])
def test_a_key_of_somebody_outside_says_whose_it_is(client: TestClient, role: str) -> None:
    form = {"name": "of a trader", "scopes": ["enforcement:read"], "roles": [role]}
    without = client.post("/v1/keys", json=form)
    assert (without.status_code, [one["field"] for one in without.json()["errors"]]) == (422, ["subject"])
    assert client.post("/v1/keys", json=form | {"subject": "t-1"}).status_code == 201


def test_whoever_is_of_the_outside_and_owns_nothing_sees_nothing(client: TestClient, database_url: str) -> None:
    client.post("/v1/traders", json={"trader": "t-1", "accounts": {"lazada": "a-1"}})
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        _, secret = keys.make(tx, SYSTEM, "older than the rule", scopes=("enforcement:read",), roles=("trader",))
    assert client.get("/v1/traders", headers={"Authorization": f"Bearer {secret}"}).status_code == 403


def test_a_revoked_key_opens_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made = client.post("/v1/keys", json={"name": "gone", "scopes": ["screen"]}).json()
    assert _status(client, made["secret"]) == 200
    assert client.post(f"/v1/keys/{made['id']}/revoke").status_code == 204
    assert client.post(f"/v1/keys/{made['id']}/revoke").status_code == 404
    assert door.KNOWN_FOR <= 5
    monkeypatch.setattr(door, "KNOWN_FOR", 0.0)
    assert _status(client, made["secret"]) == 401


def test_who_asks_too_often_is_told_when_to_come_back(client: TestClient) -> None:
    made = client.post("/v1/keys", json={"name": "slow", "scopes": ["screen"], "per_second": 1}).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    answers = [client.post("/v1/screen", json={"listing": SHIRT, "markets": ["DE"]}, headers=headers) for _ in range(6)]
    assert answers[0].status_code == 200
    assert answers[0].headers["ratelimit-policy"] == '"key";q=1;w=1'
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_no_secret_is_kept(client: TestClient, database_url: str) -> None:
    made = client.post("/v1/keys", json={"name": "x", "scopes": ["screen"]}).json()
    with psycopg.connect(database_url) as connection:
        rows = (
            connection.execute("SELECT k::text FROM api_key k").fetchall()
            + connection.execute("SELECT payload FROM audit_event").fetchall()
        )
    assert made["secret"] not in str(rows)
    assert made["secret"] not in client.get("/v1/keys").text


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["pratique", *arguments])
    with pytest.raises(SystemExit) as ended:
        main.run()
    return ended.value.code if isinstance(ended.value.code, int) else 0


def test_the_command_line(
    client: TestClient, database_url: str, compiled: Screeners, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert run(monkeypatch, "key", "new", "shop", "--scope", "screen", "--channel", "lazada") == 0
    secret = capsys.readouterr().out.strip()
    assert _status(client, secret, channel="lazada") == 200
    assert run(monkeypatch, "key", "new", "shop", "--scope", "everything") == 1
    assert "`everything` is not known" in capsys.readouterr().err
    assert run(monkeypatch, "key", "list") == 0
    assert "shop: screen" in capsys.readouterr().out
    decision = client.post("/v1/screen", json={"listing": SHIRT}).json()["decision_id"]
    assert run(monkeypatch, "replay", decision) == 0
    assert "the same, byte for byte" in capsys.readouterr().out
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        tx.execute("UPDATE decision SET observed = '{}' WHERE id = %s", (decision,))
    assert run(monkeypatch, "replay", decision) == 4
    assert "observed: was {}" in capsys.readouterr().out
    assert run(monkeypatch, "replay", "decision_none") == 1
    assert run(monkeypatch, "content", "published") == 0
    assert compiled.content.version in capsys.readouterr().out
    assert run(monkeypatch, "content", "publish") == 1
    assert "decides already" in capsys.readouterr().err


def test_a_key_that_has_expired_is_turned_away(client: TestClient, database_url: str) -> None:
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        _, secret = keys.make(tx, SYSTEM, "old", scopes=("screen",), roles=("machine",), expires_at=tx.at)
    assert _status(client, secret) == 401
