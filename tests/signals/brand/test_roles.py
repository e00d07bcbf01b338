"""In which role a brand is named: the packaged register and cues on listings a trader would write, and properties of any of them."""

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pratique.assembly.compiled import compiled
from pratique.facts import Listing
from pratique.facts.brand import Brand
from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.signals.text.detector import TextDetector

ROLES = (
    "brand.sold_as", "brand.gated", "brand.compatible_with", "brand.compared_with", "brand.part_number", "brand.not_sold_as",
    "counterfeit.replica_of_brand", "counterfeit.style_of_brand", "counterfeit.misspelt_brand", "counterfeit.disguised_brand",
    "counterfeit.price_below_brand",
)  # fmt: skip
SURE = 0.5


@functools.cache
def content() -> Content:
    return load_content()


@functools.cache
def detector() -> TextDetector:
    kept = compiled(content())
    return TextDetector(content().concepts, {}, kept.unit_factors, kept.terms, content().brands)


def roles(**fields: object) -> dict[str, float]:
    listing = Listing(listing_id="1", **fields)  # type: ignore[arg-type]  # columns by their names
    return {one.concept: one.confidence for one in detector().read(listing) if one.concept in ROLES and one.confidence >= SURE}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "Silicone case for iPhone 15, clear"}, {"brand.compatible_with"}),
        ({"title": "Silicone case, clear", "attributes": {"Compatible Brand": "iPhone"}}, {"brand.compatible_with"}),
        ({"title": "Case for iPhone 14 13 12, Samsung Galaxy S23", "brand": "Spigen"}, {"brand.compatible_with"}),
        ({"title": "Silicone case for iPhone 15", "brand": "Apple"}, {"brand.compatible_with", "brand.sold_as"}),
        ({"title": "Leather shoes, white", "brand": "Nike"}, {"brand.sold_as"}),
        ({"title": "Leather shoes, white", "attributes": {"品牌": "耐克"}}, {"brand.sold_as"}),
        ({"title": "Nike shoes, white", "brand": "no brand"}, {"brand.sold_as"}),
        ({"title": "Nike shoes, white", "brand": "Blue Lantern"}, set()),
        ({"title": "White shoes", "description": "Goes well with your Nike bag."}, set()),
        ({"title": "Longines Conquest automatic"}, {"brand.sold_as", "brand.gated"}),
        ({"title": "Skechers Go Walk, men"}, {"brand.sold_as"}),
        ({"title": "Charger for Sumsung phone"}, {"brand.compatible_with"}),
        ({"title": "Sumsung phone, 256 GB"}, {"brand.sold_as", "counterfeit.misspelt_brand"}),
        ({"title": "Car cover Fit Au-di Q3, waterproof"}, {"brand.compatible_with"}),
        ({"title": "N1KE air shoes, white"}, {"brand.sold_as", "counterfeit.disguised_brand"}),
        ({"title": "Sunglasses pilot 58 mm", "brand": "Ray-Ban"}, {"brand.sold_as"}),
    ],
)
def test_role_by_field_and_cue(fields: dict[str, object], expected: set[str]) -> None:
    assert set(roles(**fields)) == expected


def test_price_far_below_counts_only_where_goods_are_sold_as_the_brand() -> None:
    watch = {"category": "Watches > Men's Watches", "price": 49.0, "currency": "USD"}
    assert "counterfeit.price_below_brand" in roles(title="Rolex Submariner watch for men, automatic", **watch)
    assert "counterfeit.price_below_brand" not in roles(title="Rolex Submariner watch for men, automatic", **{**watch, "price": 9000.0})
    assert "counterfeit.price_below_brand" not in roles(title="Rubber strap for Rolex Submariner watch", **watch)
    assert "counterfeit.price_below_brand" not in roles(title="Rolex Submariner watch for men, automatic", **{**watch, "currency": None})


def test_evidence_is_the_name_as_written() -> None:
    listing = Listing(listing_id="1", title="  Ｒｏｌｅｘ®  Datejust – 41 mm")
    (reading,) = [one for one in detector().read(listing) if one.concept == "brand.sold_as"]
    assert [(one.text.casefold(), one.term) for one in reading.evidence] == [("ｒｏｌｅｘ", "rolex"), ("datejust", "rolex")]
    assert all(listing.title[one.start : one.end] == one.text for one in reading.evidence)


