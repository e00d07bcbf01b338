"""The only place that asks what day it is. Everything else takes `as_of`."""

import datetime


def today() -> datetime.date:
    """The current day in UTC."""
    return datetime.datetime.now(datetime.UTC).date()
