"""`pratique content schema`: JSON Schemas for editors."""

from pathlib import Path
from typing import Annotated

import typer

from pratique.cli.content.loading import fail, print_json
from pratique.cli.options import FAILED
from pratique.policy.schema import PATTERNS, schemas, write_schemas

EXAMPLES = """\b
Examples:
  pratique content schema --out .schemas
  pratique content schema > schemas.json"""

Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write one file a kind there, and settings for an editor.")]


def schema(out: Out = None) -> None:
    """JSON Schemas of the content files, so that an editor completes and checks while one writes."""
    if out is None:
        print_json({name: {"files": PATTERNS[name], "schema": found} for name, found in schemas().items()})
        return
    try:
        for path in write_schemas(out):
            typer.echo(str(path))
    except OSError as error:
        fail(f"cannot write `{error.filename}`: {error.strerror}", FAILED)
