"""Extracts of trade mark registers in the forms of the offices, and how they are laid over the register of brands."""

import datetime as dt
import json
from pathlib import Path

import pytest

from pratique.assembly.marks.entry import Entry, classes_of, day_of, status_of
from pratique.assembly.marks.register import as_yaml, lay_over, read
from pratique.base.errors import InputError
from pratique.facts.brand import Brand, Mark
from pratique.policy.load import load_content

ON = dt.date(2026, 11, 29)
TMVIEW = """Trade mark name;Trade mark office;Designated territory;Application number;Registration number;Trade mark status;Nice class;Applicant name;Expiry date
LUMORA;EM;EU;018000001;018000001;Registered;9, 25;Lumora GmbH;2030-01-11
LUMORA;WO;CN, US, EM;;1500000;Registered;25;Lumora GmbH;11/01/2031
OLDMARK;GB;;UK1;UK0001;Expired;25;Somebody Ltd;2020-01-01
;DE;;1;2;Registered;1;x;2030-01-01
"""
CNIPA = """商标名称,申请/注册号,国际分类,申请人名称,商标状态,专用权期限
路莫拉,51234567,25,路莫拉公司,注册,2021-06-07 至 2031-06-06
新申请,61234567,9,路莫拉公司,注册申请中,
"""
USPTO_XML = """<?xml version="1.0"?>
<trademark-applications-daily><application-information><file-segments><action-keys>
<case-file><serial-number>88000001</serial-number><registration-number>5123456</registration-number>
<case-file-header><status-code>700</status-code><mark-identification>LUMORA</mark-identification></case-file-header>
<classifications><classification><international-code>025</international-code><us-code>022</us-code></classification>
<classification><international-code>009</international-code></classification></classifications>
<case-file-owners><case-file-owner><party-name>Lumora Inc.</party-name></case-file-owner></case-file-owners></case-file>
<case-file><serial-number>88000002</serial-number><registration-number>0000000</registration-number>
<case-file-header><status-code>602</status-code><mark-identification>DEADMARK</mark-identification></case-file-header></case-file>
</action-keys></file-segments></application-information></trademark-applications-daily>
"""
ST96 = """<tmk:TrademarkBag xmlns:tmk="http://www.wipo.int/standards/XMLSchema/ST96/Trademark" xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common">
<tmk:Trademark><com:RegistrationOfficeCode>WO</com:RegistrationOfficeCode><com:RegistrationNumber>1500000</com:RegistrationNumber>
<com:ExpiryDate>2031-01-11</com:ExpiryDate><tmk:MarkCurrentStatusCode>Registered</tmk:MarkCurrentStatusCode>
<tmk:MarkSignificantVerbalElementText>LUMORA</tmk:MarkSignificantVerbalElementText><tmk:ClassNumber>25</tmk:ClassNumber>
<tmk:DesignatedCountryCode>CN</tmk:DesignatedCountryCode><tmk:DesignatedCountryCode>US</tmk:DesignatedCountryCode>
<com:EntityName>Lumora GmbH</com:EntityName></tmk:Trademark></tmk:TrademarkBag>
"""
ST66 = """<Transaction><TradeMark><RegistrationOfficeCode>EM</RegistrationOfficeCode><ApplicationNumber>018000001</ApplicationNumber>
<ExpiryDate>2030-01-11</ExpiryDate><MarkCurrentStatusCode>Registered</MarkCurrentStatusCode>
<WordMarkSpecification><MarkVerbalElementText>LUMORA</MarkVerbalElementText></WordMarkSpecification>
<GoodsServicesDetails><ClassDescription><ClassNumber>9</ClassNumber></ClassDescription></GoodsServicesDetails></TradeMark></Transaction>
"""
TSDR = {
    "trademarks": [
        {"status": {"serialNumber": 88000001, "usRegistrationNumber": "5123456", "markElement": "LUMORA", "status": 800},
         "gsList": [{"internationalClasses": [{"code": "025"}]}], "parties": {"ownerGroups": {"10": [{"name": "Lumora Inc."}]}}},
        {"status": {"serialNumber": 1}},
    ]
}  # fmt: skip


def entries(tmp_path: Path, name: str, text: str, office: str | None = None) -> tuple[list[Entry], list[str]]:
    path = tmp_path / name
    path.write_bytes(text.encode("gb18030" if "国际" in text else "utf-8"))
    found = list(read(path, office, ON))
    return [one for one in found if isinstance(one, Entry)], [one for one in found if isinstance(one, str)]


