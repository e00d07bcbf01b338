"""A comparison of `where`, prepared once: the literal is brought into its forms, the operator chosen, the reader of the fact built."""

import datetime
import math
import operator
import re
from collections.abc import Callable
from typing import Any

FALSE, UNKNOWN, TRUE = 0, 1, 2
"""Three-valued truth as numbers: the least of a conjunction is its value."""

Test = Callable[[object], int]
"""Takes one fact (never `None`, never several) and gives its truth."""

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_FLAGS = {"true": True, "false": False}
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
    "ne": operator.ne,
}
Literal = float | str | bool | tuple[str, ...]


def prepare(op: str, literal: Literal | None) -> Callable[[object], int]:
    """A function from a fact, possibly absent or several, to its truth. A literal of `None` is a parameter without a value: false."""
    if literal is None:
        return lambda _fact: FALSE
    one = _test(op, literal)
    of_none = TRUE if op in ("ne", "not_in") else FALSE

    def compare(fact: object) -> int:
        if fact is None:
            return UNKNOWN
        if type(fact) is tuple:
            if not fact:
                return of_none
            best = FALSE
            for item in fact:
                truth = one(item)
                if truth == TRUE:
                    return TRUE
                best = max(best, truth)
            return best
        return one(fact)

    return compare


def _test(op: str, literal: Literal) -> Test:
    if isinstance(literal, tuple) or op in ("in", "not_in"):
        return _membership(op, literal if isinstance(literal, tuple) else (literal,))
    apply = _OPERATORS[op]
    if isinstance(literal, bool):
        return _flag_test(apply, literal)
    if isinstance(literal, (int, float)):
        return _number_test(apply, literal)
    return _text_test(apply, literal)


def _membership(op: str, literals: tuple[Any, ...]) -> Test:
    tests = tuple(_test("eq", literal) for literal in literals)
    if op in ("in", "eq"):
        found, absent = TRUE, FALSE
    elif op in ("not_in", "ne"):
        found, absent = FALSE, TRUE
    else:
        return lambda _fact: UNKNOWN

    def test(fact: object) -> int:
        unknown = False
        for one in tests:
            truth = one(fact)
            if truth == TRUE:
                return found
            unknown = unknown or truth == UNKNOWN
        return UNKNOWN if unknown else absent

    return test


def _flag_test(apply: Callable[[Any, Any], bool], literal: bool) -> Test:
    def test(fact: object) -> int:
        flag = _FLAGS.get(fact.strip().casefold()) if isinstance(fact, str) else fact
        return TRUE * apply(flag, literal) if isinstance(flag, bool) else UNKNOWN

    return test


def _number_test(apply: Callable[[Any, Any], bool], literal: float) -> Test:
    def test(fact: object) -> int:
        number = as_number(fact)
        return UNKNOWN if number is None else TRUE * apply(number, literal)

    return test


def _text_test(apply: Callable[[Any, Any], bool], literal: str) -> Test:
    folded, number = literal.strip().casefold(), as_number(literal)

    def test(fact: object) -> int:
        if isinstance(fact, str):
            return TRUE * apply(fact.strip().casefold(), folded)
        if isinstance(fact, bool):
            return TRUE * apply("true" if fact else "false", folded)
        if isinstance(fact, datetime.date):
            return TRUE * apply(fact.isoformat(), folded)
        value = as_number(fact)
        return UNKNOWN if value is None or number is None else TRUE * apply(value, number)

    return test


def as_number(fact: object) -> float | None:
    """A number, or text that is nothing but one; not a flag and not NaN."""
    if isinstance(fact, str):
        fact = fact.strip()  # no-break spaces too; `float` itself refuses some that `strip` knows
        return float(fact) if _NUMBER.fullmatch(fact) else None
    if isinstance(fact, bool) or not isinstance(fact, (int, float)) or math.isnan(fact):
        return None
    return fact
