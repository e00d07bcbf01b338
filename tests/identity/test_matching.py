"""Listings against notices: what is the recalled product, what only looks like it."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from pratique.facts.listing import Listing
from pratique.identity.matcher import NoticeMatcher
from pratique.identity.notice import NoticedProduct, ProductNotice
from tests.identity.pictures import picture

STROLLER = ProductNotice(
    "cpsc:26-101",
    "cpsc",
    "Brumbel Recalls Larkway Double Strollers Due to Fall Hazard",
    "https://example.org/26-101",
    dt.date(2026, 1, 8),
    (NoticedProduct("Brumbel Larkway Double Strollers", brands=("Brumbel",), models=("LW-2200", "LW-2210"), gtins=("4006381333931",)),),
    text="This recall involves Brumbel Larkway double strollers, model numbers LW-2200 and LW-2210, in grey and blue.",
)
HEATER = ProductNotice(
    "gb:2601-0007",
    "opss",
    "Product Recall: Norvane Ember fan heater",
    "https://example.org/7",
    dt.date(2026, 2, 1),
    (NoticedProduct("Norvane Ember Fan Heater", brands=("Norvane",), models=("NV450",)),),
)


@pytest.fixture(scope="module")
def matcher() -> NoticeMatcher:
    return NoticeMatcher([STROLLER, HEATER], ordinary=["stroller", "heater", "fan"])


@pytest.mark.parametrize(
    "listing",
    [
        Listing("1", "Brumbel Larkway double stroller LW2200 grey, foldable"),
        Listing("2", "NEW brumbel larkway twin double stroller lw 2210", brand="Brumbel"),
        Listing("3", "Double stroller for twins", gtin="4006381333931"),
        Listing("4", "Brumbel double stroller", model="LW-2200"),
        Listing("5", "Brumbel Larkwy double stroller blue"),
    ],
    ids=lambda one: one.title,
)
def test_the_recalled_product_is_found(matcher: NoticeMatcher, listing: Listing) -> None:
    found = matcher.match(listing)
    assert found
    assert found[0].notice == STROLLER.id
    assert found[0].score.verdict in ("same", "probably")


@pytest.mark.parametrize(
    "listing",
    [
        Listing("1", "Replacement front wheel for Brumbel Larkway double stroller"),
        Listing("2", "Rain cover compatible with Brumbel Larkway double stroller LW-2200"),
        Listing("3", "Brumbel Tessaly double stroller TS-900", brand="Brumbel"),
        Listing("4", "Ovanti Larkway double stroller", brand="Ovanti"),
        Listing("5", "Double stroller for twins, foldable"),
        Listing("6", "Norvane Ember patio lantern", brand="Norvane"),
    ],
    ids=lambda one: one.title,
)
def test_what_only_looks_like_it_is_not(matcher: NoticeMatcher, listing: Listing) -> None:
    assert [one for one in matcher.match(listing) if one.score.verdict in ("same", "probably")] == []


def test_the_same_makers_other_stroller_is_similar(matcher: NoticeMatcher) -> None:
    [found] = matcher.match(Listing("1", "Brumbel Tessaly double stroller TS-900", brand="Brumbel"))
    assert found.score.verdict == "similar"


def test_reasons_name_the_fields(matcher: NoticeMatcher) -> None:
    [found] = matcher.match(Listing("1", "Brumbel Larkway double stroller LW2200"))
    assert {"model", "name"} <= {name for name, _ in found.score.reasons}


def test_a_notice_taken_back_is_met_no_more() -> None:
    matcher = NoticeMatcher([STROLLER])
    listing = Listing("1", "Brumbel Larkway double stroller LW2200")
    assert matcher.match(listing)
    matcher.remove(STROLLER.id)
    assert not matcher.match(listing)
    assert len(matcher) == 0
    matcher.add(STROLLER)
    matcher.add(STROLLER)
    assert len(matcher.match(listing)) == 1


SEEN = f"pdq:{'a53c' * 16}"
RETAKEN = f"pdq:{'a53c' * 15}a53f"
"""Two bits of 256 apart."""
OTHER_PICTURE = f"pdq:{'0ff1' * 16}"


@pytest.fixture(scope="module")
def with_pictures() -> NoticeMatcher:
    return NoticeMatcher([msgspec.structs.replace(STROLLER, pictures=("https://example.org/1.jpg", SEEN)), HEATER], ordinary=["stroller"])


def test_a_picture_in_common_leads_to_a_look_and_never_alone_to_more(with_pictures: NoticeMatcher) -> None:
    plain = Listing("1", "Foldable pushchair for two children")
    assert with_pictures.match(plain) == []
    assert with_pictures.match(msgspec.structs.replace(plain, images=(OTHER_PICTURE,))) == []
    [found] = with_pictures.match(msgspec.structs.replace(plain, images=(RETAKEN, "https://example.org/x.jpg")))
    assert (found.notice, found.score.verdict) == (STROLLER.id, "similar")
    assert "picture" in {name for name, _ in found.score.reasons}


def test_a_picture_supports_what_words_say(with_pictures: NoticeMatcher) -> None:
    listing = Listing("1", "Brumbel double stroller Larkway")
    [without] = with_pictures.match(listing)
    [found] = with_pictures.match(msgspec.structs.replace(listing, images=(SEEN,)))
    assert found.score.probability > without.score.probability


def test_the_makers_picture_on_a_spare_part_is_no_match(with_pictures: NoticeMatcher) -> None:
    part = Listing("1", "Replacement front wheel for Brumbel Larkway double stroller", images=(SEEN,))
    assert [one for one in with_pictures.match(part) if one.score.verdict in ("same", "probably")] == []


def test_pictures_that_are_files_are_compared(tmp_path: Path) -> None:
    for name, quality in (("notice.jpg", 95), ("listing.jpg", 40)):
        picture(7).save(tmp_path / name, quality=quality)
    picture(8).save(tmp_path / "other.jpg")
    notice = msgspec.structs.replace(STROLLER, pictures=("notice.jpg",))
    matcher = NoticeMatcher([notice], images=str(tmp_path))
    plain = Listing("1", "Foldable pushchair for two children")
    verdicts = [
        [one.score.verdict for one in matcher.match(msgspec.structs.replace(plain, images=(name,)))]
        for name in ("listing.jpg", "other.jpg", "missing.jpg", "../notice.jpg")
    ]
    assert verdicts == [["similar"], [], [], []]
