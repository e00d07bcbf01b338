"""Webhooks over the API and from the command line."""

import sys

import psycopg
import pytest
from starlette.testclient import TestClient

from pratique.assembly import webhooks as sending
from pratique.cli import main
from pratique.store import outbox, webhooks
from pratique.store.transaction import transaction

HOOK = {"url": "https://hooks.example.com/p", "topics": ["case.*", "webhook.test"]}


def test_a_webhook_from_its_making_to_its_dead_letters(client: TestClient, database_url: str) -> None:
    made = client.post("/v1/webhooks", json=HOOK).json()
    assert made["secret"].startswith("whsec_")
    name = made["id"]
    message = client.post(f"/v1/webhooks/{name}/test").json()["message"]
    with psycopg.connect(database_url) as connection:
        assert sending.deliver_due(connection, send=lambda *_: "answered 500") == 1
        for _ in range(len(sending.SCHEDULE)):
            connection.execute("UPDATE webhook_delivery SET next_at = now() - interval '1 second'")
            connection.commit()
            sending.deliver_due(connection, send=lambda *_: "answered 500")
    dead = client.get(f"/v1/webhooks/{name}/dead").json()["items"]
    assert [(one["message"], one["topic"], one["answer"]) for one in dead] == [(message, "webhook.test", "answered 500")]
    assert client.get(f"/v1/webhooks/{name}").json()["deliveries"] == {"dead": 1}
    assert client.post(f"/v1/webhooks/{name}/redrive").json() == {"messages": 1}
    assert client.get(f"/v1/webhooks/{name}").json()["deliveries"] == {"waiting": 1}
    changed = client.post(f"/v1/webhooks/{name}/secret").json()
    assert changed["secret"] != made["secret"]
    assert client.post(f"/v1/webhooks/{name}/disable", json={"reason": "moving"}).json()["endpoint"]["status"] == "disabled"
    assert client.post(f"/v1/webhooks/{name}/test").status_code == 409
    assert client.post(f"/v1/webhooks/{name}/enable", json={}).json()["endpoint"]["status"] == "active"
    assert client.get("/v1/webhooks/webhook_none").status_code == 404


def test_everything_wrong_with_a_webhook_is_said_at_once(client: TestClient) -> None:
    answer = client.post("/v1/webhooks", json={"url": "ftp://x", "topics": ["cases", "case."], "channels": ["ebay"]})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["channels", "topics", "topics", "url"]


def test_messages_of_one_act_go_out_in_its_order(client: TestClient, database_url: str) -> None:
    client.post("/v1/webhooks", json={"url": "https://hooks.example.com/p"})
    with psycopg.connect(database_url) as connection:
        with transaction(connection) as tx:
            for number in range(50):
                outbox.publish(tx, "case.decided", f"case_{number}", {"number": number})
        sending.hand_over(connection)
        with transaction(connection) as tx:
            taken = webhooks.take(tx, 50, sending.LEASE)
        assert [one.payload for one in taken] == [f'{{"number": {number}}}' for number in range(50)]


def test_from_the_command_line(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)

    def say(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["pratique", "webhook", *words])
        with pytest.raises(SystemExit) as ended:
            main.run()
        assert ended.value.code in (0, None), capsys.readouterr().err
        return capsys.readouterr().out

    assert say("new", "https://hooks.example.com/p", "--topic", "case.*").startswith("whsec_")
    shown = say("list")
    assert "https://hooks.example.com/p: case.*; 0 waiting, 0 delivered, 0 dead" in shown
    name = shown.split()[0]
    assert say("test", name).startswith("msg_")
    assert say("redrive", name) == "0 messages are tried again\n"
    assert say("rotate", name).startswith("whsec_")
    say("switch", name, "--off", "--reason", "moving")
    assert "disabled" in say("list")
