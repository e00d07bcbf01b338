"""Figures that docs/reference/matching.md gives, taken again on data kept outside the repository; the bars must hold."""

import pytest

from benchmarks.matching import literature, recalls

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not recalls.DATA.is_dir(), reason="no shared data"), pytest.mark.slow]


def test_recalled_products_are_found_among_their_neighbours() -> None:
    outcome, each = recalls.measure(most=3_000)
    print(f"\nrecall {outcome.recall:.3f}, precision {outcome.precision:.3f}, {each:.2f} ms a listing, {outcome.by_kind}")
    assert outcome.recall >= 0.95
    assert outcome.precision >= 0.97


@pytest.mark.parametrize(
    ("task", "bar"), [("Textual/Abt-Buy", 0.80), ("Structured/Walmart-Amazon", 0.74), ("Structured/Amazon-Google", 0.62)]
)
def test_pairs_of_the_literature(task: str, bar: float) -> None:
    result = literature.measure(task, seeds=1)
    print(f"\n{result}")
    assert result.f1 >= bar
