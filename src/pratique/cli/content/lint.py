"""`pratique content lint`: everything that is wrong with the content, or soon will be."""

import os
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from pratique.base.clock import today
from pratique.base.errors import ContentError
from pratique.base.place import Place
from pratique.cli.content.loading import fail, load, print_json, problem_row, show_problems
from pratique.cli.options import CONTENT_WRONG, USAGE, AsJson, Overlays
from pratique.engine.expression import check
from pratique.policy.lint.exemption import Exemption, read_exemptions
from pratique.policy.lint.issue import Context, Issue, Severity
from pratique.policy.lint.run import ISSUES, lint_content
from pratique.policy.lock import locked_in, relock
from pratique.policy.syntax.problems import Problems
from pratique.policy.tree import base_root

EXAMPLES = """\b
Examples:
  pratique content lint
  pratique content lint content/policies/eu --least warning
  pratique content lint --lock
  pratique content lint --content my-rules --json

Exit code 3 where the content cannot be read or an error is left."""

Paths = Annotated[list[Path] | None, typer.Argument(help="Show only what stands in these files or folders.")]
Lock = Annotated[bool, typer.Option("--lock", help="Write content.lock first: new rules enter it, changed ones rise a version.")]
Least = Annotated[Literal["note", "warning", "error"], typer.Option("--least", help="Leave out what is less severe.")]


def lint(paths: Paths = None, lock: Lock = False, least: Least = "note", content: Overlays = None, as_json: AsJson = False) -> None:
    """Check the content: what cannot be read, and what reads well but is wrong."""
    for path in paths or ():
        if not Path(_absolute(str(path))).exists():
            fail(f"{path}: no such file or folder", USAGE)
    roots = [base_root(), *(content or ())]
    try:
        loaded = load(content)
        if lock:
            added, risen = relock(loaded.rules, roots)
            typer.echo(f"content.lock: {added} new, {risen} raised", err=True)
            loaded = load(content)
        locked = locked_in(roots)
        context = Context(loaded, today(), locked, check)
        issues = lint_content(context, _exemptions(roots))
    except ContentError as error:
        _show_unreadable(error, paths, as_json)
        raise typer.Exit(CONTENT_WRONG) from None
    except OSError as error:
        fail(f"cannot write `{error.filename}`: {error.strerror}", 1)
    shown = [issue for issue in issues if issue.severity >= Severity[least] and _within(issue.place, paths)]
    if as_json:
        print_json({"content": loaded.version, "hash": loaded.hash, "issues": [_row(issue) for issue in shown]})
    else:
        _show(shown)
    if any(issue.severity is Severity.error for issue in shown):
        raise typer.Exit(CONTENT_WRONG)


def _exemptions(roots: Sequence[Path]) -> list[Exemption]:
    names = [issue.name for issue in ISSUES]
    problems = Problems()
    found: list[Exemption] = []
    for root in roots:
        path = root / "lint-exemptions.yaml"
        if path.is_file():
            found += read_exemptions(path.read_bytes(), str(path), names, problems)
    if problems.found:
        raise ContentError(problems.found)
    return found


def _show(issues: Sequence[Issue]) -> None:
    for _, group in groupby(issues, key=lambda issue: issue.name):
        found = list(group)
        kind = type(found[0])
        colour = {Severity.error: "red", Severity.warning: "yellow", Severity.note: "blue"}[kind.severity]
        typer.echo(f"{typer.style(kind.severity.name, fg=colour, bold=True)}: {typer.style(kind.name, bold=True)} ({len(found)})")
        typer.echo(f"  {kind.description}")
        for issue in found:
            typer.echo(f"  {typer.style(f'{issue.place}', dim=True)}  {issue.about}: {issue.message()}")
        typer.echo("")
    counts = {severity: sum(issue.severity is severity for issue in issues) for severity in reversed(Severity)}
    words = [f"{count} {severity.name}{'' if count == 1 else 's'}" for severity, count in counts.items() if count]
    typer.echo(", ".join(words) or "nothing to say", err=True)


def _show_unreadable(error: ContentError, paths: Sequence[Path] | None, as_json: bool) -> None:
    shown = [problem for problem in error.problems if _within(problem.place, paths)]
    if as_json:
        print_json({"problems": [problem_row(problem) for problem in shown]})
        return
    show_problems(shown)
    if len(shown) < len(error.problems):
        typer.echo(f"{len(error.problems) - len(shown)} more elsewhere", err=True)


def _within(place: Place, paths: Sequence[Path] | None) -> bool:
    if not paths:
        return True
    stands = _absolute(place.file)
    return any(stands == wanted or stands.startswith(wanted + os.sep) for wanted in (_absolute(str(path)) for path in paths))


def _absolute(file: str) -> str:
    """The file of a place on disk; the base shows itself as `content/` wherever it lies."""
    if file.startswith("content/") and (base_root() / file.removeprefix("content/")).exists():
        return os.path.realpath(base_root() / file.removeprefix("content/"))
    return os.path.realpath(file)


def _row(issue: Issue) -> dict[str, Any]:
    place = issue.place
    return {
        "issue": issue.name,
        "severity": issue.severity.name,
        "about": issue.about,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": str(issue.message()),
        "evidence": issue.evidence(),
    }
