"""What is compared: an offer or the product of a notice in one plain form, and its sketch, which is that form made ready."""

import re
from collections.abc import Iterable

import msgspec

from pratique.facts.listing import Listing
from pratique.identity.duplicates.pictures import Picture, pictures_of
from pratique.identity.gtin import gtins_in, gtins_of
from pratique.identity.model_number import joined_in, key, keys_in, keys_of
from pratique.identity.words import COMMON_STEMS, words

_TEXT = 4_000
"""Characters of a description that are looked at."""
_UNBRANDED = frozenset(
    {"unbranded", "generic", "no brand", "nobrand", "unknown", "none", "n/a", "na", "does not apply", "oem", "other", "无品牌", "no"}
)
_FOR = re.compile(
    r" (?:for|fits|fit|compatible|suits|suitable|replaces|replacement|fur|passend|pour|para|per|voor|passt|dla|do|dlya|"
    r"для|uyumlu|til|till|适用|适配|兼容|用|対応|용) "
)
_BETWEEN = frozenset({"with", "for", "to", "the", "a", "an", "all", "most", "your", "mit", "avec", "con", "z"})
_WHOM = frozenset(
    [
        "kid",
        "child",
        "children",
        "toddler",
        "baby",
        "infant",
        "newborn",
        "boy",
        "girl",
        "men",
        "women",
        "man",
        "woman",
        "adult",
        "senior",
        "teen",
        "home",
        "house",
        "office",
        "outdoor",
        "indoor",
        "travel",
        "camping",
        "party",
        "wedding",
        "gift",
        "christma",
        "birthday",
        "sale",
        "school",
        "work",
        "everyday",
        "daily",
        "use",
        "age",
        "year",
        "month",
        "dog",
        "cat",
        "pet",
    ]
)
_GOES_WITH = frozenset(
    [
        "replacement",
        "spare",
        "part",
        "kit",
        "cover",
        "case",
        "bag",
        "manual",
        "wheel",
        "strap",
        "lid",
        "filter",
        "charger",
        "battery",
        "remote",
        "cord",
        "bracket",
        "sleeve",
        "sticker",
        "decal",
        "holder",
        "mount",
        "cable",
        "adapter",
        "cushion",
        "pad",
        "refill",
        "blade",
        "belt",
        "hose",
        "knob",
    ]
)
_PART = re.compile(
    r" (?:replacement|spare|parts?|accessor(?:y|ies)|refills?|ersatzteile?|zubehor|ersatz|rechange|piece detachee|repuestos?|recambios?"
    r"|ricambi?o?|onderde(?:el|len)|czesc|zamiennik|запчаст\w*|чехол|aftermarket|manual only|box only|decals?|stickers?"
    r"|配件|替换|保护壳|保护套|部品|부품) "
)


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One product as somebody describes it. Absent means unknown."""

    id: str
    name: str
    """A title, or the product's name in a notice."""
    text: str = ""
    """What else is said of it."""
    brands: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    gtins: tuple[str, ...] = ()
    category: str = ""
    price: float | None = None
    currency: str | None = None
    pictures: tuple[str, ...] = ()
    """Hashes (`pdq:…`), and names of files under a folder; what else stands here is passed over."""


class Sketch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An offer made ready to be compared. Holds no text that could not be thrown away."""

    id: str
    name: tuple[str, ...]
    """Words of the title, in order."""
    name_set: frozenset[str]
    text_set: frozenset[str]
    brands: tuple[str, ...]
    brand_words: tuple[frozenset[str], ...]
    gtins: frozenset[str]
    models: frozenset[str]
    may_be_models: frozenset[str]
    """What may be one: two words as one, or a number in the text."""
    squeezed: str
    """The title's letters and digits alone."""
    price: float | None
    after_for: frozenset[str]
    """Words behind *for* or *compatible with*."""
    is_part: bool
    pictures: tuple[Picture, ...]
    lists: bool
    """Whether the name is of several products."""
    is_maker_guessed: bool

    def packed(self) -> bytes:
        """As bytes, a fraction of the size."""
        return _ENCODER.encode(self)


