"""The OpenAPI document holds together: what it points at is there, and is what the endpoint takes."""

import re

import msgspec

from pratique.service import endpoints  # noqa: F401 - fills the registry
from pratique.service.openapi import document
from pratique.service.registry import ENDPOINTS


def test_every_reference_leads_somewhere() -> None:
    made = document(ENDPOINTS)
    pointed = set(re.findall(r'"#/components/schemas/([^"]+)"', msgspec.json.encode(made).decode()))
    assert pointed <= set(made["components"]["schemas"])


def test_bodies_of_the_same_name_are_told_apart() -> None:
    made = document(ENDPOINTS)
    body = made["paths"]["/v1/verifications/{trader_id}/verify"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "evidence" in made["components"]["schemas"][body["$ref"].rpartition("/")[2]]["properties"]
