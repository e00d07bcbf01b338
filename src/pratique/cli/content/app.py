"""The sub-application: every verb registers itself here."""

import typer

from pratique.cli.content import lint

app = typer.Typer(
    name="content",
    help="Write, check, test, compare and read the knowledge: concepts, law, markets.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
app.command("lint", epilog=lint.EXAMPLES)(lint.lint)


@app.callback()
def content() -> None:
    """Write, check, test, compare and read the knowledge: concepts, law, markets."""
