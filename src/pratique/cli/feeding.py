"""Where the command line keeps the notices it pulls, and where it reads them."""

import datetime as dt
import json
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import msgspec
import psycopg
import typer

from pratique.assembly.feeds.database import DatabaseKeeper
from pratique.assembly.feeds.keeper import FolderKeeper, Keeper, notice_files, read_folder
from pratique.assembly.matching import PORTION, matched
from pratique.assembly.read import Chunk, InputFile, read_listings
from pratique.assembly.recalled import matcher_of
from pratique.base.errors import SetupError
from pratique.cli import options
from pratique.cli.database import url
from pratique.cli.progress import Progress
from pratique.facts import Listing
from pratique.identity.matcher import Match
from pratique.policy.load import load_content
from pratique.store.transaction import Connection


def keeping(feed: str, folder: Path | None) -> AbstractContextManager[Keeper]:
    """The keeper of one feed, not yet entered: the pull does that."""
    if folder is None:
        address = url()
        return nullcontext(DatabaseKeeper(lambda: connected(address), feed))
    return nullcontext(FolderKeeper(folder, feed))


def connected(address: str) -> Connection:
    """Raises SetupError where there is no such database."""
    try:
        return psycopg.connect(address, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise SetupError(f"the database cannot be reached: {' '.join(str(error).split())[:200]}") from None


def state_of(folder: Path) -> str:
    """What must be the same for a run with these notices to go on: their files, as they stand."""
    return json.dumps([(path.name, path.parent.name, path.stat().st_size) for path in notice_files(folder)])


def sweep(
    files: Sequence[InputFile],
    columns: Mapping[str, str],
    encoding: str | None,
    folder: Path,
    since: dt.date | None,
    out: Path | None,
    images: Path | None = None,
) -> None:
    """Write what matches, row by row. How much words say is counted over all notices, also where only the newer are asked for."""
    every = read_folder(folder)
    wanted = [notice for notice in every if since is None or max(notice.published, notice.updated or notice.published) >= since]
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
    matcher = matcher_of(wanted, load_content(), every, str(images) if images is not None else None)
    met = rows = 0
    done: deque[float | None] = deque()
    rejected: Counter[str] = Counter()
    with (
        Progress("matching") as progress,
        nullcontext(sys.stdout.buffer) if out is None else out.open("wb") as file,
    ):
        for listings, found in matched(matcher, _portions(read_listings(files, columns=columns, encoding=encoding), done, rejected)):
            for listing, matches in zip(listings, found, strict=True):
                met += bool(matches)
                rows += len(matches)
                file.writelines(_row(listing.listing_id, one) for one in matches)
            progress.advance(len(listings), done.popleft())
        file.flush()
    options.require_rows(progress.count, rejected["rows"])
    if rejected["rows"]:
        typer.echo(f"warning: {rejected['rows']:,} rows are no listings and were left out; `pratique screen` names them", err=True)
    typer.echo(f"{met:,} of {progress.count:,} listings meet {len(wanted):,} notices; {rows:,} rows", err=True)


def _portions(chunks: Iterable[Chunk], done: deque[float | None], rejected: Counter[str]) -> Iterator[Sequence[Listing]]:
    """The listings of chunks, so many as a process takes at once.

    `done` is told how far the input is with each, `rejected` how many rows were no listings.
    """
    for chunk in chunks:
        rejected["rows"] += len(chunk.rejects)
        for at in range(0, len(chunk.listings), PORTION):
            done.append(chunk.done)
            yield chunk.listings[at : at + PORTION]


def _row(listing_id: str, match: Match) -> bytes:
    score = match.score
    row = {
        "listing_id": listing_id,
        "notice": match.notice,
        "product": match.product,
        "url": match.url,
        "verdict": score.verdict,
        "probability": score.probability,
        "reasons": dict(score.reasons),
    }
    return msgspec.json.encode(row) + b"\n"
