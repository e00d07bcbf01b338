"""Values of single cells, as exports write them, to values of a listing. Each parser returns `None` for what does not parse."""

import datetime
import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

import msgspec

LONGEST_TEXT = 1_000_000
"""Characters kept of one field; what a person or a detector can use ends long before."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_TRUE = frozenset({"true", "yes", "y", "1", "t"})
_FALSE = frozenset({"false", "no", "n", "0", "f"})
_GROUPED = re.compile(r"\s*\d{1,3}(,\d{3})+(\.\d+)?\s*\Z")
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?\Z", re.DOTALL)

S = TypeVar("S", bound=msgspec.Struct)


def clean(text: str) -> str:
    """Without NULs, and with the replacement character for surrogates, which no file can hold."""
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
    return text


def text_of(value: object) -> str | None:
    """The value as text: numbers as written, nested values as JSON, blank as `None`."""
    if type(value) is str:
        text = clean(value)
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, float):
        text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    elif isinstance(value, bytes | bytearray | memoryview):
        text = clean(bytes(value).decode("utf-8", "replace"))
    elif isinstance(value, dict | list | tuple):
        try:
            text = clean(msgspec.json.encode(value, enc_hook=str).decode("utf-8", "replace"))
        except (TypeError, ValueError, RecursionError, OverflowError):
            return None
    else:
        text = clean(str(value))
    return text if text.strip() else None


def number_of(value: object) -> float | None:
    """A finite number; commas may group its thousands."""
    if isinstance(value, str):
        value = value.replace(",", "") if _GROUPED.match(value) else value.replace("_", "x")
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def truth_of(value: object) -> bool | None:
    """A boolean as JSON, spreadsheets and people write it."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    return True if word in _TRUE else False if word in _FALSE else None


def date_of(value: object) -> datetime.date | None:
    """A day: a date, the day of a time, or `YYYY-MM-DD` with or without a time after it."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    match = _DATE.match(value.strip()) if isinstance(value, str) and len(value) < 64 else None
    if match is None:
        return None
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def parsed(value: object) -> object:
    """JSON text as its value, where a cell holds an array or object; anything else as it is, `None` where the JSON is broken."""
    if type(value) is str and value.lstrip()[:1] in ("[", "{"):
        try:
            return msgspec.json.decode(value)
        except (ValueError, RecursionError):
            return None
    return value


def texts_of(value: object) -> tuple[str, ...] | None:
    """Several texts: a list, a JSON array, or parts between `|`."""
    if isinstance(value, str) and value.lstrip()[:1] == "[":
        value = parsed(value)
    if isinstance(value, str):
        value = value.split("|")
    if not isinstance(value, list | tuple):
        return None
    return tuple(text.strip() for item in value if item is not None and (text := text_of(item)) is not None)


def mapping_of(value: object) -> dict[str, object] | None:
    """A mapping: an object, JSON text, or a list of `{name, value}` pairs."""
    value = parsed(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): item for key, item in value.items()}
    if isinstance(value, list | tuple):
        pairs: dict[str, object] = {}
        for item in value:
            if isinstance(item, Mapping) and "name" in item and "value" in item:
                pairs[clean(str(item["name"]))] = item["value"]
            elif isinstance(item, tuple) and len(item) == 2:
                pairs[clean(str(item[0]))] = item[1]
            else:
                return None
        return pairs
    return None


def whole_of(value: object) -> int | None:
    """A whole number."""
    number = number_of(value)
    return int(number) if number is not None and number.is_integer() else None


_PARSERS: dict[object, tuple[Callable[[object], Any], str]] = {
    str: (text_of, "text"),
    str | None: (text_of, "text"),
    float | None: (number_of, "number"),
    int | None: (whole_of, "whole number"),
    bool | None: (truth_of, "yes or no"),
    datetime.date | None: (date_of, "date (YYYY-MM-DD)"),
    tuple[str, ...]: (texts_of, "list"),
}


@cache
def _parsers(kind: type[msgspec.Struct]) -> tuple[tuple[str, Callable[[object], Any], str], ...]:
    """Field, how it is parsed, what it should be; looking types up anew for each row would take longer than parsing it."""
    return tuple((field.name, *_PARSERS[field.type]) for field in msgspec.structs.fields(kind))


def struct_of(kind: type[S], fields: Mapping[str, object], warn: Callable[[str, str, object], None]) -> S | None:
    """A struct of flat fields, `None` where a required one is missing.

    What does not parse is unknown, and `warn` is called with the field, what it should have been, and the value. Names that the struct
    lacks are passed over.
    """
    given: dict[str, object] = {}
    for name, parse, what in _parsers(kind):
        value = fields.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        found = parse(value)
        if found is None:
            warn(name, what, value)
            continue
        if isinstance(found, str) and len(found) > LONGEST_TEXT:
            warn(name, f"text of at most {LONGEST_TEXT:,} characters", value)
            found = found[:LONGEST_TEXT]
        given[name] = found
    try:
        return kind(**given)
    except TypeError:
        return None
