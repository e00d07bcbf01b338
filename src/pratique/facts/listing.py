"""The subject of a decision, as the marketplace knows it.

Every field but `listing_id` and `title` may be absent, and absent (`None`) means *unknown*: a rule that needs it is
undetermined, never silently true or false. An empty list or mapping means *known to be none*.
"""

import datetime as dt

import msgspec

KINDS = ("listing", "trader", "storefront", "ad", "message", "review", "order")
"""What a decision can be about. The text of a message, review or ad stands in `title` and `description`."""

STAGES = ("onboard", "publish", "live", "promote", "transact", "fulfil", "after_sale")
"""Stations of a product's way through the marketplace, in order."""


class Operator(msgspec.Struct, frozen=True, omit_defaults=True):
    """A manufacturer, importer or responsible person: name and where it can be reached."""

    name: str | None = None
    address: str | None = None
    email: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2, upper case."""


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """A piece of evidence the trader gave: certificate, declaration, registration, licence, report."""

    type: str
    """Id of a document type in `content/documents/`."""
    number: str | None = None
    issuer: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    covers: tuple[str, ...] = ()
    """Models, GTINs, listing ids or market codes it is limited to; empty means not limited."""
    file: str | None = None


class Trader(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who sells. Figures are of the last twelve months on the channel, amounts in US dollars."""

    trader_id: str | None = None
    name: str | None = None
    country: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    registration_number: str | None = None
    tax_id: str | None = None
    id_document: str | None = None
    payment_account: str | None = None
    self_certified: bool | None = None
    verified: bool | None = None
    sales_count: int | None = None
    gross_usd: float | None = None
    strikes: int | None = None
    suspended: bool | None = None


class Order(msgspec.Struct, frozen=True, omit_defaults=True):
    """A purchase: where it goes, how much, and what is known of the buyer."""

    order_id: str | None = None
    ship_to: str | None = None
    quantity: float | None = None
    value_usd: float | None = None
    buyer_age_verified: bool | None = None
    carrier: str | None = None
    declared_hs_code: str | None = None
    declared_value_usd: float | None = None


class Listing(msgspec.Struct, frozen=True, omit_defaults=True):
    """One subject with its text, its attributes and what else is known. See `docs/reference/files.md`."""

    listing_id: str
    title: str
    kind: str = "listing"
    description: str | None = None
    category: str | None = None
    attributes: dict[str, str] | None = None
    brand: str | None = None
    price: float | None = None
    currency: str | None = None
    images: tuple[str, ...] | None = None
    videos: tuple[str, ...] | None = None
    audios: tuple[str, ...] | None = None
    trader_id: str | None = None
    trader: Trader | None = None
    origin: str | None = None
    ships_from: str | None = None
    markets: tuple[str, ...] | None = None
    channel: str | None = None
    language: str | None = None
    condition: str | None = None
    """`new`, `used`, `refurbished` or `for_parts`."""
    gtin: str | None = None
    mpn: str | None = None
    model: str | None = None
    hs_code: str | None = None
    stock: float | None = None
    sale_kind: str | None = None
    """`b2c` or `b2b`; where absent, the channel's own."""
    manufacturer: Operator | None = None
    responsible_person: Operator | None = None
    warnings: dict[str, str] | None = None
    """Language code → warning and safety text shown with the offer."""
    age_from: float | None = None
    """Least age in years the trader says the product is for."""
    documents: tuple[Document, ...] | None = None
    on_file: tuple[Document, ...] | None = None
    """Documents the house has on file itself, such as letters of brand owners. Unlike `documents` they do not say what else there is."""
    order: Order | None = None
    placed_on_market: dt.date | None = None
    units_30d: float | None = None
    gmv_30d: float | None = None
    views_30d: float | None = None
    created_at: dt.date | None = None
