"""Messages of the content's checks and differences in the reader's language: their sentences translated, what stands in them shown."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils.formats import date_format
from django.utils.translation import pgettext

from pratique.base import errors as base
from pratique.base.place import Problem
from pratique.base.said import Said, Spelt, Texts, in_english
from pratique.console.frame.templatetags.frame import language, words
from pratique.console.screens.studio.sentences import CONTEXT
from pratique.policy.difference import Change
from pratique.policy.lint.issue import Issue


class Fault(msgspec.Struct, frozen=True):
    """Something wrong with a draft, where it stands and what to do."""

    code: str
    """Name of the issue; `unreadable` for what cannot be read."""
    message: str
    hint: str
    about: str
    path: str
    """File of the draft; empty where it stands in none."""
    line: int
    severity: str


def told(message: Said | str) -> str:
    """A message in the reader's language, in English where nobody translated it."""
    return message.told(lambda sentence: pgettext(CONTEXT, sentence), _shown) if isinstance(message, Said) else str(message)


def told_fault(fault: base.Fault) -> base.Fault:
    """A fault of a field; in English where nobody translated it."""
    return base.Fault(fault.field, told(fault.said or fault.message))


def of_issue(issue: Issue, draft: str) -> Fault:
    """An issue of lint."""
    return Fault(issue.name, told(issue.message()), "", issue.about, _path(issue.place.file, draft), issue.place.line, issue.severity.name)


def of_problems(problems: Iterable[Problem], draft: str) -> list[Fault]:
    """What the loader could not read."""
    return [
        Fault(
            "unreadable",
            told(one.said or one.message),
            told(one.said_hint) if one.said_hint else one.hint if language() == "en" else "",
            "",
            _path(one.place.file, draft),
            one.place.line,
            "error",
        )
        for one in problems
    ]


class ChangeShown(msgspec.Struct, frozen=True):
    """One unit that differs, for a page."""

    unit: str
    id: str
    kind: str
    title: str
    details: tuple[str, ...]
    periods: tuple[str, ...]
    areas: tuple[str, ...]


def of_changes(changes: Iterable[Change]) -> list[ChangeShown]:
    """A difference in the reader's language."""
    return [
        ChangeShown(one.unit, one.id, one.kind, words(one.title), tuple(map(told, one.details)), tuple(map(told, one.periods)), one.areas)
        for one in changes
    ]


def _path(file: str, draft: str) -> str:
    return file.removeprefix(f"{draft}/") if file.startswith(f"{draft}/") else ""


def _shown(value: Any) -> str:
    if isinstance(value, Texts):
        return value.of(language())
    if isinstance(value, Spelt):
        return date_format(value.day)
    if isinstance(value, dt.date):
        return date_format(value)
    return in_english(value)