def test_a_company_adds_brands_of_its_own() -> None:
    from pratique.policy.brands import with_brands

    mine = Brand("zorblatt", "Zorblatt", names={"ru": ("зорблатт",)}, misspelt=("zorblat",), gate=True)
    concepts = with_brands(content().concepts, [mine])
    own = TextDetector(concepts, {}, brands={**content().brands, "zorblatt": mine})

    def read(title: str) -> set[str]:
        return {one.concept for one in own.read(Listing(listing_id="1", title=title)) if one.confidence >= SURE and one.concept in ROLES}

    assert read("Zorblatt hammer, 500 g") == {"brand.sold_as", "brand.gated"}
    assert read("Молоток Зорблатт, 500 г") == {"brand.sold_as", "brand.gated"}
    assert read("Handle for Zorblatt hammers") == {"brand.compatible_with"}
    assert read("Zorblat hammer, 500 g") == {"brand.sold_as", "brand.gated", "counterfeit.misspelt_brand"}


NAMES = st.sampled_from(
    ["Rolex", "iPhone", "Nike", "Louis Vuitton", "古驰", "айфон", "سامسونج جالاكسي", "BMW", "Chanel No 5", "N1KE", "Addidas"]
)
CUES = st.sampled_from(
    [
        "for",
        "for men",
        "case",
        "inspired by",
        "style",
        "replica",
        "AAA",
        "not",
        "vs",
        "适用",
        "高仿",
        "同款",
        "для",
        "für",
        "compatible with",
        "OEM No",
    ]
)
WORDS = st.sampled_from(["steel", "watch", "red", "手机壳", "кожа", "500", "-", "  ", "®", "ｗｉｄｅ", "é", "\u200b"])
TEXTS = st.lists(NAMES | CUES | WORDS, max_size=9).map(" ".join)
LISTINGS = st.builds(
    Listing,
    listing_id=st.just("1"),
    title=TEXTS,
    description=st.none() | TEXTS,
    brand=st.none() | st.sampled_from(["Nike", "Apple", "no brand", "Blue Lantern", "for iPhone"]),
    category=st.none() | st.sampled_from(["Watches", "Phone Cases"]),
    attributes=st.none() | st.dictionaries(st.sampled_from(["Brand", "Compatible with", "Colour"]), TEXTS, max_size=2),
    price=st.none() | st.floats(0.5, 20_000),
    currency=st.none() | st.sampled_from(["USD", "VND", "XXX"]),
)


@given(listings=st.lists(LISTINGS, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_many_read_roles_as_one_by_one(listings: list[Listing]) -> None:
    found = detector().many.read(listings)
    assert np.all(np.diff(found.row * len(detector().concepts) + found.concept) > 0)
    names = detector().concepts
    for row, listing in enumerate(listings):
        here = found.row == row
        many = dict(zip([names[number] for number in found.concept[here].tolist()], found.confidence[here].tolist(), strict=True))
        assert many == {one.concept: one.confidence for one in detector().read(listing)}


@given(listing=LISTINGS)
@settings(max_examples=150, deadline=None)
def test_no_role_is_surer_than_the_brand_and_each_shows_where(listing: Listing) -> None:
    readings = {one.concept: one for one in detector().read(listing)}
    surest = max(
        (one.confidence for name, one in readings.items() if name.startswith(("brand.", "list.")) and name not in ROLES), default=0.0
    )
    texts = {"title": listing.title, "description": listing.description, "brand": listing.brand}
    for name in readings.keys() & set(ROLES):
        assert readings[name].confidence <= surest + 1e-4
        assert readings[name].evidence
        for one in readings[name].evidence:
            text = (listing.attributes or {}).get(one.field.removeprefix("attributes.")) or texts.get(one.field)
            assert text is not None
            assert text[one.start : one.end] == one.text


def compatible_cues() -> list[tuple[str, str]]:
    spaced = {"en", "de", "fr", "es", "it", "nl", "pl", "pt", "ru", "uk", "id", "ms", "vi", "tr"}
    cues = content().concepts["brand.compatible_with"].cues[:1]
    return [(language, word) for cue in cues for language, group in cue.before.items() if language in spaced for word in group]


@pytest.mark.parametrize(("language", "word"), compatible_cues())
def test_what_fits_a_phone_is_never_sold_as_it(language: str, word: str) -> None:
    found = roles(title=f"XQ9 {word} iPhone 15")
    assert "brand.compatible_with" in found, language
    assert "brand.sold_as" not in found
