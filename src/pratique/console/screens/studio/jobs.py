"""What takes longer than a page may: done one after the other in a thread of this process, asked after by the page."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pratique.base.errors import ContentError, PratiqueError

KEPT = 24
Tell = Callable[[str, float], None]
_pool = ThreadPoolExecutor(1, thread_name_prefix="studio")
_lock = threading.Lock()
_kept: "dict[Hashable, Job]" = {}


class Job:
    """One piece of work and how far it is."""

    def __init__(self) -> None:
        self.step, self.share = "waiting", 0.0
        self.result: Any = None
        self.problems: tuple[str, ...] = ()
        """What is wrong with what it was asked about, drawn."""
        self.is_done = False

    def tell(self, step: str, share: float) -> None:
        """Say how far it is."""
        self.step, self.share = step, share


def begun(key: Hashable, work: Callable[[Tell], Any]) -> Job:
    """The work of that name: begun now, under way, or done. What failed for want of a database is begun anew when asked for again."""
    with _lock:
        job = _kept.get(key)
        if job is None or (job.is_done and job.result is None and not job.problems):
            job = _kept[key] = Job()
            while len(_kept) > KEPT:
                del _kept[next(iter(_kept))]
            _pool.submit(_run, job, work)
        return job


def _run(job: Job, work: Callable[[Tell], Any]) -> None:
    try:
        job.result = work(job.tell)
    except ContentError as error:
        job.problems = tuple(problem.render() for problem in error.problems[:20])
    except PratiqueError as error:
        job.problems = (str(error),)
    finally:
        job.is_done = True
