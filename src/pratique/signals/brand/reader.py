"""Listing → readings of the roles in which brands are named.

Read only where a brand was, as quantities are read where they are asked for: most listings name none. How sure a role is never exceeds how
sure the brand is.
"""

import functools
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import NamedTuple

from pratique.facts import Evidence, Listing
from pratique.facts.brand import MISSPELT, Brand, is_of_brands
from pratique.facts.concept import Concept
from pratique.facts.money import in_usd
from pratique.signals.brand.disguised import disguised
from pratique.signals.brand.fields import Place, brand_fields, maker_of
from pratique.signals.brand.names import Mention, Names
from pratique.signals.brand.role import COMPATIBLE, SOLD_AS, Role, roles
from pratique.signals.text.normal import normalise_light
from pratique.signals.text.span import Source

GATED = "brand.gated"
DISGUISED = "counterfeit.disguised_brand"
MISSPELT_BRAND = "counterfeit.misspelt_brand"
BELOW_FLOOR = "counterfeit.price_below_brand"
DETECTOR = "brand"
"""By this name content says which concepts are read here."""
PLAIN: dict[Place, float] = {"maker": 0.95, "title": 0.9, "fits": 0.2, "text": 0.35}
"""How sure it is that goods are sold as the brand where a name stands there and nothing beside it says otherwise."""
OF_ANOTHER_MAKER = 0.45
"""The same in a title where the listing names another brand as its own: too little to act on, or to ask for papers."""
UNBRANDED = 0.75
"""The same where it says that it has no brand."""
SURELY_FITS = 0.9
FITTED = (COMPATIBLE, "brand.part_number", "brand.compared_with", "brand.not_sold_as")
"""Roles that a name beside which nothing stands has as well, where the title gives them to the brand."""
IN_TEXT = 0.75
"""What a role counts in a description, against a title."""
PRICE_FAR_BELOW = 0.7
IN_CLASS = 0.5
SHORT = 32
"""Texts of so many characters recur: what stands in brand fields."""


class Shown(NamedTuple):
    """A name that shows a role. Where it stands in the text as written is worked out when somebody asks."""

    field: str
    text: str
    mention: Mention
    is_disguised: bool
    """Its span is of the text as written already."""

    def evidence(self, concept: str) -> Evidence:
        """The same as evidence for a concept."""
        start, end = self.mention.start, self.mention.end
        if not self.is_disguised:
            start, end = Source(self.field, "", self.text, self.text).span(start, end, accented=True)
        return Evidence(concept, self.field, start, end, self.text[start:end], term=self.mention.brand)


Found = dict[str, tuple[float, list[Shown]]]
"""Concept → how sure, and what shows it."""
Met = list[tuple[Place, Shown, Role]]


