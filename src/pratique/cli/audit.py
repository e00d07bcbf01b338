"""`pratique audit verify`: is the log of everything that happened as it was written?"""

from typing import Annotated

import typer

from pratique.cli.database import url
from pratique.cli.options import ANSWER_IS_NO, AsJson

EXAMPLES = """\b
Examples:
  pratique audit verify
  pratique audit verify --anchor 1204:9f3c…"""

app = typer.Typer(help="The log of everything that happened.", no_args_is_help=True)


@app.callback()
def _audit() -> None:
    """The log of everything that happened."""


@app.command("verify", epilog=EXAMPLES)
def verify(
    anchor: Annotated[
        str | None,
        typer.Option("--anchor", metavar="NUMBER:HASH", help="The head of an earlier day: what came before it must still stand."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Walk the hash chain and say the first break. Prints the head: keep it elsewhere as the next anchor. Exits 4 where it is broken."""
    import msgspec
    import psycopg

    from pratique.store.audit import Head
    from pratique.store.audit import verify as walk

    known = None
    if anchor is not None:
        number, _, name = anchor.partition(":")
        if not number.isdecimal() or len(name) != 64:
            raise typer.BadParameter(f"`{anchor}` is no anchor; it is what an earlier run printed: NUMBER:HASH", param_hint="--anchor")
        known = Head(int(number), name)
    with psycopg.connect(url(), connect_timeout=5) as connection:
        found = walk(connection, known)
    if json:
        typer.echo(msgspec.json.encode(found).decode())
    elif found.broken is not None:
        typer.echo(f"broken: {found.broken.message}")
    else:
        typer.echo(f"whole: {found.batches:,} batches, {found.events:,} events, {found.decisions:,} decisions")
        if found.head is not None:
            typer.echo(f"head {found.head.number}:{found.head.hash}")
    if not found.holds:
        raise typer.Exit(ANSWER_IS_NO)
