"""`pratique identical`: every listing that is the same as one, as an authority's order asks for."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pratique.cli.options import FAILED, AsJson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pratique.identity.duplicates import Comparison

EXAMPLES = """\b
Examples:
  pratique identical ALI-1                        in the database of `pratique up`
  pratique identical ALI-1 --index prints.idx     in an index that `pratique duplicates` kept
  pratique identical ALI-1 --index prints.idx --least identical --json"""


def identical(
    listing: Annotated[str, typer.Argument(metavar="LISTING_ID", help="The listing that is named.")],
    index: Annotated[Path | None, typer.Option("--index", metavar="FILE", help="Look in this index instead of the database.")] = None,
    least: Annotated[Literal["identical", "near", "similar"], typer.Option("--least", help="From which likeness.")] = "near",
    json: AsJson = False,
) -> None:
    """Find every listing that is the same as one (Regulation (EU) 2023/988 Art. 22(5), Regulation (EU) 2022/2065 Art. 9), and say why.

    Exit code 1 where the listing itself is not known.
    """
    import msgspec

    from pratique.cli.summary import clean

    found, compared = _in_index(listing, index, least) if index is not None else _in_database(listing, least)
    if json or not sys.stdout.isatty():
        for name, trader, comparison in found:
            typer.echo(msgspec.json.encode({"listing_id": name, "trader_id": trader, **msgspec.structs.asdict(comparison)}).decode())
    else:
        for name, trader, comparison in found:
            said = ", ".join(f"{field.field} {field.how}" for field in comparison.fields)
            typer.echo(f"{comparison.likeness:10}{clean(name)}  {clean(trader or '')}  {clean(said)}")
    typer.echo(f"{len(found):,} of {compared:,} listings", err=True)


def _in_index(listing: str, index: Path, least: str) -> "tuple[Sequence[tuple[str, str | None, Comparison]], int]":
    from pratique.cli.identity import index_at

    known = index_at(index)
    matches = known.alike(listing, least=least)
    if matches is None:
        typer.echo(f"error: `{listing}` is not in {index}; put it in: pratique duplicates CATALOGUE --index {index}", err=True)
        raise typer.Exit(FAILED)
    return [(match.id, match.trader, match.comparison) for match in matches], len(known)


def _in_database(listing: str, least: str) -> "tuple[Sequence[tuple[str, str | None, Comparison]], int]":
    from pratique.assembly.operations import prints
    from pratique.cli.database import opened, operator

    with opened() as tx:
        found = prints.identical(tx, operator(), listing, least)
    return [(one.listing, one.trader, one.comparison) for one in found.items], found.compared
