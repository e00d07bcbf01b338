"""The run behind `pratique concepts`."""

import gc
import json as json_module
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.table import Table

from pratique.assembly.catalogue import named
from pratique.assembly.read import InputFile, read_listings
from pratique.assembly.report import Tally
from pratique.assembly.screener import Screener
from pratique.assembly.write import CONCEPTS, ConceptsRow, concept_lines
from pratique.cli.options import require_rows
from pratique.cli.progress import Progress
from pratique.cli.summary import clean, show_input, terminal
from pratique.cli.writing import keep_content, writing
from pratique.facts import Listing
from pratique.policy.model import Content

_MOST = 40


def run(
    files: Sequence[InputFile],
    content: Content,
    *,
    out: Path | None,
    resume: bool,
    columns: Mapping[str, str],
    encoding: str | None,
    json: bool,
) -> None:
    """Read, name, write, count. Exits 1 when interrupted; raises as the reader, the screener and the writer do."""
    keep_content(content)
    screener = Screener(content)
    gc.freeze()  # content lives as long as the run; no use in walking through it
    identity = {
        "input": json_module.dumps([(file.name, file.size, file.changed) for file in files]),
        "content": content.hash,
        "columns": json_module.dumps(dict(columns)),
        "encoding": json_module.dumps(encoding),
    }
    lines = out is None and (json or not sys.stdout.isatty())
    tally, counts, first = Tally(), Counter[str](), list[tuple[Listing, ConceptsRow]]()
    with (
        Progress("reading") as progress,
        writing(out, CONCEPTS, identity, resume=resume, done=lambda: progress.count) as output,
    ):
        for chunk, rows in named(read_listings(files, columns=columns, encoding=encoding), screener.concepts_many, output=output):
            tally.take_input(chunk)
            for row in rows:
                counts.update(concept.concept for concept in row.concepts)
            if lines:
                sys.stdout.buffer.write(concept_lines(rows))
                sys.stdout.buffer.flush()
            elif out is None and len(first) < _MOST:
                first += list(zip(chunk.listings, rows, strict=True))[: _MOST - len(first)]
            progress.advance(len(chunk.listings), chunk.done)
    if first:
        terminal().print(_table(first))
    console = terminal(stderr=True)
    for concept, count in counts.most_common(12):
        console.print(f"{count:>10,}  {concept}")
    show_input(console, tally, progress.seconds, out, output.rejects_path if output is not None else None)
    require_rows(tally.listings, tally.rejected)


def _table(rows: Sequence[tuple[Listing, ConceptsRow]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("listing", "title", "concepts", "shown by"):
        table.add_column(name, overflow="fold", ratio={"title": 3, "concepts": 3, "shown by": 2}.get(name, 1))
    for listing, row in rows:
        named_ = ", ".join(f"{concept.concept} {concept.confidence:.2f}" for concept in row.concepts)
        words = ", ".join(dict.fromkeys(clean(shown.text[:40]) for shown in row.evidence))
        table.add_row(clean(listing.listing_id), clean(listing.title[:100]), named_, words)
    return table
