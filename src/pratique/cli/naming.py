"""The run behind `pratique concepts` and `pratique classify`: rows of what listings are, whatever the market."""

import gc
import json as json_module
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec
from rich.table import Table

from pratique.assembly.read import Chunk, InputFile, read_listings
from pratique.assembly.report import Tally
from pratique.assembly.write import Output, concept_lines
from pratique.assembly.write import Table as RowTable
from pratique.cli.options import require_rows
from pratique.cli.progress import Progress
from pratique.cli.summary import clean, show_input, terminal
from pratique.cli.writing import keep_content, writing
from pratique.facts import Listing
from pratique.policy.model import Content

_MOST = 40


class Rows(Protocol):
    """Portions of the input with a row for each listing, written to the output where there is one."""

    def __call__(self, chunks: Iterable[Chunk], *, output: Output | None) -> Iterator[tuple[Chunk, list[Any]]]: ...


class Naming(msgspec.Struct, frozen=True):
    """What is named in each listing, and how it is written and shown."""

    table: RowTable
    rows: Rows
    names: Callable[[Any], list[tuple[str, float]]]
    """Of a row: what was named, with its confidence."""
    counted: int | None = None
    """How many names of a row are counted in the summary; all where not said."""
    asked: dict[str, str] = {}
    """What else the rows depend on."""


def run(
    files: Sequence[InputFile],
    content: Content,
    naming: Naming,
    *,
    out: Path | None,
    resume: bool,
    columns: Mapping[str, str],
    encoding: str | None,
    json: bool,
) -> None:
    """Read, name, write, count. Exits 1 when interrupted; raises as the reader, the screener and the writer do."""
    keep_content(content)
    gc.freeze()  # content lives as long as the run; no use in walking through it
    identity = {
        "input": json_module.dumps([(file.name, file.size, file.changed) for file in files]),
        "content": content.hash,
        "columns": json_module.dumps(dict(columns)),
        "encoding": json_module.dumps(encoding),
        **naming.asked,
    }
    lines = out is None and (json or not sys.stdout.isatty())
    tally, counts, first = Tally(), Counter[str](), list[tuple[Listing, Any]]()
    with (
        Progress("reading") as progress,
        writing(out, naming.table, identity, resume=resume, done=lambda: progress.count) as output,
    ):
        for chunk, rows in naming.rows(read_listings(files, columns=columns, encoding=encoding), output=output):
            tally.take_input(chunk)
            for row in rows:
                counts.update(name for name, _ in naming.names(row)[: naming.counted])
            if lines:
                sys.stdout.buffer.write(concept_lines(rows))
                sys.stdout.buffer.flush()
            elif out is None and len(first) < _MOST:
                first += list(zip(chunk.listings, rows, strict=True))[: _MOST - len(first)]
            progress.advance(len(chunk.listings), chunk.done)
    if first:
        terminal().print(_table(first, naming))
    console = terminal(stderr=True)
    for concept, count in counts.most_common(12):
        console.print(f"{count:>10,}  {concept}")
    show_input(console, tally, progress.seconds, out, output.rejects_path if output is not None else None)
    require_rows(tally.listings, tally.rejected)


def _table(rows: Sequence[tuple[Listing, Any]], naming: Naming) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    what = naming.table.name.lower()
    for name in ("listing", "title", what, "shown by"):
        table.add_column(name, overflow="fold", ratio={"title": 3, what: 3, "shown by": 2}.get(name, 1))
    for listing, row in rows:
        named_ = ", ".join(f"{name} {confidence:.2f}" for name, confidence in naming.names(row))
        words = ", ".join(dict.fromkeys(clean(shown.text[:40]) for shown in row.evidence))
        table.add_row(clean(listing.listing_id), clean(listing.title[:100]), named_, words)
    return table
