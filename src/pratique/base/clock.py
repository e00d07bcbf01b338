"""The only place that asks what day it is. Everything else takes `as_of`."""

import datetime as dt


def today() -> dt.date:
    """The current day in UTC."""
    return dt.datetime.now(dt.UTC).date()
