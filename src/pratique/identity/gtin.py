"""Trade item numbers (GTIN, which holds EAN, UPC and ISBN-13): read, checked, and brought to fourteen digits.

Only a number whose check digit fits and that is the same worldwide identifies a product: what a shop numbers for itself does not.
"""

import re
from collections.abc import Iterable

from stdnum import ean
from stdnum.exceptions import ValidationError

_RUN = re.compile(r"(?<![\w.,-])\d(?:[ -]?\d){11,13}(?![\w-])")
_SHORT = re.compile(r"(?i)\b(?:upc|ean|gtin|barcode|jan)[^0-9]{0,20}(\d(?:[ -]?\d){6,13})(?!\d)")
_SPLIT = re.compile(r"[ -]")
_INSIDE = ("02", "04", "2")
"""GS1 prefixes of numbers with a meaning inside one company or shop only: 020-029, 040-049, 200-299 of the thirteen digits."""


def gtin14(written: str) -> str | None:
    """The number in fourteen digits; `None` where it is none, its check digit does not fit, or it means something in one shop only."""
    digits = _SPLIT.sub("", written.strip())
    try:
        valid = ean.validate(digits)
    except ValidationError:
        return None
    whole = valid.zfill(14)
    if not whole.strip("0") or (len(valid) != 8 and whole[1:].startswith(_INSIDE)):
        return None
    return whole


def gtins_of(written: Iterable[str]) -> frozenset[str]:
    """Those of some fields that hold one number each."""
    return frozenset(found for one in written if (found := gtin14(one)) is not None)


def gtins_in(text: str) -> frozenset[str]:
    """Numbers in prose: twelve to fourteen digits, also with single spaces or hyphens; eight only behind a word that says what they are."""
    if not text:
        return frozenset()
    return gtins_of(found.group() for found in _RUN.finditer(text)) | gtins_of(found.group(1) for found in _SHORT.finditer(text))
