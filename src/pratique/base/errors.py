"""Errors, grouped by the person who must act.

PratiqueError
├── ContentError   the author of content: a list of problems, each with its place
├── InputError     whoever called: a file, a column or an option that cannot be used
└── SetupError     the operator: a missing part, a folder that cannot be written
"""

from collections.abc import Iterable

from pratique.base.place import Problem


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
