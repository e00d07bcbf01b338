"""The tests a field of the form is put to, with the meaning they have at the database: what is a value, what is long, what is a link.

A test answers `True` (passed), `False` (failed) or `LEFT_OUT` (the field is dropped and its further tests are not made).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from pratique.enforcement.transparency.vocabulary import LINK_SCHEMES

LEFT_OUT: Final = "left out"
Answer = bool | Literal["left out"]
Data = Mapping[str, object]
Test = Callable[[object, Data], Answer]

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_PART = r"[^\W]|[-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2}"
_HOST = r"(?:[\w\-.]|[^\x00-\x7f\s])+|\[[0-9A-Fa-f:.]+\]"
_LINK = re.compile(
    rf"(?:{'|'.join(re.escape(scheme) for scheme in LINK_SCHEMES)})://"
    rf"(?:(?:[\w.\-]|%[0-9A-Fa-f]{{2}})*(?::(?:[\w.\-]|%[0-9A-Fa-f]{{2}})*)?@)?(?:{_HOST})(?::\d+)?"
    rf"(?:/(?:{_PART})*)*(?:\?(?:{_PART}|[\[\]/?])*)?(?:#(?:{_PART}|[/?])*)?",
    re.IGNORECASE,
)


class Rule(NamedTuple):
    """One test of a field by its name at the database."""

    name: str
    test: Test
    implicit: bool = False
    """Made even where the field is not there; once failed, no further test is made."""


def is_given(value: object) -> bool:
    """Whether there is a value: not null, not blank, not an empty list or object."""
    return value is not None and not (isinstance(value, str) and not value.strip()) and not (isinstance(value, list | dict) and not value)


def text(value: object) -> str:
    """A scalar as the database reads it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def members(value: object) -> Sequence[object]:
    """The items of a list, or the values of an object, which counts as a list there."""
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ()


REQUIRED = Rule("Required", lambda value, _: is_given(value), implicit=True)
ARRAY = Rule("Array", lambda value, _: isinstance(value, list | dict))
STRING = Rule("String", lambda value, _: isinstance(value, str))
NULLABLE = Rule("Nullable", lambda *_: True)
URL = Rule("Url", lambda value, _: isinstance(value, str) and _LINK.fullmatch(value) is not None)


def one_of(values: Sequence[str], *, several: bool = False) -> Rule:
    """The value, or with `several` each item of the list, is one of these."""

    def test(value: object, _: Data) -> bool:
        if isinstance(value, list | dict):
            return several and all(not isinstance(item, list | dict) and text(item) in values for item in members(value))
        return text(value) in values

    return Rule("In", test)


def at_most(length: int) -> Rule:
    """So many characters (code points), or items of a list."""
    return Rule("Max", lambda value, _: (len(members(value)) if isinstance(value, list | dict) else len(text(value))) <= length)


def matching(pattern: str) -> Rule:
    """Text or number that matches as a whole."""
    compiled = re.compile(pattern)

    def test(value: object, _: Data) -> bool:
        scalar = isinstance(value, str | int | float) and not isinstance(value, bool)
        return scalar and compiled.fullmatch(text(value)) is not None

    return Rule("Regex", test)


def required_when(condition: Callable[[Data], bool], name: str = "RequiredIf") -> Rule:
    """There must be a value where the condition holds."""
    return Rule(name, lambda value, data: is_given(value) or not condition(data), implicit=True)


def only_when(condition: Callable[[Data], bool]) -> Rule:
    """The field is dropped where the condition does not hold."""
    return Rule("Exclude", lambda _, data: True if condition(data) else LEFT_OUT, implicit=True)


def day_from(first: str) -> Rule:
    """A day on or after the first; other text is for `DAY` to refuse."""
    return Rule("AfterOrEqual", lambda value, _: not is_day(value) or str(value) >= first)


def day_until(last: str) -> Rule:
    """A day on or before the last."""
    return Rule("BeforeOrEqual", lambda value, _: not is_day(value) or str(value) <= last)


def is_day(value: object) -> bool:
    """Whether it is a day of the calendar, written YYYY-MM-DD."""
    found = _DAY.fullmatch(value) if isinstance(value, str) and value.isascii() else None
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    if not 1 <= month <= 12 or not 1 <= day <= _IN_MONTH[month - 1]:
        return False
    return (month, day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


DAY = Rule("DateFormat", lambda value, _: is_day(value))
