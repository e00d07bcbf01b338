"""`pratique content publish`, `rollback`, `published`: which content the service decides by."""

from typing import Annotated

import typer

from pratique.cli.database import opened, operator
from pratique.cli.options import AsJson, Overlays

EXAMPLES = """\b
Examples:
  pratique content publish
  pratique content publish --content ./our-rules
  pratique content rollback
  pratique content rollback 2026.11.29"""


def publish(content: Overlays = None) -> None:
    """Let the packaged content, with overlays, decide: every worker of the service changes over within five seconds."""
    from pratique.assembly.operations import publishing
    from pratique.cli.options import loaded

    found = loaded(content)
    with opened() as tx:
        publishing.publish(tx, operator(), found)
    typer.echo(f"content {found.version} decides ({found.hash[:12]})", err=True)


def rollback(
    name: Annotated[str | None, typer.Argument(metavar="VERSION", help="Version, or start of the hash. Default: the one before.")] = None,
) -> None:
    """Let a content that was published before decide again."""
    from pratique.assembly.operations import publishing

    with opened() as tx:
        done = publishing.activate(tx, operator(), name or publishing.previous(tx))
    typer.echo(f"content {done.version} decides ({done.hash[:12]})", err=True)


def published(json: AsJson = False) -> None:
    """List which contents decided, newest first."""
    import msgspec

    from pratique.assembly.operations import publishing

    with opened() as tx:
        found = publishing.listed(tx, operator())
    if json:
        typer.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        typer.echo(f"{'*' if one.is_active else ' '} {one.version:32} {one.hash[:12]}  since {one.at:%Y-%m-%d %H:%M} UTC by {one.by}")
