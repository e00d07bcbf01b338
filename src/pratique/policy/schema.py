"""JSON Schemas of content files for editors, from the same declared fields that the loader reads with."""

import json
from pathlib import Path
from typing import Any

from pratique.policy.assemble import HEAD, SINGLE, UNITS
from pratique.policy.lint.exemption import exemption_record
from pratique.policy.lint.run import ISSUES
from pratique.policy.syntax.shape import Schema, Shape

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PATTERNS: dict[str, str] = {
    "content": "content.yaml",
    "topics": "topics.yaml",
    "taxonomy": "taxonomy/**/*.yaml",
    "concepts": "concepts/**/!(*.examples).yaml",
    "examples": "concepts/**/*.examples.yaml",
    "pack": "policies/*/pack.yaml",
    "sources": "policies/*/sources/**/*.yaml",
    "parameters": "policies/*/parameters/**/*.yaml",
    "lists": "policies/*/lists/**/*.yaml",
    "rules": "policies/*/rules/**/!(*.test).yaml",
    "tests": "policies/*/rules/**/*.test.yaml",
    "markets": "markets/*.yaml",
    "channels": "channels/*.yaml",
    "documents": "documents/**/*.yaml",
    "strategies": "strategies/*.yaml",
    "brands": "brands/**/*.yaml",
    "lint-exemptions": "lint-exemptions.yaml",
}
"""What a file holds → where such files lie in a content tree."""


def schemas() -> dict[str, Schema]:
    """One schema for every kind of file, by its name in `PATTERNS`."""
    shapes: dict[str, Shape[Any]] = {"content": HEAD, **{role: shape for role, (_, shape) in UNITS.items()}}
    shapes["lint-exemptions"] = exemption_record(issue.name for issue in ISSUES)
    return {name: _file_schema(name, shapes[name]) for name in PATTERNS}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema and `settings.json`, which tells an editor which files each is for."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    settings: dict[str, list[str]] = {}
    for name, schema in schemas().items():
        path = folder / f"{name}.schema.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", "utf-8")
        settings[str(path)] = [f"**/{PATTERNS[name]}"]
        written.append(path)
    path = folder / "settings.json"
    path.write_text(json.dumps({"yaml.schemas": settings}, indent=1) + "\n", "utf-8")
    return [*written, path]


def _file_schema(name: str, shape: Shape[Any]) -> Schema:
    unit = shape.schema()
    body = unit if name in SINGLE else {"type": "array", "items": unit}
    return {"$schema": DIALECT, "title": f"pratique content: {name}", **body}
