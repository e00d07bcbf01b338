"""Where the command line keeps the notices it pulls, and where it reads them."""

import json
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import typer

from pratique.assembly.feeds.keeper import FolderKeeper, Keeper, notice_files, read_folder
from pratique.assembly.recalled import RecallDetector, matcher_of
from pratique.policy.model import Content


def keeping(feed: str, folder: Path | None) -> AbstractContextManager[Keeper]:
    """The keeper of one feed, not yet entered: the pull does that."""
    if folder is None:
        raise typer.BadParameter("name a folder to keep the notices in", param_hint="--to")
    return nullcontext(FolderKeeper(folder, feed))


def recalls_in(folder: Path, content: Content) -> RecallDetector:
    """Listings held against the notices of a folder. Raises InputError where it holds none."""
    return RecallDetector(matcher_of(read_folder(folder), content))


def state_of(folder: Path) -> str:
    """What must be the same for a run with these notices to go on: their files, as they stand."""
    return json.dumps([(path.name, path.parent.name, path.stat().st_size) for path in notice_files(folder)])