def test_tables_of_tmview(tmp_path: Path) -> None:
    found, rejected = entries(tmp_path, "tm.csv", TMVIEW)
    assert found == [
        Entry("LUMORA", "EU", "018000001", (9, 25), ("EU",), "Lumora GmbH", "registered", dt.date(2030, 1, 11)),
        Entry("LUMORA", "WO", "1500000", (25,), ("CN", "EU", "US"), "Lumora GmbH", "registered", dt.date(2031, 1, 11)),
        Entry("OLDMARK", "GB", "UK0001", (25,), (), "Somebody Ltd", "ended", dt.date(2020, 1, 1)),
    ]
    assert rejected == ["line 5: no mark in words"]


def test_tables_of_the_cnipa_in_its_encoding(tmp_path: Path) -> None:
    found, _ = entries(tmp_path, "cn.csv", CNIPA)
    assert found == [
        Entry("路莫拉", "CN", "51234567", (25,), (), "路莫拉公司", "registered", dt.date(2031, 6, 6)),
        Entry("新申请", "CN", "61234567", (9,), (), "路莫拉公司", "pending", None),
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("us.xml", USPTO_XML, Entry("LUMORA", "US", "5123456", (9, 25), (), "Lumora Inc.")),
        ("st96.xml", ST96, Entry("LUMORA", "WO", "1500000", (25,), ("CN", "US"), "Lumora GmbH", "registered", dt.date(2031, 1, 11))),
        ("st66.xml", ST66, Entry("LUMORA", "EU", "018000001", (9,), (), "", "registered", dt.date(2030, 1, 11))),
        ("us.json", json.dumps(TSDR), Entry("LUMORA", "US", "5123456", (25,), (), "Lumora Inc.")),
    ],
)
def test_documents_of_the_offices(tmp_path: Path, name: str, text: str, expected: Entry) -> None:
    found, _ = entries(tmp_path, name, text)
    assert found[0] == expected


def test_dead_marks_and_lost_rows_are_told(tmp_path: Path) -> None:
    found, rejected = entries(tmp_path, "us.xml", USPTO_XML)
    assert [(one.text, one.status) for one in found] == [("LUMORA", "registered")]
    assert rejected == ["registration 2: no number"]
    _, rejected = entries(tmp_path, "us.json", json.dumps(TSDR))
    assert rejected == ["registration 2: no mark in words"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "colour;size\nred;4\n", "no column for text and number"),
        ("a.xml", "<a><b/></a>", "no registration"),
        ("a.xml", "<a><b>", "no readable XML"),
        ("a.xml", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "no readable XML"),
        ("a.json", "{]", "no readable JSON"),
        ("a.json", '{"a": 1}', "no list of registrations"),
    ],
)
def test_other_files_are_refused_with_the_reason(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        entries(tmp_path, name, text)


def test_parts_as_offices_write_them() -> None:
    assert classes_of("9, 025 / 35; 100") == (9, 25, 35)
    assert day_of("2021-06-07 至 2031-06-06") == day_of("06/06/2031") == day_of("20310606") == dt.date(2031, 6, 6)
    assert day_of("soon") is None
    assert [status_of(text, None, ON) for text in ("700", "602", "630", "Registered", "Application published", "已注销")] == [
        "registered", "ended", "ended", "registered", "pending", "ended",
    ]  # fmt: skip


def test_laid_over_and_read_again_as_content(tmp_path: Path) -> None:
    known = {"lumora": Brand("lumora", "Lumora", "brand.sportswear", "Lumora Holding", gate=True, marks=(Mark("LUMORA", "DE", "1"),))}
    found = [
        Entry("LUMORA", "EU", "018000001", (25,)),
        Entry("Nordlicht", "DE", "77", (11,), (), "Nord AG"),
        Entry("NORDLICHT", "EU", "78"),
    ]
    laid = lay_over(known, found, take_new=True)
    assert (laid.known, laid.new, laid.left) == (1, 2, 0)
    assert [mark.number for mark in laid.brands["lumora"].marks] == ["1", "018000001"]
    assert laid.brands["lumora"].gate
    assert laid.brands["lumora"].owner == "Lumora Holding"
    assert laid.brands["nordlicht"].ordinary
    assert lay_over(known, found, take_new=False).left == 2
    folder = tmp_path / "brands"
    folder.mkdir()
    (folder / "tm.yaml").write_text(as_yaml(laid.brands.values()), "utf-8")
    content = load_content([tmp_path])
    assert [mark.office for mark in content.brands["nordlicht"].marks] == ["DE", "EU"]
    assert content.brands["lumora"].is_protected(("eu", "de"), (25,))
    assert not content.brands["lumora"].is_protected(("us",))
    assert any(term.text == "Nordlicht" and term.fields == ("brand",) for term in content.concepts["brand.registered"].terms)
