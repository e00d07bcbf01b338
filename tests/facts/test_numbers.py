"""Numbers of goods and documents: shape, parts and check digits."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from pratique.facts import Document
from pratique.facts.number import certificate, goods

TODAY = dt.date(2026, 11, 29)


@given(st.text("0123456789", min_size=12, max_size=12).filter(lambda text: not text.startswith(("02", "04", "2"))), st.integers(0, 12))
def test_every_slip_of_one_digit_is_noticed(first: str, place: int) -> None:
    whole = first + ean.calc_check_digit(first)
    assert goods.fault_of("gtin", whole) is None
    assert goods.fault_of("gtin", f"{whole[:1]}-{whole[1:7]}-{whole[7:]}") is None
    slipped = whole[:place] + str((int(whole[place]) + 1) % 10) + whole[place + 1 :]
    assert goods.fault_of("gtin", slipped) is not None


@pytest.mark.parametrize(
    ("kind", "written", "is_right"),
    [
        ("gtin", "4006381333931", True),
        ("gtin", "4006381333932", False),
        ("gtin", "96385074", True),
        ("gtin", "40063813339", False),
        ("gtin", "2000000000008", False),
        ("gtin", "n/a", False),
        ("isbn", "978-0-306-40615-7", True),
        ("isbn", "978-0-306-40615-8", False),
        ("cas", "7732-18-5", True),
        ("cas", "7732-18-6", False),
    ],
)
def test_numbers_of_goods(kind: goods.GoodsNumber, written: str, *, is_right: bool) -> None:
    fault = goods.fault_of(kind, written)
    assert (fault is None) == is_right
    assert fault is None or fault.keys() == {"en", "zh"}


RIGHT = {
    "br.anatel": "02713-24-09185", "br.inmetro": "001234/2024", "ca.ised": "1234A-WIDGET", "cn.ccc": "2024010902123456", "cn.srrc": "2023DJ1234",
    "eaeu.certificate": "ЕАЭС RU С-CN.АБ12.В.01234/24", "eaeu.declaration": "ЕАЭС N RU Д-CN.РА01.В.12345/24", "eu.eprel": "1234567",
    "eu.notified_body": "TÜV Rheinland LGA Products GmbH (0197)", "fr.unique_identifier": "FR012345_01ABCD", "id.bpom_cosmetic": "NA18231200001",
    "in.crs": "R-41012345", "in.fssai": "10019022001234", "in.isi": "CM/L-7800123456", "jp.giteki": "R 201-123456", "kr.kc": "HU07123-12345A",
    "kr.rra": "R-C-ABC-MODEL1", "sg.safety_mark": "201234-00", "tw.bsmi": "R33275", "tw.ncc": "CCAF19LP0010T2", "us.fcc_id": "2AXYZ-TWS1",
    "us.ul_file": "E312233", "vn.cosmetic_notification": "000123/24/CBMP-HCM",
}  # fmt: skip
WRONG = {
    "br.anatel": "2713-24-091", "br.inmetro": "001234/2031", "ca.ised": "WIDGET", "cn.ccc": "2031010902123456", "cn.srrc": "DJ1234",
    "eaeu.certificate": "RU-1234", "eaeu.declaration": "ЕАЭС RU С-CN.АБ12.В.01234/24", "eu.eprel": "EPREL", "eu.notified_body": "body 9999",
    "fr.unique_identifier": "FR12345", "id.bpom_cosmetic": "BPOM 1", "in.crs": "R-4101234", "in.fssai": "30019022001234", "in.isi": "ISI 12",
    "jp.giteki": "201-12345", "kr.kc": "KC-1", "kr.rra": "ABC", "sg.safety_mark": "0000", "tw.bsmi": "33275", "tw.ncc": "NCC1",
    "us.fcc_id": "0ABCD-1", "us.ul_file": "UL", "vn.cosmetic_notification": "123-CBMP",
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(certificate.FORMS))
def test_every_form_takes_a_right_number_and_refuses_a_wrong_one(form: str) -> None:
    assert certificate.fault_of(form, RIGHT[form], TODAY) is None
    fault = certificate.fault_of(form, WRONG[form], TODAY)
    assert fault is not None
    assert fault.keys() == {"en", "zh"}


@given(st.sampled_from(sorted(certificate.FORMS)), st.text(max_size=300))
def test_any_text_is_answered(form: str, text: str) -> None:
    fault = certificate.fault_of(form, text, TODAY)
    assert fault is None or all(fault.values())


def test_what_is_not_given_is_not_wrong() -> None:
    assert certificate.is_written_so(Document("t"), "us.fcc_id", "eu.notified_body", TODAY)
    assert not certificate.is_written_so(Document("t", number="x"), "us.fcc_id", None, TODAY)
    assert certificate.is_written_so(Document("t", number="0197-TR-22", issuer="a laboratory"), None, "eu.notified_body", TODAY)
    assert not certificate.is_written_so(Document("t", issuer="a laboratory"), None, "eu.notified_body", TODAY)
