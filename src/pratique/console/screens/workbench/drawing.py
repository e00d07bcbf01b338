"""From an answer to what the screen shows of it: columns, rows as text, a chart."""

import datetime as dt
import decimal
import math
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa
from django.utils.safestring import SafeString

from pratique.console.frame.charts import COLOURS, KINDS, Series, chart
from pratique.console.frame.templatetags.frame import number

SHOWN = 200
"""Rows of the table; the others are in the file."""
DRAWN = 400
"""Places along the axis."""
_LONGEST = 300


class Column(msgspec.Struct, frozen=True):
    """One column of the table."""

    name: str
    is_number: bool


class Chart(msgspec.Struct, frozen=True):
    """What is drawn of an answer; `kind` empty is nothing."""

    kind: str = ""
    x: str = ""
    y: str = ""
    by: str = ""

    @property
    def kept(self) -> dict[str, str]:
        """As it is kept."""
        return {name: value for name in ("kind", "x", "y", "by") if (value := getattr(self, name))} if self.kind else {}


def chart_of(given: Mapping[str, Any]) -> Chart:
    """From a form or from what was kept; a kind there is none of is nothing."""
    kind = str(given.get("kind", ""))
    return Chart(kind if kind in KINDS else "", *(str(given.get(name, ""))[:200] for name in ("x", "y", "by")))


def columns(table: pa.Table) -> list[Column]:
    """Names, and which hold numbers."""
    return [Column(field.name, _is_number(field.type)) for field in table.schema]


def rows(table: pa.Table) -> list[list[tuple[str, bool]]]:
    """The first of them, as text; and for each value whether it is a number."""
    first = table.slice(0, SHOWN)
    numbers = [one.is_number for one in columns(table)]
    return [
        [(text(value), is_number) for value, is_number in zip(row, numbers, strict=True)]
        for row in zip(*(column.to_pylist() for column in first.columns), strict=True)
    ]


def text(value: object) -> str:
    """A value as it is read."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float | decimal.Decimal):
        return number(float(value), 0 if float(value).is_integer() else 3) if math.isfinite(value) else str(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)[:_LONGEST]
    return str(value)[:_LONGEST]


def suggested(table: pa.Table, wanted: Chart) -> Chart:
    """With a column for each axis: the first words along, the first numbers up, where none was chosen that is there."""
    names = columns(table)
    numbers = [one.name for one in names if one.is_number]
    words = [one.name for one in names if not one.is_number]
    known = {one.name for one in names}
    x = wanted.x if wanted.x in known else next(iter(words or numbers), "")
    y = wanted.y if wanted.y in numbers else next((one for one in numbers if one != x), "")
    return Chart(wanted.kind, x, y, wanted.by if wanted.by in known - {x, y} else "")


def drawn(table: pa.Table, wanted: Chart) -> tuple[SafeString | str, Sequence[str]]:
    """The chart and the names of its series; empty where nothing can be drawn."""
    if not wanted.kind or not wanted.x or not wanted.y:
        return "", ()
    across: list[Any] = table[wanted.x].to_pylist()
    if wanted.kind != "bar" and all(isinstance(one, int | float | dt.date) or one is None for one in across):
        order = sorted((place for place, one in enumerate(across) if one is not None), key=across.__getitem__)
    else:
        order = list(range(len(across)))
    labels = [text(across[place]) for place in order]
    values: list[Any] = table[wanted.y].to_pylist()
    by = table[wanted.by].to_pylist() if wanted.by else [""] * len(values)
    places: dict[str, int] = {}
    for label in labels:
        if label not in places and len(places) < DRAWN:
            places[label] = len(places)
    found: dict[str, list[float | None]] = {}
    for place, label in zip(order, labels, strict=True):
        name = text(by[place]) if wanted.by else ""
        if label in places and values[place] is not None and (name in found or len(found) < COLOURS):
            found.setdefault(name, [None] * len(places))[places[label]] = float(values[place])
    series = [Series(name, one) for name, one in found.items()]
    return chart(wanted.kind, list(places), series, title=f"{wanted.y} / {wanted.x}", height=300), [one.name for one in series if one.name]


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))
