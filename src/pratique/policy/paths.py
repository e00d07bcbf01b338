"""The facts a rule may name: every field of a listing, by its dotted path."""

import functools
from typing import Literal

import msgspec

from pratique.facts import Listing

Kind = Literal["number", "text", "flag", "day", "list", "mapping", "struct"]
OPEN = ("attributes.", "warnings.")
"""Paths that go on with any name: an attribute's, a language's."""
_KINDS: dict[type, Kind] = {
    msgspec.inspect.FloatType: "number",
    msgspec.inspect.IntType: "number",
    msgspec.inspect.BoolType: "flag",
    msgspec.inspect.DateType: "day",
    msgspec.inspect.StrType: "text",
    msgspec.inspect.VarTupleType: "list",
    msgspec.inspect.DictType: "mapping",
}


@functools.cache
def fact_paths() -> dict[str, Kind]:
    """Every path a listing can have, with the kind of its value."""
    found: dict[str, Kind] = {}
    _walk(Listing, "", found)
    return found


def kind_of_path(path: str) -> Kind | None:
    """The kind of a path's value, `None` where a listing has no such path."""
    if path.startswith(OPEN) and path.split(".", 1)[1]:
        return "text"
    return fact_paths().get(path)


def _walk(struct: type, prefix: str, found: dict[str, Kind]) -> None:
    described = msgspec.inspect.type_info(struct)
    for field in described.fields if isinstance(described, msgspec.inspect.StructType) else ():
        kinds = field.type.types if isinstance(field.type, msgspec.inspect.UnionType) else (field.type,)
        kind = next(kind for kind in kinds if not isinstance(kind, msgspec.inspect.NoneType))
        path = prefix + field.name
        if isinstance(kind, msgspec.inspect.StructType):
            found[path] = "struct"
            _walk(kind.cls, path + ".", found)
        else:
            found[path] = _KINDS[type(kind)]
