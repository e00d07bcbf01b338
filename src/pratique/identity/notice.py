"""A recall, alert or ban of products that an authority published, in one form whatever the feed."""

import datetime as dt
import re

import msgspec

from pratique.identity.model_number import keys_after_cue
from pratique.identity.offer import Offer, Sketch, sketch_of


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
    """Addresses, and hashes of what is shown there (`pdq:` and 64 hexadecimal digits), by which listings are compared with it."""
    text: str = ""
    """The notice's own description."""


MOST_MODELS = 400
"""Model numbers of one product that are looked at; a notice with more is of a whole range."""


_ACT = r"(?:Announces?|Expands?|Recalls?|Reannounces?|Initiates?)"
_MAKER = re.compile(
    rf"^(?:CPSC,\s*)?(.{{2,60}}?)\s+{_ACT}\b"
    r"|\b(?:Recalled|Recall)(?:\s+to \w+)?\s+[Bb]y\s+(.{2,60}?)(?=\s+(?:Due|Because|For|to)\b|[;,(]|$)"
)
_BRACKET = re.compile(r"\s*\([^)]*\)")
_TAIL = re.compile(r"\s+(?:with|for|from|in|sold|used|labell?ed|including|having|installed)\s+.*$", re.IGNORECASE)
_LISTED = re.compile(r",|&|/|\b(?:and|or)\b", re.IGNORECASE)


def makers_of(notice: ProductNotice) -> tuple[str, ...]:
    """Whose product it is, as far as the title (`X Recalls …`, `… Recalled by X`) and the companies say: a brand mostly begins so."""
    named = [group for found in _MAKER.finditer(notice.title) for group in found.groups() if group]
    return tuple(dict.fromkeys(name.split(",")[0].strip() for name in [*named, *notice.companies] if name.strip()))


def sketches_of(notice: ProductNotice, images: str | None = None) -> list[tuple[str, Sketch]]:
    """The products of a notice, named and ready to be compared, with the models named in prose.

    `images` is the folder of pictures that are files. Where a notice names several products, its own text and its pictures may be of any of
    them, so they count for each.
    """
    found = []
    makers = makers_of(notice)
    for number, product in enumerate(notice.products):
        prose = " ".join(part for part in (product.description, notice.text) if part)
        plain = _BRACKET.sub("", product.name).strip() or product.name
        short = _TAIL.sub("", plain)
        name = short if len(short.split()) >= 2 else plain  # what it goes with is no part of its name
        made = Offer(
            f"{notice.id}#{number}",
            name,
            f"{notice.title} {product.name} {prose}",
            product.brands or tuple(first for maker in makers if (first := _first_word(maker))),
            product.models[:MOST_MODELS],
            product.gtins,
            product.category,
            pictures=notice.pictures,
        )
        models, lists = keys_after_cue(f"{product.name}. {prose}"), _LISTED.search(name) is not None
        found.append((product.name, sketch_of(made, models, lists=lists, is_maker_guessed=not product.brands, images=images)))
    return found


def _first_word(maker: str) -> str:
    """The word of a company's name by which its brand mostly goes: `Brumbel` of `Brumbel Inc., of Springfield`."""
    word = maker.split()[0].strip(".,;:'\"()") if maker.split() else ""
    return "" if word.lower() in ("the", "a", "consumer", "united", "american", "us", "u.s") or len(word) < 2 else word
