"""Where notices are kept between pulls: a folder of files, or PostgreSQL (`assembly/feeds/database`). Both keep the same."""

import fcntl
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

import msgspec

from pratique.assembly.feeds.courier import Seen
from pratique.base.errors import InputError, SetupError
from pratique.identity.notice import ProductNotice


class Rejected(msgspec.Struct, frozen=True):
    """A record that no notice could be made of."""

    at: str
    step: str
    reason: str
    record: str
    """The record as JSON, cut."""


class Progress(msgspec.Struct, omit_defaults=True):
    """How far the pulls of one feed are."""

    covered: str = ""
    """Last day up to which everything was fetched, 2026-01-08; empty before the first pull ended."""
    since: str = ""
    """Day from which the pull that is under way asks; empty when none is."""
    done: dict[str, Seen] = {}
    """Steps that were done, with what the server said of the version."""
    pictures: dict[str, str] = {}
    """Perceptual hash of each picture that was fetched, by its address; empty of one that is none."""


class Keeper(Protocol):
    """Keeps the notices of one feed while it is pulled; nobody else may pull it meanwhile."""

    progress: Progress

    def __enter__(self) -> "Keeper": ...
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
    def add(self, notices: Sequence[ProductNotice], rejected: Sequence[Rejected]) -> int:
        """Keep what a step brought, with `progress`; gives how many notices are new or changed."""


_LINE = msgspec.json.Encoder()
_NOTICE = msgspec.json.Decoder(ProductNotice)


class FolderKeeper:
    """`DIR/<feed>/notices.jsonl`, to which is only ever added: the last line with an id counts.

    `progress.json` and `rejects.jsonl` stand beside it.
    """

    def __init__(self, folder: Path, feed: str) -> None:
        self._folder = folder / feed
        self._feed = feed
        self.progress = Progress()
        self._known: dict[str, int] = {}
        self._lock: int | None = None

    def __enter__(self) -> "FolderKeeper":
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self._folder / ".lock", os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as error:
            raise SetupError(f"`{self._folder}` cannot be written: {error.strerror}") from None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock)
            raise InputError(f"`{self._feed}` is being pulled into `{self._folder.parent}` already; wait until that is done") from None
        state = self._folder / "progress.json"
        if state.exists():
            try:
                self.progress = msgspec.json.decode(state.read_bytes(), type=Progress)
            except msgspec.DecodeError:
                raise InputError(f"`{state}` cannot be read; remove it to pull everything again") from None
        _mend(self._folder / "notices.jsonl")
        for notice in read_file(self._folder / "notices.jsonl"):
            self._known[notice.id] = hash(_LINE.encode(notice))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def add(self, notices: Sequence[ProductNotice], rejected: Sequence[Rejected]) -> int:
        lines = []
        for notice in notices:
            line = _LINE.encode(notice)
            if self._known.get(notice.id) != hash(line):
                self._known[notice.id] = hash(line)
                lines.append(line)
        _append(self._folder / "notices.jsonl", lines)
        _append(self._folder / "rejects.jsonl", [_LINE.encode(one) for one in rejected])
        aside = self._folder / "progress.json.new"
        aside.write_bytes(_LINE.encode(self.progress))
        aside.replace(self._folder / "progress.json")
        return len(lines)


def _append(path: Path, lines: Sequence[bytes]) -> None:
    if lines:
        with path.open("ab") as file:
            file.write(b"\n".join(lines) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _mend(path: Path) -> None:
    """Cut off a last line that was not written to its end."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - 65_536)
            file.seek(start)
            place = file.read(end - start).rfind(b"\n")
            if place >= 0:
                file.truncate(start + place + 1)
                return
            end = start
        file.truncate(0)


def read_file(path: Path) -> Iterator[ProductNotice]:
    """Notices of one file in the order they were added; those that changed come more than once.

    Raises InputError at a line that is none.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                yield _NOTICE.decode(line)
            except msgspec.DecodeError as error:
                raise InputError(f"`{path}`, line {number} is no notice: {error}") from None


def notice_files(folder: Path) -> list[Path]:
    """The files of notices in a folder: one a feed, or one of one's own making."""
    return sorted(folder.glob("*/notices.jsonl")) + sorted(folder.glob("notices.jsonl"))


def read_folder(folder: Path) -> list[ProductNotice]:
    """All notices kept in a folder, each as it stands last, by id. Raises InputError where there is none."""
    found: dict[str, ProductNotice] = {}
    if folder.exists() and not folder.is_dir():
        raise InputError(f"`{folder}` is a file; name a folder that `pratique feeds pull --to` filled")
    files = notice_files(folder)
    if not files:
        raise InputError(f"`{folder}` holds no notices; `pratique feeds pull --to {folder}` fetches them")
    for path in files:
        for notice in read_file(path):
            found[notice.id] = notice
    return [found[name] for name in sorted(found)]
