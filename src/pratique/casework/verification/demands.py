"""What each law wants a trader to tell, and what of it buyers are shown."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from pratique.facts.concept import Text

LawName = Literal["dsa", "inform"]
When = Literal["always", "where_registered", "business"]


class Demand(msgspec.Struct, frozen=True):
    """One thing to tell."""

    fields: tuple[str, ...]
    """Any one of them will do."""
    article: str
    when: When = "always"


class Law(msgspec.Struct, frozen=True):
    """One law on knowing traders."""

    name: LawName
    title: Text
    citation: str
    jurisdiction: str
    """Markets under it are those it can close."""
    demands: tuple[Demand, ...]
    shown: tuple[str, ...]
    """What buyers see of it."""
    certified: bool
    """Whether the trader has to confirm it every year."""


FIELDS: Mapping[str, Text] = {
    "name": {"en": "name", "zh": "名称"},
    "address": {"en": "address", "zh": "地址"},
    "phone": {"en": "telephone number", "zh": "电话号码"},
    "email": {"en": "e-mail address", "zh": "电子邮件地址"},
    "id_document": {"en": "copy of an identity document", "zh": "身份证件副本"},
    "electronic_id": {"en": "electronic identification", "zh": "电子身份识别"},
    "payment_account": {"en": "payment account", "zh": "付款账户"},
    "payee": {"en": "payee of the payments", "zh": "收款人"},
    "trade_register": {"en": "trade register", "zh": "商业登记机关"},
    "register_number": {"en": "registration number", "zh": "登记号码"},
    "self_certification": {"en": "promise to offer only what complies with Union law", "zh": "仅提供符合欧盟法律的产品或服务的声明"},
    "tax_id": {"en": "tax number", "zh": "税号"},
    "vat": {"en": "VAT number", "zh": "增值税号"},
    "eori": {"en": "EORI number", "zh": "EORI 号码"},
    "lei": {"en": "legal entity identifier", "zh": "法人识别编码"},
    "business_record": {"en": "government record or tax document of the business", "zh": "企业的政府登记文件或税务文件"},
}
"""What can be told, as people read it."""
PAPERS = ("id_document", "register_extract", "tax_document", "bank_statement", "authorisation", "self_certification", "other")
"""Kinds of document that can be shown."""

LAWS: Mapping[LawName, Law] = {
    "dsa": Law(
        "dsa",
        {"en": "Traceability of traders in the Union", "zh": "欧盟经营者可追溯性"},
        "Regulation (EU) 2022/2065 Art. 30",
        "eu",
        (
            Demand(("name",), "Art. 30(1)(a)"),
            Demand(("address",), "Art. 30(1)(a)"),
            Demand(("phone",), "Art. 30(1)(a)"),
            Demand(("email",), "Art. 30(1)(a)"),
            Demand(("id_document", "electronic_id"), "Art. 30(1)(b)"),
            Demand(("payment_account",), "Art. 30(1)(c)"),
            Demand(("trade_register",), "Art. 30(1)(d)", "where_registered"),
            Demand(("register_number",), "Art. 30(1)(d)", "where_registered"),
            Demand(("self_certification",), "Art. 30(1)(e)"),
        ),
        ("name", "address", "phone", "email", "trade_register", "register_number", "self_certification"),
        certified=False,
    ),
    "inform": Law(
        "inform",
        {"en": "High-volume third party sellers in the United States", "zh": "美国大批量第三方卖家"},
        "15 U.S.C. § 45f",
        "us",
        (
            Demand(("payment_account", "payee"), "(a)(1)(A)(i)"),
            Demand(("name",), "(a)(1)(A)(ii)"),
            Demand(("id_document", "business_record"), "(a)(1)(A)(ii)", "business"),
            Demand(("tax_id",), "(a)(1)(A)(iii)"),
            Demand(("email",), "(a)(1)(A)(iv)"),
            Demand(("phone",), "(a)(1)(A)(iv)"),
        ),
        ("name", "address", "email", "phone"),
        certified=True,
    ),
}
"""By name. Art. 30(7) and § 45f(b) say what is shown; the latter from 20,000 dollars a year on."""


def missing(laws: tuple[LawName, ...], given: frozenset[str], *, is_registered: bool, is_business: bool) -> tuple[str, ...]:
    """What is not told yet: `payment_account|payee` means either."""
    found = []
    for name in laws:
        for one in LAWS[name].demands:
            skipped = (one.when == "where_registered" and not is_registered) or (one.when == "business" and not is_business)
            if not skipped and given.isdisjoint(one.fields):
                found.append("|".join(one.fields))
    return tuple(dict.fromkeys(found))
