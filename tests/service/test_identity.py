"""What is the same, over HTTP: inside the walls, with the reasons, for whoever may ask."""

from collections.abc import Callable
from functools import partial

import pytest
from starlette.testclient import TestClient

from tests.service import keys
from tests.service.test_notices import done

Headers = dict[str, str]
TITLE = "Magnetic balls set 216 pieces 5 mm silver"


@pytest.fixture
def key(database_url: str, client: TestClient) -> Callable[..., Headers]:
    for name, title, trader in (
        ("L-1", TITLE, "t-1"),
        ("L-2", "M4gn3tic b4lls set 216 pieces 5 mm silver", "t-2"),
        ("L-3", "Cotton t-shirt", "t-3"),
    ):
        row = {"listing_id": name, "title": title, "trader_id": trader, "channel": "aliexpress", "trader": {"phone": "+86 574 5550000"}}
        assert client.post("/v1/screen", json={"listing": row, "markets": ["DE"]}).status_code == 200
    return partial(keys.key, database_url)


def test_listings_that_are_the_same_are_found_and_explained(client: TestClient, key: Callable[..., Headers]) -> None:
    found = done(client.get("/v1/listings/L-1/identical", headers=key("legal")))
    assert found["compared"] == 3
    (item,) = found["items"]
    assert (item["listing"], item["trader"], item["comparison"]["likeness"]) == ("L-2", "t-2", "identical")
    assert [field["field"] for field in item["comparison"]["fields"]] == ["title", "numbers"]
    assert client.get("/v1/listings/L-9/identical", headers=key("legal")).status_code == 404
    assert client.get("/v1/listings/L-1/identical?least=alike", headers=key("legal")).status_code == 422
    assert client.get("/v1/listings/L-1/identical", headers=key("trader", subject="t-2")).status_code == 403
    assert client.get("/v1/listings/L-1/identical", headers=key("legal", channels=("lazada",))).status_code == 404


def test_linked_traders_are_shown_to_staff_and_nobody_else(client: TestClient, key: Callable[..., Headers]) -> None:
    done(client.get("/v1/listings/L-1/identical", headers=key("legal")))  # reads the log to its end
    (group,) = done(client.get("/v1/links", headers=key("analyst")))["groups"]
    assert group["traders"] == ["t-1", "t-2", "t-3"]
    own = done(client.get("/v1/traders/t-2/links", headers=key("analyst")))
    assert own["group"] == group
    assert "5550000" not in str(own)
    assert client.get("/v1/links", headers=key("trader", subject="t-1")).status_code == 403
