"""Comparisons as the reference understands them: three-valued, over one fact and one literal."""

import datetime
import math
import operator
import re
from collections.abc import Callable
from typing import Any

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
    "ne": operator.ne,
}


def same_name(left: str, right: str) -> bool:
    """`Battery_Type` is `battery type`."""
    return _plain(left) == _plain(right)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def compare(fact: object, op: str, literal: object) -> bool | None:
    """`fact op literal`; several facts: any of them. What is absent or of another kind is unknown."""
    if fact is None:
        return None
    if isinstance(fact, tuple):
        outcomes = [compare(one, op, literal) for one in fact]
        if not outcomes:
            return op in ("ne", "not_in")
        return True if True in outcomes else None if None in outcomes else False
    if isinstance(literal, tuple) or op in ("in", "not_in"):
        choices = literal if isinstance(literal, tuple) else (literal,)
        outcomes = [compare(fact, "eq", choice) for choice in choices]
        among = True if True in outcomes else None if None in outcomes else False
        if op in ("in", "eq"):
            return among
        if op in ("not_in", "ne"):
            return None if among is None else not among
        return None
    if isinstance(literal, bool):
        left: object = {"true": True, "false": False}.get(fact.strip().casefold()) if isinstance(fact, str) else fact
        right: object = literal
        if not isinstance(left, bool):
            return None
    elif isinstance(literal, (int, float)):
        left, right = number(fact), literal
    elif isinstance(fact, bool):
        left, right = str(fact).casefold(), str(literal).strip().casefold()
    elif isinstance(fact, (int, float)):
        left, right = number(fact), number(literal)
    else:
        left = fact.isoformat() if isinstance(fact, datetime.date) else str(fact).strip().casefold()
        right = str(literal).strip().casefold()
    if left is None or right is None:
        return None
    return bool(ORDER[op](left, right))


def number(value: object) -> float | None:
    """A number, or text that is nothing but one."""
    if isinstance(value, str):
        written = value.strip()
        return float(written) if NUMBER.fullmatch(written) else None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        return None
    return value
