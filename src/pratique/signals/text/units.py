"""How units are written in listings, and what one is in the base unit of a quantity (conversion by `pint`)."""

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pint

SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "kW": ("kw", "千瓦"), "W": ("w", "watt", "watts", "ватт", "вт", "瓦", "واط", "وات"), "mW": ("mw", "milliwatt", "milliwatts", "мвт", "毫瓦"),
    "mA*hour": ("mah", "ма ч", "毫安", "毫安时", "毫安時", "мач"), "A*hour": ("ah", "安时"), "W*hour": ("wh", "瓦时", "вт ч"), "kW*hour": ("kwh",),
    "V": ("v", "volt", "volts", "вольт", "в", "伏", "فولت"), "mV": ("mv",), "kV": ("kv",),
    "mm": ("mm", "millimeter", "millimetre", "millimeters", "мм", "毫米", "ملم", "مم"), "cm": ("cm", "centimeter", "centimetre", "см", "厘米", "公分", "سم"),
    "m": ("m", "meter", "metre", "м", "米", "متر"), "inch": ("inch", "inches", "in", "″", "\"", "дюйм", "寸", "英寸", "بوصة"), "ft": ("ft", "feet", "foot"),
    "mg": ("mg", "milligram", "milligrams", "мг", "毫克", "ملغ", "مجم"), "ug": ("ug", "mcg", "µg", "мкг", "微克"),
    "g": ("g", "gr", "gm", "gms", "gram", "grams", "gramm", "gramme", "gramos", "г", "гр", "грамм", "克", "جرام", "غرام", "กรัม"),
    "kg": ("kg", "kgs", "kilo", "kilos", "kilogram", "кг", "公斤", "千克", "كجم", "كيلو"), "oz": ("oz", "ounce", "ounces"), "lb": ("lb", "lbs", "pound", "pounds"),
    "ml": ("ml", "mls", "мл", "毫升", "مل"), "cl": ("cl",), "l": ("l", "ltr", "liter", "litre", "liters", "litres", "л", "升", "لتر"), "fluid_ounce": ("fl oz",),
    "mg/ml": ("mg/ml", "мг/мл"),
    "percent": ("%", "％", "percent", "pct", "процентов", "vol", "abv", "% vol"), "ppm": ("ppm",),
    "J": ("j", "joule", "joules", "дж", "焦耳", "焦"), "MHz": ("mhz", "мгц", "兆赫"), "GHz": ("ghz", "ггц"), "kHz": ("khz",),
    "km/hour": ("km/h", "kmh", "kph", "км/ч", "公里/小时"), "mph": ("mph",), "m/s": ("m/s", "mps", "м/с"), "ft/s": ("fps", "ft/s"),
    "year": ("years", "year", "yrs", "yr", "лет", "岁", "years old", "ans", "jahre", "tahun", "tuổi"), "month": ("months", "month", "mo", "мес", "个月", "mois", "monate"),
    "count": ("pcs", "pieces", "piece", "pc", "шт", "个", "片", "粒", "支"),
}  # fmt: skip
"""Unit (as `pint` names it; `percent`, `ppm` and `count` are pure numbers) → how traders write it, in lower case."""


@functools.cache
def _registry() -> "pint.UnitRegistry[float]":
    import pint  # half a second to import: only content that reads quantities pays, and only until the factors are stored

    return pint.UnitRegistry()


@functools.cache
def factors(base: str) -> dict[str, float]:
    """Spelling → how many of the base unit one is, for every unit of the same dimension.

    Raises:
        ValueError: the base unit is not one that is known.
    """
    if base == "count":
        return dict.fromkeys(SPELLINGS["count"], 1.0)
    registry = _registry()
    try:
        wanted = registry.Unit(base)
    except Exception as error:  # pint raises half a dozen unrelated classes for a name it cannot read
        raise ValueError(f"unknown unit `{base}`") from error
    found: dict[str, float] = {}
    for unit, spellings in SPELLINGS.items():
        if unit != "count" and registry.Unit(unit).is_compatible_with(wanted):
            found.update(dict.fromkeys(spellings, float(registry.Quantity(1, unit).to(wanted).magnitude)))
    return found
