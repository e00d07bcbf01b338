"""Recalls in the demo: an invented product turns out to be dangerous, its notice comes, and what was offered before is found by it."""

import datetime as dt
import random
from collections.abc import Sequence

import msgspec

from pratique.assembly.demo.catalogue import Publication
from pratique.assembly.demo.traders import DemoTrader
from pratique.identity.notice import NoticedProduct, ProductNotice
from pratique.store import product_notices
from pratique.store.product_notices import Row
from pratique.store.transaction import Transaction

_KINDS = {
    "Power Banks": ("power bank 20000 mAh", "The cell can overheat and catch fire."),
    "Chargers": ("USB-C charger 30 W", "Live parts can be touched where the housing opens."),
    "Appliances": ("electric kettle 1.7 l", "The handle comes off, and hot water burns."),
    "Drones": ("quadcopter drone with camera 4K", "The battery can catch fire while it is charged."),
}
_FEEDS = (("cpsc", ("US",), "CPSC"), ("safety-gate", ("EU",), "Safety Gate"))
_DAYS = (0.45, 0.7, 0.9)
"""When notices come, in parts of the story."""
_OTHERS = 3
"""Traders who offer the same product."""


class Recalls:
    """Tells this part of the story. `offered`: what further traders put on sale; the catalogue of the story has them from the start."""

    def __init__(self, published: Sequence[Publication], traders: Sequence[DemoTrader], first: dt.date, days: int, seed: int) -> None:
        chance = random.Random(seed)
        self.offered: list[Publication] = []
        self._notices: dict[dt.date, tuple[ProductNotice, frozenset[str]]] = {}
        for number, part in enumerate(_DAYS):
            day = first + dt.timedelta(days=int(days * part))
            while day.weekday() >= 5:
                day += dt.timedelta(days=1)
            before = [one for one in published if one.at.date() < day - dt.timedelta(days=1) and _kind(one) and _fits(one)]
            if before:
                one = chance.choice(before)
                offered = _offers(one, traders, day, chance)
                about = frozenset(other.listing.listing_id for other in (one, *offered))
                self._notices[day] = _notice(number, one, day), about
                self.offered += offered

    def come(self, tx: Transaction, day: dt.date) -> frozenset[str]:
        """The notice of the day, where there is one; the listings it is about."""
        notice, about = self._notices.get(day, (None, frozenset[str]()))
        if notice is None:
            return about
        product_notices.keep(tx, [Row(notice.id, notice.feed, notice.published, msgspec.json.encode(notice).decode())])
        return about


def _kind(one: Publication) -> tuple[str, str] | None:
    return None if one.is_wrong else _KINDS.get((one.listing.category or "").rpartition(" > ")[2])


def _fits(one: Publication) -> bool:
    """Sold where the notices are of, under a model number."""
    return one.listing.language == "en" and one.listing.channel != "lazada" and bool(one.listing.model)


def _notice(number: int, one: Publication, day: dt.date) -> ProductNotice:
    feed, markets, name = _FEEDS[number % len(_FEEDS)]
    listing = one.listing
    brand, model = listing.brand or "", listing.model or ""
    words, hazard = _kind(one) or ("", "")
    return ProductNotice(
        f"{feed}:DEMO-{number + 1}",
        feed,
        f"{brand} Recalls {words.title()}s Model {model}",
        f"https://recalls.example/{feed}/{number + 1}",
        day,
        (NoticedProduct(f"{brand} {words} model {model}", (brand,), (model,)),),
        hazard=hazard,
        measure="Recall from the end users",
        markets=markets,
        companies=(f"{brand} Works",),
        text=f"Invented for the demo, as {name} would word it. {hazard}",
    )


def _offers(one: Publication, traders: Sequence[DemoTrader], day: dt.date, chance: random.Random) -> list[Publication]:
    """The same product of other honest traders, in words of their own, before the notice comes."""
    made = []
    honest = [trader for trader in traders if trader.care != "bad" and one.listing.channel in trader.channels]
    for number, trader in enumerate(chance.sample(honest, min(_OTHERS, len(honest)))):
        at = min(one.at + dt.timedelta(days=chance.randint(0, 5)), dt.datetime.combine(day, dt.time(1, 30), dt.UTC) - dt.timedelta(days=1))
        words, _ = _kind(one) or ("", "")
        title = chance.choice(("{brand} {model} {words}", "{words} by {brand}, model {model}", "{brand} {words} {model} new"))
        made.append(
            Publication(
                at,
                msgspec.structs.replace(
                    one.listing,
                    listing_id=f"{one.listing.listing_id}-R{number + 1}",
                    title=title.format(brand=one.listing.brand, model=one.listing.model, words=words),
                    trader_id=trader.id,
                    trader=None,
                    created_at=at.date(),
                ),
                is_wrong=False,
                is_careful=one.is_careful,
            )
        )
    return made
