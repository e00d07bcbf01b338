"""A catalogue looked at for how it uses brands: imitations, altered names, prices far off, gated brands without a letter."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from pratique.assembly.screener import Screener
from pratique.facts import Listing, Reading
from pratique.facts.brand import is_of_brands
from pratique.facts.money import in_usd
from pratique.identity.brand.authorisation import AUTHORISATION, sold_as
from pratique.identity.brand.price import Priced, usual_prices
from pratique.identity.brand.spelling import near_names
from pratique.signals.brand.reader import GATED
from pratique.signals.text.normal import normalise

SAID = {
    "counterfeit.replica_of_brand": "called a copy of the brand",
    "counterfeit.style_of_brand": "offered in the style of the brand",
    "counterfeit.misspelt_brand": "a name nearly that of the brand",
    "counterfeit.disguised_brand": "the name of the brand in disguise",
    "counterfeit.price_below_brand": "a price under which nothing genuine is sold",
}
LEAST = 0.5


class BrandFinding(msgspec.Struct, frozen=True):
    """Something about a brand in one listing."""

    listing_id: str
    brand: str
    kind: str
    """The concept read, `price_far_below_catalogue`, `nearly_a_brand` or `gated_without_letter`."""
    text: str
    """The words that show it."""
    detail: str


class _Seen(msgspec.Struct):
    listing_id: str
    words: frozenset[str]
    brands: frozenset[str]
    key: tuple[str, str] | None
    price: float


def check_brands(screener: Screener, listings: Iterable[Listing]) -> Iterator[BrandFinding]:
    """Findings that each listing shows by itself as it is read, then those that only the whole catalogue shows."""
    uses: Counter[str] = Counter()
    seen: list[_Seen] = []
    for listing in listings:
        readings = screener.concepts(listing)
        yield from _by_itself(listing, readings, screener)
        brands = sold_as(readings)
        words = frozenset(f"{normalise(listing.title)}{normalise(listing.brand or '')}".split())
        uses.update(words)
        price = in_usd(listing.price, listing.currency) if listing.price else None
        key = (min(brands), (listing.category or "").casefold()) if len(brands) == 1 and price else None
        seen.append(_Seen(listing.listing_id, words, brands, key, price or 0.0))
    yield from _of_prices(seen)
    yield from _of_names(seen, uses, screener)


def _by_itself(listing: Listing, readings: Iterable[Reading], screener: Screener) -> Iterator[BrandFinding]:
    for one in readings:
        said = SAID.get(one.concept)
        if said is not None and one.confidence >= LEAST:
            yield from (BrandFinding(listing.listing_id, shown.term, one.concept, shown.text, said) for shown in one.evidence[:1])
        if one.concept == GATED and one.confidence >= LEAST:
            whole = screener.register.resolved(listing, readings)
            if not any(document.type == AUTHORISATION for document in (*(whole.documents or ()), *(whole.on_file or ()))):
                shown = one.evidence[0]
                yield BrandFinding(listing.listing_id, shown.term, "gated_without_letter", shown.text, "no letter of the owner is known")


def _of_prices(seen: list[_Seen]) -> Iterator[BrandFinding]:
    usual = usual_prices(Priced(one.key, one.price) for one in seen if one.key is not None)
    for one in seen:
        found = usual.get(one.key) if one.key is not None else None
        if found is not None and one.key is not None and one.price < found.floor:
            said = f"about {one.price:,.0f} USD, where {found.offers} offers cost {found.median:,.0f} in the middle"
            yield BrandFinding(one.listing_id, one.key[0], "price_far_below_catalogue", f"{one.price:.2f}", said)


def _of_names(seen: list[_Seen], uses: Counter[str], screener: Screener) -> Iterator[BrandFinding]:
    names: dict[str, str] = {}
    for brand in screener.content.brands.values():
        for written in brand.written():
            name = normalise(written).strip()
            if " " not in name and not brand.ordinary:
                names.setdefault(name, brand.id)
    near = {found.word: found for found in near_names(uses, names, _honest_words(screener))}
    for one in seen:
        for word in sorted(one.words & near.keys()):
            found = near[word]
            of = names[found.name]
            if of not in one.brands:
                yield BrandFinding(one.listing_id, of, "nearly_a_brand", word, f"{found.slips} letter(s) from `{found.name}`")


def _honest_words(screener: Screener) -> frozenset[str]:
    """Words of every concept that shows no brand: what they are nearly is chance."""
    others = (one for name, one in screener.content.concepts.items() if not is_of_brands(name))
    return frozenset(word for one in others for term in one.terms if term.text.isascii() for word in term.text.casefold().split())
