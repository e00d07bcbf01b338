"""`pratique explain`: why one listing got its verdict in one market, and why not another."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pratique.cli import options
from pratique.cli.options import AsJson, AsOf, ChannelName, ColumnMaps, Encoding, Markets, Overlays, Stage, StrategyName

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pratique.facts import Listing

EXAMPLES = """\b
Examples:
  pratique explain sku-17 --in catalogue.csv --market SA
  pratique explain '{"title": "3g MDMA crystals"}' --market GB --channel aliexpress"""


def explain(
    listing: Annotated[
        str, typer.Argument(metavar="LISTING", help="Id of a listing inside --in, a JSON file, or the JSON of a listing itself.")
    ],
    market: Markets = None,
    within: Annotated[str | None, typer.Option("--in", metavar="INPUT", help="File or folder that holds the listing.")] = None,
    channel: ChannelName = None,
    as_of: AsOf = None,
    stage: Stage = "live",
    strategy: StrategyName = "default",
    content: Overlays = None,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    json: AsJson = False,
) -> None:
    """Say why: the words, the concepts, the rules that fired, and the nearest that did not and what they lacked."""
    columns = options.column_map(column_map)
    options.check_encoding(encoding)
    day = options.day(as_of)
    found = _from_input(listing, within, columns, encoding) if within is not None else _given(listing)
    known = options.loaded(content)

    from pratique.assembly.screener import Screener
    from pratique.cli.tracing import show
    from pratique.facts.listing import STAGES

    codes = (
        options.market_codes(market, known)
        or tuple(code for code in found.markets or () if code in known.markets)
        or tuple(sorted(known.markets))
    )
    screener = Screener(
        known,
        channel=options.named("channel", channel.lower(), known.channels, "--channel") if channel else None,
        stage=options.named("stage", stage, STAGES, "--stage"),
        as_of=day,
        markets=codes,
        strategy=options.named("strategy", strategy, known.strategies, "--strategy"),
    )
    show(screener, found, as_json=json)


def _from_input(listing_id: str, within: str, columns: "Mapping[str, str]", encoding: str | None) -> "Listing":
    from pratique.assembly.read import read_listings

    for chunk in read_listings(options.input_files(within), columns=columns, encoding=encoding):
        for one in chunk.listings:
            if one.listing_id == listing_id:
                return one
    raise typer.BadParameter(f"no listing `{listing_id}` in {within}", param_hint="LISTING")


def _given(text: str) -> "Listing":
    """A listing as JSON, or the first of a file; an id may be left out where there is only one."""
    from pratique.assembly.read import read_listings
    from pratique.base.errors import InputError
    from pratique.facts.cells import parsed
    from pratique.facts.from_row import listing_from_row

    if not text.lstrip().startswith("{"):
        if not Path(text).is_file():
            raise typer.BadParameter(
                f"`{text}` is neither JSON nor a file; to find a listing by its id, say where: --in INPUT", param_hint="LISTING"
            )
        with options.usage("LISTING"):
            for chunk in read_listings(text):
                if chunk.rejects:
                    raise InputError(f"{text}:{chunk.rejects[0].line}: {chunk.rejects[0].reason}")
                return chunk.listings[0]
        raise typer.BadParameter(f"{text}: holds no listing", param_hint="LISTING")
    row = parsed(text)
    if not isinstance(row, dict):
        raise typer.BadParameter("this is no JSON object", param_hint="LISTING")
    with options.usage("LISTING"):
        return listing_from_row({"listing_id": "listing", **row})[0]
