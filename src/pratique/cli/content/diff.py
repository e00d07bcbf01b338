"""`pratique content diff OLD NEW`: what changed, in words a lawyer reads."""

from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from pratique.base.errors import ContentError, InputError, SetupError
from pratique.cli.content.loading import fail, print_json, show_problems
from pratique.cli.options import CONTENT_WRONG, FAILED, USAGE, AsJson, Overlays
from pratique.policy.difference import KINDS, Change, difference
from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.policy.stored import store_folder, stored

EXAMPLES = """\b
Examples:
  pratique content diff last-release/content content
  pratique content diff 3f9a1c2e content --json

OLD and NEW are content folders, or hashes (or the start of one) of contents that were kept."""

Old = Annotated[str, typer.Argument(metavar="OLD", help="A content folder, or the hash of a kept content.")]
New = Annotated[str, typer.Argument(metavar="NEW", help="The same, to compare with.")]
Store = Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Where contents are kept by hash.")]
_COLOURS = {"stricter": "red", "milder": "green", "new": "red", "gone": "green"}


def diff(old: Old, new: New, store: Store = None, content: Overlays = None, as_json: AsJson = False) -> None:
    """What was added, removed and changed between two contents: kind, details, from when, and where it is felt.

    `--content` is laid over both.
    """
    before, after = _content(old, store, content), _content(new, store, content)
    changes = difference(before, after)
    if as_json:
        print_json({"old": before.hash, "new": after.hash, "changes": [_row(change) for change in changes]})
        return
    for unit, group in groupby(changes, key=lambda change: change.unit):
        found = list(group)
        typer.secho(f"{unit}s ({len(found)})", bold=True)
        for change in found:
            _print(change)
        typer.echo("")
    if not changes:
        typer.echo("the two say the same")


def _row(change: Change) -> dict[str, object]:
    told = {"title": change.title["en"], "details": [*map(str, change.details)], "periods": [*map(str, change.periods)]}
    return {**{name: getattr(change, name) for name in ("unit", "id", "kind", "areas")}, **told}


def _print(change: Change) -> None:
    typer.echo(
        f"  {typer.style(change.kind, fg=_COLOURS.get(change.kind, 'yellow'))}  {change.id} — {change.title['en']}: {KINDS[change.kind]}"
    )
    for detail in change.details:
        typer.echo(f"      {detail}")
    if change.periods:
        typer.echo(f"      in force: {', '.join(map(str, change.periods))}")
    if change.areas:
        typer.echo(f"      felt in: {' '.join(change.areas)}")


def _content(name: str, folder: Path | None, overlays: list[Path] | None) -> Content:
    path = Path(name)
    try:
        return load_content(tuple(overlays or ()), path) if path.is_dir() else stored(name, folder or store_folder())
    except ContentError as error:
        show_problems(error.problems)
        raise typer.Exit(CONTENT_WRONG) from None
    except InputError as error:
        fail(f"{error}, and no folder of that name", USAGE)
    except SetupError as error:
        fail(str(error), FAILED)
