"""A recall, alert or ban of products that an authority published, in one form whatever the feed."""

import datetime as dt

import msgspec

from pratique.identity.model_number import keys_after_cue
from pratique.identity.offer import Offer


class NoticedProduct(msgspec.Struct, frozen=True, omit_defaults=True):
    """One product a notice names. Absent means the notice does not say."""

    name: str
    brands: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    gtins: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    """Batches, lots, serial numbers or dates of manufacture, as written."""
    description: str = ""
    category: str = ""
    units: str = ""
    """How many, as written: `About 2,600`."""


class ProductNotice(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one authority says of one or more products."""

    id: str
    """`<feed>:<the authority's own number>`, so that a notice seen again takes the place of the one before."""
    feed: str
    title: str
    url: str
    """Where people read it."""
    published: dt.date
    products: tuple[NoticedProduct, ...]
    updated: dt.date | None = None
    hazard: str = ""
    measure: str = ""
    """What is done or asked: recall from users, withdrawal, ban."""
    level: str = ""
    """The authority's own grade of the risk, as written."""
    markets: tuple[str, ...] = ()
    """Countries it was issued for or sold in, ISO 3166-1; empty where it does not say."""
    origin: tuple[str, ...] = ()
    """Countries of manufacture, as written."""
    companies: tuple[str, ...] = ()
    """Manufacturer, importer, distributor."""
    pictures: tuple[str, ...] = ()
    text: str = ""
    """The notice's own description."""


MOST_MODELS = 400
"""Model numbers of one product that are looked at; a notice with more is of a whole range."""


def offers_of(notice: ProductNotice) -> list[tuple[Offer, frozenset[str]]]:
    """The products of a notice in the form that is compared, each with the keys of the models named in prose.

    Where a notice names several products, its own text may be about any of them, so it counts for each.
    """
    found = []
    for number, product in enumerate(notice.products):
        prose = " ".join(part for part in (product.description, notice.text) if part)
        made = Offer(
            f"{notice.id}#{number}",
            product.name,
            f"{notice.title} {prose}",
            product.brands,
            product.models[:MOST_MODELS],
            product.gtins,
            product.category,
        )
        found.append((made, keys_after_cue(prose)))
    return found
