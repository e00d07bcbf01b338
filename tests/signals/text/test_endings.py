"""Endings are cut from words, not from abbreviations that are nothing else."""

import pytest

from pratique.signals.text.endings import stem


@pytest.mark.parametrize(
    ("term", "language", "left"), [("водка", "ru", "водк"), ("таб п о", "ru", "таб п о"), ("plena mia a", "es", "plena mia a")]
)
def test_a_last_word_that_is_only_an_ending_stays(term: str, language: str, left: str) -> None:
    assert stem(term, language) == left
