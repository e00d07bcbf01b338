import pytest
from hypothesis import given
from hypothesis import strategies as st

from pratique.facts import Listing, Reading
from pratique.signals.text.detector import TextDetector
from tests.signals.text.lexica import CONCEPTS, DETECTOR


def read(title: str, **fields: object) -> dict[str, Reading]:
    return {reading.concept: reading for reading in DETECTOR.read(Listing(listing_id="1", title=title, **fields))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "concept", "shown"),
    [
        ("3g MDMA 84%", "drug.mdma", "MDMA"),
        ("100 ecstasy pills", "drug.mdma", "ecstasy pills"),
        ("XTC 250mg", "drug.mdma", "XTC"),
        ("D.i.a.z.e.p.a.m 10mg", "medicine.benzodiazepine", "D.i.a.z.e.p.a.m"),
        ("X4n4x bars", "medicine.benzodiazepine", "X4n4x"),
        ("buy d i a z e p a m now", "medicine.benzodiazepine", "d i a z e p a m"),
        ("Dіаzеpаm", "medicine.benzodiazepine", "Dіаzеpаm"),
        ("xan\u200bax", "medicine.benzodiazepine", "xan\u200bax"),
        ("xaaanax", "medicine.benzodiazepine", "xaaanax"),
        ("n-i-k-e shoes", "brand.sport", "n-i-k-e"),
        ("N I K E shoes", "brand.sport", "N I K E"),
        ("ｎｉｋｅ", "brand.sport", "ｎｉｋｅ"),
        ("N\u0301ike", "brand.sport", "N\u0301ike"),
        ("bán súng lục", "weapon.firearm", "súng lục"),
        ("ban sung luc gia re", "weapon.firearm", "sung luc"),
        ("продаю пистолеты", "weapon.firearm", "пистолеты"),
        ("винтовку купить", "weapon.firearm", "винтовку"),
        ("للبيع السلاح", "weapon.firearm", "السلاح"),
        ("האקדחים שלי", "weapon.firearm", "האקדחים"),
        ("ปืนสั้น", "weapon.firearm", "ปืน"),
        ("ピストル 本物", "weapon.firearm", "ピストル"),
        ("총을 팝니다", "weapon.firearm", "총"),
        ("Springmesser", "weapon.firearm", "messer"),
        ("有货加微信聊", "transaction_diversion.contact", "加微信"),
        ("加 微.信", "transaction_diversion.contact", "加 微.信"),
        ("Nike 1:1 quality", "counterfeit.replica", "1:1"),
    ],
)
def test_a_concept_is_read_with_the_words_that_show_it(title: str, concept: str, shown: str) -> None:
    reading = read(title)[concept]
    assert reading.confidence >= 0.5
    assert shown in {evidence.text for evidence in reading.evidence}
    assert all(title[evidence.start : evidence.end] == evidence.text for evidence in reading.evidence if evidence.field == "title")


@pytest.mark.parametrize(
    ("title", "concept"),
    [
        ("Molly Weasley mdma figure", "drug.mdma"),
        ("xtc bicycle", "drug.mdma"),
        ("mdmaster race", "drug.mdma"),
        ("no mdma inside", "drug.mdma"),
        ("mdma-free party", "drug.mdma"),
        ("this is not a gun", "weapon.firearm"),
        ("free from mdma", "drug.mdma"),
        ("mdma not included", "drug.mdma"),
        ("không phải súng lục", "weapon.firearm"),
        ("ไม่ใช่ปืน", "weapon.firearm"),
        ("خالي من السلاح", "weapon.firearm"),
        ("sung of a song", "weapon.firearm"),
        ("bánh sừng bò", "weapon.firearm"),
        ("toy gun for kids", "weapon.firearm"),
        ("begun", "weapon.firearm"),
        ("ピストルズ", "weapon.firearm"),
        ("마총룡", "weapon.firearm"),
        ("12.1 inch nike", "counterfeit.replica"),
        ("size S M L nike", "medicine.benzodiazepine"),
    ],
)
def test_a_near_miss_is_no_reading(title: str, concept: str) -> None:
    found = read(title).get(concept)
    assert found is None or found.confidence < 0.3


