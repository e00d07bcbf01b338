"""`pratique feeds`: recalls and alerts of authorities, fetched and kept for `pratique screen --notices`."""

from pathlib import Path
from typing import Annotated

import typer

from pratique.cli import options
from pratique.cli.options import FAILED, AsJson, ColumnMaps, Encoding, Input, named, written_day

EXAMPLES = """\b
Examples:
  pratique feeds pull --to notices
  pratique feeds pull cpsc safety-gate --to notices --since 2026-01-01
  pratique screen catalogue.csv --notices notices"""

MATCH_EXAMPLES = """\b
Examples:
  pratique feeds match catalogue.csv --notices notices --out matches.jsonl
  pratique feeds match catalogue.parquet --notices notices --since 2026-11-22"""

app = typer.Typer(help="Recalls and alerts of authorities: list the feeds, pull what is new.", no_args_is_help=True)


@app.callback()
def _feeds() -> None:
    """Recalls and alerts of authorities: list the feeds, pull what is new."""


@app.command("list")
def show(json: AsJson = False) -> None:
    """Name the feeds there are and where they come from."""
    from pratique.assembly.feeds.register import FEEDS

    rows = [
        {"name": feed.name, "title": feed.title, "base": feed.base, "by_default": feed.by_default, "note": feed.note}
        for feed in FEEDS.values()
    ]
    if json:
        import json as json_module

        typer.echo(json_module.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['name']:14} {row['title']:46} {row['base']}{'  (' + str(row['note']) + ')' if row['note'] else ''}")


@app.command("pull", epilog=EXAMPLES)
def pull(
    name: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="Feeds to pull. Default: all that may be pulled freely.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DATE", help="From this day on: 2026-01-01. Default: since the last pull, else all.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Keep notices in this folder. Default: the database.")] = None,
    mirror: Annotated[
        str | None, typer.Option("--mirror", metavar="URL", help="Ask this host for the same paths instead; for one feed.")
    ] = None,
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Fetch the pictures of notices too, one a second; only their hashes are kept.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Fetch what authorities published since the last pull. A pull that was broken off goes on where it stopped.

    Records that cannot be read are kept with the reason in `rejects.jsonl`. A feed that cannot be reached does not stop others; then the
    exit code is 1.
    """
    import msgspec

    from pratique.assembly.feeds.courier import FetchError
    from pratique.assembly.feeds.pull import Pulled
    from pratique.assembly.feeds.pull import pull as pull_one
    from pratique.assembly.feeds.register import FEEDS
    from pratique.cli.feeding import keeping

    chosen = [named("feed", one.lower(), FEEDS, "NAME") for one in name] if name else [one.name for one in FEEDS.values() if one.by_default]
    if mirror is not None and len(chosen) != 1:
        raise typer.BadParameter("is for one feed; name it", param_hint="--mirror")
    first = written_day(since, "--since") if since else None
    failed = False
    for feed in (FEEDS[one] for one in chosen):
        done = Pulled(feed.name)
        problem = ""
        try:
            with keeping(feed.name, to) as keeper:
                done = pull_one(feed, keeper, since=first, base=mirror.rstrip("/") if mirror else None, pictures=pictures)
        except FetchError as error:
            failed, problem = True, str(error)
        if json:
            typer.echo(msgspec.json.encode({**msgspec.to_builtins(done), "problem": problem}).decode())
        elif problem:
            typer.echo(f"{feed.name}: {problem}", err=True)
        else:
            failed = failed or bool(done.unreadable)
            shown = f", {done.pictures:,} pictures" if done.pictures else ""
            bad = f", {done.rejected:,} rejected" if done.rejected else ""
            typer.echo(f"{feed.name}: {done.changed:,} new or changed of {done.records:,} records in {done.steps:,} requests{bad}{shown}")
    if failed:
        raise typer.Exit(FAILED)


@app.command("match", epilog=MATCH_EXAMPLES)
def match(
    source: Input,
    notices: Annotated[Path, typer.Option("--notices", metavar="DIR", help="Folder of notices.")],
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Only notices published or changed from this day on."),
    ] = None,
    images: Annotated[
        Path | None,
        typer.Option("--images", metavar="DIR", help="Folder of the pictures that listings and notices name."),
    ] = None,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write rows to this .jsonl file. Default: standard output.")
    ] = None,
) -> None:
    """Hold a catalogue against notices: one JSON row a listing and notice with the verdict, the probability and what each field gave."""
    from pratique.cli.feeding import sweep

    files = options.input_files(source)
    options.check_encoding(encoding)
    options.check_files(files, out, resume=False)
    if out is not None and out.suffix.lower() != ".jsonl":
        raise typer.BadParameter(f"{out}: rows of matches are written as .jsonl", param_hint="--out")
    first = written_day(since, "--since") if since else None
    if images is not None and not images.is_dir():
        raise typer.BadParameter(f"{images}: is no folder", param_hint="--images")
    sweep(files, options.column_map(column_map), encoding, notices, first, out, images)
