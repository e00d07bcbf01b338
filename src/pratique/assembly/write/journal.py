"""What an interrupted run leaves behind, and how the next one goes on.

Beside the output stand `<out>.partial`, `<out>.rejects.partial` and `<out>.journal`. The journal's first line says what is being screened;
each further line says how far the two files reach after one portion of the input. Whatever lies beyond its last line is cut away.
"""

from pathlib import Path
from typing import BinaryIO

import msgspec

from pratique.base.errors import InputError, SetupError


class Step(msgspec.Struct, frozen=True):
    """Sizes of both files after a portion, and how many rows it had."""

    out: int
    rejects: int
    rows: int


class Journal:
    """The unfinished files of one output. Raises `SetupError` where they cannot be written."""

    def __init__(self, out: Path) -> None:
        self.partial, self.rejects, self.path = (out.with_name(out.name + end) for end in (".partial", ".rejects.partial", ".journal"))
        self.steps: list[Step] = []
        self._files: tuple[BinaryIO, BinaryIO, BinaryIO] | None = None

    def started(self) -> dict[str, str] | None:
        """What the interrupted run screened; `None` where there was none."""
        try:
            head = self.path.read_bytes().split(b"\n", 1)[0]
            return msgspec.json.decode(head, type=dict[str, str])
        except (OSError, ValueError):
            return None

    def begin(self, run: dict[str, str], resume: bool) -> None:
        """Open the files: after the last whole portion of the same run where `resume`, else empty. Raises `InputError` for another run."""
        before = self.started() if resume else None
        if before is not None and before != run:
            differing = ", ".join(name for name in sorted(run | before) if run.get(name) != before.get(name))
            raise InputError(f"cannot resume: the interrupted run had another {differing}; run without --resume to start over")
        try:
            self.partial.parent.mkdir(parents=True, exist_ok=True)
            if before is not None:
                self.steps = self._whole_steps()
            keep = self.steps[-1] if self.steps else Step(0, 0, 0)
            self._files = (_opened(self.partial, keep.out), _opened(self.rejects, keep.rejects), _opened(self.path, 0))
            lines = [msgspec.json.encode(run), *map(msgspec.json.encode, self.steps)]
            self._files[2].write(b"".join(line + b"\n" for line in lines))
            self._files[2].flush()
        except OSError as error:
            raise SetupError(f"{self.partial}: cannot be written: {error.strerror or error}") from error

    def _whole_steps(self) -> list[Step]:
        steps: list[Step] = []
        sizes = self.partial.stat().st_size, self.rejects.stat().st_size
        for line in self.path.read_bytes().split(b"\n")[1:-1]:
            try:
                step = msgspec.json.decode(line, type=Step)
            except ValueError:
                break
            if step.out > sizes[0] or step.rejects > sizes[1]:
                break
            steps.append(step)
        return steps

    def append(self, out: bytes, rejects: bytes, rows: int) -> None:
        """Add a portion; once this returns, an interruption does not lose it."""
        assert self._files is not None  # noqa: S101 - begin() comes first
        partial, rejected, journal = self._files
        try:
            partial.write(out)
            partial.flush()
            rejected.write(rejects)
            rejected.flush()
            self.steps.append(Step(partial.tell(), rejected.tell(), rows))
            journal.write(msgspec.json.encode(self.steps[-1]) + b"\n")
            journal.flush()
        except OSError as error:
            raise SetupError(f"{self.partial}: cannot be written: {error.strerror or error}") from error

    def portion(self, index: int) -> bytes:
        """What an earlier run wrote for a portion."""
        start = self.steps[index - 1].out if index else 0
        with self.partial.open("rb") as file:
            file.seek(start)
            return file.read(self.steps[index].out - start)

    def close(self) -> None:
        """Close the files and leave them where they are."""
        for file in self._files or ():
            file.close()
        self._files = None

    def remove(self) -> None:
        """Take away what is left of the unfinished files."""
        self.close()
        for path in (self.partial, self.rejects, self.path):
            path.unlink(missing_ok=True)


def interrupted_run(out: Path) -> dict[str, str] | None:
    """What the run screened that left its unfinished files beside this output; `None` where there is none."""
    return Journal(out).started()


def _opened(path: Path, size: int) -> BinaryIO:
    file = path.open("r+b" if path.exists() else "w+b")
    file.truncate(size)
    file.seek(size)
    return file
