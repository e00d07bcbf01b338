"""Errors, grouped by the person who must act.

PratiqueError
├── ContentError   the author of content: a list of problems, each with its place
├── InputError     whoever called: a file, a column or an option that cannot be used
├── SetupError     the operator: a missing part, a folder that cannot be written
└── RefusalError     whoever acted on a record: not now, not so, or not by them
    ├── AbsentError     there is no such record, or none they may know of
    ├── ForbiddenError  they may not
    ├── InvalidError    what they gave is wrong, field by field
    └── ConflictError   the record is not in a state for it, or somebody else was quicker
"""

from collections.abc import Iterable, Sequence

import msgspec

from pratique.base.place import Problem
from pratique.base.said import Said


class PratiqueError(Exception):
    """Anything this library raises on purpose. Its text needs no traceback."""


class ContentError(PratiqueError):
    """Content that cannot be used. `problems` holds all of them, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n\n".join(problem.render() for problem in self.problems))


class InputError(PratiqueError):
    """An input file, column or option that cannot be used."""


class SetupError(PratiqueError):
    """A part of the installation that is missing or cannot be used."""


class RefusalError(PratiqueError):
    """An act that was not done. Its text says why and what to do; `code` is for programs: `appeal_too_late`."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        self.code, self.message, self.hint = code, message, hint
        super().__init__(f"{message}; {hint}" if hint else message)


class AbsentError(RefusalError):
    """No such record, or none that whoever asks may know of: the two look the same from outside."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__("not_found", f"there is no {kind} `{name}`")


class ForbiddenError(RefusalError):
    """Whoever acts may not do this."""


class ConflictError(RefusalError):
    """The record is not in a state that allows it, or it changed since it was read."""


class Fault(msgspec.Struct, frozen=True, order=True):
    """One thing wrong with what was given."""

    field: str
    """Path of the field: `subjects.0.url`; empty for the whole."""
    message: str
    said: Said | None = None
    """The message, for whoever can tell it in another language."""


def faulty(field: str, message: Said) -> Fault:
    """A fault that can be told in another language."""
    return Fault(field, str(message), message)


class InvalidError(RefusalError):
    """What was given is wrong; `faults` holds all of it at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("invalid", "; ".join(f"{fault.field}: {fault.message}" if fault.field else fault.message for fault in self.faults))
