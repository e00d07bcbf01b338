"""`pratique screen`: a verdict for every listing and market of a catalogue."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from pratique.cli import options
from pratique.cli.options import (
    AsJson,
    AsOf,
    ChannelName,
    ColumnMaps,
    Encoding,
    Input,
    Markets,
    Notices,
    Out,
    Overlays,
    Resume,
    Stage,
    StrategyName,
)

EXAMPLES = """\b
Examples:
  pratique screen catalogue.csv --market DE --market US --channel aliexpress --out verdicts.parquet
  pratique screen export.jsonl --map title=product_name --map listing_id=#row --report report.html
  pratique screen today.csv --earlier yesterday.parquet --earlier-listings yesterday.csv --channel lazada
  cat new.jsonl | pratique screen - --market SA --as-of 2027-01-01 --fail-on refuse"""

Engine = Literal["batch", "online", "reference", "spark"]


def screen(
    source: Input,
    market: Markets = None,
    channel: ChannelName = None,
    as_of: AsOf = None,
    stage: Stage = "live",
    out: Out = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show for each listing that is stopped the words, rule, law and fix.")] = False,
    strategy: StrategyName = "default",
    content: Overlays = None,
    fail_on: Annotated[
        Literal["hold", "refuse"] | None, typer.Option("--fail-on", help="Exit with 4 where a decision is at least this.")
    ] = None,
    report: Annotated[Path | None, typer.Option("--report", metavar="FILE", help="Write a page for people to this .html file.")] = None,
    language: Annotated[Literal["en", "zh"], typer.Option("--language", help="Language of the report.")] = "en",
    earlier: Annotated[
        list[Path] | None,
        typer.Option("--earlier", metavar="DECISIONS", help="Rows an earlier run wrote: refused goods that come back are known; again."),
    ] = None,
    earlier_listings: Annotated[
        str | None, typer.Option("--earlier-listings", metavar="INPUT", help="The catalogue of --earlier. Default: the input itself.")
    ] = None,
    resume: Resume = False,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    engine: Annotated[Engine, typer.Option("--engine", help="What decides; all agree.")] = "online",
    notices: Notices = None,
    json: AsJson = False,
) -> None:
    """Decide for every listing and market: may it be offered, why, by which law, and what would put it right.

    Rows go to --out; without it to a table on a terminal and as JSON Lines into a pipe. The summary goes to standard error.
    """
    from pratique.cli.screening import Wish, run
    from pratique.facts.listing import STAGES

    files = options.input_files(source)
    columns = options.column_map(column_map)
    options.check_encoding(encoding)
    options.check_files(files, out, resume, report=report)
    if earlier_listings is not None and not earlier:
        raise typer.BadParameter("is the catalogue of --earlier; name its decisions", param_hint="--earlier-listings")
    if earlier and earlier_listings is None and not all(file.again for file in files):
        raise typer.BadParameter("needs --earlier-listings where the input can be read only once", param_hint="--earlier")
    day = options.day(as_of)
    known = options.loaded(content)
    wish = Wish(
        files=files,
        columns=columns,
        encoding=encoding,
        markets=options.market_codes(market, known),
        channel=options.named("channel", channel.lower(), known.channels, "--channel") if channel else None,
        as_of=day,
        stage=options.named("stage", stage, STAGES, "--stage"),
        strategy=options.named("strategy", strategy, known.strategies, "--strategy"),
        engine=engine,
        out=out,
        resume=resume,
        report=report,
        language=language,
        explain=explain,
        notices=notices,
        json=json,
        earlier=tuple(earlier or ()),
        earlier_listings=tuple(options.input_files(earlier_listings)) if earlier_listings is not None else (),
    )
    collected = run(wish, known)
    options.require_rows(collected.tally.listings, collected.tally.rejected)
    if fail_on is not None and collected.tally.reaches(fail_on):
        raise typer.Exit(options.ANSWER_IS_NO)
