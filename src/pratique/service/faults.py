"""Everything that is wrong with a body at once, since a decoder stops at the first mistake."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

import msgspec

from pratique.base.errors import Fault

MOST = 50


def faults_of(raw: bytes, shape: Any, first: msgspec.ValidationError) -> list[Fault]:
    """Mistakes in a body of which `first` was found by decoding it as `shape`; at most `MOST`."""
    found: list[Fault] = []
    for fault in _walk(msgspec.json.decode(raw), shape, ""):
        found.append(fault)
        if len(found) >= MOST:
            break
    return found or [_fault(first, "")]


def _walk(value: Any, shape: Any, path: str) -> Iterator[Fault]:
    try:
        msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        struct = _struct_of(shape)
        if struct is not None and isinstance(value, dict):
            yield from _inside(value, struct, path, error)
        elif get_origin(shape) in (list, tuple) and isinstance(value, list) and _struct_of(get_args(shape)[0]) is not None:
            for place, one in enumerate(value):
                yield from _walk(one, get_args(shape)[0], f"{path}{place}.")
        else:
            yield _fault(error, path)


def _inside(value: dict[str, Any], struct: Any, path: str, error: msgspec.ValidationError) -> Iterator[Fault]:
    told = False
    for field in msgspec.structs.fields(struct):
        if field.encode_name in value:
            for fault in _walk(value[field.encode_name], field.type, f"{path}{field.encode_name}."):
                told = True
                yield fault
        elif field.required:
            told = True
            yield Fault(path + field.encode_name, "is missing")
    if not told:  # the mistake is none of one field: a name that is not known, or fields that do not go together
        yield _fault(error, path)


def _struct_of(shape: Any) -> Any:
    """The struct a value must be, also where it may be left out; `None` where it is none or one of several."""
    options = [one for one in get_args(shape) if one is not type(None)] if get_origin(shape) is not None else [shape]
    if len(options) != 1:
        return None
    return options[0] if isinstance(options[0], type) and issubclass(options[0], msgspec.Struct) else None


def _fault(error: msgspec.ValidationError, path: str) -> Fault:
    """``Expected `str`, got `int` - at `$.subjects[0].url` `` → field `subjects.0.url`."""
    message, _, place = str(error).partition(" - at `")
    inner = place.rstrip("`").removeprefix("$").replace("[", ".").replace("]", "").strip(".")
    return Fault(f"{path}{inner}".strip("."), message)
