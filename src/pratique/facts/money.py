"""Amounts of money in another currency, roughly."""

_USD = {
    "AED": 0.272, "AUD": 0.66, "BHD": 2.65, "BRL": 0.18, "CAD": 0.72, "CHF": 1.15, "CNY": 0.14, "CZK": 0.045, "DKK": 0.15, "EGP": 0.02,
    "EUR": 1.1, "GBP": 1.28, "HKD": 0.128, "HUF": 0.0028, "IDR": 0.000062, "ILS": 0.28, "INR": 0.0117, "JPY": 0.0067, "KRW": 0.00072,
    "KWD": 3.25, "MXN": 0.053, "MYR": 0.23, "NOK": 0.095, "NZD": 0.6, "OMR": 2.6, "PHP": 0.0175, "PLN": 0.26, "QAR": 0.275, "RON": 0.22,
    "RUB": 0.011, "SAR": 0.267, "SEK": 0.097, "SGD": 0.75, "THB": 0.029, "TRY": 0.027, "TWD": 0.031, "UAH": 0.024, "USD": 1.0,
    "VND": 0.00004, "ZAR": 0.055,
}  # fmt: skip
"""US dollars for one unit: the order of magnitude of 2025. Good for *far below*, for nothing finer."""


def in_usd(amount: float, currency: str | None) -> float | None:
    """About so many US dollars; `None` without a currency, or with one that is not known here."""
    rate = _USD.get((currency or "").upper())
    return None if rate is None else amount * rate
