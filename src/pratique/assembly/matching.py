"""A whole catalogue held against notices, on all processors: notices are made ready once and shared by the processes that branch off."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from pratique.facts import Listing
from pratique.identity.matcher import Match, NoticeMatcher

PORTION = 1_000
"""Listings given to a process at once."""
_AHEAD = 2
"""Portions a process that wait for it."""
_shared: list[NoticeMatcher] = []


def matched(
    matcher: NoticeMatcher, portions: Iterable[Sequence[Listing]], processes: int | None = None
) -> Iterator[tuple[Sequence[Listing], list[list[Match]]]]:
    """Each portion with what its listings match, in order. `processes`: 1 for none beside this one; without it, one a processor.

    Reads `portions` no further ahead than keeps the processes busy.
    """
    count = processes or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else processes or 1
    if count == 1 or "fork" not in multiprocessing.get_all_start_methods():
        for portion in portions:
            yield portion, matcher.match_many(portion)
        return
    _shared[:] = [matcher]
    gc.freeze()  # pages that no collection writes to stay shared
    try:
        with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("fork")) as pool:
            pool.submit(int).result()  # branch off before anything else is read: no thread but this one runs yet
            waiting: deque[tuple[Sequence[Listing], Future[list[list[Match]]]]] = deque()
            for portion in portions:
                waiting.append((portion, pool.submit(_match, portion)))
                if len(waiting) > count * _AHEAD:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
    finally:
        _shared.clear()


def _match(listings: Sequence[Listing]) -> list[list[Match]]:
    return _shared[0].match_many(listings)
