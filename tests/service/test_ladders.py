"""Changed ladders tried over the API."""

from starlette.testclient import TestClient

from tests.service.keys import key

LADDER = {
    "id": "non-compliance-points",
    "title": {"en": "Points", "zh": "积分"},
    "classes": ["prohibited_goods"],
    "charges": [{"points": 4}],
    "rungs": [{"at": 4, "action": "warning"}],
}


def test_a_milder_ladder_spares_a_trader(client: TestClient, database_url: str) -> None:
    strategist = key(database_url, "strategist")
    client.post("/v1/traders", json={"trader": "t-1", "accounts": {"lazada": "a-1"}})
    act = {
        "kind": "remove",
        "subject_kind": "listing",
        "subject": "sku-1",
        "trader": "t-1",
        "channel": "lazada",
        "note": "drugs",
        "rules": ["house/no-convention-substances@1"],
    }
    assert client.post("/v1/actions", json=act).status_code == 201
    tried = client.post("/v1/ladders/try", json={"channel": "lazada", "ladders": [LADDER]}, headers=strategist)
    assert tried.status_code == 200, tried.text
    (difference,) = tried.json()["differences"]["non-compliance-points"]
    assert (difference["trader"], difference["before"]["points"], difference["after"]["points"]) == ("t-1", 48, 4)


def test_everything_wrong_with_a_ladder_is_said_at_once(client: TestClient, database_url: str) -> None:
    strategist = key(database_url, "strategist")
    wrong = {
        **LADDER,
        "classes": ["piracy"],
        "charges": [{"points": 1, "severity": 4}],
        "rungs": [{"at": 4, "action": "hang"}, {"at": 2, "action": "warning"}],
    }
    answer = client.post("/v1/ladders/try", json={"channel": "lazada", "ladders": [wrong]}, headers=strategist)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [
        "ladders.0.charges",
        "ladders.0.classes",
        "ladders.0.rungs",
        "ladders.0.rungs",
    ]
    assert client.post("/v1/ladders/try", json={"channel": "ebay", "ladders": [LADDER]}, headers=strategist).status_code == 404
