"""The fields of a listing that hold text, in the order in which they are read."""

from pratique.facts import Listing

AFFIRMATIVE = frozenset(
    ("yes", "true", "y", "included", "with", "ya", "có", "oui", "ja", "sí", "si", "да", "是", "有", "はい", "نعم", "evet", "ใช่")
)
"""Attribute values that say the name of the attribute is so; then the name is what is read."""


KINDS = ("title", "brand", "attributes", "category", "description")
"""Kinds of field: what a term weighs depends on them."""


def text_fields(listing: Listing) -> list[tuple[str, str, str]]:
    """`(field, kind of field, text)` of every text a listing has; the kind is the part before the dot."""
    fields = [("title", "title", listing.title)]
    if listing.description:
        fields.append(("description", "description", listing.description))
    if listing.category or listing.brand or listing.attributes or listing.warnings:
        fields += other_fields(listing)
    return fields


def other_fields(listing: Listing) -> list[tuple[str, str, str]]:
    """Those of `text_fields` beside title and description."""
    fields = []
    if listing.category:
        fields.append(("category", "category", listing.category))
    if listing.brand:
        fields.append(("brand", "brand", listing.brand))
    if listing.attributes:
        for name, value in listing.attributes.items():
            if value:
                text = name if value.strip().lower() in AFFIRMATIVE else value
                fields.append((f"attributes.{name}", "attributes", text))
    if listing.warnings:
        fields.extend((f"warnings.{language}", "attributes", text) for language, text in listing.warnings.items() if text)
    return fields