_ENCODER = msgspec.msgpack.Encoder()
unpacked = msgspec.msgpack.Decoder(Sketch).decode
"""A sketch made again from bytes."""


def sketch_of(
    offer: Offer, models: Iterable[str] = (), *, lists: bool = False, is_maker_guessed: bool = False, images: str | None = None
) -> Sketch:
    """Make an offer ready; `models` are further numbers that it is known by, `images` the folder of pictures that are files."""
    name, text = words(offer.name), offer.text[:_TEXT]
    named = [brand for brand in offer.brands if brand.strip().lower() not in _UNBRANDED]
    plain = f" {' '.join(name)} "
    return Sketch(
        id=offer.id,
        name=tuple(name),
        name_set=frozenset(name),
        text_set=frozenset(words(text)) if text else frozenset(),
        brands=tuple(key(brand) or brand.strip().lower() for brand in named),
        brand_words=tuple(frozenset(words(brand)) for brand in named),
        gtins=gtins_of(offer.gtins) or gtins_in(f"{offer.name} {text}"),
        models=keys_of(offer.models) | keys_in(offer.name) | frozenset(models),
        may_be_models=joined_in(offer.name) | (keys_in(text) if text else frozenset()),
        squeezed=key(offer.name),
        price=offer.price,
        after_for=_behind_for(plain),
        is_part=_PART.search(plain) is not None,
        pictures=pictures_of(offer.pictures, images)[0] if offer.pictures else (),
        lists=lists,
        is_maker_guessed=is_maker_guessed,
    )


def _behind_for(plain: str) -> frozenset[str]:
    """Words behind the first *for* that something is said before and that tells what it goes with, not whom it suits."""
    for cue in _FOR.finditer(plain):
        before, behind = plain[: cue.start()].split(), plain[cue.end() :].split()
        while behind and behind[0] in _BETWEEN:
            del behind[0]
        whom = bool(behind) and behind[0] in _WHOM and not (len(behind) > 1 and not _GOES_WITH.isdisjoint(before))
        if behind and not whom and any(word not in COMMON_STEMS for word in before):
            return frozenset(behind) - frozenset(before)
    return frozenset()


def of_listing(listing: Listing) -> Offer:
    """A listing as an offer; attributes whose names say so give brand, model and number where the columns do not."""
    brands, models, gtins, rest = [listing.brand or ""], [listing.model or "", listing.mpn or ""], [listing.gtin or ""], []
    for name, value in (listing.attributes or {}).items():
        lower = name.lower().replace("_", " ").strip()
        if lower in _BRAND:
            brands.append(value)
        elif lower in _MODEL:
            models.append(value)
        elif lower in _GTIN:
            gtins.append(value)
        else:
            rest.append(value)
    if listing.manufacturer is not None and listing.manufacturer.name and not any(brands):
        brands.append(listing.manufacturer.name)
    return Offer(
        listing.listing_id,
        listing.title,
        " ".join([listing.description or "", *rest]).strip(),
        tuple(one for one in brands if one),
        tuple(one for one in models if one),
        tuple(one for one in gtins if one),
        listing.category or "",
        listing.price,
        listing.currency,
        listing.images or (),
    )


_BRAND = frozenset({"brand", "brand name", "marke", "marque", "marca", "merk", "бренд", "品牌", "ブランド", "브랜드"})
_MODEL = frozenset({"model", "model number", "model no", "model name", "mpn", "part number", "item model number", "modell", "modele", "modelo", "modello", "型号", "модель", "manufacturer part number"})  # fmt: skip  # noqa: E501
_GTIN = frozenset({"gtin", "ean", "upc", "barcode", "isbn", "jan", "条码", "штрихкод"})
