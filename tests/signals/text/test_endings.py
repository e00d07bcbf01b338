"""Endings are cut from words, not from abbreviations that are nothing else."""

import pytest

from pratique.signals.text.endings import ENDINGS, stem


@pytest.mark.parametrize(
    ("term", "language", "left"), [("водка", "ru", "водк"), ("таб п о", "ru", "таб п о"), ("plena mia a", "es", "plena mia a")]
)
def test_a_last_word_that_is_only_an_ending_stays(term: str, language: str, left: str) -> None:
    assert stem(term, language) == left


def test_every_cut_ending_may_come_back() -> None:
    """What is taken off a term must be among the letters that may follow, or the term would not meet itself."""
    for language, found in ENDINGS.items():
        for cut in found.cut:
            assert cut in found.after, f"{language}: `{cut}`"
