"""The OpenAPI 3.1 document, made of the registry: what it says is what the service checks."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from pratique.service.problem import TITLES, Problem
from pratique.service.registry import LONGEST_NAME, Endpoint, Nothing

_REFERENCE = "#/components/schemas/{name}"


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The document for some endpoints, as plain values ready for JSON."""
    types = {one for endpoint in endpoints for one in (endpoint.body, endpoint.answer) if one is not Nothing and endpoint.media_type}
    bodies = [one for one in types if one is not bytes and one is not str]
    schemas, components = msgspec.json.schema_components([*bodies, Problem], ref_template=_REFERENCE)
    known = dict(zip([*bodies, Problem], schemas, strict=True))  # of all together: two of the same name are told apart by their modules
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, known)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pratique",
            "version": version("pratique"),
            "summary": "May this product be offered in this market, today; if not, why, by which law, and what would put it right?",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "An API key: `prq_…`."}},
        },
    }


def _operation(endpoint: Endpoint, known: Mapping[Any, dict[str, Any]]) -> dict[str, Any]:
    name = f"{endpoint.method.lower()}_{endpoint.path.strip('/').replace('/', '_').replace('{', '').replace('}', '')}"
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": endpoint.summary,
        "tags": [endpoint.tag],
        "parameters": [*_path(endpoint), *_query(endpoint), *_headers(endpoint)],
        "responses": _responses(endpoint, known),
        "security": [{"key": []}] if endpoint.scope else [],
    }
    if endpoint.scope:
        operation["description"] = f"The key must be good for `{endpoint.scope}`."
    if endpoint.body is not Nothing:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": known[endpoint.body]}}}
    return operation


def _path(endpoint: Endpoint) -> list[dict[str, Any]]:
    shape = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
    return [{"name": name, "in": "path", "required": True, "schema": shape} for name in endpoint.parameters]


def _query(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.query is Nothing:
        return []
    (_,), components = msgspec.json.schema_components([endpoint.query], ref_template="{name}")
    shape = components[endpoint.query.__name__]
    required = set(shape.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _without_null(schema)}
        for name, schema in shape["properties"].items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is not there is left out; there is no way to send null in an address."""
    options = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    plain = {key: value for key, value in schema.items() if not (key == "default" and value is None)}
    if not options:
        return plain
    plain.pop("anyOf")
    return plain | (options[0] if len(options) == 1 else {"anyOf": options})


def _headers(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.method != "POST":
        return []
    description = "Makes it safe to send the same request again: it is carried out once, and the first answer is given again for 24 hours."
    shape = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
    return [{"name": "Idempotency-Key", "in": "header", "required": False, "schema": shape, "description": description}]


def _responses(endpoint: Endpoint, known: Mapping[Any, dict[str, Any]]) -> dict[str, Any]:
    good: dict[str, Any] = {"description": "Done"}
    if endpoint.media_type != "application/json":
        good["content"] = {endpoint.media_type: {"schema": {"type": "string"}}}
    elif endpoint.answer is not Nothing:
        good["content"] = {"application/json": {"schema": known[endpoint.answer]}}
    problems = [429, 503]
    if endpoint.scope:
        problems += [401, 403]
    if endpoint.parameters or endpoint.query is not Nothing or endpoint.method == "POST":
        problems += [404, 422]
    if endpoint.method in ("POST", "PUT", "PATCH", "DELETE"):
        problems += [400, 409, 413, 415]
    shape = {"application/problem+json": {"schema": {"$ref": _REFERENCE.format(name="Problem")}}}
    return {str(endpoint.status): good} | {str(status): {"description": TITLES[status], "content": shape} for status in sorted(problems)}
