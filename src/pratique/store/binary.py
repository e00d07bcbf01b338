"""Rows in the binary form of PostgreSQL's composite types: encoded once, for the table and for the chain.

A thousand rows a second as single parameters, or a statement a row, cost more than the decisions themselves.
"""

import datetime as dt
import struct
from collections.abc import Sequence

from psycopg.adapt import Dumper
from psycopg.pq import Format

_EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_FIRST_DAY = _EPOCH.date().toordinal()
_MICROSECOND = dt.timedelta(microseconds=1)
_int4 = struct.Struct("!i").pack
_array = struct.Struct("!iiiii").pack
_timestamp, _date, _int2, _bool = (struct.Struct(f"!i{code}").pack for code in "qih?")
ABSENT = _int4(-1)

OIDS = {"text": 25, "bytea": 17, "timestamptz": 1184, "date": 1082, "int2": 21, "int4": 23, "int8": 20, "bool": 16}
"""Types of PostgreSQL, numbers that never change."""


def text(value: str | None) -> bytes:
    """A text with its length before it."""
    if value is None:
        return ABSENT
    encoded = value.encode()
    return _int4(len(encoded)) + encoded


def blob(value: bytes) -> bytes:
    """Bytes, likewise; so the others."""
    return _int4(len(value)) + value


def timestamp(value: dt.datetime) -> bytes:
    """To the microsecond."""
    return _timestamp(8, (value - _EPOCH) // _MICROSECOND)


def date(value: dt.date) -> bytes:
    """A day."""
    return _date(4, value.toordinal() - _FIRST_DAY)


def small(value: int) -> bytes:
    """A number of two bytes."""
    return _int2(2, value)


def boolean(value: bool) -> bytes:
    """Yes or no."""
    return _bool(1, value)


class Composite:
    """Encodes rows of a table whose columns have the given types, in the table's own order."""

    def __init__(self, types: Sequence[str]) -> None:
        self._count = _int4(len(types))
        self._oids = [_int4(OIDS[one]) for one in types]

    def row(self, fields: Sequence[bytes]) -> bytes:
        """One row, with its length before it. Fields that are not given are NULL."""
        parts = [self._count]
        for oid, field in zip(self._oids, fields, strict=False):
            parts += (oid, field)
        parts += [part for oid in self._oids[len(fields) :] for part in (oid, ABSENT)]
        body = b"".join(parts)
        return _int4(len(body)) + body


def array(oid: int, elements: Sequence[bytes]) -> bytes:
    """Elements with their lengths before them as one parameter."""
    return _array(1, 0, oid, len(elements), 1) + b"".join(elements) if elements else _array(0, 0, oid, 0, 0)[:12]


class Encoded:
    """A parameter that is in binary form already, for a cursor of psycopg."""

    __slots__ = ("value",)

    def __init__(self, value: bytes) -> None:
        self.value = value


class EncodedDumper(Dumper):
    """Passes it on as it is; the statement says of what type it is."""

    format = Format.BINARY

    def dump(self, obj: Encoded) -> bytes:
        return obj.value
