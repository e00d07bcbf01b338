"""A quantity is read wherever a rule asks for it, in whichever way it asks."""

from typing import Any

import pytest

from pratique.assembly.screener import quantity_users
from pratique.policy.model import Comparison, Condition
from tests.engine.small import content, rule

WAYS: list[dict[str, Any]] = [
    {"where": (Comparison("quantity.power", "gt", 5.0),)},
    {"expr": "quantity.power.exists(v, v > 5.0)"},
    {"demand": "label", "shown_by": ("quantity.power|brand",)},
    {"when": Condition(all=(("toy.magnet_set",), ("quantity.power",)))},
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: list(way)[-1])
def test_a_quantity_is_wanted_beside_the_concepts_of_the_rule(way: dict[str, Any]) -> None:
    known = content(rule(**({"when": Condition(any=("toy.magnet_set",))} | way)))
    assert quantity_users(known) == {"quantity.power": frozenset({"toy.magnet_set"})}
