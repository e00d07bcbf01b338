"""What only a whole catalogue shows: prices far off, and words that are nearly a brand."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pratique.identity.brand.price import LEAST_RATIO, Priced, usual_prices
from pratique.identity.brand.spelling import near_names

PRICES = st.lists(st.floats(20, 200), min_size=9, max_size=40)


@given(PRICES)
def test_no_price_among_its_like_is_far_off(prices: list[float]) -> None:
    usual = usual_prices(Priced("k", price) for price in prices)["k"]
    assert min(prices) * (1 - 1e-9) <= usual.median <= max(prices) * (1 + 1e-9)
    assert usual.floor <= usual.median / LEAST_RATIO * (1 + 1e-9)


@given(PRICES, st.integers(1, 4))
def test_a_few_wild_prices_do_not_move_the_usual_one(prices: list[float], wild: int) -> None:
    wild = min(wild, len(prices) // 3)
    usual = usual_prices(Priced("k", price) for price in (*prices, *[0.01] * wild))["k"]
    assert usual.median >= min(prices) * (1 - 1e-9)


def test_few_offers_tell_nothing() -> None:
    assert usual_prices([Priced("k", 100.0)] * 7) == {}
    usual = usual_prices([*[Priced("k", 90.0 + step) for step in range(20)], Priced("k", 3.0)])["k"]
    assert 3.0 < usual.floor < 90.0


def test_near_names_are_rare_words_and_no_plurals() -> None:
    uses = Counter(
        {
            "adidas": 400,
            "adiddas": 2,
            "adids": 3,
            "addidass": 1,
            "gucci": 100,
            "guccis": 9,
            "guchi": 50,
            "nike": 90,
            "niek": 1,
            "channel": 1,
        }
    )
    found = {one.word: one.name for one in near_names(uses, ("adidas", "gucci", "nike", "chanel"), honest=("channel",))}
    assert found == {"adiddas": "adidas", "adids": "adidas"}
    assert near_names(Counter({"louboutim": 1, "lobutin": 1, "louboutins": 1}), ("louboutin",))[0].word == "louboutim"
    assert near_names(Counter(), ()) == []
