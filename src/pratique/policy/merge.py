"""Two changes of one unit put together: what only one of them changed is taken from it; where both changed the same, one of them stands."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pratique.policy.model import ConceptExample, DatedValue, ListEntry, RuleTest, Term, Threshold
from pratique.policy.written import unplaced

_OWN = ("place", "version", "digest")
"""Fields that follow from the others."""


def merged(base: Any, mine: Any, theirs: Any) -> tuple[Any, tuple[str, ...]]:
    """A unit with what `mine` and `theirs` each changed of `base`, and the fields in which both changed the same: there `mine` stands."""
    clashes: list[str] = []
    found = {
        name: _merged(getattr(base, name), getattr(mine, name), getattr(theirs, name), name, clashes)
        for name in mine.__struct_fields__
        if name not in _OWN
    }
    return msgspec.structs.replace(mine, **found), tuple(dict.fromkeys(clashes))


def merged_rows(base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    """Rows of `theirs` without those that `mine` took away, with those that it added."""
    return _rows(base, mine, theirs, "", [])


def _merged(base: Any, mine: Any, theirs: Any, name: str, clashes: list[str]) -> Any:
    if mine in (base, theirs):
        return theirs
    if theirs == base:
        return mine
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        was = base if isinstance(base, Mapping) else {}
        keys = dict.fromkeys((*theirs, *mine))
        merged_keys = {key: _merged(was.get(key), mine.get(key), theirs.get(key), f"{name}.{key}", clashes) for key in keys}
        return {key: value for key, value in merged_keys.items() if value is not None}
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return _rows(base if isinstance(base, tuple) else (), mine, theirs, name, clashes)
    if isinstance(mine, msgspec.Struct) and type(mine) is type(theirs) and type(base) is type(mine):
        fields = {
            field: _merged(getattr(base, field), getattr(mine, field), getattr(theirs, field), f"{name}.{field}", clashes)
            for field in mine.__struct_fields__
        }
        return type(mine)(**fields)
    clashes.append(name)
    return mine


def _rows(base: tuple[Any, ...], mine: tuple[Any, ...], theirs: tuple[Any, ...], name: str, clashes: list[str]) -> tuple[Any, ...]:
    was, my, other = ({_key(one): one for one in rows} for rows in (base, mine, theirs))
    found = []
    for key, row in other.items():
        if key not in my:
            if key in was:
                if _same(was[key], row):
                    continue  # taken away here, untouched there
                clashes.append(f"{name} {key}".strip())
                continue
            found.append(row)
        elif _same(my[key], row) or (key in was and _same(my[key], was[key])):
            found.append(row)
        else:
            if key not in was or not _same(was[key], row):
                clashes.append(f"{name} {key}".strip())
            found.append(my[key])
    found += [row for key, row in my.items() if key not in other and (key not in was or not _same(was[key], row))]
    return tuple(found)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other or (hasattr(one, "place") and hasattr(other, "place") and unplaced(one) == unplaced(other)))


def _key(row: Any) -> Any:
    match row:
        case Term():
            return row.language, row.text
        case ListEntry():
            return row.name
        case DatedValue():
            return str(row.from_)
        case ConceptExample():
            return row.text, row.hit
        case Threshold():
            return " ".join(filter(None, (row.channel, row.market, row.family, row.stage))) or "*"
        case RuleTest():
            return row.name, row.kind
    return getattr(row, "id", None) or row
