"""Notices over HTTP: from somebody without an account to the outcome for both sides."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from tests.service import keys

Headers = dict[str, str]
WHY = "The charger has no protection against shock; the housing opens without a tool."
REASON = {"en": "The housing opens without a tool (EN 62368-1).", "zh": "外壳无需工具即可打开。"}
FORM: dict[str, Any] = {
    "kind": "product_safety", "explanation": WHY, "subjects": [{"id": "ALI-1"}], "bona_fide": True, "name": "Ann Example",
    "email": "ann@example.org", "markets": ["DE", "FR"], "language": "de",
}  # fmt: skip


@pytest.fixture
def key(database_url: str) -> Callable[..., Headers]:
    return partial(keys.key, database_url)


@pytest.fixture
def listing(client: TestClient) -> None:
    """A listing of a trader, as it was screened."""
    row = {"listing_id": "ALI-1", "title": "USB wall charger 20W white", "trader_id": "trader_1", "channel": "aliexpress"}
    assert client.post("/v1/screen", json={"listing": row, "markets": ["DE", "FR"]}).status_code == 200


def done(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def outcome(restriction: str, *markets: str) -> dict[str, Any]:
    return {
        "subject": "listing:ALI-1",
        "markets": markets,
        "restriction": restriction,
        "ground": "Regulation (EU) 2023/988 Art. 5",
        "reason": REASON,
    }


def test_from_a_notice_without_account_to_the_outcome(
    client: TestClient, listing: None, key: Callable[..., Headers], database_url: str
) -> None:
    reviewer, trader = key("reviewer"), key("trader", subject="trader_1")
    client.headers.pop("authorization")
    receipt = done(client.post("/v1/notices", json=FORM), 201)
    name, secret = receipt["notice_id"], receipt["secret"]
    assert receipt["deadline"] == "notice-safety"
    assert dt.datetime.fromisoformat(receipt["due_at"]) > dt.datetime.fromisoformat(receipt["received_at"])
    opened = done(client.post(f"/v1/notices/{name}/open", json={"secret": secret}))
    assert (opened["status"], opened["outcomes"]) == ("acknowledged", [])

    listed = done(client.get("/v1/notices", headers=reviewer))["items"]
    assert [one["id"] for one in listed] == [name]
    assert (listed[0]["priority"], listed[0]["channel"], listed[0]["subjects"][0]["trader"]) == (2, "aliexpress", "trader_1")
    (case,) = done(client.get("/v1/cases", params={"origin": name}, headers=reviewer))["items"]
    assert (case["queue"], case["status"], case["due_at"]) == ("safety-notices", "open", receipt["due_at"])
    private = done(client.post(f"/v1/notices/{name}/private", json={"reason": "judge the notice"}, headers=reviewer))
    assert private["fields"] == {"name": "Ann Example", "email": "ann@example.org", "explanation": WHY}

    done(client.post(f"/v1/notices/{name}/assess", json={"gives_knowledge": True}, headers=reviewer))
    outcomes = [outcome("disable", "DE") | {"rules": ["eu/counterfeit"]}, outcome("none", "FR")]
    closed = done(client.post(f"/v1/notices/{name}/decide", json={"outcomes": outcomes}, headers=reviewer))
    assert (closed["status"], closed["traders_informed"]) == ("closed", ["trader_1"])

    assert done(client.get("/v1/cases", params={"origin": name}, headers=reviewer))["items"][0]["status"] == "superseded"
    (action,) = done(client.get("/v1/actions", params={"cause": name}, headers=trader))["items"]
    assert (action["kind"], action["markets"], action["status"]) == ("disable", ["DE"], "in_effect")
    assert closed["actions"] == [["listing:ALI-1", ["DE"], action["id"]]]
    statement = done(client.get(f"/v1/statements/{action['statements'][0]}", headers=trader))
    assert "EN 62368-1" in statement["text"]
    assert "notice" in statement["text"]
    assert "Ann" not in statement["text"]

    answer = done(client.post(f"/v1/notices/{name}/open", json={"secret": secret}))
    assert [one["restriction"] for one in answer["outcomes"]] == ["disable", "none"]
    assert answer["outcomes"][0]["reason"] == REASON
    assert answer["automation"]["zh"]
    assert "Art. 20" in answer["redress"]["en"]
    theirs = done(client.get(f"/v1/notices/{name}/answer", headers=trader))
    assert theirs["outcomes"] == answer["outcomes"]
    assert "submitter" not in theirs
    assert [one["notice_id"] for one in done(client.get("/v1/notices/own", headers=trader))["items"]] == [name]

    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT kind, payload FROM audit_event WHERE record_id = %s ORDER BY version", (name,)).fetchall()
        assert [kind for kind, _ in rows] == [
            "notice_received", "notice_acknowledged", "notice_assessed", "notice_decided", "notice_acted", "notifier_informed", "trader_informed",
            "notice_closed",
        ]  # fmt: skip
        everything = (
            str(rows)
            + str(connection.execute("SELECT payload FROM outbox").fetchall())
            + str(connection.execute("SELECT state FROM notice").fetchall())
        )
        assert not [
            word
            for word in ("Ann", "ann@example.org", "housing opens without a tool.", secret)
            if word in everything.replace(REASON["en"], "")
        ]
        topics = [topic for (topic,) in connection.execute("SELECT topic FROM outbox ORDER BY topic").fetchall()]
        assert [topic for topic in topics if topic.startswith("notice.")] == ["notice.answered"] * 2 + ["notice.decided", "notice.received"]
        assert {"action.imposed", "statement.issued"} <= set(topics)
        assert connection.execute("SELECT count(*) FROM audit_event WHERE kind = 'private_read'").fetchone() == (1,)


def test_everything_missing_is_said_and_nothing_is_kept(client: TestClient, database_url: str) -> None:
    client.headers.pop("authorization")
    answer = client.post("/v1/notices", json={"kind": "illegal_content", "explanation": "bad", "subjects": [{}]})
    assert {error["field"] for error in done(answer, 422)["errors"]} == {"explanation", "bona_fide", "name", "email", "subjects.0"}
    assert {
        error["field"] for error in done(client.post("/v1/notices", json=FORM | {"markets": ["XX"], "channel": "ebay"}), 422)["errors"]
    } == {"markets.0", "channel"}
    with psycopg.connect(database_url) as connection:
        assert connection.execute(
            "SELECT (SELECT count(*) FROM notice) + (SELECT count(*) FROM vault_entry WHERE purpose = 'notice')"
        ).fetchone() == (0,)


def test_a_wrong_secret_and_no_notice_look_the_same(client: TestClient) -> None:
    client.headers.pop("authorization")
    name = done(client.post("/v1/notices", json=FORM), 201)["notice_id"]
    wrong = client.post(f"/v1/notices/{name}/open", json={"secret": "guess"})
    absent = client.post(f"/v1/notices/{name[:-1]}x/open", json={"secret": "guess"})
    assert (wrong.status_code, absent.status_code) == (404, 404)
    assert wrong.json()["detail"].replace(name, "") == absent.json()["detail"].replace(f"{name[:-1]}x", "")
    assert client.get(f"/v1/notices/{name}").status_code == 401


def test_walls_hide_notices(client: TestClient, listing: None, key: Callable[..., Headers]) -> None:
    name = done(client.post("/v1/notices", json=FORM), 201)["notice_id"]
    for outside in (
        key("reviewer", channels=("lazada",)),
        key("reviewer", markets=("DE",)),
        key("trader", subject="trader_2"),
        key("notifier", subject="ann"),
    ):
        assert client.get(f"/v1/notices/{name}", headers=outside).status_code == 404
        assert client.get(f"/v1/notices/{name}/answer", headers=outside).status_code == 404
        assert done(client.get("/v1/notices", headers=outside))["items"] == []
    assert client.post(f"/v1/notices/{name}/decide", json={"outcomes": [outcome("none")]}, headers=key("analyst")).status_code == 403
    assert client.post(f"/v1/notices/{name}/private", json={"reason": "curious"}, headers=key("analyst")).status_code == 403


def test_the_same_sender_is_found_again_and_takes_back_what_is_theirs(client: TestClient, key: Callable[..., Headers]) -> None:
    ann, bob = key("notifier", subject="ann"), key("notifier", subject="bob")
    first = done(client.post("/v1/notices", json=FORM, headers=ann), 201)
    assert first.get("secret") is None
    second = done(client.post("/v1/notices", json=FORM, headers=ann), 201)
    assert second["earlier"] == [first["notice_id"]]
    assert client.post(f"/v1/notices/{first['notice_id']}/take-back", headers=bob).status_code == 404
    assert done(client.post(f"/v1/notices/{first['notice_id']}/take-back", headers=ann))["status"] == "withdrawn"
    assert client.post(f"/v1/notices/{first['notice_id']}/take-back", headers=ann).status_code == 409
    assert len(done(client.get("/v1/notices/own", headers=ann))["items"]) == 2


def test_whoever_misuses_notices_is_warned_then_suspended_by_a_person(
    client: TestClient, listing: None, key: Callable[..., Headers]
) -> None:
    ann, legal = key("notifier", subject="ann"), key("legal")
    for number in range(6):
        name = done(client.post("/v1/notices", json=FORM, headers=ann), 201)["notice_id"]
        body = {"outcomes": [outcome("none", "DE", "FR")], "is_manifestly_unfounded": True}
        assert done(client.post(f"/v1/notices/{name}/decide", json=body, headers=legal))["status"] == "closed"
        found = done(client.get("/v1/submitters", headers=legal))["items"]
        assert found[0]["status"] == ("active" if number < 4 else "warned")
    sender = found[0]["id"]
    assert done(client.get(f"/v1/submitters/{sender}", headers=legal))["circumstances"]["proposal"] == "suspend"
    assert [one["id"] for one in done(client.get("/v1/submitters?proposal=suspend", headers=legal))["items"]] == [sender]
    assert client.post(f"/v1/submitters/{sender}/suspend", json={"reason": REASON}, headers=key("analyst")).status_code == 403
    assert done(client.post(f"/v1/submitters/{sender}/suspend", json={"reason": REASON}, headers=legal))["status"] == "suspended"
    assert done(client.post("/v1/notices", json=FORM, headers=ann), 403)["code"] == "processing_suspended"
    done(client.post(f"/v1/submitters/{sender}/lift", json={"reason": REASON}, headers=legal))
    done(client.post("/v1/notices", json=FORM, headers=ann), 201)


def test_a_trusted_flagger_goes_first(client: TestClient, key: Callable[..., Headers]) -> None:
    legal, flagger = key("legal"), key("notifier", subject="flagger_1")
    body = {"account": "flagger_1", "awarded_by": "DE", "expertise": ["product_safety"], "until": "2099-12-31"}
    done(client.post("/v1/trusted-flaggers", json=body, headers=legal), 201)
    receipt = done(client.post("/v1/notices", json=FORM, headers=flagger), 201)
    assert receipt["deadline"] == "notice-flagger"
    assert done(client.get(f"/v1/notices/{receipt['notice_id']}", headers=legal))["priority"] == 1
    other = done(client.post("/v1/notices", json=FORM | {"kind": "consumer"}, headers=flagger), 201)
    assert done(client.get(f"/v1/notices/{other['notice_id']}", headers=legal))["priority"] == 3


def test_lists_go_on_where_they_stopped(client: TestClient, key: Callable[..., Headers]) -> None:
    names = {done(client.post("/v1/notices", json=FORM | {"email": f"a{number}@example.org"}), 201)["notice_id"] for number in range(5)}
    found, cursor = [], None
    while True:
        page = done(client.get("/v1/notices", params={"limit": 2, **({"cursor": cursor} if cursor else {})}, headers=key("auditor")))
        found += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert (len(found), set(found)) == (5, names)
    assert done(client.get("/v1/notices?status=closed&kind=consumer", headers=key("auditor")))["items"] == []
    assert len(done(client.get("/v1/notices?subject=listing:ALI-1&overdue=false", headers=key("auditor")))["items"]) == 5


def test_a_notifier_who_appeals_in_the_right_is_judged_anew_by_somebody_else(
    client: TestClient, listing: None, key: Callable[..., Headers]
) -> None:
    first, legal, second = key("reviewer"), key("legal"), key("reviewer")
    client.headers.pop("authorization")
    receipt = done(client.post("/v1/notices", json=FORM), 201)
    name, path = receipt["notice_id"], f"/v1/notices/{receipt['notice_id']}"
    contest = {"words": "The French listing is the same charger.", "secret": receipt["secret"]}
    assert done(client.post(f"{path}/appeal", json=contest), 409)["code"] == "not_answered"
    outcomes = [outcome("disable", "DE"), outcome("none", "FR")]
    assert done(client.post(f"{path}/decide", json={"outcomes": outcomes}, headers=first))["status"] == "closed"
    assert client.post(f"{path}/appeal", json=contest | {"secret": "guess"}).status_code == 404
    filed = done(client.post(f"{path}/appeal", json=contest), 201)
    assert done(client.post(f"{path}/appeal", json=contest), 409)["code"] == "appealed_already"
    decision = {"outcome": "reversed", "reason": REASON}
    done(client.post(f"/v1/appeals/{filed['appeal_id']}/decide", json=decision, headers=legal))
    opened = done(client.get(path, headers=legal))
    assert (opened["status"], opened["deadline"]) == ("acknowledged", "notice-reopened")
    assert [one["markets"] for one in opened["outcomes"]] == [["DE"]]
    assert (
        done(client.post(f"{path}/decide", json={"outcomes": [outcome("disable", "FR")]}, headers=first), 409)["code"] == "decided_before"
    )
    assert client.post(f"{path}/decide", json={"outcomes": outcomes}, headers=second).status_code == 422
    closed = done(client.post(f"{path}/decide", json={"outcomes": [outcome("disable", "FR")]}, headers=second))
    assert (closed["status"], len(closed["actions"])) == ("closed", 2)
    assert len(done(client.get("/v1/actions", params={"cause": name}, headers=legal))["items"]) == 2


def test_a_trader_whose_appeal_is_right_clears_the_ledger_and_the_notice_counts_as_unfounded(
    client: TestClient, listing: None, key: Callable[..., Headers]
) -> None:
    reviewer, legal, trader = key("reviewer"), key("legal"), key("trader", subject="trader_1")
    name = done(client.post("/v1/notices", json=FORM, headers=key("notifier", subject="ann")), 201)["notice_id"]
    done(client.post(f"/v1/notices/{name}/decide", json={"outcomes": [outcome("disable", "DE", "FR")]}, headers=reviewer))
    (action,) = done(client.get("/v1/actions", params={"cause": name}, headers=trader))["items"]
    appeal = done(client.post("/v1/appeals", json={"action": action["id"], "words": "The housing is glued."}, headers=trader), 201)["id"]
    done(client.post(f"/v1/appeals/{appeal}/decide", json={"outcome": "reversed", "reason": REASON}, headers=legal))
    assert done(client.get(f"/v1/actions/{action['id']}", headers=trader))["status"] == "reversed"
    assert done(client.get("/v1/submitters", headers=legal))["items"][0]["judged"][0]["result"] == "unfounded"


def test_the_same_request_files_one_notice_and_its_secret_is_kept_nowhere(
    client: TestClient, key: Callable[..., Headers], database_url: str
) -> None:
    ann = {**key("notifier", subject="ann"), "Idempotency-Key": "a-1"}
    assert done(client.post("/v1/notices", json=FORM, headers=ann), 201) == done(client.post("/v1/notices", json=FORM, headers=ann), 201)
    client.headers.pop("authorization")
    once = {"Idempotency-Key": "b-1"}
    secret = done(client.post("/v1/notices", json=FORM, headers=once), 201)["secret"]
    assert done(client.post("/v1/notices", json=FORM, headers=once), 409)["code"] == "carried_out"
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM notice").fetchone() == (2,)
        kept = [bytes(body) for (body,) in connection.execute("SELECT body FROM idempotency").fetchall()]
        assert not any(secret.encode() in body for body in kept)
