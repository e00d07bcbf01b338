"""The best class of a listing: by the deepest part of its path, by the head of its title, by both."""

import pytest

from pratique.facts import Listing
from pratique.facts.concept import Concept, Term
from pratique.policy.load import load_content
from pratique.signals.text.classify import Classifier

CLASSIFIER = Classifier(load_content().concepts)


def best(title: str = "", category: str | None = None) -> str:
    found = CLASSIFIER.classify(Listing(listing_id="1", title=title, category=category))
    return found[0].concept.removeprefix("class.") if found else ""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Leather case for iPhone 13", "phone_case"),
        ("Toy car with remote for boys", "rc_toy toy toy_vehicle"),
        ("Dog bed large washable grey", "pet_accessory"),
        ("Women's floral maxi dress with pockets", "dress"),
        ("Fancy dress wolf mask for Halloween", "costume"),
        ("Wireless mouse with USB receiver", "mouse"),
        ("Steam iron with ceramic soleplate 2400 W", "iron"),
        ("Чехол кожаный для телефона Samsung", "phone_case"),
        ("Обои виниловые на флизелиновой основе 1.06", "wallpaper"),
        ("Печенье овсяное классическое 500 г", "biscuit_bakery"),
        ("适用苹果iPhone13手机壳液态硅胶防摔", "phone_case"),
        ("女士连衣裙夏季新款雪纺", "dress"),
        ("Áo thun nam cotton cổ tròn", "shirt_top"),
        ("Nồi cơm điện Toshiba 1.8 lít", "small_kitchen_appliance"),
        ("Bohrmaschine 750 W mit Koffer", "power_tool"),
        ("Coque iPhone 13 transparente", "phone_case"),
        ("قميص قطن رجالي أبيض", "shirt_top"),
        ("xyzzy 4711", ""),
    ],
)
def test_by_title(title: str, expected: str) -> None:
    assert best(title) in expected.split() or best(title) == expected


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("Apparel & Accessories > Clothing > Dresses", "dress"),
        ("Apparel & Accessories > Clothing", "clothing"),
        ("Toys & Games > Toys > Dolls", "doll"),
        ("Pet Supplies > Dogs > Beds", "pet_product"),
        ("Electronics > Mobile Phones & Communication > Accessories > Cases & Covers > Basic Cases", "phone_case"),
        ('["Watches >> Wrist Watches >> Lenco Wrist Watches"]', "watch"),
        ("Одежда и обувь/Носки", "hosiery"),
        ("Handphone & Tablet/Aksesoris Handphone/Kabel Data", "cable"),
        ("家居用品 > 收纳盒", "storage_organiser"),
        ("2271", "dress"),
        ("99999999", ""),
    ],
)
def test_by_category(category: str, expected: str) -> None:
    assert best(category=category) == expected


def test_a_path_that_ends_with_the_title_is_read_without_it() -> None:
    title = "Shark head torch for fishing trips"
    path = f'["Sports >> Camping >> Sleeping Bags >> {title}"]'
    found = CLASSIFIER.classify(Listing(listing_id="1", title=title, category=path))
    assert not any(shown.field == "category" and "torch" in shown.text for one in found for shown in one.evidence)


def test_title_and_category_support_each_other() -> None:
    both = CLASSIFIER.classify(Listing(listing_id="1", title="Summer maxi dress", category="Clothing > Dresses"))
    alone = CLASSIFIER.classify(Listing(listing_id="1", title="Summer maxi dress"))
    assert both[0].concept == alone[0].concept == "class.dress"
    assert both[0].confidence > alone[0].confidence
    assert {shown.field for shown in both[0].evidence} == {"title", "category"}


def test_others_follow_and_are_neither_above_nor_below() -> None:
    found = CLASSIFIER.classify(Listing(listing_id="1", title="Backpack with umbrella and wallet, rain jacket"), top=4)
    assert found[0].concept == "class.backpack"
    assert len({one.concept for one in found}) == len(found) > 1
    assert [one.confidence for one in found[1:]] == sorted((one.confidence for one in found[1:]), reverse=True)
    assert len(CLASSIFIER.classify(Listing(listing_id="1", title="Backpack with umbrella and wallet"), top=1)) == 1


def test_siblings_too_close_leave_their_parent() -> None:
    def concept(name: str, parent: str, *words: str) -> Concept:
        terms = tuple(Term(word, "en") for word in words)
        return Concept(name, {"en": name, "zh": name}, terms=terms, parent=parent, hs=("6402",) if parent == "class.product" else ())

    every = (
        concept("class.shoe", "class.product", "footgear"),
        concept("class.boot", "class.shoe", "boots"),
        concept("class.clog", "class.shoe", "clogs"),
    )
    classifier = Classifier({one.id: one for one in every})
    found = classifier.classify(Listing(listing_id="1", title="x", category="Boots & Clogs"))
    assert [one.concept for one in found] == ["class.shoe"]
    assert classifier.hs("class.boot") == ("6402",)
