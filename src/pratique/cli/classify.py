"""`pratique classify`: which product class each listing is of, and under which headings of the Harmonised System."""

from typing import Annotated

import typer

from pratique.cli import options
from pratique.cli.options import AsJson, ColumnMaps, Encoding, Input, Out, Overlays, Resume

EXAMPLES = """\b
Examples:
  pratique classify catalogue.parquet --out classes.jsonl
  cat new.jsonl | pratique classify - --top 1"""

Top = Annotated[int, typer.Option("--top", min=1, max=20, metavar="N", help="At most so many classes a listing; 3 where not said.")]


def classify(
    source: Input,
    out: Out = None,
    top: Top = 3,
    content: Overlays = None,
    resume: Resume = False,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    json: AsJson = False,
) -> None:
    """Say of every listing which product class it is of, by its category and title, with confidence, HS headings and what shows it.

    Rows go to --out; without it to a table on a terminal and as JSON Lines into a pipe.
    """
    from functools import partial

    from pratique.assembly.catalogue import answered
    from pratique.assembly.classes import Classes
    from pratique.assembly.write import CLASSES
    from pratique.cli.naming import Naming, run

    files = options.input_files(source)
    columns = options.column_map(column_map)
    options.check_encoding(encoding)
    options.check_files(files, out, resume)
    known = options.loaded(content)
    naming = Naming(
        table=CLASSES,
        rows=partial(answered, ask=Classes(known, top).rows),
        names=lambda row: [(one.class_, one.confidence) for one in row.classes],
        counted=1,
        asked={"top": str(top)},
    )
    run(files, known, naming, out=out, resume=resume, columns=columns, encoding=encoding, json=json)
