"""Each identifier is right, wrong for a reason, or not to be told from here."""

import pytest

from pratique.casework.verification.identifiers import Answer, Kind, check
from pratique.casework.workdays import MEMBER_STATES

RIGHT = {  # published examples of the format, none of a person
    "AT": "U13585627", "BE": "0403019261", "BG": "175074752", "CY": "10259033P", "CZ": "25123891", "DE": "136695976", "DK": "13585628",
    "EE": "100931558", "ES": "B58378431", "FI": "20774740", "FR": "40303265045", "GR": "094259216", "HR": "33392005961", "HU": "12892312",
    "IE": "6433435F", "IT": "00743110157", "LT": "119511515", "LU": "15027442", "LV": "40003521600", "MT": "11679112", "NL": "004495445B01",
    "PL": "8567346215", "PT": "501964843", "RO": "18547290", "SE": "556188840401", "SI": "50223054", "SK": "2022749619",
}  # fmt: skip


def test_every_member_state_is_known() -> None:
    assert set(RIGHT) == set(MEMBER_STATES)


@pytest.mark.parametrize("country", MEMBER_STATES)
def test_vat_numbers_of_the_union(country: str) -> None:
    number = RIGHT[country]
    prefix = "EL" if country == "GR" else country
    assert check("vat", "vat", number, country).answer == "ok"
    assert check("vat", "vat", f"{prefix} {number}", country).answer == "ok"
    place = (
        next(place for place in range(len(number) - 1, -1, -1) if number[place].isdigit() and not number.endswith("B01"))
        if not number.endswith("B01")
        else 8
    )
    changed = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
    found = check("vat", "vat", changed, country)
    assert found.answer == "wrong"
    assert found.reason.keys() == {"en", "zh"}


@pytest.mark.parametrize(
    ("kind", "value", "country", "answer"),
    [
        ("vat", "GB 980 7806 84", "GB", "ok"),
        ("vat", "802311781", "GB", "wrong"),
        ("vat", "FR40303265045", "DE", "wrong"),
        ("vat", "123", "TD", "unchecked"),
        ("vat", "123", "", "unchecked"),
        ("tax_id", "91-1144442", "US", "ok"),
        ("tax_id", "07-1144442", "US", "wrong"),
        ("tax_id", "91110000600037341L", "CN", "ok"),
        ("tax_id", "91110000600037342L", "CN", "wrong"),
        ("tax_id", "DE136695976", "DE", "ok"),
        ("tax_id", "136695976", "DE", "unchecked"),
        ("register_number", "91110000600037341L", "CN", "ok"),
        ("register_number", "552008443", "FR", "ok"),
        ("register_number", "552008444", "FR", "wrong"),
        ("register_number", "09446231", "GB", "ok"),
        ("register_number", "SC123456", "GB", "ok"),
        ("register_number", "1234", "GB", "wrong"),
        ("register_number", "197401143C", "SG", "ok"),
        ("register_number", "7000012050002", "JP", "ok"),
        ("register_number", "12345", "KE", "unchecked"),
        ("eori", "DE123456789012345", "DE", "ok"),
        ("eori", "FR73282932000074", "FR", "ok"),
        ("eori", "FR73282932000075", "FR", "wrong"),
        ("eori", "CN123456", "CN", "wrong"),
        ("eori", "GB980780684000", "GB", "ok"),
        ("eori", "GB980780685000", "GB", "wrong"),
        ("iban", "GB82 WEST 1234 5698 7654 32", None, "ok"),
        ("iban", "GB82 WEST 1234 5698 7654 33", None, "wrong"),
        ("lei", "213800KUD8LAJWSQ9D15", None, "ok"),
        ("lei", "213800KUD8LAJWSQ9D16", None, "wrong"),
        ("iban", "9" * 5000, None, "wrong"),
        ("vat", "", "DE", "wrong"),
        ("tax_id", "１２３", "US", "wrong"),
    ],
)  # fmt: skip
def test_identifiers(kind: Kind, value: str, country: str | None, answer: Answer) -> None:
    found = check("x", kind, value, country)
    assert found.answer == answer, found
    assert answer == "ok" or found.reason
    assert value == "" or value not in repr(found), "nothing of the identifier is kept"