def test_weak_terms_count_only_with_support() -> None:
    assert read("molly")["drug.mdma"].confidence < 0.3
    assert read("2g molly rocks")["drug.mdma"].confidence > 0.6
    assert read("molly ecstasy pills")["drug.mdma"].confidence > 0.8
    assert read("battery")["child.battery_toy"].confidence < 0.3
    assert read("battery", category="Books > Science")["child.battery_toy"].confidence > 0.6


def test_a_class_turns_off_what_cannot_be_there_and_is_one_of_its_parents() -> None:
    found = read("the gun", category="Home > Books")
    assert "weapon.firearm" not in found
    assert found["class.book"].confidence == found["class.media"].confidence > 0.8


def test_a_class_is_not_read_where_a_description_mentions_it() -> None:
    assert "class.book" not in read("reading lamp", description="clips to a hardcover book")
    assert read("hardcover book")["class.book"].confidence > 0.8


def test_fields_weigh_differently_and_repetition_adds_nothing() -> None:
    title = read("mdma")["drug.mdma"].confidence
    description = read("goods", description="mdma")["drug.mdma"].confidence
    both = read("mdma", description="mdma mdma")["drug.mdma"].confidence
    other_term = read("mdma", description="ecstasy pills")["drug.mdma"].confidence
    assert description < title == both < other_term


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ({"title": "laser pointer output 5 mW"}, (5.0,)),
        ({"title": "laser pointer, laser 0.2 W green"}, (200.0,)),
        ({"title": "laser pointer laser 1-5mW"}, (1.0, 5.0)),
        ({"title": "laser pointer", "attributes": {"Power": "1,5"}}, (1.5,)),
        ({"title": "laser pointer", "attributes": {"Power": "20 000 mW"}}, (20000.0,)),
        ({"title": "laser pointer", "attributes": {"Power": "1,000"}}, (1000.0,)),
        ({"title": "laser pointer", "description": "laser ５ｍＷ"}, (5.0,)),
        ({"title": "a pen with output 5 mW"}, ()),
        ({"title": "laser pointer. Delivery in a box made of paper and wood, weighs nothing, and eats 7 mW"}, ()),
    ],
)
def test_quantities_are_read_in_the_base_unit(fields: dict[str, object], values: tuple[float, ...]) -> None:
    reading = {one.concept: one for one in DETECTOR.read(Listing(listing_id="1", **fields))}.get("quantity.laser_power")  # type: ignore[arg-type]
    assert (reading.values if reading else ()) == values


WORDS = st.lists(
    st.sampled_from(["mdma", "molly", "2g", "nike", "1:1", "gun", "súng", "no", "battery", "加微信", "case", "hardcover book", "x4nax"]),
    max_size=8,
)


@given(WORDS, WORDS, st.randoms())
def test_more_evidence_in_another_field_never_lowers(title: list[str], more: list[str], rng: object) -> None:
    text = " . . . . ".join(title) or "x"
    extra = " . . . . ".join(word for word in more if word not in ("hardcover book", "no"))
    alone, together = read(text), read(text, description=extra)
    for concept, reading in alone.items():
        assert together[concept].confidence >= reading.confidence


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read_without_an_error_and_evidence_stands_where_it_says(title: str, description: str) -> None:
    listing = Listing(listing_id="1", title=title + " mdma", description=description + " Ｘtc XTC 加 微 信")
    for reading in DETECTOR.read(listing):
        for evidence in reading.evidence:
            source = listing.title if evidence.field == "title" else listing.description
            assert source is not None
            assert source[evidence.start : evidence.end] == evidence.text != ""


@pytest.mark.parametrize(
    ("title", "is_read"),
    [("Xánäx 2mg", True), ("Díázepam", True), ("bán xanảx nhé đó", False), ("nikê đó", False), ("diazepảm ở đây", True)],
)
def test_accents_disguise_long_words_and_make_short_ones_other_words(title: str, *, is_read: bool) -> None:
    assert ({"medicine.benzodiazepine", "brand.sport"} & read(title).keys() != set()) is is_read


def test_a_quantity_that_a_rule_of_every_listing_asks_for_is_always_read() -> None:
    detector = TextDetector(CONCEPTS, {"quantity.laser_power": frozenset({"product.any"})})
    listing = Listing(listing_id="1", title="a pen, laser output 5 mW")
    assert {one.concept: one.values for one in detector.read(listing)}["quantity.laser_power"] == (5.0,)
