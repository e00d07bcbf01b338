"""Units of every kind as the text an author would write, beside concepts and rules: parameters, lists, law, brands, documents, markets …

What is read back is the same unit. Comments are not part of a unit and are not written.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from pratique.policy.model import (
    Brand,
    Channel,
    Content,
    DocumentType,
    ListEntry,
    Market,
    OfficialList,
    Pack,
    Parameter,
    Source,
    Strategy,
    Topic,
)
from pratique.policy.written import people_text, scalar, strategy_yaml

Written = Parameter | OfficialList | Source | Brand | DocumentType | Topic | Market | Pack | Channel | Strategy
_TEXTS = ("title", "reason", "says")
_LONG = 140


def file_of(unit: Written, stem: str = "studio", pack: str = "") -> str:
    """The file of an overlay it belongs to; `stem` names a file that may hold several, `pack` the folder of a source in none yet."""
    match unit:
        case Parameter() | OfficialList():
            jurisdiction, _, name = unit.id.partition("/")
            return f"policies/{jurisdiction}/{'parameters' if isinstance(unit, Parameter) else 'lists'}/{name}.yaml"
        case Source():
            return f"policies/{pack or _jurisdiction(unit)}/sources/{stem}.yaml"
        case Brand():
            return f"brands/{stem}.yaml"
        case DocumentType():
            return f"documents/{unit.id.partition('.')[0]}.yaml"
        case Topic():
            return "topics.yaml"
        case Pack():
            return f"policies/{unit.id}/pack.yaml"
        case Market():
            return f"markets/{unit.code}.yaml"
        case Channel():
            return f"channels/{unit.id}.yaml"
        case Strategy():
            return f"strategies/{unit.id}.yaml"


def is_alone(unit: Written) -> bool:
    """Whether its file holds nothing else."""
    return isinstance(unit, Market | Pack | Channel | Strategy)


def key_of(unit: Written) -> str:
    """What it is called within its file."""
    return unit.code if isinstance(unit, Market) else unit.id.partition("/")[2] if isinstance(unit, Parameter | OfficialList) else unit.id


def unit_yaml(unit: Written) -> str:
    """One unit."""
    if isinstance(unit, Strategy):
        return strategy_yaml(unit)
    lines = list(_block(_fields(unit)))
    if is_alone(unit):
        return "\n".join(lines) + "\n"
    return "\n".join(("- " if number == 0 else "  ") + line for number, line in enumerate(lines)) + "\n"


def found(content: Content, name: str) -> Written | None:
    """A unit that is no rule and no concept, by its id."""
    for kind in ("parameters", "lists", "sources", "brands", "documents", "topics", "markets", "packs", "channels", "strategies"):
        unit: Written | None = getattr(content, kind).get(name)
        if unit is not None:
            return unit
    return None


def _jurisdiction(source: Source) -> str:
    parts = source.place.file.split("policies/") if source.place is not None else []
    return parts[-1].partition("/")[0] if len(parts) > 1 else source.id.partition("-")[0]


def _fields(unit: Written) -> dict[str, Any]:
    row = {"id": key_of(unit), **{name: value for name, value in _plain(unit).items() if name not in ("id", "place")}}
    if isinstance(unit, Market):
        del row["id"]
    if isinstance(unit, OfficialList):
        return _list(unit, row)
    return row


def _list(unit: OfficialList, row: dict[str, Any]) -> dict[str, Any]:
    """Source and date of most entries stand once, above them."""
    source, date = _most(entry.source for entry in unit.entries), _most(entry.date for entry in unit.entries)
    head = {"id": row["id"], "title": row["title"], "source": source, **({"date": date} if date else {})}
    return {**head, "entries": [_entry(one, source, date) for one in unit.entries]}


def _entry(one: ListEntry, source: object, date: object) -> dict[str, Any]:
    row: dict[str, Any] = {"name": one.name}
    if one.terms != (one.name,):
        row["terms"] = list(one.terms)
    row |= {key: day for key, day in (("from", one.in_force.from_), ("to", one.in_force.to)) if day is not None}
    row |= {"source": one.source} if one.source != source else {}
    return row | ({"date": one.date} if one.date is not None and one.date != date else {})


def _most(values: Iterator[Any]) -> Any:
    counted: dict[Any, int] = {}
    for value in values:
        counted[value] = counted.get(value, 0) + 1
    return max(counted, key=lambda one: counted[one], default="")


def _plain(unit: msgspec.Struct) -> dict[str, Any]:
    """Fields that say something, by the names authors write."""
    row = {}
    for field in msgspec.structs.fields(unit):
        value = getattr(unit, field.name)
        if field.name == "place" or (not field.required and value == _default(field)):
            continue
        row[field.name.rstrip("_")] = _inner(value)
    return row


def _inner(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _plain(value)
    if isinstance(value, tuple):
        return [_inner(one) for one in value]
    return {key: _inner(one) for key, one in value.items()} if isinstance(value, Mapping) else value


def _default(field: msgspec.structs.FieldInfo) -> Any:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else msgspec.NODEFAULT


def _block(row: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, value in row.items():
        shown = _flow(value, key)
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{indent}{key}:"
            for one in value:
                yield from _item(one, indent + "  ")
        elif isinstance(value, Mapping) and key not in _TEXTS and len(shown) > _LONG:
            yield f"{indent}{_key(key)}:"
            yield from _block(value, indent + "  ")
        else:
            yield f"{indent}{_key(key)}: {shown}"


def _item(row: Mapping[str, Any], indent: str) -> Iterator[str]:
    shown = _flow(row)
    if len(shown) <= _LONG or not any(isinstance(value, list | Mapping) for value in row.values()):
        yield f"{indent}- {shown}"
        return
    for number, line in enumerate(_block(row, "")):
        yield f"{indent}{'- ' if number == 0 else '  '}{line}"


def _flow(value: Any, key: str = "") -> str:
    if isinstance(value, Mapping):
        if key in _TEXTS:
            return people_text(value)
        return "{" + ", ".join(f"{_key(name)}: {_flow(one, name)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, int | dt.date):
        return str(value)
    return scalar(str(value), literal=True)


def _key(name: str) -> str:
    return scalar(name)
