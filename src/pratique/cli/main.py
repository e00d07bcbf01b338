"""The command line: `pratique VERB …`. Exit codes: 0 done, 1 failed, 2 usage, 3 the content is wrong, 4 the answer is "no"."""

import os
import sys
from collections.abc import Sequence

import typer

from pratique.cli import (
    audit,
    backup,
    brands,
    classify,
    concepts,
    duplicates,
    explain,
    feeds,
    horizon,
    identical,
    key,
    labels,
    ladder,
    links,
    normalise,
    person,
    replay,
    screen,
    statement,
    up,
    webhook,
)
from pratique.cli.options import CONTENT_WRONG, FAILED

_CONTENT_HELP = "Write, check, test, compare and read the knowledge: concepts, law, markets."


def application(arguments: Sequence[str]) -> typer.Typer:
    """All verbs. Those of `content` bring the whole loader, so they come in only when they are asked for."""
    app = typer.Typer(
        name="pratique",
        help="May this product be offered in this market, today, and if not, why, by which law, and what would put it right?",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    app.command("screen", epilog=screen.EXAMPLES)(screen.screen)
    app.command("concepts", epilog=concepts.EXAMPLES)(concepts.concepts)
    app.command("classify", epilog=classify.EXAMPLES)(classify.classify)
    app.command("explain", epilog=explain.EXAMPLES)(explain.explain)
    app.command("horizon", epilog=horizon.EXAMPLES)(horizon.horizon)
    app.command("duplicates", epilog=duplicates.EXAMPLES)(duplicates.duplicates)
    app.command("identical", epilog=identical.EXAMPLES)(identical.identical)
    app.command("links", epilog=links.EXAMPLES)(links.links)
    app.command("normalise", epilog=normalise.EXAMPLES)(normalise.normalise)
    app.command("replay", epilog=replay.EXAMPLES)(replay.replay)
    app.add_typer(statement.app, name="statement")
    app.add_typer(feeds.app, name="feeds")
    app.add_typer(brands.app, name="brands")
    app.command("up", epilog=up.EXAMPLES)(up.up)
    app.add_typer(key.app, name="key")
    app.add_typer(webhook.app, name="webhook")
    app.add_typer(labels.app, name="labels")
    app.add_typer(ladder.app, name="ladder")
    app.add_typer(audit.app, name="audit")
    app.add_typer(person.app, name="person")
    app.command("backup", epilog=backup.EXAMPLES)(backup.backup)
    app.command("restore", epilog=backup.EXAMPLES)(backup.restore)
    if "content" in arguments[:2] or "_PRATIQUE_COMPLETE" in os.environ:
        from pratique.cli import content

        app.add_typer(content.app, name="content")
    else:
        app.add_typer(typer.Typer(help=_CONTENT_HELP, callback=_root), name="content")
    return app


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(version("pratique"))
        raise typer.Exit


def _root(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version and exit.")) -> None:
    """May this product be offered in this market, today, and if not, why, by which law, and what would put it right?"""


def run() -> None:
    """Run the command line. Whatever happens, it ends with words for the person at the terminal, never with a traceback."""
    try:
        application(sys.argv[1:])(prog_name="pratique")
    except Exception as error:  # the last resort
        if os.environ.get("PRATIQUE_DEBUG"):
            raise
        sys.exit(ended(error))


def ended(error: Exception) -> int:
    """Say what went wrong and give the exit code."""
    from pratique.base.errors import ContentError, PratiqueError

    if isinstance(error, ContentError):
        number = len(error.problems)
        typer.echo(f"{error}\n\n{number} {'problem' if number == 1 else 'problems'} in the content", err=True)
        return CONTENT_WRONG
    if isinstance(error, PratiqueError):
        typer.echo(f"error: {error}", err=True)
    elif isinstance(error, MemoryError):
        typer.echo("error: out of memory; screen the input in parts", err=True)
    elif isinstance(error, BrokenPipeError):
        # nobody reads on; say nothing, and keep the interpreter from saying it at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    else:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        typer.echo(f"error: this should not happen: {reason}\nset PRATIQUE_DEBUG=1 to see where, and please report it", err=True)
    return FAILED


if __name__ == "__main__":
    run()
