"""Which clock a notice starts, and which goes first."""

import datetime as dt

import pytest

from pratique.casework.notice.clock import deadlines, due, priority
from pratique.casework.notice.events import SubmitterKind
from pratique.casework.notice.filing import KINDS, NoticeKind

FRIDAY = dt.datetime(2026, 3, 6, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "submitter", "jurisdictions", "right", "deadline", "end"),
    [
        ("product_safety", "public", ("eu", "de"), None, "notice-safety", "2026-03-11T22:00"),
        ("illegal_content", "public", ("eu",), None, "notice-union", "2026-03-11T22:00"),
        ("illegal_content", "trusted_flagger", ("eu",), None, "notice-flagger", "2026-03-07T09:00"),
        ("intellectual_property", "rights_holder", ("cn",), "trade_mark", "notice-china", "2026-03-07T09:00"),
        ("intellectual_property", "rights_holder", ("us",), "copyright", "notice-us-copyright", "2026-03-07T09:00"),
        ("intellectual_property", "rights_holder", ("us",), "trade_mark", "notice-house", "2026-03-11T16:00"),
        ("intellectual_property", "rights_holder", ("in",), "copyright", "notice-india", "2026-03-07T21:00"),
        ("consumer", "consumer", ("sg",), None, "notice-house", "2026-03-11T16:00"),
        ("illegal_content", "public", ("jp",), None, "notice-japan", "2026-03-13T15:00"),
    ],
)
def test_the_strictest_clock_runs(
    kind: NoticeKind, submitter: SubmitterKind, jurisdictions: tuple[str, ...], right: str | None, deadline: str, end: str
) -> None:
    found, at = due(kind, submitter, jurisdictions, FRIDAY, right)
    assert (found.id, at) == (deadline, dt.datetime.fromisoformat(f"{end}+00:00"))


def test_more_markets_never_give_more_time() -> None:
    for kind in KINDS:
        several = due(kind, "public", ("eu", "cn", "us", "jp", "in"), FRIDAY)[1]
        assert several <= due(kind, "public", ("eu",), FRIDAY)[1]
    assert due("intellectual_property", "public", ("eu", "cn"), FRIDAY) == due("intellectual_property", "public", ("cn",), FRIDAY)


def test_every_deadline_says_on_whose_word() -> None:
    assert all(one.basis for one in deadlines("intellectual_property", "trusted_flagger", ()))


def test_children_then_flaggers_then_safety() -> None:
    order = [
        priority("illegal_content", "public", offence_against_children=True),
        priority("consumer", "trusted_flagger"),
        priority("product_safety", "public"),
        priority("consumer", "public"),
    ]
    assert order == sorted(set(order))
