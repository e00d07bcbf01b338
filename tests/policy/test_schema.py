"""Schemas for editors say what the loader reads."""

import json
from pathlib import Path
from typing import Any

from pratique.policy.model import DEMANDS, Concept, Rule
from pratique.policy.schema import PATTERNS, schemas, write_schemas


def _every(schema: Any) -> list[dict[str, Any]]:
    if isinstance(schema, list):
        return [found for item in schema for found in _every(item)]
    if not isinstance(schema, dict):
        return []
    return [schema, *(found for value in schema.values() for found in _every(value))]


def test_every_kind_of_file_has_one() -> None:
    assert set(schemas()) == set(PATTERNS)
    assert schemas()["rules"]["type"] == "array"
    assert schemas()["markets"]["type"] == "object"


def test_records_are_closed_and_every_field_is_explained() -> None:
    for found in _every(list(schemas().values())):
        if found.get("additionalProperties") is False:
            assert all(field["description"] for field in found["properties"].values())
            assert set(found["required"]) <= set(found["properties"])


def test_fields_are_those_of_the_structs() -> None:
    rule = schemas()["rules"]["items"]["properties"]
    assert rule["demand"]["enum"] == list(DEMANDS)
    given = {"jurisdiction", "topic", "is_law", "version", "digest", "place"}
    assert {*rule, "severity"} - {"harm"} == set(Rule.__struct_fields__) - given
    concept = schemas()["concepts"]["items"]["properties"]
    assert set(concept) == set(Concept.__struct_fields__) - {"none_known", "place"}


def test_files_and_the_settings_of_an_editor(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "schemas")
    assert len(written) == len(PATTERNS) + 1
    for path in written:
        json.loads(path.read_text("utf-8"))
    settings = json.loads(written[-1].read_text("utf-8"))["yaml.schemas"]
    assert settings[str(tmp_path / "schemas" / "rules.schema.json")] == ["**/policies/*/rules/**/!(*.test).yaml"]
