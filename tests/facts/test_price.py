import pytest

from pratique.facts.price import currency_of, price_of


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1099", 1099.0, None),
        ("EGP 107.00", 107.0, "EGP"),
        ("EGP\xa02,300.00", 2300.0, "EGP"),
        ("EGP89,5.00", 895.0, "EGP"),
        ("44.000 ₫", 44000.0, "VND"),
        ("3.059.000₫", 3059000.0, "VND"),
        ("₫9,999", 9999.0, "VND"),
        ("¥1,234", 1234.0, "CNY"),
        ("1,234円", 1234.0, "JPY"),
        ("R$1.234,56", 1234.56, "BRL"),
        ("1 234,56 €", 1234.56, "EUR"),
        ("1'234.50 CHF", 1234.5, "CHF"),
        ("1.234 EUR", 1234.0, "EUR"),
        ("1.234 USD", 1.234, "USD"),
        ("0,500", 0.5, None),
        ("US$ 5", 5.0, "USD"),
        ("٣٫٥٠ ج.م.", 3.5, "EGP"),
        ("0", 0.0, None),
    ],
)
def test_amount_and_currency_are_told_apart(text: str, amount: float, currency: str | None) -> None:
    assert price_of(text) == (amount, currency)


@pytest.mark.parametrize("text", ["call us", "", ".", "10 - 20", "12 kg", "1.2.3,4,5", "-5", "price", "9" * 100, "nan"])
def test_what_is_no_price_is_neither(text: str) -> None:
    assert price_of(text) == (None, None)


def test_a_range_gives_its_currency_alone() -> None:
    assert price_of("EGP 9.90 - EGP 19.90") == (None, "EGP")


def test_currencies_by_code_symbol_and_word() -> None:
    assert [currency_of(text) for text in ("usd", "€", "Rp.", "dhs", "apples")] == ["USD", "EUR", "IDR", "AED", None]
