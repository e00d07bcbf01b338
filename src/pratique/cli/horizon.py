"""`pratique horizon`: what a catalogue will no longer be allowed, and from which day."""

from typing import Annotated

import typer

from pratique.cli import options
from pratique.cli.options import AsJson, AsOf, ChannelName, ColumnMaps, Encoding, Input, Markets, Out, Overlays, Resume, Stage, StrategyName

EXAMPLES = """\b
Examples:
  pratique horizon catalogue.csv --until 2030-12-31 --market DE --market US
  pratique horizon catalogue.parquet --until 2027-06-30 --channel aliexpress --out turns.parquet
  cat live.jsonl | pratique horizon - --until 2028-01-01 --as-of 2027-01-01 --json"""

Until = Annotated[str, typer.Option("--until", metavar="DATE", help="Last day of the horizon: 2030-12-31.")]


def horizon(
    source: Input,
    until: Until,
    market: Markets = None,
    channel: ChannelName = None,
    as_of: AsOf = None,
    stage: Stage = "live",
    out: Out = None,
    strategy: StrategyName = "default",
    content: Overlays = None,
    resume: Resume = False,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    json: AsJson = False,
) -> None:
    """Find what falls out when: the days ahead on which law or an expiring document asks more of a listing, and what each then lacks.

    One row a day, listing and market goes to --out or as JSON Lines into a pipe; a table by day and rule is shown on a terminal.
    """
    from pratique.cli.outlook import Outlook, run
    from pratique.facts.listing import STAGES

    files = options.input_files(source)
    columns = options.column_map(column_map)
    options.check_encoding(encoding)
    options.check_files(files, out, resume)
    first, last = options.day(as_of), options.day(until, "--until")
    known = options.loaded(content)
    outlook = Outlook(
        files=files,
        columns=columns,
        encoding=encoding,
        markets=options.market_codes(market, known),
        channel=options.named("channel", channel.lower(), known.channels, "--channel") if channel else None,
        as_of=first,
        until=last,
        stage=options.named("stage", stage, STAGES, "--stage"),
        strategy=options.named("strategy", strategy, known.strategies, "--strategy"),
        out=out,
        resume=resume,
        json=json,
    )
    run(outlook, known)
