"""The sub-application: every verb, one module each."""

import typer

from pratique.cli.content import coverage, diff, importing, lint, new, pages, publish, schema, show, test

app = typer.Typer(
    name="content",
    help="Write, check, test, compare and read the knowledge: concepts, law, markets.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("lint", epilog=lint.EXAMPLES)(lint.lint)
app.command("test", epilog=test.EXAMPLES)(test.run_tests)
app.add_typer(new.app)
app.command("import", epilog=importing.EXAMPLES)(importing.import_list)
app.command("diff", epilog=diff.EXAMPLES)(diff.diff)
app.command("coverage", epilog=coverage.EXAMPLES)(coverage.coverage)
app.command("schema", epilog=schema.EXAMPLES)(schema.schema)
app.command("show", epilog=show.EXAMPLES)(show.show)
app.command("pages", epilog=pages.EXAMPLES)(pages.pages)
app.command("publish", epilog=publish.EXAMPLES)(publish.publish)
app.command("rollback", epilog=publish.EXAMPLES)(publish.rollback)
app.command("published")(publish.published)
