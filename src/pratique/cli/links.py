"""`pratique links`: traders that belong together, and why."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pratique.cli import options
from pratique.cli.options import AsJson, ColumnMaps, Encoding

if TYPE_CHECKING:
    from pratique.identity.links import Graph, Link

EXAMPLES = """\b
Examples:
  pratique links                               in the database of `pratique up`
  pratique links --trader trader_0007 --json
  pratique links catalogue.jsonl               in the traders that a catalogue names"""

_MOST = 20


def links(
    source: Annotated[
        str | None, typer.Argument(metavar="[INPUT]", help="A catalogue with `trader` fields; without it the database.")
    ] = None,
    trader: Annotated[str | None, typer.Option("--trader", metavar="ID", help="Only whom this trader is linked to.")] = None,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    json: AsJson = False,
) -> None:
    """Show groups of traders that share a phone, an account, an address, pictures or texts; what too many share joins nobody.

    What is compared are keyed hashes; no personal data is shown.
    """
    import msgspec

    found = _in_database(trader) if source is None else _in_catalogue(source, trader, options.column_map(column_map), encoding)
    if json or not sys.stdout.isatty():
        typer.echo(msgspec.json.encode(found).decode())
        return
    for number, group in enumerate(found.groups[:_MOST], 1):
        typer.echo(f"group {number}: {', '.join(group.traders[:12])}{' …' if len(group.traders) > 12 else ''}")
        for link in group.links[:_MOST]:
            typer.echo(f"  {_said(link)}")
    for link in found.weak[: _MOST if trader else 0]:
        typer.echo(f"weak: {_said(link)}")
    for common in found.common[:_MOST]:
        typer.echo(f"joins nobody: {common.kind} {common.token}, shared by {common.by:,}")
    if not found.groups:
        typer.echo("no traders belong together")


def _said(link: "Link") -> str:
    shared = ", ".join(f"{one.kind} {one.token}{f' (with {one.by} in all)' if one.by > 2 else ''}" for one in link.shared[:5])
    return f"{link.one} – {link.other}  {link.weight:.2f}  {shared}"


def _in_database(trader: str | None) -> "Graph":
    from pratique.assembly.operations import links as operations
    from pratique.assembly.operations.prints import catch_up_now
    from pratique.cli.database import opened, operator

    with opened() as tx:
        catch_up_now(tx)
        return operations.of_trader(tx, operator(), trader).found if trader else operations.groups(tx, operator())


def _in_catalogue(source: str, trader: str | None, columns: dict[str, str], encoding: str | None) -> "Graph":
    """The key lives as long as the run: nobody can compare the hashes of two runs."""
    import secrets

    import msgspec

    from pratique.assembly.links import tokens_of_listing
    from pratique.assembly.read import read_listings
    from pratique.identity.links import graph

    files = options.input_files(source)
    options.check_encoding(encoding)
    key = secrets.token_bytes(32)
    held, count, rejected = [], 0, 0
    for chunk in read_listings(files, columns=columns, encoding=encoding):
        held += [(one.trader_id, token) for one in chunk.listings if one.trader_id for token in tokens_of_listing(one, key)]
        count, rejected = count + len(chunk.listings), rejected + len(chunk.rejects)
    options.require_rows(count, rejected)
    if count and not held:
        typer.echo("warning: no listing names a trader with anything to compare; --map names the columns that hold it", err=True)
    found = graph(held)
    if trader is None:
        return found
    own = tuple(group for group in found.groups if trader in group.traders)
    return msgspec.structs.replace(found, groups=own, weak=tuple(link for link in found.weak if trader in (link.one, link.other)))
