"""What the verbs on identity share: an index from a file, rows shown and written."""

import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
import typer
from rich.table import Table

from pratique.assembly.write import DUPLICATES, DuplicateRow
from pratique.cli.summary import clean, terminal
from pratique.cli.writing import writing
from pratique.identity.duplicates import DuplicateIndex
from pratique.identity.duplicates.index_file import load

_MOST = 60


def index_at(path: Path) -> DuplicateIndex:
    """An index from its file. Raises SetupError."""
    return load(path)


def show(rows: Sequence[DuplicateRow], out: Path | None, *, json: bool) -> None:
    """Rows to the file, to a pipe, or the largest groups as a table."""
    if out is not None:
        with writing(out, DUPLICATES, {}, resume=False, done=lambda: len(rows)) as output:
            if output is not None:
                output.append(rows, ())
        return
    if json:
        sys.stdout.buffer.write(msgspec.json.Encoder().encode_lines(rows))
        sys.stdout.buffer.flush()
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("group", "listing", "trader", "likeness", "what agrees"):
        table.add_column(name, overflow="fold", ratio={"what agrees": 3, "listing": 1, "trader": 1}.get(name))
    for row in rows[:_MOST]:
        said = ", ".join(f"{field.field} {field.how}" for field in row.fields)
        table.add_row(str(row.group), clean(row.listing_id), clean(row.trader_id or ""), row.likeness, clean(said))
    if rows:
        terminal().print(table)
    if len(rows) > _MOST:
        terminal().print(f"and {len(rows) - _MOST:,} more; --out FILE writes every row")


def finish(rows: Sequence[DuplicateRow], listings: int, rejected: int, unread: Sequence[str], out: Path | None) -> None:
    """What came of it, on standard error."""
    groups = len({row.group for row in rows})
    where = f"; rows are in {out}" if out is not None else ""
    typer.echo(f"{listings:,} listings: {groups:,} groups with {len(rows):,} listings{where}", err=True)
    if rejected:
        typer.echo(f"warning: {rejected:,} rows are no listings and were left out; `pratique screen` names them", err=True)
    if unread:
        more = f" and {len(unread) - 3:,} more" if len(unread) > 3 else ""
        typer.echo(f"warning: compared without pictures that cannot be read: {'; '.join(unread[:3])}{more}", err=True)
