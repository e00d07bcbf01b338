"""Lint of a few units says what lint of all says about them."""

import datetime
from pathlib import Path

from pratique.policy.lint.issue import Context
from pratique.policy.lint.run import lint_content
from pratique.policy.load import load_content
from tests.policy.trees import CONCEPT, RULE, SMALL, TESTS, write_tree


def test_what_is_said_of_some_units_is_what_is_said_of_them_among_all(tmp_path: Path) -> None:
    more = {
        "concepts/toy.yaml": CONCEPT + CONCEPT.replace("toy.popgun", "toy.cap_gun").replace("cork gun", "gun*, gift"),
        "policies/xx/rules/toys.yaml": RULE + RULE.replace("no-popguns", "no-cap-guns").replace("toy.popgun", "toy.cap_gun"),
        "policies/xx/rules/toys.test.yaml": TESTS + TESTS.replace("no-popguns", "no-cap-guns").replace("made for boys", ""),
    }
    content = load_content(base=write_tree(tmp_path, {**SMALL, **more}))
    context = Context(content, datetime.date(2026, 11, 29))
    everything = lint_content(context)
    for only in (frozenset({"toy.cap_gun"}), frozenset({"xx/no-cap-guns"}), frozenset({"toy.popgun", "xx/no-popguns"})):
        assert lint_content(context, only=only) == [issue for issue in everything if issue.about in only]
    assert {issue.about for issue in everything} >= {"toy.cap_gun", "xx/no-cap-guns"}
