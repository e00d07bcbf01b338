"""Ask an extract: in a process of its own, for so long, for so many rows."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import pyarrow as pa

from pratique.assembly.workbench.sandbox import NOTHING, OK, WRONG, Task, Wrong
from pratique.base.errors import ConflictError, Fault, InvalidError

SECONDS = 10
MEGABYTES = 512
SHOWN = 1_000
"""Rows of an answer on the screen."""
EXPORTED = 100_000
"""Rows of an answer in a file."""
FILE_MEGABYTES = 128
"""Of an answer in a file."""
LONGEST = 20_000
"""Characters of a question."""
_AT_ONCE = threading.BoundedSemaphore(2)
CUT_OFF = "it was stopped: it takes more memory or time than a question may"
TOO_SLOW = "took longer than {seconds} seconds and was stopped: narrow it, or add it up first"
STOPPED = "you stopped it"
_running: "dict[str, subprocess.Popen[bytes]]" = {}
_stopped: dict[str, None] = {}
_STOPPED_KEPT = 100
_START = 3.0
"""Seconds a process has to begin."""


class Answer(msgspec.Struct, frozen=True):
    """What came out."""

    table: pa.Table
    is_more: bool
    """Rows were left out."""
    seconds: float


class QuestionError(InvalidError):
    """A question that cannot be answered. `line` and `column` count from 1; `start` is the character."""

    def __init__(self, message: str, sql: str, position: int | None) -> None:
        super().__init__([Fault("sql", message)])
        self.message = message
        self.start: int | None = None
        self.line = self.column = None
        if position is not None:
            before = sql.encode()[:position].decode("utf-8", "ignore")
            self.start = len(before)
            self.line, self.column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def ask(
    path: Path, sql: str, rows: int = SHOWN, seconds: int = SECONDS, megabytes: int = MEGABYTES, answer_megabytes: int = 16, run: str = ""
) -> Answer:
    """The answer. Raises QuestionError with the place of the fault, ConflictError where too many ask at once.

    `run` names the asking, so that `stop` can end it.
    """
    if not sql.strip():
        raise QuestionError(NOTHING, sql, None)
    if len(sql) > LONGEST:
        raise QuestionError(f"is longer than {LONGEST} characters", sql, None)
    if not _AT_ONCE.acquire(timeout=seconds):
        raise ConflictError("busy", "two questions are being answered already", "try again in a moment")
    started = time.monotonic()
    try:
        code, out, wrong = _run(path, Task(path.name, sql, rows, megabytes, seconds, answer_megabytes), seconds, run)
    finally:
        _AT_ONCE.release()
    if code == WRONG:
        said = msgspec.json.decode(wrong, type=Wrong)
        raise QuestionError(said.message, sql, said.position)
    if code != OK:
        raise QuestionError(CUT_OFF, sql, None)
    table = pa.ipc.open_stream(out).read_all()
    return Answer(table.slice(0, rows), table.num_rows > rows, time.monotonic() - started)


def stop(run: str) -> bool:
    """End a question that is being answered, or about to be; whether it was being answered."""
    while len(_stopped) >= _STOPPED_KEPT:
        del _stopped[next(iter(_stopped))]
    _stopped[run] = None
    process = _running.get(run)
    if process is None:
        return False
    process.kill()
    return True


def _run(path: Path, task: Task, seconds: int, run: str) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-I", "-m", "pratique.assembly.workbench.sandbox"]
    with subprocess.Popen(  # noqa: S603 - our own module
        command, cwd=path.parent, env={"LANG": "C.UTF-8"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        if run:
            _running[run] = process
        if run in _stopped:  # before it began
            process.kill()
        try:
            out, wrong = process.communicate(msgspec.json.encode(task), timeout=seconds + _START)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise QuestionError(TOO_SLOW.format(seconds=seconds), task.sql, None) from None
        finally:
            _running.pop(run, None)
            was_stopped = run in _stopped
            _stopped.pop(run, None)
    if was_stopped:
        raise QuestionError(STOPPED, task.sql, None)
    return process.returncode, out, wrong
