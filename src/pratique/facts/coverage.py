"""What a document is limited to, and whether that takes in a listing."""

from collections.abc import Collection, Iterable

from pratique.facts.listing import Document, Listing


def covers_goods(document: Document, listing: Listing, markets: Collection[str]) -> bool:
    """Whether the goods are among those a document names: by listing, model, part number, GTIN or brand; `markets` are no goods."""
    goods = [name for name in document.covers if name not in markets]
    return not goods or not names_of(listing).isdisjoint(map(same, goods))


def covered_markets(document: Document, markets: Collection[str]) -> frozenset[str] | None:
    """The markets a document is limited to; `None`: it is not."""
    return frozenset(name for name in document.covers if name in markets) or None


def names_of(listing: Listing) -> frozenset[str]:
    """What a document may call the goods of a listing."""
    given: Iterable[str | None] = (listing.listing_id, listing.model, listing.mpn, listing.gtin, listing.brand)
    return frozenset(same(name) for name in given if name)


def same(name: str) -> str:
    """One writing for names that are the same: case and spaces aside, a GTIN without its leading zeros and hyphens."""
    folded = " ".join(name.split()).casefold()
    digits = folded.replace("-", "").replace(" ", "")
    return digits.lstrip("0") if digits.isdigit() and 8 <= len(digits) <= 14 else folded
