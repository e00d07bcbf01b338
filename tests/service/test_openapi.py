"""The OpenAPI document is true: schemathesis sends what it allows and what it forbids, to the service as it runs."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from pratique.base.actor import ROLES, SYSTEM
from pratique.service import endpoints  # noqa: F401 - fills the registry
from pratique.service.openapi import document
from pratique.service.registry import ENDPOINTS, SCOPES
from pratique.store import keys
from pratique.store.transaction import transaction
from tests.conftest import fresh
from tests.service.served import Served, served

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(postgres: str) -> Iterator[Served]:
    with fresh(postgres) as url:
        with psycopg.connect(url) as connection, transaction(connection) as tx:
            _, secret = keys.make(tx, SYSTEM, "schemathesis", scopes=tuple(SCOPES), roles=ROLES, per_second=100_000)
        with served(url, secret, workers=1) as running:
            yield running


schema = schemathesis.openapi.from_dict(document(ENDPOINTS))


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_sent_is_answered_as_the_document_says(case: Case[Any], service: Served) -> None:
    if case.headers and re.fullmatch("[!-~]+", case.headers.get("Idempotency-Key", "")):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())  # the same key for another body is a mistake that no schema can know of
    answer = case.call_and_validate(
        base_url=service.url,
        headers={"Authorization": f"Bearer {service.secret}"},
        excluded_checks=[positive_data_acceptance],
    )
    if answer.status_code == 422:  # a name that there is not, two fields that do not go together: refused, but with its place and reason
        assert answer.json()["errors"] or answer.json()["code"] != "invalid", answer.text
