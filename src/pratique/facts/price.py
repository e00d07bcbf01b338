"""Prices as exports write them: `EGP 1,585.00`, `3.059.000 ₫`, `R$1.234,56`."""

import re

_WORDS = {
    "€": "EUR",
    "£": "GBP",
    "$": "USD",
    "us$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "nz$": "NZD",
    "s$": "SGD",
    "hk$": "HKD",
    "nt$": "TWD",
    "mx$": "MXN",
    "r$": "BRL",
    "¥": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "rmb": "CNY",
    "円": "JPY",
    "₩": "KRW",
    "원": "KRW",
    "₫": "VND",
    "đ": "VND",
    "vnđ": "VND",
    "₱": "PHP",
    "฿": "THB",
    "บาท": "THB",
    "rp": "IDR",
    "rm": "MYR",
    "₹": "INR",
    "rs": "INR",
    "₽": "RUB",
    "руб": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "tl": "TRY",
    "zł": "PLN",
    "₪": "ILS",
    "₸": "KZT",
    "dhs": "AED",
    "dh": "AED",
    "د.إ": "AED",
    "درهم": "AED",
    "ر.س": "SAR",
    "ريال": "SAR",
    "sr": "SAR",
    "ج.م": "EGP",
    "جنيه": "EGP",
}
_CODES = re.compile(
    "AED|ARS|AUD|BGN|BHD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JOD|JPY|KES|KRW|KWD|KZT|LKR|MAD|MXN|"
    "MYR|NGN|NOK|NZD|OMR|PEN|PHP|PKR|PLN|PYG|QAR|RON|RUB|SAR|SEK|SGD|THB|TND|TRY|TWD|UAH|USD|UYU|VND|ZAR"
)
_DOT_GROUPS = ("ARS", "BRL", "CLP", "COP", "DKK", "EUR", "IDR", "JPY", "KRW", "NOK", "PYG", "SEK", "TRY", "UYU", "VND")
"""Currencies in which a dot before three last digits groups thousands."""

_DIGITS = re.compile(r"\d[\d.,'’\s]*")
_SPACES = re.compile(r"[\s'’]+")
_ARABIC = str.maketrans("٫٬￥", ".,¥")
_BETWEEN = re.compile(r"\A[\s\-–~.:]*(?:to\b)?[\s.:]*|[\s\-–~:]+\Z")
"""What stands between the two ends of a range, and about a currency."""
_LONGEST = 64


def currency_of(text: str) -> str | None:
    """The ISO 4217 code that a code, symbol or word stands for. A bare `$` is read as USD and `¥` as CNY."""
    word = text.translate(_ARABIC).strip().strip(".:").casefold()
    if _CODES.fullmatch(word.upper()):
        return word.upper()
    return _WORDS.get(word)


def price_of(text: str) -> tuple[float | None, str | None]:
    """Amount and currency of a price; either is `None` where the text does not give it, a range gives no amount."""
    if len(text) > _LONGEST:
        return None, None
    text = text.translate(_ARABIC).strip()
    numbers = _DIGITS.findall(text)
    if not numbers:
        return None, None
    words = {currency_of(word) for part in _DIGITS.split(text) if (word := _BETWEEN.sub("", part))}
    currency = words.pop() if len(words) == 1 else None
    if len(numbers) > 1 or words or text.startswith("-") or (currency is None and _DIGITS.sub("", text).strip()):
        return None, currency
    return _amount(numbers[0], currency), currency


def _amount(written: str, currency: str | None) -> float | None:
    digits = _SPACES.sub("", written).rstrip(".,")
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        decimal = max(digits.rfind("."), digits.rfind(","))
        point = digits[decimal]
        whole, fraction = digits[:decimal], digits[decimal + 1 :]
        grouped = whole.replace("," if point == "." else ".", "")
        digits = f"{grouped}.{fraction}"
    elif dots + commas > 1:
        digits = digits.replace(".", "").replace(",", "")
    elif dots + commas:
        whole, _, fraction = digits.partition("," if commas else ".")
        groups = len(fraction) == 3 and not whole.startswith("0") and (commas or currency in _DOT_GROUPS)
        digits = whole + fraction if groups else f"{whole}.{fraction}"
    try:
        return float(digits)
    except ValueError:
        return None
