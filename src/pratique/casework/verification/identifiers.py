"""Identifiers looked at on their own: shape, length, check digits (python-stdnum). Whether they were ever issued only a register knows.

Three answers: `ok`, `wrong` with the reason, `unchecked` where this place knows no test. Nothing is looked up over the network.
"""

import re
from collections.abc import Callable
from typing import Any, Literal

import msgspec
import stdnum.exceptions as wrong
from stdnum import get_cc_module, iban, lei
from stdnum.at import businessid
from stdnum.au import acn
from stdnum.ch import uid
from stdnum.cn import uscc
from stdnum.de import handelsregisternummer
from stdnum.es import cif
from stdnum.eu import vat as eu_vat
from stdnum.fi import ytunnus
from stdnum.fr import siren, siret
from stdnum.gb import vat as gb_vat
from stdnum.il import hp
from stdnum.it import iva
from stdnum.jp import cn as corporate_number
from stdnum.no import orgnr as no_orgnr
from stdnum.pl import regon
from stdnum.ro import onrc
from stdnum.se import orgnr as se_orgnr
from stdnum.sg import uen
from stdnum.us import tin

from pratique.casework.workdays import MEMBER_STATES
from pratique.facts.concept import Text
from pratique.facts.number.reason import FORM, reason_of

Kind = Literal["vat", "tax_id", "register_number", "eori", "iban", "lei"]
Answer = Literal["ok", "wrong", "unchecked"]
LONGEST = 64


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of looking at one identifier. Holds nothing of the identifier itself."""

    field: str
    answer: Answer
    test: str = ""
    """What it was held against: `eu.vat`, `cn.uscc`."""
    reason: Text = {}


_COMPANY: dict[str, Any] = {
    "AT": businessid, "AU": acn, "CH": uid, "CN": uscc, "DE": handelsregisternummer, "ES": cif, "FI": ytunnus, "FR": siren, "IL": hp,
    "IT": iva, "JP": corporate_number, "NO": no_orgnr, "PL": regon, "RO": onrc, "SE": se_orgnr, "SG": uen,
}  # fmt: skip
_BUSINESS = {"BE": "vat", "BR": "cnpj", "CZ": "dic", "DK": "cvr", "ID": "npwp", "IN": "gstin", "KR": "brn", "MX": "rfc", "PT": "nif", "TH": "moa", "TR": "vkn", "TW": "ubn", "VN": "mst"}  # fmt: skip  # noqa: E501
_GB_COMPANY = re.compile(r"(?:\d{8}|[A-Z]{2}\d{6})\Z")
"""Companies House: eight digits, or two letters and six; has no check digit. From general knowledge."""
_EORI = re.compile(r"[A-Z]{2}[A-Z0-9]{1,15}\Z")
"""Two letters of the country that issued it, then up to fifteen characters. From general knowledge."""

_UNKNOWN: Text = {
    "en": "no test is known for this country here; look it up in the register",
    "zh": "此处没有该国的校验方法；请到登记机关查询",
}
_TOO_LONG: Text = {"en": f"is longer than {LONGEST} characters", "zh": f"超过 {LONGEST} 个字符"}
_SHAPE: Text = {"en": "only its shape could be checked", "zh": "只能检查格式"}
_ELSEWHERE: Text = {"en": "begins with the letters of another country", "zh": "开头字母属于其他国家"}


def check(field: str, kind: Kind, value: str, country: str | None) -> Check:
    """Look at an identifier that was issued in a country (ISO 3166-1)."""
    text = value.strip().upper()
    if len(text) > LONGEST:
        return Check(field, "wrong", kind, _TOO_LONG)
    return _TESTS[kind](field, text, country or "")


def _held(field: str, test: Any, value: str) -> Check:
    name = test.__name__.removeprefix("stdnum.")
    try:
        test.validate(value)
    except wrong.ValidationError as error:
        return Check(field, "wrong", name, reason_of(error))
    return Check(field, "ok", name)


def _iban(field: str, value: str, _: str) -> Check:
    return _held(field, iban, value)


def _lei(field: str, value: str, _: str) -> Check:
    return _held(field, lei, value)


def _vat(field: str, value: str, country: str) -> Check:
    if country in ("GB", "XI"):
        return _held(field, gb_vat, value)
    if country in MEMBER_STATES:
        prefix = "EL" if country == "GR" else country
        compact = re.sub(r"[\s.-]", "", value)
        if compact[:2].isalpha() and compact[:2] not in (prefix, country) and compact[:2].lower() in eu_vat.MEMBER_STATES:
            return Check(field, "wrong", "eu.vat", _ELSEWHERE)
        return _held(field, eu_vat, compact if compact.startswith(prefix) else prefix + compact)
    module = get_cc_module(country.lower(), "vat") if len(country) == 2 and country.isalpha() else None
    return _held(field, module, value) if module is not None else Check(field, "unchecked", "", _UNKNOWN)


def _tax_id(field: str, value: str, country: str) -> Check:
    if country == "US":
        return _held(field, tin, value)
    if country == "CN":
        return _held(field, uscc, value)
    if country in MEMBER_STATES and not value[:2].isalpha():
        return Check(field, "unchecked", "", _UNKNOWN)  # a national tax number is none for VAT, and not all countries have a test
    return _vat(field, value, country)


def _register_number(field: str, value: str, country: str) -> Check:
    if country == "GB":
        if _GB_COMPANY.match(value.replace(" ", "")):
            return Check(field, "ok", "gb.company", _SHAPE)
        return Check(field, "wrong", "gb.company", FORM)
    module = _COMPANY.get(country) or (get_cc_module(country.lower(), _BUSINESS[country]) if country in _BUSINESS else None)
    return _held(field, module, value) if module is not None else Check(field, "unchecked", "", _UNKNOWN)


def _eori(field: str, value: str, _: str) -> Check:
    compact = value.replace(" ", "")
    issuer = compact[:2]
    if not _EORI.match(compact) or (issuer not in MEMBER_STATES and issuer not in ("GB", "XI")):
        return Check(field, "wrong", "eori", FORM)
    if issuer == "FR":
        return _held(field, siret, compact[2:])
    if issuer in ("GB", "XI") and len(compact) == 14 and compact.endswith("000"):
        return _held(field, gb_vat, compact[2:11])
    return Check(field, "ok", "eori", _SHAPE)


_TESTS: dict[Kind, Callable[[str, str, str], Check]] = {
    "vat": _vat, "tax_id": _tax_id, "register_number": _register_number, "eori": _eori, "iban": _iban, "lei": _lei,
}  # fmt: skip
