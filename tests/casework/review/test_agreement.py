"""Cohen's kappa against worked examples; where it cannot be said, that is said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.casework.review import cohen_kappa


def _pairs(table: dict[tuple[str, str], int]) -> list[tuple[str, str]]:
    return [pair for pair, number in table.items() for _ in range(number)]


def test_worked_examples() -> None:
    """Two readers of 50 proposals, yes/yes 20, yes/no 5, no/yes 10, no/no 15: observed 0.7, expected 0.5, kappa 0.4."""
    found = cohen_kappa(_pairs({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}))
    assert (found.pairs, found.observed) == (50, 0.7)
    assert found.expected == pytest.approx(0.5)
    assert found.kappa == pytest.approx(0.4)
    error = math.sqrt(0.7 * 0.3 / (50 * 0.25))
    assert found.low == pytest.approx(0.4 - 1.96 * error, abs=1e-3)
    # the same observed agreement with other margins: 0.60 observed twice, kappa 0.1304 and 0.2593
    first = cohen_kappa(_pairs({("y", "y"): 45, ("y", "n"): 15, ("n", "y"): 25, ("n", "n"): 15}))
    second = cohen_kappa(_pairs({("y", "y"): 25, ("y", "n"): 35, ("n", "y"): 5, ("n", "n"): 35}))
    assert first.observed == second.observed == 0.6
    assert first.kappa == pytest.approx(0.1304, abs=1e-4)
    assert second.kappa == pytest.approx(0.2593, abs=1e-4)


def test_what_cannot_be_said_is_said() -> None:
    assert cohen_kappa([]).kappa is None
    assert "both" in cohen_kappa([]).reason
    alike = cohen_kappa([("allow", "allow")] * 9)
    assert alike.kappa is None
    assert alike.observed == 1.0
    assert "throughout" in alike.reason
    assert cohen_kappa([("a", "b"), ("b", "a")]).kappa == pytest.approx(-1.0)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=60))
def test_kappa_is_symmetric_and_within_bounds(pairs: list[tuple[str, str]]) -> None:
    one, other = cohen_kappa(pairs), cohen_kappa([(b, a) for a, b in pairs])
    assert one.kappa is None or other.kappa == pytest.approx(one.kappa)
    if one.kappa is not None and one.low is not None and one.high is not None:
        assert -1.0 <= one.low <= one.kappa + 1e-9
        assert one.kappa <= one.high + 1e-9 <= 1.0 + 1e-6
