"""`pratique ladder dry-run`: what a changed ladder would have done to the traders there are, before anybody is touched."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pratique.cli import options
from pratique.cli.database import opened
from pratique.cli.options import AsJson, AsOf

if TYPE_CHECKING:
    from pratique.enforcement.dry_run import Difference

EXAMPLES = """\b
Examples:
  pratique ladder dry-run --channel lazada --content stricter/
  pratique ladder dry-run --channel aliexpress --content stricter/ --as-of 2027-01-01 --json"""

app = typer.Typer(help="Ladders of penalties.", no_args_is_help=True)


@app.callback()
def _ladder() -> None:
    """Ladders of penalties."""


@app.command("dry-run", epilog=EXAMPLES)
def dry_run(
    channel: Annotated[str, typer.Option("--channel", metavar="NAME", help="Whose ladders.")],
    content: Annotated[list[Path], typer.Option("--content", metavar="DIR", help="Overlay that holds the changed channel.")],
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Fold every trader's ledger under the ladders that count and under the changed ones, and say who would stand otherwise."""
    import msgspec

    from pratique.assembly.operations import ladders
    from pratique.base.actor import Actor

    changed = options.loaded(content)
    options.named("channel", channel, changed.channels, "--channel")
    with opened() as tx:
        found = ladders.try_out(tx, Actor("operator", frozenset({"strategist"})), changed, channel, options.day(as_of))
    if json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    if not any(found.values()):
        typer.echo("nobody would stand otherwise")
    for ladder, differences in found.items():
        if differences:
            worse = sum(one.is_harsher for one in differences)
            typer.echo(f"{ladder}: {len(differences):,} would stand otherwise, {worse:,} of them worse")
        for one in differences:
            typer.echo(f"  {one.trader}: {_shown(one)}")


def _shown(one: "Difference") -> str:
    from pratique.enforcement.dry_run import felt

    before, after = felt(one.before), felt(one.after)
    then = [f"{action} on {day}" for day, action, until in after if (day, action, until) not in before]
    gone = [f"{action} on {day}" for day, action, until in before if (day, action, until) not in after]
    parts = [f"{one.before.points:g} → {one.after.points:g} points"] if one.before.points != one.after.points else []
    parts += [f"then: {', '.join(then)}"] if then else []
    parts += [f"not: {', '.join(gone)}"] if gone else []
    return "; ".join(parts)
