"""The only place that asks what time it is. Everything else takes `as_of`, `at` or a clock."""

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Gives the present moment, always aware and in UTC. A simulated one drives a whole marketplace through months in seconds."""


def now() -> dt.datetime:
    """The present moment in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The current day in UTC."""
    return now().date()
