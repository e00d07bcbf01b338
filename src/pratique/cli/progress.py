"""How far a run is: a line on standard error with rate and time left, only where a person looks on."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


class Progress:
    """Shows nothing where standard error is no terminal."""

    def __init__(self, verb: str) -> None:
        self.count, self._started = 0, time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
            from rich.progress import Progress as RichProgress

            self._bar = RichProgress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=30),
                TextColumn("{task.fields[count]:,} listings"),
                TextColumn("{task.fields[rate]:,.0f}/s"),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._task = self._bar.add_task(verb, total=None, count=0, rate=0.0)

    def __enter__(self) -> "Progress":
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, listings: int, done: float | None) -> None:
        """So many more listings; `done` is the share of the input that is read."""
        self.count += listings
        if self._bar is not None and self._task is not None:
            total = 1.0 if done is not None else None
            self._bar.update(self._task, total=total, completed=done or 0.0, count=self.count, rate=self.count / max(self.seconds, 1e-9))

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._started
