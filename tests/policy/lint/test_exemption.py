"""Issues that are accepted for a while."""

import datetime

import pytest

from pratique.base.place import Place
from pratique.policy.lint.exemption import Exemption, apply_exemptions, read_exemptions
from pratique.policy.lint.short_term import ShortTerm
from pratique.policy.syntax.problems import Problems

TODAY = datetime.date(2026, 11, 23)
ISSUE = ShortTerm("drug.x", Place("a.yaml"), "xtc", "en")


def _exemption(about: str = "drug.x", issue: str = "short_term", expires: datetime.date = TODAY) -> Exemption:
    return Exemption(about, issue, "known", expires, Place("lint-exemptions.yaml", 3))


def test_an_exempt_issue_is_not_shown() -> None:
    assert apply_exemptions([ISSUE], [_exemption()], TODAY) == []


@pytest.mark.parametrize(
    ("exemption", "message"),
    [
        (_exemption(expires=TODAY - datetime.timedelta(1)), "the exemption from `short_term` has run out"),
        (_exemption(about="drug.y"), "nothing is exempt from `short_term` here"),
        (_exemption(issue="term_trap"), "nothing is exempt from `term_trap` here"),
    ],
)
def test_a_stale_exemption_is_an_issue_itself(exemption: Exemption, message: str) -> None:
    left = apply_exemptions([ISSUE], [exemption], TODAY)
    assert [str(issue.message()) for issue in left] == [str(ISSUE.message()), message]


def test_the_file() -> None:
    problems = Problems()
    raw = b"- {id: drug.x, issue: short_term, reason: known, expires: 2026-11-23}\n"
    assert read_exemptions(raw, "e.yaml", ["short_term"], problems) == (
        Exemption("drug.x", "short_term", "known", TODAY, Place("e.yaml", 1, 3)),
    )
    assert read_exemptions(b"# none\n[]\n", "e.yaml", ["short_term"], problems) == ()
    assert not problems.found
    assert read_exemptions(b"- {id: drug.x, issue: short_trem, reason: known}\n", "e.yaml", ["short_term"], problems) == ()
    assert [problem.message for problem in problems.found] == [
        "expected one of `short_term`, found `short_trem`",
        "the exemption has no `expires`",
    ]
