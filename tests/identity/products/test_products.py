"""Offers of one product in other words come together; variants and neighbours stay apart."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pratique.assembly.duplicates import products
from pratique.facts import Listing
from pratique.identity.products import blocking, blocks, clusters, pairs_of, titles
from pratique.identity.products.agreement import contradict, sisters
from pratique.identity.products.blocking import may_be_same
from pratique.identity.products.pairs import NAMES
from pratique.identity.products.scorer import PLAIN, Learned
from pratique.identity.products.title import is_code

OFFERS = [
    ("Hotpoint WMXTF842P 8kg 1400rpm freestanding washing machine white", "shop_1", "Washing Machines"),
    ("hotpoint wmxtf 842 p washer white 8 kg", "shop_2", "Washing Machines"),
    ("WMXTF842P Hotpoint washing machine 1400 spin", "shop_3", "Washing Machines"),
    ("Hotpoint WDAL8640P 8kg 1400rpm washer dryer white", "shop_1", "Washing Machines"),
    ("Canon EOS 2000D DSLR camera with 18-55mm lens", "shop_1", "Cameras"),
    ("Canon EOS 4000D DSLR camera with 18-55mm lens", "shop_2", "Cameras"),
    ("canon eos 2000d kit 18 55 is ii", "shop_3", "Cameras"),
]


def catalogue() -> list[Listing]:
    return [Listing(f"o{number}", title, trader_id=trader, category=category) for number, (title, trader, category) in enumerate(OFFERS)]


def test_offers_of_one_product_come_together() -> None:
    rows = list(products(catalogue(), one_a_trader=True))
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.group, set()).add(row.listing_id)
    assert {"o0", "o2"} <= next(group for group in found.values() if "o0" in group)
    assert not any({"o0", "o3"} <= group for group in found.values())
    assert {row.likeness for row in rows} == {"first", "product"}
    shown = next(row for row in rows if row.listing_id == "o2" and row.likeness == "product")
    assert ("codes", "wmxtf842p") in {(field.field, field.how) for field in shown.fields}


def test_two_cameras_whose_numbers_differ_by_a_digit_stay_apart() -> None:
    found: dict[int, set[str]] = {}
    for row in products(catalogue(), one_a_trader=True):
        found.setdefault(row.group, set()).add(row.listing_id)
    assert not any({"o4", "o5"} <= group for group in found.values())


@pytest.mark.parametrize(
    ("one", "other", "apart", "sister"),
    [
        ("Canon EOS 2000D camera", "Canon EOS 4000D camera", True, True),
        ("Canon EOS 2000D camera", "canon eos 2000 d kit", False, False),
        ("Hotpoint WMXTF842P washer", "Hotpoint WMXTF 842 P", False, False),
        ("Hotpoint WMXTF842P washer", "Hotpoint WMXTF842PUK washer", False, False),
        ("Hotpoint WMXTF842P washer", "Hotpoint WDAL8640P washer dryer", True, False),
        ("Bosch WAN28201GB", "Bosch WAN-28201-GB 8kg 1400rpm", False, False),
        ("Bosch WAN28201GB", "Bosch WAN28209GB", True, True),
        ("Bosch WAN28201GB", "Bosch washing machine 8kg", False, False),
    ],
)
def test_model_numbers_that_differ_in_a_digit_contradict_each_other(one: str, other: str, apart: bool, sister: bool) -> None:
    left, right = titles([Listing("1", one), Listing("2", other)])
    assert contradict(left, right) == contradict(right, left) == apart
    assert (apart and sisters(left.codes, right.codes)) == sister


def test_blocks_exclude_what_contradicts_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    listings = [
        *catalogue(),
        Listing("x", "washing machine", trader_id="shop_9", category="Washing Machines"),
        Listing("y", "Bosch WAN24100GB", brand="Bosch", category="Washing Machines"),
    ]
    made = titles(listings)
    found = {block.name: block for block in blocks(made)}
    assert set(found) == {"washing machines", "cameras"}
    block = found["washing machines"]
    may = may_be_same(made, block, one_a_trader=True)
    place = {made[row].id: number for number, row in enumerate(block.rows)}
    assert may[place["o0"], place["x"]]
    assert not may[place["o0"], place["o3"]], "one shop offers it once"
    assert may_be_same(made, block, one_a_trader=False)[place["o0"], place["o3"]]
    monkeypatch.setattr(blocking, "MOST", 4)
    smaller = blocks(made)
    assert all(len(block.rows) <= 4 for block in smaller)
    assert {row for block in smaller for row in block.rows} >= {row for row in block.rows if not made[row].brand}


@pytest.mark.parametrize(
    ("word", "code"),
    [("wmxtf842p", True), ("8kg", False), ("1400rpm", False), ("2000d", True), ("washer", False), ("2019", False), ("4k", False)],
)
def test_what_is_a_model_code(word: str, code: bool) -> None:
    assert is_code(word) == code


Links = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(-4, 6)), max_size=40)


@settings(max_examples=150, deadline=None)
@given(Links, st.lists(st.sampled_from("abcd"), min_size=12, max_size=12))
def test_clusters_are_apart_and_no_trader_stands_in_one_twice(links: list[tuple[int, int, float]], traders: list[str]) -> None:
    known = {(min(one, other), max(one, other)): value for one, other, value in links if one != other}
    left, right = (np.array([pair[side] for pair in known], dtype=np.int64) for side in (0, 1))
    logits = np.array(list(known.values()), dtype=np.float64)
    found = clusters(12, left, right, logits, traders)
    rows = [row for cluster in found for row in cluster]
    assert len(rows) == len(set(rows))
    for cluster in found:
        assert len({traders[row] for row in cluster}) == len(cluster) > 1
    assert all(len(cluster) > 1 for cluster in clusters(12, left, right, logits))


@pytest.mark.slow
def test_weights_can_be_learned() -> None:
    rng = random.Random(4)
    listings = []
    for number in range(120):
        brand, code = rng.choice(["bosch", "aeg", "smeg"]), f"{rng.choice('abcdefg')}{rng.choice('xyz')}{rng.randrange(1000, 9999)}"
        for shop in range(3):
            words = rng.sample(["white", "integrated", "60cm", "dishwasher", "quiet", "class", "steel"], 4)
            listings.append(Listing(f"{number}-{shop}", f"{brand} {code} {' '.join(words)}", trader_id=f"s{shop}", category="dishwashers"))
    pairs = pairs_of(titles(listings), one_a_trader=True)
    assert pairs.values.shape == (len(pairs.left), len(NAMES))
    same = np.array(
        [
            listings[one].listing_id.split("-")[0] == listings[other].listing_id.split("-")[0]
            for one, other in zip(pairs.left, pairs.right, strict=True)
        ]
    )
    assert same.sum() >= 0.98 * 120 * 3
    for scorer, least in ((PLAIN, 0.9), (Learned(pairs.values, same), 0.98)):
        logits = scorer.logits(pairs.values)
        assert (logits[same] > np.median(logits)).mean() >= least
