"""What bounds leave out, no comparison would have found: the quick way and the thorough one give the same."""

import random
from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching import recalls
from benchmarks.matching.made_up import notices
from benchmarks.matching.trial import written
from pratique.facts.listing import Listing
from pratique.identity.candidates import LEAST_SHARED, MOST, SHARE
from pratique.identity.matcher import Match, NoticeMatcher
from pratique.identity.notice import ProductNotice, sketches_of
from pratique.identity.offer import of_listing, sketch_of
from pratique.identity.words import words

MADE = list(notices(1_500, seed=8))
LISTINGS = [one.listing for one in written(MADE, random.Random(8))]
MATCHER = NoticeMatcher(MADE)


def thoroughly(matcher: NoticeMatcher, listings: Sequence[Listing]) -> list[list[Match]]:
    sketches = [sketch_of(of_listing(listing)) for listing in listings]
    return [matcher.compared(sketch, numbers) for sketch, numbers in zip(sketches, matcher.candidates(sketches), strict=True)]


def quick(matcher: NoticeMatcher, listings: Sequence[Listing]) -> list[list[Match]]:
    return matcher.match_many(listings)


def test_bounds_lose_nothing_and_leave_most_out() -> None:
    assert quick(MATCHER, LISTINGS) == thoroughly(MATCHER, LISTINGS)
    sketches = [sketch_of(of_listing(listing)) for listing in LISTINGS[:500]]
    every, worth = MATCHER.candidates(sketches), MATCHER.prospects(sketches)
    assert all(set(few) <= set(many) for few, many in zip(worth, every, strict=True))
    assert sum(map(len, worth)) < 0.8 * sum(map(len, every))


def test_one_at_a_time_gives_what_many_at_once_give() -> None:
    assert [MATCHER.match(listing) for listing in LISTINGS[:300]] == MATCHER.match_many(LISTINGS[:300])


NAMED = sorted({word for notice in MADE[:40] for word in words(notice.products[0].name)})
WORDS = [*NAMED, "Stroler", "xr200", "XR-200", "for", "case", "2025"]


@settings(max_examples=100, deadline=None)
@given(
    title=st.lists(st.sampled_from(WORDS), max_size=70).map(" ".join),
    brand=st.none() | st.sampled_from(WORDS).map(str.upper) | st.sampled_from([" ".join(WORDS[:2]), "!"]),
    model=st.none() | st.sampled_from([model for notice in MADE[:40] for model in notice.products[0].models]),
    description=st.none() | st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
)
def test_bounds_lose_nothing_of_any_listing(title: str, brand: str | None, model: str | None, description: str | None) -> None:
    listing = [Listing("1", title, brand=brand, model=model, description=description)]
    assert quick(MATCHER, listing) == thoroughly(MATCHER, listing)


def test_words_lead_to_what_going_through_all_products_leads_to() -> None:
    """The rarest words of each product are enough: nobody who shares enough is missed."""
    matcher = NoticeMatcher(MADE[:300])
    weight = matcher.rarity.weight
    for listing in LISTINGS[:200]:
        sketch = sketch_of(of_listing(listing))
        own = sketch.name_set.union(*sketch.brand_words)
        shared: dict[int, float] = {}
        for number, notice in enumerate(MADE[:300]):
            [(_, product)] = sketches_of(notice)
            known = product.name_set.union(words(notice.title), *product.brand_words)
            enough = max(LEAST_SHARED, SHARE * sum(map(weight, product.name_set)))
            total = sum(map(weight, known & own))
            if total >= enough + 0.01:  # kept in thousandths: what is nearer than that may fall either way
                shared[number] = total
        assert len(shared) < MOST
        assert set(shared) <= set(matcher.candidates([sketch])[0])


def test_a_title_of_hundreds_of_words_is_read() -> None:
    long = " ".join(f"{one.title} w{number}" for number, one in enumerate(LISTINGS[:60]))
    listings = [Listing("1", long), Listing("2", ""), Listing("3", "— — —")]
    assert quick(MATCHER, listings) == thoroughly(MATCHER, listings)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.skipif(not recalls.DATA.is_dir(), reason="no shared data")
def test_bounds_lose_nothing_of_real_notices() -> None:
    real: list[ProductNotice] = recalls.real_notices()
    matcher = NoticeMatcher(real)
    listings = [one.listing for one in recalls.held_out(real, 3_000)]
    assert msgspec.json.encode(quick(matcher, listings)) == msgspec.json.encode(thoroughly(matcher, listings))
