"""Plans kept by question and day: those of the next day are there before it begins."""

import datetime as dt
from pathlib import Path

from pratique.assembly.screeners import Question, Screeners
from pratique.policy.load import load_content
from tests.cli.small_content import write_content


def test_nobody_waits_at_midnight(tmp_path: Path) -> None:
    moment = dt.datetime(2026, 11, 29, 23, 50, tzinfo=dt.UTC)
    screeners = Screeners(load_content(base=write_content(tmp_path)), lambda: moment)
    screeners.drafter(Question(as_of=dt.date(2026, 11, 28)))
    screeners.drafter(Question())
    assert screeners.prepare_tomorrow(dt.timedelta(minutes=3)) == 0
    moment += dt.timedelta(minutes=8)
    assert screeners.prepare_tomorrow(dt.timedelta(minutes=3)) == 1
    assert screeners.prepare_tomorrow(dt.timedelta(minutes=3)) == 0
    assert screeners.is_ready(Question())
    moment += dt.timedelta(minutes=5)
    assert moment.day == 30
    assert screeners.is_ready(Question())
    assert not screeners.is_ready(Question(as_of=dt.date(2026, 11, 28)))
