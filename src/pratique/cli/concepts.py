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
    from pratique.cli.naming import run

    files = options.input_files(source)
    columns = options.column_map(column_map)
    options.check_encoding(encoding)
    options.check_files(files, out, resume)
    run(files, options.loaded(content), out=out, resume=resume, columns=columns, encoding=encoding, json=json)
