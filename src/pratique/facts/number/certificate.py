"""Numbers on certificates, registrations and marks of conformity, by the form their issuers write.

Forms are public knowledge of the schemes named; where an issuer writes more than one, all of them are taken. A form that fits proves
nothing, one that does not is a mistyped or an invented number.
"""

import datetime as dt
import re
from typing import NamedTuple

from pratique.facts.concept import Text
from pratique.facts.listing import Document
from pratique.facts.number.reason import PART

LONGEST = 200


class Form(NamedTuple):
    """How one scheme writes its numbers."""

    pattern: re.Pattern[str]
    written: Text
    """The form in words, with an example."""
    source: str
    """Law or scheme that gives the number."""


def _form(pattern: str, en: str, zh: str, source: str) -> Form:
    return Form(re.compile(pattern, re.IGNORECASE | re.ASCII), {"en": en, "zh": zh}, source)


_YEAR = r"(?P<year>20\d\d)"
FORMS: dict[str, Form] = {
    "br.anatel": _form(r"\d{5}-?\d{2}-?\d{5}", "twelve digits: 02713-24-09185", "12 位数字：02713-24-09185", "Anatel, Resolução 715/2019"),
    "br.inmetro": _form(
        rf"\d{{6}}/{_YEAR}", "six digits and the year: 001234/2024", "6 位数字加年份：001234/2024", "Inmetro, registro de objeto"
    ),
    "ca.ised": _form(
        r"(IC: ?)?[A-Z0-9]{1,6}-[A-Z0-9]{1,11}",
        "company number, hyphen, product number: 1234A-WIDGET",
        "公司代码-产品代码：1234A-WIDGET",
        "ISED, RSP-100",
    ),
    "cn.ccc": _form(
        rf"{_YEAR}\d{{12}}",
        "sixteen digits that begin with the year: 2024010902123456",
        "16 位数字，以年份开头：2024010902123456",
        "CNCA, compulsory product certification",
    ),
    "cn.srrc": _form(
        rf"(CMIIT ID: ?)?{_YEAR}[A-Z]{{2}}\d{{4,6}}(\(M\))?",
        "year, two letters, digits: 2023DJ1234",
        "年份、两个字母、数字：2023DJ1234",
        "MIIT, radio type approval",
    ),
    "eaeu.certificate": _form(
        r"(EA[EЭ]C|ЕА[EЭ]С|EAEU|TC|ТС) ?(N|№)? ?[A-Z]{2} [CС]-[A-Z]{2}\.[A-ZА-Я0-9]{2,4}\.[A-ZА-Я]\.\d{5}(/\d{2})?",
        "ЕАЭС RU С-CN.АБ12.В.01234/24",
        "ЕАЭС RU С-CN.АБ12.В.01234/24",
        "EAEU Commission, Decision 293/2012",
    ),
    "eaeu.declaration": _form(
        r"(EA[EЭ]C|ЕА[EЭ]С|EAEU|TC|ТС) ?(N|№)? ?[A-Z]{2} [DД]-[A-Z]{2}\.[A-ZА-Я0-9]{2,4}\.[A-ZА-Я]\.\d{5}(/\d{2})?",
        "ЕАЭС N RU Д-CN.РА01.В.12345/24",
        "ЕАЭС N RU Д-CN.РА01.В.12345/24",
        "EAEU Commission, Decision 41/2018",
    ),
    "eu.eprel": _form(
        r"\d{3,8}",
        "the registration number of EPREL, digits only: 1234567",
        "EPREL 注册号，仅数字：1234567",
        "Regulation (EU) 2017/1369 Art. 12",
    ),
    "eu.notified_body": _form(
        r"(.*\D)?(?P<body>\d{4})(\D.*)?",
        "the four-digit number of the notified body: 0123",
        "公告机构四位编号：0123",
        "Regulation (EC) 765/2008 Art. 30; numbers are listed in NANDO",
    ),
    "fr.unique_identifier": _form(r"FR\d{6}_\d{2}[A-Z0-9]{4}", "FR012345_01ABCD", "FR012345_01ABCD", "Code de l'environnement L541-10-13"),
    "id.bpom_cosmetic": _form(
        r"N[A-E]\d{11}", "NA to NE and eleven digits: NA18231200001", "NA 至 NE 加 11 位数字：NA18231200001", "BPOM, notifikasi kosmetika"
    ),
    "in.crs": _form(r"R-\d{8}", "R- and eight digits: R-41012345", "R- 加 8 位数字：R-41012345", "BIS, Compulsory Registration Scheme"),
    "in.fssai": _form(
        r"[12]\d{13}",
        "fourteen digits that begin with 1 or 2: 10019022001234",
        "14 位数字，以 1 或 2 开头",
        "FSSAI, licensing regulations 2011",
    ),
    "in.isi": _form(
        r"CM/L-?\d{7,10}",
        "CM/L- and seven to ten digits: CM/L-7800123456",
        "CM/L- 加 7 至 10 位数字",
        "BIS, conformity assessment regulations 2018",
    ),
    "jp.giteki": _form(
        r"(\[?[RTD]\]? ?)?\d{3}-[A-Z0-9]{6}",
        "body, hyphen, six characters: 201-123456",
        "机构编号-6 位：201-123456",
        "Radio Act of Japan Art. 38-7",
    ),
    "kr.kc": _form(
        r"[A-Z]{2}\d{5,6}-\d{4,5}[A-Z]?",
        "two letters, digits, hyphen, digits: HU07123-12345A",
        "两个字母、数字-数字：HU07123-12345A",
        "KATS, safety certification of electrical goods",
    ),
    "kr.rra": _form(
        r"(MSIP|KCC|R)-[A-Z]{1,4}-.{2,}", "R-C-ABC-MODEL", "R-C-ABC-MODEL", "RRA, conformity assessment of broadcasting equipment"
    ),
    "sg.safety_mark": _form(
        r"\d{6}-\d{2}",
        "six digits, hyphen, two digits: 201234-00",
        "6 位数字-2 位数字：201234-00",
        "Consumer Protection Registration Scheme",
    ),
    "tw.bsmi": _form(
        r"[RDMT][3-9][A-Z0-9]\d{4}|[RDMT]\d{5}",
        "a letter and five digits: R33275",
        "字母加 5 位数字：R33275",
        "BSMI, commodity inspection mark",
    ),
    "tw.ncc": _form(r"CC[A-Z]{2}\d{2}[A-Z0-9]{2}\d{4}T\d", "CCAF19LP0010T2", "CCAF19LP0010T2", "NCC, type approval label"),
    "us.fcc_id": _form(
        r"(FCC ID: ?)?([A-Z][A-Z0-9]{2}|[2-9][A-Z0-9]{4})-?[A-Z0-9-]{1,14}",
        "grantee code and product code: 2AXYZ-TWS1",
        "被授权方代码加产品代码：2AXYZ-TWS1",
        "47 CFR 2.926",
    ),
    "us.ul_file": _form(r"E\d{4,6}", "E and up to six digits: E312233", "E 加至多 6 位数字：E312233", "UL Product iQ"),
    "vn.cosmetic_notification": _form(
        r"\d{1,6}/\d{2}/CBMP-[A-Z]{2,4}",
        "number, year, CBMP and the place: 000123/24/CBMP-HCM",
        "编号/年份/CBMP-地区：000123/24/CBMP-HCM",
        "Circular 06/2011/TT-BYT",
    ),
}
NOTIFIED_BODIES = range(1, 3200)
"""Numbers that were given to bodies so far; those of the United Kingdom among them are no longer valid in the Union."""
_NOT_GIVEN: Text = {"en": "no notified body has that number", "zh": "没有使用该编号的公告机构"}
_TO_COME: Text = {"en": "the year in it lies ahead", "zh": "其中年份尚未到来"}


def fault_of(form: str, written: str, on: dt.date) -> Text | None:
    """Why it is no number of a scheme; `None` where it may be one. `on` is the day, for numbers that hold a year.

    Raises KeyError for a form that there is not.
    """
    known = FORMS[form]
    text = " ".join(written.split())
    found = known.pattern.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return {language: f"{_SAYS[language]}{words}" for language, words in known.written.items()}
    parts = found.groupdict()
    if "year" in parts and int(parts["year"]) > on.year:
        return _TO_COME
    if "body" in parts and int(parts["body"]) not in NOTIFIED_BODIES:
        return _NOT_GIVEN
    return None if text.strip("0-/ ") else PART


_SAYS = {"en": "it is not written as such a number is: ", "zh": "格式不正确，应为："}


def is_written_so(document: Document, number_form: str | None, issuer_form: str | None, on: dt.date) -> bool:
    """Whether number and issuer of a document, where they are given, have their forms."""
    if number_form is not None and document.number and fault_of(number_form, document.number, on) is not None:
        return False
    if issuer_form is None:
        return True
    given = [text for text in (document.issuer, document.number) if text]
    return not given or any(fault_of(issuer_form, text, on) is None for text in given)
