"""What every verb does first: load the content, or say what is wrong with it and exit."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import typer

from pratique.base.errors import ContentError, InputError, SetupError
from pratique.base.place import Problem
from pratique.cli.options import CONTENT_WRONG, FAILED, USAGE
from pratique.policy.load import load_content
from pratique.policy.model import Content


def load(overlays: Sequence[Path] | None) -> Content:
    """The effective content; exits 2 where a folder is missing and 1 where the installation is broken, raises ContentError."""
    try:
        return load_content(tuple(overlays or ()))
    except InputError as error:
        fail(str(error), USAGE)
    except SetupError as error:
        fail(str(error), FAILED)


def load_or_exit(overlays: Sequence[Path] | None, as_json: bool = False) -> Content:
    """The effective content; exits 3 with every problem where it is wrong."""
    try:
        return load(overlays)
    except ContentError as error:
        if as_json:
            print_json({"problems": [problem_row(problem) for problem in error.problems]})
        else:
            show_problems(error.problems)
        raise typer.Exit(CONTENT_WRONG) from None


def show_problems(problems: Sequence[Problem]) -> None:
    """Draw problems on standard error, and count them."""
    for problem in problems:
        typer.echo(problem.render() + "\n", err=True)
    typer.echo(f"{len(problems)} {'error' if len(problems) == 1 else 'errors'}", err=True)


def fail(message: str, code: int) -> NoReturn:
    """Say one thing that went wrong and exit."""
    typer.echo(f"error: {message}", err=True)
    raise typer.Exit(code)


def print_json(value: Any) -> None:
    """One JSON value on standard output, characters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def problem_row(problem: Problem) -> dict[str, Any]:
    """A problem as a row of JSON."""
    place = problem.place
    return {"file": place.file, "line": place.line, "column": place.column, "message": problem.message, "hint": problem.hint}
