"""The same trial on products that do not exist: recall and precision hold without any data from outside."""

import random

from benchmarks.matching.made_up import notices
from benchmarks.matching.trial import tried, written
from pratique.identity.matcher import NoticeMatcher


def test_made_up_recalls_are_found_among_their_neighbours() -> None:
    made = list(notices(400, seed=5))
    outcome = tried(NoticeMatcher(made), written(made, random.Random(5)))
    assert outcome.recalled > 300
    assert outcome.recall >= 0.95, outcome
    assert outcome.precision >= 0.97, outcome
