"""What takes longer than a page may: done one after the other in a thread of this process, asked after by the page.

Work may give what it has again and again; the page shows it meanwhile. What nobody waits for any more is broken off.
"""

import itertools
import logging
import threading
from collections.abc import Callable, Hashable, Iterator
from queue import PriorityQueue
from typing import Any

from django.utils.translation import gettext_lazy

from pratique.base.errors import ContentError, PratiqueError

KEPT = 24
Tell = Callable[[str, float], None]
_lock = threading.Lock()
_kept: "dict[Hashable, Job]" = {}
_queue: "PriorityQueue[tuple[int, int, Callable[[], None]]]" = PriorityQueue()
_numbers = itertools.count()
_NOW, _LATER = 0, 1
_FAILED = gettext_lazy("This could not be worked out. It is written down and will be looked at.")
_log = logging.getLogger("django.studio")


class BrokenOffError(Exception):
    """Another piece of work took its place."""


class Job:
    """One piece of work and how far it is."""

    def __init__(self, instead: Hashable = None) -> None:
        self.step, self.share = "waiting", 0.0
        self.result: Any = None
        """What is known so far; everything when `is_done`."""
        self.number = 0
        """Raised with every result."""
        self.problems: tuple[Any, ...] = ()
        """What is wrong with what it was asked about: problems with their place, or words."""
        self.is_done = False
        self.is_broken_off = False
        self.instead = instead

    def tell(self, step: str, share: float) -> None:
        """Say how far it is."""
        if self.is_broken_off:
            raise BrokenOffError
        self.step, self.share = step, share


def begun(key: Hashable, work: Callable[[Tell], Any], instead: Hashable = None) -> Job:
    """The work of that name: begun now, under way, or done. What failed for want of a database is begun anew when asked for again.

    Work of another name with the same `instead` that is not done is broken off.
    """
    with _lock:
        job = _kept.get(key)
        if job is None or job.is_broken_off or (job.is_done and job.result is None and not job.problems):
            for other in _kept.values():
                if instead is not None and other.instead == instead and not other.is_done:
                    other.is_broken_off = True
            _kept.pop(key, None)
            job = _kept[key] = Job(instead)
            while len(_kept) > KEPT:
                del _kept[next(iter(_kept))]
            started = job
            _put(_NOW, lambda: _run(started, work))
        return job


def later(steps: Iterator[Any]) -> None:
    """Do some steps when nothing is waited for, one at a time."""

    def step() -> None:
        if next(steps, _END) is not _END:
            _put(_LATER, step)

    _put(_LATER, step)


_END = object()


def _put(priority: int, doing: Callable[[], None]) -> None:
    _queue.put((priority, next(_numbers), doing))
    _thread()


def _thread() -> None:
    if not any(one.name == "studio" for one in threading.enumerate()):
        threading.Thread(target=_work, name="studio", daemon=True).start()


def _work() -> None:
    while True:
        _, _, doing = _queue.get()
        try:
            doing()
        except Exception:  # steps that nobody waits for: whoever needs what they make, makes it and sees why it fails
            _log.exception("a step made ready beforehand failed")


def _run(job: Job, work: Callable[[Tell], Any]) -> None:
    try:
        job.tell("waiting", 0.0)
        made = work(job.tell)
        if isinstance(made, Iterator):
            for job.result in made:
                job.number += 1
                job.tell(job.step, job.share)
        else:
            job.result = made
    except BrokenOffError:
        pass
    except ContentError as error:
        job.problems = error.problems[:50]
    except PratiqueError as error:
        job.problems = (str(error),)
    except Exception:
        _log.exception("a piece of work failed")
        job.problems = (_FAILED,)
    finally:
        job.is_done = True
