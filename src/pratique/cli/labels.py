"""`pratique labels export`: what people decided, with the snapshots they decided on, for learning and measuring."""

from pathlib import Path
from typing import Annotated

import typer

from pratique.cli.database import opened, operator
from pratique.cli.options import written_day

EXAMPLES = """\b
Examples:
  pratique labels export --out labels.jsonl
  pratique labels export --since 2026-10-01 --out labels.parquet"""

app = typer.Typer(help="Labels: what people decided.", no_args_is_help=True)


@app.callback()
def _labels() -> None:
    """Labels: what people decided."""


@app.command("export", epilog=EXAMPLES)
def export(
    out: Annotated[Path, typer.Option("--out", help="A file that ends in .jsonl or .parquet; - for standard output.")] = Path("-"),
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only labels given from this day on.")] = None,
) -> None:
    """Write one row a label: record, source, subject, market, rule, verdict, reviewer, time, and the subject as it was screened."""
    import datetime as dt

    from pratique.assembly.labels import write_labels

    first = written_day(since, "--since") if since else None
    moment = dt.datetime.combine(first, dt.time(), dt.UTC) if first else None
    if str(out) != "-" and out.suffix not in (".jsonl", ".parquet"):
        raise typer.BadParameter(f"`{out}` ends in neither .jsonl nor .parquet", param_hint="--out")
    with opened() as tx:
        number = write_labels(tx, operator(), out, moment)
    typer.echo(f"{number:,} labels{'' if str(out) == '-' else f' in {out}'}", err=True)
