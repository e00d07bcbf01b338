"""Facts a rule may name, and what kind of value each gives.

The table is literal so that a misspelt path is an error in content, not a fact that is for ever unknown.
"""

import datetime
from collections.abc import Callable
from typing import Literal

from pratique.facts.listing import Listing

Kind = Literal["text", "number", "flag", "day", "texts", "group"]
"""`texts` are several texts; a `group` has parts and can only be shown, not compared."""
Value = str | float | bool | datetime.date | tuple[str, ...] | None
Getter = Callable[[Listing], object]

_OPERATOR: dict[str, Kind] = {"name": "text", "address": "text", "email": "text", "country": "text"}
GROUPS: dict[str, dict[str, Kind]] = {
    "manufacturer": _OPERATOR,
    "responsible_person": _OPERATOR,
    "trader": {
        "trader_id": "text",
        "name": "text",
        "country": "text",
        "address": "text",
        "phone": "text",
        "email": "text",
        "registration_number": "text",
        "tax_id": "text",
        "id_document": "text",
        "payment_account": "text",
        "self_certified": "flag",
        "verified": "flag",
        "sales_count": "number",
        "gross_usd": "number",
        "strikes": "number",
        "suspended": "flag",
    },
    "order": {
        "order_id": "text",
        "ship_to": "text",
        "quantity": "number",
        "value_usd": "number",
        "buyer_age_verified": "flag",
        "carrier": "text",
        "declared_hs_code": "text",
        "declared_value_usd": "number",
    },
}
"""Facts with parts: `manufacturer.name`."""

PLAIN: dict[str, Kind] = {
    "listing_id": "text",
    "title": "text",
    "kind": "text",
    "description": "text",
    "category": "text",
    "brand": "text",
    "price": "number",
    "currency": "text",
    "images": "texts",
    "videos": "texts",
    "audios": "texts",
    "trader_id": "text",
    "origin": "text",
    "ships_from": "text",
    "markets": "texts",
    "channel": "text",
    "language": "text",
    "condition": "text",
    "gtin": "text",
    "mpn": "text",
    "model": "text",
    "hs_code": "text",
    "stock": "number",
    "sale_kind": "text",
    "age_from": "number",
    "placed_on_market": "day",
    "units_30d": "number",
    "gmv_30d": "number",
    "views_30d": "number",
    "created_at": "day",
    "attributes": "group",
    "warnings": "group",
    "documents": "group",
    "manufacturer": "group",
    "responsible_person": "group",
    "trader": "group",
    "order": "group",
}
OPEN: dict[str, Kind] = {"attributes": "text", "warnings": "text", "quantity": "number"}
"""Roots whose parts are named by traders or by content: `attributes.material`, `warnings.de`, `quantity.laser_power`."""


def kind_of(path: str) -> Kind | None:
    """What a path gives; `None` where there is no such fact (in `shown_by` it is then a concept)."""
    root, _, part = path.partition(".")
    if not part:
        return PLAIN.get(path)
    if root in OPEN:
        return OPEN[root]
    return GROUPS.get(root, {}).get(part)


def every_path() -> list[str]:
    """All closed paths, for hints and documentation."""
    return sorted([*PLAIN, *(f"{root}.{part}" for root, parts in GROUPS.items() for part in parts)])


def part_name(name: str) -> str:
    """Attribute names and language codes are compared without regard to case, `_`, `-` and spacing."""
    return " ".join(name.replace("_", " ").replace("-", " ").split()).casefold()


def getter(path: str) -> Getter:
    """How to read a path from a listing. Absent parts give `None`; quantities are readings, not facts, and are refused."""
    root, _, part = path.partition(".")
    if kind_of(path) is None or root == "quantity":
        raise ValueError(f"no fact `{path}`")
    if not part:
        return lambda listing: getattr(listing, root)
    if root in OPEN:
        return _part_of_mapping(root, part_name(part))
    return _part_of_group(root, part)


def _part_of_group(root: str, part: str) -> Getter:
    def read(listing: Listing) -> object:
        group = getattr(listing, root)
        return None if group is None else getattr(group, part)

    return read


def _part_of_mapping(root: str, wanted: str) -> Getter:
    def read(listing: Listing) -> object:
        mapping: dict[str, str] | None = getattr(listing, root)
        if mapping:
            for name, value in mapping.items():
                if part_name(name) == wanted:
                    return value
        return None

    return read
