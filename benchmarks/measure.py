"""Timing that can be trusted on a shared machine: processor time of this process, the best of several rounds, percentiles of single calls."""

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured figure, with the budget or peer it stands beside."""

    section: str
    what: str
    value: float
    unit: str
    budget: str = ""
    met: bool | None = None
    peer: str = ""
    ratio: float | None = None
    """How many times better than the peer in the same run."""


def seconds(work: Callable[[], object], rounds: int = 3) -> float:
    """Least processor seconds of several rounds."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def percentiles(calls: Iterable[Callable[[], object]]) -> tuple[float, float]:
    """Median and 99th percentile of single calls, in microseconds of processor time."""
    taken = []
    for call in calls:
        began = time.process_time_ns()
        call()
        taken.append(time.process_time_ns() - began)
    taken.sort()
    return taken[len(taken) // 2] / 1e3, taken[int(len(taken) * 0.99)] / 1e3


def at_most(section: str, what: str, value: float, unit: str, limit: float) -> Figure:
    """A figure that must not be more than a limit."""
    return Figure(section, what, value, unit, f"≤ {limit:g} {unit}", value <= limit)


def at_least(section: str, what: str, value: float, unit: str, limit: float) -> Figure:
    """A figure that must not be less than a limit."""
    return Figure(section, what, value, unit, f"≥ {limit:,.0f} {unit}", value >= limit)


def chunks(items: Sequence[object], size: int) -> list[Sequence[object]]:
    """Consecutive stretches of at most `size`."""
    return [items[at : at + size] for at in range(0, len(items), size)]
