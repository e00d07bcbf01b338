"""Free text that goes into a public database holds no personal data (Regulation (EU) 2022/2065 Art. 24(5)): it is struck out before."""

import re
from collections.abc import Sequence

STRUCK = "[redacted]"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\w.+%-]+\s?(?:@|＠|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]+)+",
        r"\b[a-z]{2}\d{2}(?:[ ]?[a-z0-9]{4}){2,7}(?:[ ]?[a-z0-9]{1,4})?\b(?=.*\d)",
        r"(?:\+|\b00)\d{1,3}(?:[\s().-]?\d){6,13}\b",
        r"\b(?:\d[\s-]?){13,19}\b",
        r"\b\d{17}[\dx]\b",
        r"\b1[3-9]\d{9}\b",
        r"(?<![\d,.])\(?0\d{1,5}\)?[\s/.-]{1,3}(?:\d[\s/.-]?){5,10}\b",
        r"(?:微信|wechat|whatsapp|telegram|qq|vx|v信|line\s?id|skype)\s*(?:号|id|:|：|is)?\s*[:：]?\s*[\w.+@-]{5,40}",
        r"https?://[^\s/@]+:[^\s/@]+@\S+",
    )
)
"""E-mail, IBAN, international number, card, Chinese identity number, Chinese mobile, national number, handles, links with a password."""


def redact(text: str, names: Sequence[str] = ()) -> str:
    """The text without contact data, numbers of people and the names given; longer names first, so that no half of one is left."""
    for pattern in _PATTERNS:
        text = pattern.sub(STRUCK, text)
    for name in sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)" if name[0].isascii() else re.escape(name), STRUCK, text, flags=re.IGNORECASE)
    return text
