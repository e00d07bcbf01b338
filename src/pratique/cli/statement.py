"""`pratique statement check`: would the DSA Transparency Database accept these statements of reasons?"""

import json as json_module
import sys
from pathlib import Path
from typing import Annotated

import typer

from pratique.cli.options import ANSWER_IS_NO, USAGE, AsJson

EXAMPLES = """\b
Examples:
  pratique statement check statement.json
  pratique statement check batch.json --batch --json"""

app = typer.Typer(help="Statements of reasons for the DSA Transparency Database.", no_args_is_help=True)


@app.callback()
def _statement() -> None:
    """Statements of reasons for the DSA Transparency Database."""


@app.command("check", epilog=EXAMPLES)
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSON: one statement, or `{statements: [...]}`; - for standard input.")],
    batch: Annotated[bool, typer.Option("--batch", help="Judge by the form of the batch endpoint, also a single statement.")] = False,
    json: AsJson = False,
) -> None:
    """Say for each statement which field fails which test of the form, single or batch. Exits 4 where one is refused."""
    from pratique.enforcement.transparency import check as check_one
    from pratique.enforcement.transparency import check_batch

    try:
        raw = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
        payload = json_module.loads(raw)
    except (OSError, UnicodeDecodeError) as error:
        typer.echo(f"error: {file}: cannot be read: {getattr(error, 'strerror', None) or error}", err=True)
        raise typer.Exit(USAGE) from None
    except (ValueError, RecursionError) as error:
        typer.echo(f"error: {file}: no JSON: {error}", err=True)
        raise typer.Exit(USAGE) from None
    if not isinstance(payload, dict):
        typer.echo(f"error: {file}: holds no statement; a statement is a JSON object, a batch `{{statements: [...]}}`", err=True)
        raise typer.Exit(USAGE)
    is_batch = "statements" in payload
    verdicts = check_batch(payload) if is_batch else {"statement": check_one(payload, "batch" if batch else "single")}
    if json:
        rows = {name: {"valid": one.is_valid, "failed": one.failed, "kept": one.kept} for name, one in verdicts.items()}
        typer.echo(json_module.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for name, one in verdicts.items():
            typer.echo(f"{name}: accepted" if one.is_valid else f"{name}: refused")
            for field, tests in one.failed.items():
                typer.echo(f"  {field}: {', '.join(tests)}")
    if not all(one.is_valid for one in verdicts.values()):
        raise typer.Exit(ANSWER_IS_NO)


@app.command("export")
def export(
    url: Annotated[str, typer.Option("--url", envvar="PRATIQUE_TRANSPARENCY_URL", help="Address of the database's API, up to /api/v1.")],
    token: Annotated[
        str, typer.Option("--token", envvar="PRATIQUE_TRANSPARENCY_TOKEN", help="Your platform's token; better in the environment.")
    ],
    database_url: Annotated[str, typer.Option("--database", envvar="DATABASE_URL", help="Our own database.")],
    reconcile: Annotated[bool, typer.Option("--reconcile", help="Ask whether what counts as accepted stands there.")] = False,
    json: AsJson = False,
) -> None:
    """Send statements of reasons that were not sent yet. Exits 1 where some are left, 4 where some were refused."""
    import msgspec
    import psycopg

    from pratique.assembly import transparency
    from pratique.base.actor import SYSTEM

    database = transparency.Database(url, token)
    with psycopg.connect(database_url) as connection:
        if reconcile:
            found = transparency.reconcile(connection, database, SYSTEM)
            typer.echo(
                msgspec.json.encode(found)
                if json
                else f"{found.looked_at:,} looked at, {len(found.missing):,} missing and put in line again"
            )
            raise typer.Exit(ANSWER_IS_NO if found.missing else 0)
        done = transparency.export(connection, database, SYSTEM)
    if json:
        typer.echo(msgspec.json.encode(done))
    else:
        typer.echo(
            f"{done.accepted:,} accepted, {done.refused:,} refused, {done.postponed:,} to be tried again,"
            f" {done.not_reported:,} not to be reported"
        )
    raise typer.Exit(ANSWER_IS_NO if done.refused else 1 if done.postponed else 0)
