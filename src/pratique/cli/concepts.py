"""`pratique concepts`: what each listing is, contains, claims and infringes, whatever the market."""

from pratique.cli import options
from pratique.cli.options import AsJson, ColumnMaps, Encoding, Input, Out, Overlays, Resume

EXAMPLES = """\b
Examples:
  pratique concepts catalogue.parquet --out concepts.jsonl
  cat new.jsonl | pratique concepts - --json"""


def concepts(
    source: Input,
    out: Out = None,
    content: Overlays = None,
    resume: Resume = False,
    column_map: ColumnMaps = None,
    encoding: Encoding = None,
    json: AsJson = False,
) -> None:
    """Name the concepts of every listing with their confidence and the words that show them.

    Rows go to --out; without it to a table on a terminal and as JSON Lines into a pipe.
    """
    from functools import partial

    from pratique.assembly.catalogue import named
    from pratique.assembly.screener import Screener
    from pratique.assembly.write import CONCEPTS
    from pratique.cli.naming import Naming, run

    files = options.input_files(source)
    columns = options.column_map(column_map)
    options.check_encoding(encoding)
    options.check_files(files, out, resume)
    known = options.loaded(content)
    naming = Naming(
        table=CONCEPTS,
        rows=partial(named, read=Screener(known).concepts_many),
        names=lambda row: [(one.concept, one.confidence) for one in row.concepts],
    )
    run(files, known, naming, out=out, resume=resume, columns=columns, encoding=encoding, json=json)
