"""Numbers of goods: GTIN (with EAN, UPC and ISBN-13), ISBN, CAS."""

from typing import Any, Literal

import stdnum.exceptions as wrong
from stdnum import casrn, ean, isbn

from pratique.facts.concept import Text
from pratique.facts.number.reason import FORM, LENGTH, reason_of

GoodsNumber = Literal["gtin", "isbn", "cas"]
_TESTS: dict[GoodsNumber, Any] = {"gtin": ean, "isbn": isbn, "cas": casrn}
_RESTRICTED: Text = {
    "en": "numbers that begin so are for use inside one shop and name no product elsewhere",
    "zh": "此号段仅供商店内部使用，不能在店外标识商品",
}


def fault_of(kind: GoodsNumber, written: str) -> Text | None:
    """Why it is no such number; `None` where its shape and check digit fit."""
    compact = "".join(one for one in written if one not in " -\u00a0") if kind != "cas" else written.strip()
    if kind == "gtin":
        if not compact.isdigit() or not compact.isascii():
            return FORM
        if len(compact) not in (8, 12, 13, 14):
            return LENGTH
        if len(compact) != 8 and compact.zfill(14)[1:].startswith(("02", "04", "2")):
            return _RESTRICTED
    try:
        _TESTS[kind].validate(compact)
    except wrong.ValidationError as error:
        return reason_of(error)
    return None
