import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.base.errors import InputError
from pratique.facts import Document, Listing, Operator, Trader
from pratique.facts.cells import LONGEST_TEXT
from pratique.facts.from_row import COLUMNS, listing_from_row


def read(**cells: object) -> Listing:
    listing, warnings = listing_from_row({"listing_id": "1", "title": "t", **cells})
    assert warnings == []
    return listing


def warned(**cells: object) -> tuple[Listing, list[str]]:
    return listing_from_row({"listing_id": "1", "title": "t", **cells})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"title": "t"}, "no listing_id"),
        ({"listing_id": "1"}, "no title"),
        ({"listing_id": "1", "title": "  "}, "no title"),
        ({}, "no listing_id"),
    ],
)
def test_a_row_without_id_or_title_is_no_listing(row: dict[str, object], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        listing_from_row(row)


def test_absent_blank_and_null_are_unknown_and_empty_is_known_to_be_none() -> None:
    listing = read(brand="", description=None, images=[], documents="[]", attributes={})
    assert (listing.brand, listing.description) == (None, None)
    assert (listing.images, listing.documents, listing.attributes) == ((), (), {})


def test_a_price_with_its_currency() -> None:
    assert (read(price="EGP 107.00").price, read(price="EGP 107.00").currency) == (107.0, "EGP")


def test_the_currency_column_wins_over_the_symbol() -> None:
    assert read(price="$5", currency="AUD").currency == "AUD"
    assert listing_from_row({"currency": "AUD", "price": "$5", "listing_id": "1", "title": "t"})[0].currency == "AUD"


def test_a_price_that_is_none_is_unknown_and_warned_of() -> None:
    listing, warnings = warned(price="call us")
    assert (listing.price, listing.currency) == (None, None)
    assert warnings == ["price is no amount: `call us`"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1, "1e999", [1], {"a": 1}])
def test_prices_no_one_can_pay(value: object) -> None:
    listing, warnings = warned(price=value)
    assert listing.price is None
    assert len(warnings) == 1


def test_unknown_columns_are_attributes() -> None:
    assert read(Colour="red", power=5, nested={"a": [1]}).attributes == {"Colour": "red", "power": "5", "nested": '{"a":[1]}'}


@pytest.mark.parametrize("attributes", [{"size": "M"}, '{"size": "M"}', [{"name": "size", "value": "M"}], [("size", "M")]])
def test_attributes_as_object_json_or_pairs(attributes: object) -> None:
    assert read(attributes=attributes).attributes == {"size": "M"}


def test_attributes_that_are_no_object_are_kept_as_text() -> None:
    listing, warnings = warned(attributes="{broken")
    assert listing.attributes == {"attributes": "{broken"}
    assert warnings == ["attributes is no object: `{broken`"]


def test_nested_objects_as_json_and_dotted_columns() -> None:
    cells: dict[str, Any] = {"trader": '{"country": "cn", "sales_count": "250"}', "trader.name": "Acme", "manufacturer.address": "1 Road"}
    listing = read(**cells)
    assert listing.trader == Trader(name="Acme", country="CN", sales_count=250)
    assert listing.manufacturer == Operator(address="1 Road")


def test_a_bare_name_of_a_maker() -> None:
    assert read(manufacturer="Acme Ltd").manufacturer == Operator(name="Acme Ltd")


def test_a_nested_object_whose_fields_are_all_null_is_unknown() -> None:
    assert read(manufacturer={"name": None, "address": None}).manufacturer is None


@pytest.mark.parametrize("images", [["a.jpg", "b.jpg"], '["a.jpg", "b.jpg"]', "a.jpg|b.jpg", "a.jpg | b.jpg"])
def test_lists_as_json_or_parts(images: object) -> None:
    assert read(images=images).images == ("a.jpg", "b.jpg")


def test_documents() -> None:
    row = '[{"type": "us.cpc", "number": 17, "valid_to": "2027-01-31", "covers": "M1|M2"}]'
    assert read(documents=row).documents == (
        Document(type="us.cpc", number="17", valid_to=datetime.date(2027, 1, 31), covers=("M1", "M2")),
    )
    assert read(documents="us.cpc|eu.doc").documents == (Document(type="us.cpc"), Document(type="eu.doc"))


def test_documents_that_cannot_be_read_leave_the_documents_unknown() -> None:
    listing, warnings = warned(documents="see attached")
    assert listing.documents is None
    assert warnings == ["documents is no document with a type: `see attached`"]


def test_a_date_that_is_none() -> None:
    listing, warnings = warned(created_at="2026-02-30", documents=[{"type": "us.cpc", "valid_to": "soon"}])
    assert listing.created_at is None
    assert listing.documents == (Document(type="us.cpc"),)
    assert warnings == ["created_at is no date (YYYY-MM-DD): `2026-02-30`", "documents.valid_to is no date (YYYY-MM-DD): `soon`"]


def test_words_of_a_closed_set_fold_and_others_are_unknown() -> None:
    assert (read(condition="For parts").condition, read(sale_kind="B2B").sale_kind) == ("for_parts", "b2b")
    listing, warnings = warned(condition="lovely", kind="thing")
    assert (listing.condition, listing.kind) == (None, "listing")
    assert len(warnings) == 2


def test_codes_and_numbers() -> None:
    listing = read(markets="de, fr;DE", origin="cn", hs_code="0101", gtin=4006381333931.0, stock="1,200", age_from="36 months")
    assert (listing.markets, listing.origin, listing.hs_code) == (("DE", "FR"), "CN", "0101")
    assert (listing.gtin, listing.stock, listing.age_from) == ("4006381333931", 1200.0, 3.0)


def test_surrogates_and_nuls_go() -> None:
    listing, warnings = listing_from_row({"listing_id": "a\0b", "title": "x\ud800y", "k\udfff": "v\0"})
    assert (listing.listing_id, listing.title, listing.attributes) == ("ab", "x\ufffdy", {"k\ufffd": "v"})
    assert warnings == []


def test_a_long_field_is_cut_with_a_warning() -> None:
    listing, warnings = warned(description="я" * 2_000_000, note="x" * (LONGEST_TEXT + 1))
    assert len(listing.description or "") == LONGEST_TEXT
    assert [len(text) for text in (listing.attributes or {}).values()] == [LONGEST_TEXT]
    assert warnings == ["description is over 1,000,000 characters and was cut", "note is over 1,000,000 characters and was cut"]


nothing_or_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates() | st.characters(categories=["Cs"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
columns = st.sampled_from([*COLUMNS, "trader.name", "order.quantity", "documents.type", ".", "attributes.", "warnings.de"]) | st.text(
    max_size=8
)


@given(st.dictionaries(columns, nothing_or_anything, max_size=8))
def test_any_row_is_a_listing_or_an_input_error(row: dict[str, object]) -> None:
    try:
        listing, _ = listing_from_row(row)
    except InputError:
        return
    assert listing.title.strip()
    for text in (listing.listing_id, listing.title, *(listing.attributes or {}).values()):
        text.encode()


def test_nobody_claims_what_the_house_has_on_file() -> None:
    row = {"listing_id": "1", "title": "Watch", "on_file": [{"type": "brand_authorisation", "number": "1"}]}
    listing, _ = listing_from_row(row)
    assert listing.on_file is None
