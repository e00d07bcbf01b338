"""Copies are known whatever was done to hide them; what only looks alike is not taken for one."""

import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pratique.facts import Listing
from pratique.identity.duplicates import Comparison, compare, fingerprint
from pratique.identity.duplicates.bare import bare, numbers, same_numbers
from pratique.identity.duplicates.fingerprint import gtin_of
from tests.identity.duplicates.disguises import TRICKS

TITLES = (
    "Herbal slimming capsules 30 pcs original formula",
    "Stun gun flashlight 50000V rechargeable black",
    "Magnetic balls set 216 pieces 5 mm silver",
    "Replica designer handbag AAA quality with box 28 cm",
)
TEXT = (
    "Strong magnets in a steel box. The set holds what is shown in the picture, comes with a pouch and ships within two days from"
    " our warehouse. Please write to us before you leave a bad review, we answer within twelve hours."
)


def of(title: str, description: str | None = None, **more: object) -> Listing:
    return Listing("x", title, description=description, **more)  # type: ignore[arg-type]  # columns by their names


def compared(one: Listing, other: Listing, folder: Path | None = None) -> Comparison:
    where = str(folder) if folder else None
    return compare(fingerprint(one, folder=where).print, fingerprint(other, folder=where).print)


@pytest.mark.parametrize("trick", TRICKS)
def test_a_disguise_changes_nothing(trick: str) -> None:
    for number, title in enumerate(TITLES):
        written = TRICKS[trick](title, random.Random(number))
        assert compared(of(title), of(written)).likeness == "identical", written


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Magnetic balls set 216 pieces 5 mm silver", "Magnetic balls set 512 pieces 5 mm silver"),
        ("Phone case for Galaxy S8 black leather", "Phone case for Galaxy S9 black leather"),
        ("Vitamin C tablets 500 mg, 60 tablets", "Vitamin C tablets 1000 mg, 60 tablets"),
        ("Toner cartridge for LaserJet 2410, black", "Toner cartridge for LaserJet 2420, black"),
    ],
)
def test_other_numbers_are_another_product(one: str, other: str) -> None:
    comparison = compared(of(one), of(other))
    assert comparison.likeness == "similar"
    assert {field.field: field.how for field in comparison.fields}["numbers"] == "other numbers"


def test_a_changed_word_is_near_only_where_something_else_agrees() -> None:
    one, other = "Magnetic balls set 216 pieces 5 mm silver", "Magnetic spheres kit 216 pieces 5 mm silver"
    assert compared(of(one), of(other)).likeness == "different"
    long = f"{one} for adults with a gift box and storage tin", f"{one} for adults with a gift bag and storage tin"
    assert compared(of(long[0]), of(long[1])).likeness == "near"
    assert compared(of(one, TEXT), of(one.replace("silver", "silvery"), TEXT)).likeness == "near"
    assert compared(of(one, TEXT), of("Fidget toy", TEXT)).likeness == "different"


def test_a_trade_number_decides_against_the_words() -> None:
    title = "Wall charger 65W white"
    same = compared(of(title, gtin="4006381333931"), of(title, gtin="04006381333931"))
    assert (same.likeness, same.agreeing) == ("identical", ("title", "gtin"))
    assert compared(of(title, gtin="4006381333931"), of(title, gtin="4006381333948")).likeness == "similar"
    assert gtin_of("4006381333932") == ""
    assert gtin_of("00000000") == ""
    assert gtin_of("036000291452") == "00036000291452"


def test_numbers_of_a_disguised_text() -> None:
    assert same_numbers(numbers("Tablets 10 mg x 100"), numbers("T4bl3ts 10 mg x 100"))
    assert same_numbers(numbers("Tablets 10 mg"), numbers("T a b l e t s 1 0 m g"))
    assert not same_numbers(numbers("Tablets 10 mg"), numbers("T4bl3ts 1 mg"))
    assert bare("") == bare("?!") == ""


def picture(path: Path, seed: int, size: int = 400) -> Image.Image:
    rng = np.random.default_rng(seed)
    made = Image.fromarray(rng.integers(0, 255, (12, 12, 3), dtype=np.uint8)).resize((size, size), Image.Resampling.BICUBIC)
    made.save(path)
    return made


def test_a_picture_is_known_after_small_edits(tmp_path: Path) -> None:
    whole = picture(tmp_path / "a.png", 1)
    whole.resize((180, 180)).save(tmp_path / "b.jpg", quality=60)
    picture(tmp_path / "c.png", 2)
    long = "Magnetic balls set 216 pieces", "Balls set of magnets, 216 pieces"
    again = compared(of(long[0], images=("a.png",)), of(long[0] + " new", images=("b.jpg",)), tmp_path)
    assert again.likeness == "near"
    assert "pictures" in again.agreeing
    other = compared(of(long[0], images=("a.png",)), of(long[1], images=("c.png",)), tmp_path)
    assert "pictures" not in other.agreeing
    shown = fingerprint(of("x", images=("a.png",)), folder=str(tmp_path)).print.pictures[0].hex()
    assert compared(of("x", images=(f"pdq:{shown}",)), of("x", images=("a.png",)), tmp_path).agreeing == ("title", "pictures")


def test_pictures_that_cannot_be_read_are_said_and_harm_nothing(tmp_path: Path) -> None:
    Image.new("1", (60_000, 60_000)).save(tmp_path / "bomb.png")
    Image.new("1", (8_000, 8_000)).save(tmp_path / "large.png")
    (tmp_path / "text.png").write_text("no picture")
    Image.new("RGB", (50, 50), "white").save(tmp_path / "plain.png")
    names = ("bomb.png", "large.png", "text.png", "../../etc/passwd", "plain.png", "none.png", "https://shop.example/1.jpg")
    said = [problem for name in names for problem in fingerprint(of("x", images=(name,)), folder=str(tmp_path)).problems]
    assert [problem.partition(": ")[2][:26] for problem in said] == [
        "unpacks to far more than t", "unpacks to 8000 × 8000 pix", "is no picture that can be ", "lies outside the folder of", "is too plain to be recogni", "there is no such file",
    ]  # fmt: skip
    assert fingerprint(of("x", images=("bomb.png",))).problems == ()
