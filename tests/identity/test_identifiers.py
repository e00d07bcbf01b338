"""Trade item and model numbers as people write them."""

import pytest

from pratique.identity.gtin import gtin14, gtins_in
from pratique.identity.model_number import joined_in, keys_after_cue, keys_in, keys_of


@pytest.mark.parametrize("written", ["4006381333931", "04006381333931", "4 006381 333931", "4-006381-333931"])
def test_one_number_however_it_is_written(written: str) -> None:
    assert gtin14(written) == "04006381333931"


@pytest.mark.parametrize("written", ["4006381333932", "123", "", "0000000000000", "2012345678900", "call us"])
def test_no_number_of_the_world(written: str) -> None:
    assert gtin14(written) is None


def test_numbers_are_found_in_prose() -> None:
    assert gtins_in("sold with UPC 0 36000 29145 2 and EAN: 4006381333931.") == {"00036000291452", "04006381333931"}
    assert gtins_in("call 1-800-555-0199 before 2026-01-08; lot 20120131000000") == frozenset()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Acme XR-200 stroller", {"xr200"}),
        ("sony dav-is50 / b home cinema", {"davis50"}),
        ("fan 100-240V 16GB 24x36 cm 2019 1080p 4-in-1", set()),
        ("washer 790.32623xxx", {"79032623"}),
        ("set 75192 with 20 pcs", {"75192"}),
    ],
)
def test_model_numbers_are_told_from_quantities(text: str, keys: set[str]) -> None:
    assert keys_in(text) - {"4in1"} == keys


def test_a_number_written_apart() -> None:
    assert "xr200" in joined_in("Acme XR 200 fan")
    assert "xr200" in keys_of(["XR 200"])


def test_prose_names_models_behind_a_cue() -> None:
    text = 'The model number "G-1843-5" is on the base. SKU numbers 612007239 or 612008982 at the back, sold in 2019 for $20. Serial 88A1234 is not.'
    assert keys_after_cue(text) == {"g18435", "612007239", "612008982"}
