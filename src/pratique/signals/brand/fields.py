"""Where a listing names brands, and what the place alone says of the role."""

import functools
from typing import Literal

from pratique.facts import Listing

Place = Literal["title", "maker", "fits", "text"]
"""`maker`: a field for the brand of the goods; `fits`: one for what they go with; `text`: anything else."""

MAKER = frozenset(
    (
        "brand", "brand name", "brandname", "brand_name", "marke", "marque", "marca", "merk", "marka", "märke", "merke",
        "марка", "бренд", "品牌", "牌子", "ブランド", "브랜드", "العلامة التجارية", "ماركة", "thương hiệu", "ยี่ห้อ", "แบรนด์",
        "jenama", "tatak", "מותג", "ब्रांड",
    )
)  # fmt: skip
"""Attributes that name who made the goods."""
FITS = frozenset(
    (
        "compatible brand", "compatible brands", "compatible with", "compatible model", "compatible models",
        "compatible phone models", "compatible devices", "for brand", "for apple model", "fit brand", "fitment", "fits",
        "car make", "car fitment", "vehicle", "make", "kompatible marke", "kompatibel mit", "marque compatible",
        "marques compatibles", "compatible avec", "marca compatible", "compatible con", "marca compatibile", "compatibile con",
        "marca compatível", "compatível com", "совместимость", "совместимый бренд", "совместимая марка", "适用品牌",
        "适配品牌", "适用型号", "适用机型", "适用车型", "兼容品牌", "対応機種", "対応ブランド", "호환 기종", "호환 브랜드",
        "متوافق مع", "tương thích với", "ใช้ได้กับ", "kompatibel dengan", "serasi dengan", "uyumlu marka", "kompatybilny z",
        "сумісність",
    )
)  # fmt: skip
"""Attributes that name what the goods go with."""
UNBRANDED = frozenset(
    (
        "no brand", "nobrand", "no-brand", "unbranded", "generic", "none", "other", "oem", "odm", "n/a", "na", "noname",
        "no name", "without brand", "not specified", "unknown", "does not apply", "无品牌", "无", "其他", "其它", "other/其他",
        "无牌", "ohne marke", "markenlos", "sans marque", "sin marca", "genérico", "genérica", "senza marca", "sem marca",
        "merkloos", "без бренда", "нет бренда", "нет", "bez marki", "markasız", "tanpa merek", "tanpa jenama", "không",
        "ไม่มีแบรนด์", "ノーブランド", "브랜드없음",
    )
)  # fmt: skip
"""What stands in the brand field where there is no brand."""
MOST_TEXT = 3000
"""A description is looked through this far: what is sold is said early."""


def brand_fields(listing: Listing) -> list[tuple[str, Place, str]]:
    """`(field, place, text)` of the texts in which brands are looked for, the surest first."""
    fields: list[tuple[str, Place, str]] = []
    if listing.brand:
        fields.append(("brand", "maker", listing.brand))
    for name, value in (listing.attributes or {}).items():
        if value and (place := _place_of(name)) is not None:
            fields.append((f"attributes.{name}", place, value))
    fields.append(("title", "title", listing.title))
    if listing.description:
        fields.append(("description", "text", listing.description[:MOST_TEXT]))
    return fields


def maker_of(listing: Listing) -> str | None:
    """What the listing gives as its brand: the brand field, else an attribute of that name; `""` where it says there is none."""
    given = listing.brand or next((value for name, value in (listing.attributes or {}).items() if _place_of(name) == "maker"), None)
    if not given or not given.strip():
        return None
    return "" if given.strip().casefold() in UNBRANDED else given.strip()


@functools.lru_cache(1 << 12)
def _place_of(name: str) -> Place | None:
    folded = " ".join(name.replace("_", " ").split()).casefold()
    return "maker" if folded in MAKER else "fits" if folded in FITS else None
