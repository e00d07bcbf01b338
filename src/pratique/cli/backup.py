"""`pratique backup` and `pratique restore`: the whole database in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from pratique.cli.database import url

EXAMPLES = """\b
Examples:
  pratique backup 2026-11-29.pratique
  DATABASE_URL=postgresql://db/empty pratique restore 2026-11-29.pratique"""


def backup(file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; must not be there yet.")]) -> None:
    """Write everything to one file, as it is at one moment; the service may run. It holds personal data: keep it as the database."""
    from pratique.assembly.runtime import backups

    head = backups.backup(url(), file)
    typer.echo(f"written: {file}, {file.stat().st_size:,} bytes; head of the log: {head}")


def restore(file: Annotated[Path, typer.Argument(metavar="FILE", help="What `pratique backup` wrote.")]) -> None:
    """Bring everything back into an empty database, and walk the log to its end."""
    from pratique.assembly.runtime import backups

    head = backups.restore(url(), file)
    typer.echo(f"restored and verified; head of the log: {head}")
