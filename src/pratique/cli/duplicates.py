"""`pratique duplicates`: groups of listings that are copies of one another, or offers of one product."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from pratique.cli import options
from pratique.cli.options import AsJson, ColumnMaps, Encoding, Input, Out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pratique.assembly.write import DuplicateRow
    from pratique.facts import Listing

EXAMPLES = """\b
Examples:
  pratique duplicates catalogue.parquet --out groups.jsonl
  pratique duplicates catalogue.csv --index prints.idx --images pictures/
  pratique duplicates offers.csv --by product --one-a-trader --out groups.parquet"""

By = Annotated[
    Literal["copy", "product"],
    typer.Option("--by", help="What makes a group: copies of one listing, or offers of one product in other words."),
]


def duplicates(
    source: Input,
    out: Out = None,
    by: By = "copy",
    identical: Annotated[bool, typer.Option("--identical", help="Only what is word for word the same but for disguises.")] = False,
    one_a_trader: Annotated[
        bool, typer.Option("--one-a-trader", help="With --by product: no trader offers a product twice, as in a comparison of prices.")
    ] = False,
    index: Annotated[
        Path | None,
        typer.Option("--index", metavar="FILE", help="Keep the index here, for `pratique identical`; what is there is added to."),
    ] = None,
    images: Annotated[
        Path | None, typer.Option("--images", metavar="DIR", help="Folder of the pictures that the listings name. Nothing is fetched.")
    ] = None,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    json: AsJson = False,
) -> None:
    """Find listings that are offered more than once: rows of groups, each with what agrees, field by field.

    Rows go to --out; without it to a table on a terminal and as JSON Lines into a pipe.
    """
    from pratique.assembly.read import read_listings
    from pratique.cli.identity import finish, index_at, show
    from pratique.cli.progress import Progress
    from pratique.identity.duplicates import DuplicateIndex

    files = options.input_files(source)
    columns = options.column_map(column_map)
    options.check_encoding(encoding)
    options.check_files(files, out, resume=False)
    if images is not None and not images.is_dir():
        raise typer.BadParameter(f"{images}: is no folder", param_hint="--images")
    if by == "product" and (index is not None or identical):
        raise typer.BadParameter("--index and --identical are for copies", param_hint="--by")
    known = index_at(index) if index is not None and index.exists() else DuplicateIndex()
    listings: list[Listing] = []
    unread: list[str] = []
    rejected = 0
    with Progress("reading") as progress:
        for chunk in read_listings(files, columns=columns, encoding=encoding):
            if by == "product":
                listings += chunk.listings
            else:
                unread += known.add_many(chunk.listings, str(images) if images is not None else None)
            rejected += len(chunk.rejects)
            progress.advance(len(chunk.listings), chunk.done)
    options.require_rows(progress.count, rejected)
    if index is not None:
        from pratique.identity.duplicates.index_file import save

        save(known, index)
    rows = list(_rows(known, listings, by, identical=identical, one_a_trader=one_a_trader))
    show(rows, out, json=json or not sys.stdout.isatty())
    finish(rows, progress.count, rejected, unread, out)


def _rows(known: object, listings: "list[Listing]", by: str, *, identical: bool, one_a_trader: bool) -> "Iterator[DuplicateRow]":
    from pratique.assembly.duplicates import copies, products
    from pratique.identity.duplicates import DuplicateIndex

    if by == "product":
        yield from products(listings, one_a_trader=one_a_trader)
    elif isinstance(known, DuplicateIndex):
        yield from copies(known, identical_only=identical)
