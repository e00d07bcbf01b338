"""The run behind `pratique screen`: everything that is asked for, in one pass over the input."""

import datetime
import gc
import json as json_module
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import typer

from pratique.assembly.catalogue import screened
from pratique.assembly.earlier import EarlierRefusals, decisions_in
from pratique.assembly.feeds.keeper import read_folder
from pratique.assembly.read import CHUNK_ROWS, InputFile, read_listings
from pratique.assembly.recalled import detector_of
from pratique.assembly.report import Collected, Heading, Page
from pratique.assembly.screener import Screener
from pratique.assembly.write import DECISIONS, interrupted_run
from pratique.base.clock import today
from pratique.cli.feeding import state_of
from pratique.cli.progress import Progress
from pratique.cli.rows import rows_for
from pratique.cli.summary import as_json, show_summary
from pratique.cli.writing import keep_content, write_page, writing
from pratique.policy.model import Content

_CLUSTER_ROWS = 50_000
"""A portion keeps all workers of a cluster busy."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for on the command line, checked against the content."""

    files: Sequence[InputFile]
    columns: Mapping[str, str]
    encoding: str | None
    markets: tuple[str, ...] | None
    channel: str | None
    as_of: datetime.date | None
    stage: str
    strategy: str
    engine: Literal["batch", "online", "reference", "spark"]
    out: Path | None
    resume: bool
    report: Path | None
    language: str
    explain: bool
    json: bool
    notices: Path | None = None
    """Folder of notices that listings are held against."""
    earlier: Sequence[Path] = ()
    earlier_listings: Sequence[InputFile] = ()

    @property
    def source(self) -> str:
        """The input as a heading names it."""
        return self.files[0].name if len(self.files) == 1 else f"{self.files[0].name} … {self.files[-1].name} ({len(self.files)})"


def run(wish: Wish, content: Content) -> Collected:
    """Screen, write, show, report. Exits 1 when interrupted; raises as the reader, the screener and the writer do."""
    keep_content(content)
    as_of = wish.as_of or _day_of_interrupted(wish) or today()
    notices = read_folder(wish.notices) if wish.notices is not None else []
    screener = Screener(
        content,
        channel=wish.channel,
        stage=wish.stage,
        as_of=as_of,
        markets=wish.markets,
        strategy=wish.strategy,
        engine="online" if wish.engine == "spark" else wish.engine,
        recalls=detector_of(notices, content) if notices else None,
    )
    screen_many, chunk_rows = screener.screen_many, CHUNK_ROWS
    if wish.engine == "spark":
        from pratique.assembly.distributed import ClusterScreener

        screen_many, chunk_rows = ClusterScreener(screener, notices).screen_many, _CLUSTER_ROWS
    if wish.earlier:
        screen_many = _earlier(wish, content).watching(screener, screen_many)
    gc.freeze()  # content lives as long as the run; no use in walking through it
    collected = Collected(content)
    rows = rows_for(written=wish.out is not None, json=wish.json, explain=wish.explain)
    with (
        Progress("screening") as progress,
        writing(wish.out, DECISIONS, identity(wish, content, as_of), resume=wish.resume, done=lambda: progress.count) as output,
    ):
        for portion in screened(
            read_listings(wish.files, columns=wish.columns, encoding=wish.encoding, chunk_rows=chunk_rows),
            screen_many,
            own_markets_of=content.markets if wish.markets is None else None,
            output=output,
        ):
            collected.take(portion)
            rows.take(portion)
            progress.advance(len(portion.chunk.listings), portion.chunk.done)
    rows.finish(collected)
    if wish.report is not None:
        heading = Heading(wish.source, as_of.isoformat(), wish.stage, wish.channel, wish.strategy)
        write_page(wish.report, str(Page(collected, heading, wish.language)))
    show_summary(collected.tally, content, progress.seconds, wish.out, output.rejects_path if output is not None else None)
    if wish.json and wish.out is not None:
        typer.echo(json_module.dumps(as_json(collected.tally, progress.seconds, wish.out), ensure_ascii=False))
    return collected


def _earlier(wish: Wish, content: Content) -> EarlierRefusals:
    """What earlier runs refused, with the listings it was: from those named, else from the input itself."""
    known = EarlierRefusals(content)
    for path in wish.earlier:
        known.take_decisions(decisions_in(path), path.name)
    for chunk in read_listings(wish.earlier_listings or wish.files, columns=wish.columns, encoding=wish.encoding):
        known.take_listings(chunk.listings)
    typer.echo(f"earlier runs refused {known.refused:,} listings for what they are", err=True)
    if known.unknown:
        typer.echo(
            f"warning: the text of {known.unknown:,} of them is not known, so their copies cannot be found;"
            " --earlier-listings names the catalogue they stood in",
            err=True,
        )
    return known


def _day_of_interrupted(wish: Wish) -> datetime.date | None:
    """A run that is taken up after midnight still asks for the day on which it began."""
    before = interrupted_run(wish.out) if wish.resume and wish.out is not None else None
    return datetime.date.fromisoformat(before["as_of"]) if before is not None and "as_of" in before else None


def identity(wish: Wish, content: Content, as_of: datetime.date) -> dict[str, str]:
    """What must be the same for a run to go on where another stopped."""
    return {
        "input": json_module.dumps([(file.name, file.size, file.changed) for file in wish.files]),
        "content": content.hash,
        "as_of": as_of.isoformat(),
        **({"notices": state_of(wish.notices)} if wish.notices is not None else {}),
        **{
            name: json_module.dumps(getattr(wish, name))
            for name in ("columns", "encoding", "markets", "channel", "stage", "strategy", "engine")
        },
        **({"earlier": json_module.dumps([str(path) for path in wish.earlier])} if wish.earlier else {}),
    }
