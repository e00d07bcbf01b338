"""A brand as the register knows it: how it is written, who owns it, where it is protected, who may sell under it."""

import datetime as dt
from collections.abc import Collection
from typing import Literal

import msgspec

from pratique.base.place import Place

REGISTERED = "brand.registered"
"""Concept of the brands that no narrower concept names."""
MISSPELT = "brand.misspelt"
"""Concept of names that are nearly those of a brand."""
MarkStatus = Literal["registered", "pending", "ended"]


def is_of_brands(concept: str) -> bool:
    """Whether a concept shows brands: a `brand.*`, or an official or house list of them (`list.house/brands-nice-18`)."""
    family, _, name = concept.partition(".")
    return family == "brand" or (family == "list" and name.rpartition("/")[2].startswith("brands-"))


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """One registration of a trade mark."""

    text: str
    """The mark in words; a device without words is not kept."""
    office: str
    """ISO 3166 code of whose register it is, `EU` for EUIPO, `WO` for the international register."""
    number: str
    nice_classes: tuple[int, ...] = ()
    """Classes of the Nice Agreement, 1 to 45."""
    territories: tuple[str, ...] = ()
    """Where it holds beside the office's own: the designations of an international registration."""
    owner: str = ""
    status: MarkStatus = "registered"
    valid_to: dt.date | None = None


class Authorised(msgspec.Struct, frozen=True, omit_defaults=True):
    """A trader who may sell under the brand, and the letter that says so."""

    trader: str
    letter: str
    """Number or reference of the letter."""
    issuer: str = ""
    """Who signed it; the owner where not said."""
    markets: tuple[str, ...] = ()
    """Market codes it is limited to; empty: all."""
    models: tuple[str, ...] = ()
    """Models or GTINs it is limited to; empty: all goods of the brand."""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        """Whether it holds on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class PriceFloor(msgspec.Struct, frozen=True, omit_defaults=True):
    """A price no genuine article of some product classes is sold under."""

    usd: float
    classes: tuple[str, ...]
    """Product classes it is known for."""


class Brand(msgspec.Struct, frozen=True, omit_defaults=True):
    """One brand. The words that show it in a listing stand in the concept as well, or are added to it by the loader."""

    id: str
    name: str
    concept: str = REGISTERED
    """Which concept its names show."""
    owner: str = ""
    names: dict[str, tuple[str, ...]] = {}
    """Language → other ways of writing it; `any` for all languages."""
    lines: tuple[str, ...] = ()
    """Names of its goods that stand for the brand by themselves."""
    misspelt: tuple[str, ...] = ()
    """Ways of writing it that are meant to be taken for it."""
    nice_classes: tuple[int, ...] = ()
    """Classes of the Nice Agreement of the goods it is known for; what is registered stands with the marks."""
    marks: tuple[Mark, ...] = ()
    ordinary: bool = False
    """Its name is an ordinary word as well, and shows the brand only in a field for brands: Apple, Coach."""
    gate: bool = False
    """Whether channels ask for the owner's authorisation before anything is listed."""
    floors: tuple[PriceFloor, ...] = ()
    authorised: tuple[Authorised, ...] = ()
    place: Place | None = None

    def written(self) -> tuple[str, ...]:
        """Every way it is rightly written."""
        return tuple(dict.fromkeys((self.name, *(name for group in self.names.values() for name in group), *self.lines)))

    def is_protected(self, jurisdictions: Collection[str], nice_classes: Collection[int] = ()) -> bool:
        """Whether a registered mark holds in one of the jurisdictions (`eu`, `de`), for one of the classes where any are named."""
        wanted = {one.casefold() for one in jurisdictions}
        return any(
            mark.status == "registered"
            and not wanted.isdisjoint({mark.office.casefold(), *(one.casefold() for one in mark.territories)})
            and (not nice_classes or not mark.nice_classes or not set(nice_classes).isdisjoint(mark.nice_classes))
            for mark in self.marks
        )
