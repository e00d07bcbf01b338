"""Whether an authorisation is for the brand a listing sells under.

A letter may name brands under `covers`, as it names models and markets. Which brand a listing is sold as is read from it, so a letter for
one brand never opens the gate for another, and a company's own register stands in for letters its traders need not upload again.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from pratique.facts import Document, Listing, Reading
from pratique.facts.brand import Authorised, Brand
from pratique.facts.coverage import same
from pratique.signals.brand.role import SOLD_AS

AUTHORISATION = "int.brand_authorisation"
"""Type of the document."""
NOTHING = "\0"
"""Stands under `covers` where several letters have nothing in common."""
LEAST = 0.5
"""Confidence from which goods are taken to be sold as a brand."""


class Register:
    """The brands of a content, by how a letter may call them, and the traders it knows letters of."""

    def __init__(self, brands: Mapping[str, Brand]) -> None:
        self._brands = brands
        self._by_name = {same(name): brand.id for brand in brands.values() for name in (brand.id, *brand.written())}
        self._traders = frozenset(one.trader for brand in brands.values() for one in brand.authorised)

    def concerns(self, listing: Listing) -> bool:
        """Whether authorisations have a say at all: cheap, for every listing."""
        if self._traders and trader_of(listing) in self._traders:
            return True
        return listing.on_file is not None or any(one.type == AUTHORISATION and one.covers for one in listing.documents or ())

    def resolved(self, listing: Listing, readings: Iterable[Reading]) -> Listing:
        """The listing with the authorisations that are for the brands it is sold as, and without those that are for others alone."""
        sold = sold_as(readings) if self.concerns(listing) else frozenset()
        if not sold:
            return listing
        documents, on_file = self._scoped_all(listing.documents, sold, listing), self._scoped_all(listing.on_file, sold, listing)
        letters = self._letters(trader_of(listing), sold, listing.listing_id)
        return replace(listing, documents=documents, on_file=(*(on_file or ()), *letters) or on_file)

    def _letters(self, trader: str | None, sold: frozenset[str], listing_id: str) -> list[Document]:
        """Letters of the register for goods of some brands: of each brand there must be one."""
        found = [
            [as_document(one, brand, listing_id) for one in brand.authorised if one.trader == trader]
            for name in sorted(sold)
            if (brand := self._brands.get(name)) is not None
        ]
        if len(found) < len(sold) or not all(found):
            return []
        return found[0] if len(found) == 1 else [_together([max(one, key=_end) for one in found])]

    def _scoped_all(self, documents: tuple[Document, ...] | None, sold: frozenset[str], listing: Listing) -> tuple[Document, ...] | None:
        if not documents:
            return documents
        return tuple([one for document in documents if (one := self._scoped(document, sold, listing.listing_id)) is not None])

    def _scoped(self, document: Document, sold: frozenset[str], listing_id: str) -> Document | None:
        if document.type != AUTHORISATION:
            return document
        named = {name: self._by_name.get(same(name)) for name in document.covers}
        brands = {brand for brand in named.values() if brand is not None}
        if not brands:
            return document
        if not sold <= brands:
            return None
        others = tuple(name for name, brand in named.items() if brand is None)
        return replace(document, covers=(listing_id, *others))


def as_document(one: Authorised, brand: Brand, listing_id: str) -> Document:
    """A letter of the register as the document it is, for one listing of the brand."""
    goods = one.models or (listing_id,)
    return Document(AUTHORISATION, one.letter, one.issuer or brand.owner or None, one.valid_from, one.valid_to, (*goods, *one.markets))


def _together(letters: list[Document]) -> Document:
    """One document for goods that bear several brands: it holds where and while all of the letters do."""
    begins = [one.valid_from for one in letters if one.valid_from is not None]
    ends = [one.valid_to for one in letters if one.valid_to is not None]
    covers = frozenset[str].intersection(*(frozenset(one.covers) for one in letters)) or frozenset({NOTHING})
    numbers = ", ".join(one.number or "" for one in letters)
    return Document(AUTHORISATION, numbers, None, max(begins, default=None), min(ends, default=None), tuple(sorted(covers)))


def _end(letter: Document) -> dt.date:
    return letter.valid_to or dt.date.max


def sold_as(readings: Iterable[Reading]) -> frozenset[str]:
    """Brands that a listing is sold as: ids of the register, or the name where it has none."""
    return frozenset(shown.term for one in readings if one.concept == SOLD_AS and one.confidence >= LEAST for shown in one.evidence)


def trader_of(listing: Listing) -> str | None:
    """Whose listing it is."""
    return listing.trader_id or (listing.trader.trader_id if listing.trader is not None else None)
