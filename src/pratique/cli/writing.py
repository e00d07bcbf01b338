"""Files that verbs write: whole when the verb is done, resumable when it was interrupted."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import typer

from pratique.assembly.write import Output, Table
from pratique.base.errors import SetupError
from pratique.cli.options import FAILED
from pratique.policy.model import Content
from pratique.policy.stored import store, store_folder


@contextmanager
def writing(path: Path | None, table: Table, run: Mapping[str, str], *, resume: bool, done: Callable[[], int]) -> Iterator[Output | None]:
    """The output under way, `None` where none was asked for; in its place once the block ends well. Exits 1 when interrupted."""
    output = Output(path, table, dict(run), resume=resume) if path is not None else None
    try:
        yield output
        if output is not None:
            output.whole()
    except KeyboardInterrupt:
        again = "; the same command with --resume goes on from there" if output is not None else ""
        typer.echo(f"interrupted after {done():,} listings{again}", err=True)
        raise typer.Exit(FAILED) from None
    finally:
        if output is not None:
            output.close()


def keep_content(content: Content) -> None:
    """Keep the effective content so that decisions can be replayed; where that cannot be, say so and go on."""
    folder = store_folder()
    try:
        store(content, folder)
    except OSError as error:
        typer.echo(
            f"warning: {folder}: the content cannot be kept for replay: {error.strerror or error}; PRATIQUE_STORE names a folder", err=True
        )


def write_page(path: Path, page: str) -> None:
    """Write a page aside, then put it in its place. Raises `SetupError` where it cannot be written."""
    aside = path.with_name(path.name + ".writing")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(page, "utf-8")
        aside.replace(path)
    except OSError as error:
        raise SetupError(f"{path}: cannot be written: {error.strerror or error}") from error
