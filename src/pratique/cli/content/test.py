"""`pratique content test`: rules and concepts on their own examples."""

from typing import Annotated

import typer

from pratique.assembly.content_tests import Outcome, Trial
from pratique.base.errors import InputError
from pratique.cli.content.loading import fail, load_or_exit, print_json
from pratique.cli.options import CONTENT_WRONG, USAGE, AsJson, Overlays

EXAMPLES = """\b
Examples:
  pratique content test
  pratique content test us/ eu/gpsr-warnings drug.
  pratique content test --content my-rules --json

Exit code 3 where a test fails."""

Units = Annotated[
    list[str] | None, typer.Argument(metavar="[UNIT]...", help="Only rules and concepts whose ids are, or start with, one of these.")
]


def run_tests(units: Units = None, content: Overlays = None, as_json: AsJson = False) -> None:
    """Run the tests of every rule and the examples of every concept."""
    # the detectors take a second that no other verb needs
    from pratique.assembly.compiled import compiled
    from pratique.assembly.screener import Screener
    from pratique.signals.text.detector import TextDetector

    loaded = load_or_exit(content, as_json)
    wanted = tuple(units or ("",))
    try:
        read = Screener(loaded).concepts
        kept = compiled(loaded)
        quantities = TextDetector(loaded.concepts, None, kept.unit_factors, kept.terms, loaded.brands).read
    except InputError as error:
        fail(str(error), USAGE)
    outcomes = list(Trial(loaded, read, quantities).run(lambda name: name.startswith(wanted)))
    if units and not outcomes:
        fail(f"no test of {', '.join(f'`{unit}`' for unit in units)}", USAGE)
    failed = [outcome for outcome in outcomes if not outcome.passed]
    if as_json:
        print_json({"content": loaded.version, "passed": len(outcomes) - len(failed), "failed": [_row(outcome) for outcome in failed]})
    else:
        for outcome in failed:
            _print(outcome)
        typer.echo(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed", err=True)
    if failed:
        raise typer.Exit(CONTENT_WRONG)


def _print(outcome: Outcome) -> None:
    typer.echo(f"{typer.style('failed', fg='red', bold=True)}: {outcome.about}: {outcome.name}")
    typer.echo(f"  --> {outcome.place}")
    typer.echo(f"  expected {outcome.expected}, got {outcome.got}{f' ({outcome.note})' if outcome.note else ''}")
    typer.echo(f"  read: {', '.join(outcome.read) or 'nothing'}\n")


def _row(outcome: Outcome) -> dict[str, object]:
    return {
        "about": outcome.about,
        "name": outcome.name,
        "place": str(outcome.place),
        "expected": outcome.expected,
        "got": outcome.got,
        "read": outcome.read,
        "note": outcome.note,
    }
