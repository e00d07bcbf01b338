"""The check of CEL expressions, and the facts they name."""

import pytest

from pratique.engine.expression import check
from pratique.facts.expressions import paths


@pytest.mark.parametrize(
    "expression",
    [
        "price > 5.0 && trader.sales_count >= 200",
        'attributes["battery type"] == "Li-Ion"',
        "quantity.laser_power.exists(v, v > price)",
        "created_at < timestamp('2026-01-01T00:00:00Z') && created_at < as_of",
        "int(attributes.pieces) > 5",
        "size(images) > 0 || 'DE' in markets",
        "title.matches('^[0-9]+') // trader.nam is only a comment",
    ],
)
def test_good_expressions(expression: str) -> None:
    assert check(expression) == []


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("", "empty expression"),
        ("price >", "not a CEL expression"),
        ("prise > 5.0", "no fact `prise`"),
        ("trader.nam == 'x'", "no fact `trader.nam`"),
        ("manufacturer == 1", "`manufacturer` has parts and cannot be read whole"),
        ("has(trader.name)", "`has` has no use here: an absent fact makes the rule undetermined"),
        ("brand == null", "`null` has no use here: an absent fact makes the rule undetermined"),
        ("markets.exists(price, price == 'DE')", "macro variable `price` hides a fact"),
        ("title > 5", "fails on facts of the right kinds"),
        ("price", "gives neither true nor false"),
    ],
)
def test_bad_expressions_say_what_is_wrong(expression: str, problem: str) -> None:
    assert [message for message, _ in check(expression)] == [problem]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("price > 5.0 || price < 1.0", ("price",)),
        ("manufacturer.name.contains('x') && title.size() > 3", ("manufacturer.name", "title")),
        ("attributes['a b'] == attributes.c", ("attributes.a b", "attributes.c")),
        ("quantity.p.exists(v, v > 1.0)", ("quantity.p",)),
        ('"price" == "trader.name"', ()),
        ("as_of > created_at", ("created_at",)),
    ],
)
def test_paths_are_taken_from_the_text(expression: str, expected: tuple[str, ...]) -> None:
    assert paths(expression) == expected
