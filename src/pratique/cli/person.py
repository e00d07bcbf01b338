"""`pratique person …`: what is held of somebody, and how it is forgotten."""

from typing import TYPE_CHECKING, Annotated

import typer

from pratique.cli.database import opened, url
from pratique.cli.options import AsJson

if TYPE_CHECKING:
    from pratique.base.actor import Actor

EXAMPLES = """\b
Examples:
  pratique person show trader:t-1
  pratique person erase trader:t-1 --reason "asked for on 2026-11-29"
  pratique person hold trader:t-1 --reason "file 3 O 12/26"
  pratique person hold trader:t-1 --off --reason "file 3 O 12/26 is over"
  pratique person retention --erase"""

app = typer.Typer(help="Personal data: what is held of somebody, and how it is forgotten.", no_args_is_help=True)
Subject = Annotated[str, typer.Argument(metavar="SUBJECT", help="As the vault names them: trader:ID, notifier:ID …")]
Reason = Annotated[str, typer.Option("--reason", help="Goes on record.")]


@app.callback()
def _person() -> None:
    """Personal data: what is held of somebody, and how it is forgotten."""


@app.command("show", epilog=EXAMPLES)
def show(subject: Subject, json: AsJson = False) -> None:
    """Say what is held and why; never the data themselves."""
    import msgspec

    from pratique.assembly.operations import privacy

    with opened() as tx:
        found = privacy.held_of(tx, _officer(), subject)
    if json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        state = "erased" if one.is_erased else "on legal hold" if one.legal_hold else "held"
        typer.echo(f"{one.reference}  {one.purpose}  {state}")
    if not found:
        typer.echo(f"nothing is held of `{subject}`")


@app.command("erase")
def erase(subject: Subject, reason: Reason) -> None:
    """Forget somebody. What happened stays on record without them."""
    from pratique.assembly.operations import privacy

    with opened() as tx:
        done = privacy.erase(tx, _officer(), subject, reason)
    held = f", {done.held} kept by a legal hold" if done.held else ""
    typer.echo(f"{done.erased} entries erased{held}")


@app.command("hold")
def hold(subject: Subject, reason: Reason, off: Annotated[bool, typer.Option("--off", help="Take the hold off.")] = False) -> None:
    """Keep everything of somebody until the hold is taken off."""
    from pratique.assembly.operations import privacy

    with opened() as tx:
        number = privacy.hold(tx, _officer(), subject, reason, on=not off)
    typer.echo(f"{number} entries {'released' if off else 'held'}")


@app.command("retention")
def retention(
    erase: Annotated[bool, typer.Option("--erase", help="Erase it now; the worker does so every night.")] = False, json: AsJson = False
) -> None:
    """Say what may no longer be kept, by period; see docs/reference/retention.md."""
    import msgspec
    import psycopg

    from pratique.assembly.operations import retention as operations

    with opened() as tx:
        found = operations.stands(tx, _officer())
    if json and not erase:
        typer.echo(msgspec.json.encode(found).decode())
    for one in () if json or erase else found:
        kept = f"{one.period.hours} hours" if one.period.hours else f"{one.period.months} months"
        typer.echo(f"{one.period.id:<16}{kept:<12}{one.due:>8,} due{one.held:>8,} held   {one.period.basis}")
    if erase:
        with psycopg.connect(url(), connect_timeout=5) as connection:
            report = operations.sweep(connection, _officer())
        typer.echo(
            msgspec.json.encode(report).decode() if json else f"{report.total:,} erased, {sum(report.held.values()):,} on legal hold"
        )


def _officer() -> "Actor":
    from pratique.base.actor import Actor

    return Actor("operator", frozenset({"administrator", "auditor", "legal"}))