class BrandReader:
    """Reads roles. Made once from the concepts and the register; what is compiled is compiled when it is first wanted."""

    def __init__(self, concepts: Mapping[str, Concept], brands: Mapping[str, Brand] | None = None) -> None:
        self._concepts, self._brands = concepts, brands or {}
        self.gives = frozenset(name for name, one in concepts.items() if one.detector == DETECTOR)
        """Concepts it reads; none where the content has no roles."""
        self.woken_by = frozenset(name for name, one in concepts.items() if is_of_brands(name) and name not in self.gives)
        """Concepts of which one must have been read."""

    @cached_property
    def names(self) -> Names:
        """Names and cues, compiled."""
        return Names(self._concepts, self._brands.values())

    def read(self, listing: Listing, read: Mapping[str, float]) -> Found:
        """Roles in a listing of which `read` was read: brand concepts and product classes with their confidence."""
        concepts = frozenset(read) & self.woken_by
        fields = brand_fields(listing)
        classes = {name for name, confidence in read.items() if name.startswith("class.") and confidence >= IN_CLASS}
        met: Met = []
        for field, place, text in fields:
            if place == "text" and met:
                break  # what the goods are stands in the title; a description names others too
            form = _short_form(text) if len(text) <= SHORT else normalise_light(text)
            mentions = self.names.mentions(form, concepts, is_brand_field=place == "maker")
            for role in roles(form, mentions, self.names, classes if place == "title" else ()) if mentions else ():
                met.append((place, Shown(field, text, role.mention, is_disguised=False), role))
        found: Found = {}
        if not met:
            for field, place, text in fields:
                for mention in disguised(text, self.names, concepts) if place in ("maker", "title") else ():
                    shown = Shown(field, text, mention, is_disguised=True)
                    met.append((place, shown, self._undisguised(text, mention, classes)))
        self._weigh(found, listing, met, read)
        return {name: one for name, one in found.items() if name in self.gives}

    def _undisguised(self, text: str, mention: Mention, classes: Collection[str]) -> Role:
        """The role of a disguised name, as if it were written rightly."""
        ahead = normalise_light(text[: mention.start])
        name = normalise_light(self.names.by_id[mention.brand].name if mention.brand in self.names.by_id else mention.brand)
        form = f"{ahead}{name.strip()}{normalise_light(text[mention.end :])}"
        written = mention._replace(start=len(ahead), end=len(ahead) + len(name.strip()))
        return roles(form, [written], self.names, classes)[0]._replace(mention=mention)

    def _weigh(self, found: Found, listing: Listing, met: Met, read: Mapping[str, float]) -> None:
        maker = maker_of(listing)
        own = {role.mention.brand for place, _, role in met if place == "maker" and role.role in ("", SOLD_AS)}
        fitted = {
            role.mention.brand
            for place, _, role in met
            if (place == "fits" and not role.role) or (place == "title" and role.role in FITTED)
        }
        for place, shown, role in met:
            mention, name, confidence = role.mention, role.role, role.confidence
            if not name and place == "fits":
                name, confidence = COMPATIBLE, SURELY_FITS
            elif name in ("", SOLD_AS):
                plain = PLAIN[place]
                if place == "title" and mention.brand not in own and maker is not None:
                    plain = OF_ANOTHER_MAKER if maker else UNBRANDED
                elif not name and mention.brand in fitted and place in ("title", "text"):
                    plain = PLAIN["text"]
                name, confidence = SOLD_AS, plain
            elif place == "text":
                confidence *= IN_TEXT
            confidence = round(min(confidence, _sure(mention, read)), 4)
            _keep(found, name, confidence, shown)
            if name not in FITTED and place in ("title", "maker"):
                if shown.is_disguised:
                    _keep(found, DISGUISED, confidence, shown)
                if MISSPELT in mention.concepts:
                    _keep(found, MISSPELT_BRAND, confidence, shown)
            if name == SOLD_AS:
                brand = self.names.by_id.get(mention.brand)
                if brand is not None and brand.gate:
                    _keep(found, GATED, confidence, shown)
                if brand is not None and confidence >= IN_CLASS and _is_far_below(listing, brand, read):
                    _keep(found, BELOW_FLOOR, min(confidence, PRICE_FAR_BELOW), shown)


_short_form = functools.lru_cache(1 << 13)(normalise_light)


def _keep(found: Found, name: str, confidence: float, shown: Shown) -> None:
    if confidence > 0.0:
        best, known = found.get(name, (0.0, []))
        found[name] = max(best, confidence), [*known, shown]


def _sure(mention: Mention, read: Mapping[str, float]) -> float:
    """How sure it is that the brand is named."""
    return max(read.get(name, 0.0) for name in mention.concepts)


def _is_far_below(listing: Listing, brand: Brand, read: Mapping[str, float]) -> bool:
    if listing.price is None or listing.price <= 0 or listing.condition == "for_parts":
        return False
    price = in_usd(listing.price, listing.currency)
    if price is None:
        return False
    return any(price < floor.usd and any(read.get(name, 0.0) >= IN_CLASS for name in floor.classes) for floor in brand.floors)
