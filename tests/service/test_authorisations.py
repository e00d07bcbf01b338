"""Letters of brand owners over HTTP: filed, checked by another, put beside the listings of their trader, withdrawn."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg
import pytest
from starlette.testclient import TestClient

from pratique.assembly.operations.authorisations import AUTHORISATIONS
from pratique.store.records import load, rebuilt
from pratique.store.transaction import transaction
from tests.service import keys
from tests.service.test_notices import done

Headers = dict[str, str]
LETTER = {
    "brand": "nike",
    "letter": "NK-7",
    "issuer": "Nike Innovate C.V.",
    "proof": ["file_1"],
    "valid_to": "2031-01-01",
    "markets": ["DE"],
}
SHOES = {
    "listing_id": "N-1", "title": "Nike Air Max 90 for men, white, size 43", "category": "Shoes > Sneakers", "trader_id": "trader_5",
    "channel": "aliexpress",
}  # fmt: skip
QUESTION = {"markets": ["DE", "GB"], "stage": "live"}
RULE = "house/brand-authorisation"


@pytest.fixture
def key(database_url: str, client: TestClient) -> Callable[..., Headers]:
    return partial(keys.key, database_url)


def gate(answer: dict[str, Any]) -> dict[str, str]:
    """Market → what the rule on authorisation says there."""
    found: dict[str, str] = {}
    for outcome in answer["outcomes"]:
        mine = [finding["verdict"] for finding in outcome["findings"] if finding["rule"] == RULE]
        found |= dict.fromkeys(outcome["markets"], mine[0] if mine else "allow")
    return found


def screened(client: TestClient, headers: Headers | None = None, wanted: dict[str, str] | None = None) -> dict[str, Any]:
    """The answer of the quick path, waited for until the worker has heard of what changed."""
    for _ in range(40):
        answer: dict[str, Any] = done(client.post("/v1/screen", json={"listing": SHOES, **QUESTION}, headers=headers))
        if wanted is None or gate(answer) == wanted:
            return answer
        time.sleep(0.25)
    return answer


def test_a_letter_counts_once_a_person_looked_at_it_and_until_it_is_withdrawn(
    client: TestClient, key: Callable[..., Headers], database_url: str
) -> None:
    trader, legal = key("trader", subject="trader_5"), key("legal")
    unknown = {"DE": "allow_with_conditions", "GB": "allow_with_conditions"}
    assert gate(screened(client)) == unknown
    name = done(client.post("/v1/brand-authorisations", json=LETTER, headers=trader), 201)["id"]
    assert [one["id"] for one in done(client.get("/v1/brand-authorisations?waiting=true", headers=legal))["items"]] == [name]
    assert gate(screened(client)) == unknown
    judged = done(client.post(f"/v1/brand-authorisations/{name}/judge", json={"evidence": "asked brand protection"}, headers=legal))
    assert judged["status"] == "verified"
    answer = screened(client, wanted={"DE": "allow", "GB": "hold"})
    assert gate(answer) == {"DE": "allow", "GB": "hold"}
    batch = done(client.post("/v1/screen/batch", json={"listings": [SHOES, SHOES | {"trader_id": "trader_6"}], **QUESTION}))
    assert [gate(one) for one in batch["decisions"]] == [{"DE": "allow", "GB": "hold"}, unknown]
    withdrawn = {"reason": {"en": "The distribution agreement ended."}}
    done(client.post(f"/v1/brand-authorisations/{name}/withdraw", json=withdrawn, headers=trader))
    assert gate(screened(client, wanted=unknown)) == unknown
    replay = done(client.post(f"/v1/decisions/{answer['decision_id']}/replay"))
    assert replay["is_same"], replay["differences"]
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        assert rebuilt(tx, AUTHORISATIONS, name) == load(tx, AUTHORISATIONS, name).state


def test_who_files_does_not_check_and_others_see_nothing(client: TestClient, key: Callable[..., Headers]) -> None:
    trader, other = key("trader", subject="trader_5"), key("trader", subject="trader_6")
    name = done(client.post("/v1/brand-authorisations", json=LETTER, headers=trader), 201)["id"]
    judgement = {"evidence": "it is mine"}
    assert client.post(f"/v1/brand-authorisations/{name}/judge", json=judgement, headers=trader).status_code == 403
    assert client.get(f"/v1/brand-authorisations/{name}", headers=other).status_code == 404
    assert client.post(f"/v1/brand-authorisations/{name}/withdraw", json={"reason": {"en": "x"}}, headers=other).status_code == 404
    assert done(client.get("/v1/brand-authorisations", headers=other))["items"] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"brand": "no-such-brand"}, "brand"),
        ({"proof": []}, "proof"),
        ({"valid_to": "2020-01-01"}, "valid_to"),
        ({"valid_to": "2099-01-01"}, "valid_to"),
        ({"markets": ["XX"]}, "markets.0"),
        ({"right": "right_none"}, "right"),
    ],
)
def test_what_is_wrong_with_a_letter_is_said(
    client: TestClient, key: Callable[..., Headers], changes: dict[str, object], field: str
) -> None:
    answer = client.post("/v1/brand-authorisations", json=LETTER | changes, headers=key("trader", subject="trader_5"))
    assert answer.status_code == 422
    assert field in answer.text
