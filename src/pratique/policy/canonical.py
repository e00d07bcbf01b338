"""One form for one meaning: the same knowledge always has the same hash, however it was written or read back."""

import datetime
import functools
import hashlib
from typing import Any

import msgspec


def digest(value: Any) -> str:
    """SHA-256 of a value without places in files and without fields at their default."""
    return hashlib.sha256(msgspec.json.encode(_plain(value), order="deterministic")).hexdigest()


def _plain(value: Any) -> Any:
    # msgspec leaves out a default only where it is the very same object, and a text read back is another one.
    if isinstance(value, str | int | float) or value is None:
        return value
    if isinstance(value, msgspec.Struct):
        found = ((name, getattr(value, name), default) for name, default in _fields(type(value)))
        return {name: _plain(given) for name, given, default in found if given != default}
    if isinstance(value, dict):
        return {key: _plain(given) for key, given in value.items()}
    if isinstance(value, datetime.date):
        return value.isoformat()
    return [_plain(item) for item in value]


@functools.cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, Any], ...]:
    found = []
    for field in msgspec.structs.fields(kind):
        if field.name != "place":
            default = field.default_factory() if field.default_factory is not msgspec.NODEFAULT else field.default
            found.append((field.name, default))
    return tuple(found)
