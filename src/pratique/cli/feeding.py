"""Where the command line keeps the notices it pulls, and where it reads them."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import typer

from pratique.assembly.feeds.keeper import FolderKeeper, Keeper


def keeping(feed: str, folder: Path | None) -> AbstractContextManager[Keeper]:
    """The keeper of one feed, not yet entered: the pull does that."""
    if folder is None:
        raise typer.BadParameter("name a folder to keep the notices in", param_hint="--to")
    return nullcontext(FolderKeeper(folder, feed))
