"""What is put on sale, by whom and when: eight thousand listings over ninety days."""

import datetime as dt
import random
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from pratique.assembly.demo.pictures import name_of
from pratique.assembly.demo.traders import DemoTrader
from pratique.facts import Listing
from pratique.facts.listing import Operator, Trader

_BRANDS = tuple(
    "Lumora Kestrelo Navolt Brightling Tamsin Corvane Ostrel Veldora Quorra Mirano Pellagio Sundrift Arvika Dolmen Fennimo Halvex".split()
)
_COLOURS = {
    "en": ["black", "white", "navy", "green", "beige", "red", "grey"],
    "es": ["negro", "blanco", "azul", "verde", "beige", "rojo", "gris"],
    "de": ["schwarz", "weiß", "blau", "grün", "beige", "rot", "grau"],
    "fr": ["noir", "blanc", "bleu", "vert", "beige", "rouge", "gris"],
    "zh": ["黑色", "白色", "藏青", "绿色", "米色", "红色", "灰色"],
    "th": ["ดำ", "ขาว", "กรม", "เขียว", "เบจ", "แดง", "เทา"],
    "vi": ["đen", "trắng", "xanh", "be", "đỏ", "xám", "nâu"],
    "id": ["hitam", "putih", "biru", "hijau", "krem", "merah", "abu"],
}
_SIZES = ["S", "M", "L", "XL", "30cm", "45cm", "60cm"]
_MARKETS = {
    "aliexpress": ("DE", "FR", "ES", "PL", "IT", "NL", "US", "GB", "BR", "KR", "SA", "AE", "TR", "IL", "MX"),
    "lazada": ("SG", "MY", "TH", "VN", "ID", "PH"),
    "alibaba": ("US", "DE", "GB", "AE", "SA", "BR", "IN", "JP", "KR", "AU", "ZA"),
}
_LANGUAGES = {"aliexpress": ("en", "en", "es", "de", "fr", "zh"), "lazada": ("en", "id", "th", "vi", "zh"), "alibaba": ("en", "en", "zh")}


class _Product(msgspec.Struct, frozen=True):
    kind: Literal["plain", "regulated", "wrong", "veiled"]
    weight: int
    price: tuple[float, float]
    category: str
    title: dict[str, str]
    text: dict[str, str]
    age_from: float | None = None


MARKETS = frozenset(market for markets in _MARKETS.values() for market in markets)
"""Where the invented group sells."""


class Publication(msgspec.Struct, frozen=True):
    """A listing, and the moment at which it is handed in."""

    at: dt.datetime
    listing: Listing
    is_wrong: bool
    """What the story knows and the software has to find out: it may not be offered."""
    is_careful: bool
    """Whether the trader asks first what is missing, and gives it."""


@cache
def _products() -> tuple[_Product, ...]:
    import yaml

    raw = yaml.safe_load(files("pratique.assembly.demo").joinpath("products.yaml").read_text("utf-8"))
    return msgspec.convert(raw, tuple[_Product, ...])


def kinds_of_goods() -> int:
    """How many products there are to sell."""
    return len(_products())


def publications(traders: tuple[DemoTrader, ...], first: dt.date, days: int, count: int, seed: int) -> list[Publication]:
    """Everything handed in, by time: more on weekdays, in the trader's morning.

    Bad traders sell what is wrong, careful ones say who is responsible.
    """
    chance = random.Random(seed)
    weights = [trader.weight for trader in traders]
    calendar = [first + dt.timedelta(days=number) for number in range(days)]
    busy = [0.6 if day.weekday() >= 5 else 1.0 for day in calendar]
    made = []
    for number in range(1, count + 1):
        trader = chance.choices(traders, weights)[0]
        product = chance.choices(_products(), [_likely(product, trader) for product in _products()])[0]
        day = chance.choices(calendar, busy)[0]
        at = dt.datetime.combine(day, dt.time(chance.choice((1, 2, 3, 6, 7, 8, 9, 13)), chance.randrange(60), chance.randrange(60)), dt.UTC)
        careful = trader.care == "careful" and chance.random() < 0.9
        listing = _listing(number, trader, product, at, careful, chance)
        made.append(Publication(at, listing, product.kind in ("wrong", "veiled"), careful))
    return sorted(made, key=lambda one: (one.at, one.listing.listing_id))


def _likely(product: _Product, trader: DemoTrader) -> float:
    wrong = {"careful": 0.03, "careless": 0.3, "bad": 7.0}[trader.care]
    return product.weight * (wrong if product.kind in ("wrong", "veiled") else 1.0)


def _listing(number: int, trader: DemoTrader, product: _Product, at: dt.datetime, careful: bool, chance: random.Random) -> Listing:
    channel = chance.choice(trader.channels)
    language = next((one for one in (chance.choice(_LANGUAGES[channel]), "en") if one in product.title), "en")
    language = language if language in product.title else next(iter(product.title))
    words = {
        "brand": chance.choice(_BRANDS),
        "colour": chance.choice(_COLOURS[language]),
        "size": chance.choice(_SIZES),
        "model": f"{chance.choice('ABEGKMNTX')}{chance.randint(100, 990)}",
        "count": str(chance.choice((2, 3, 4, 6, 10, 12, 24, 30, 60))),
    }
    low, high = product.price
    is_foreign = trader.country != "ID"
    maker = Operator(
        name=f"{words['brand']} Works", address="12 Harbour Road", email=f"care@{words['brand'].lower()}.example", country=trader.country
    )
    views = int(chance.paretovariate(1.1) * 40)
    every = [market for market in _MARKETS[channel] if not (is_foreign and market == "ID" and high < 100)]  # a least price stands there
    return Listing(
        listing_id=f"{channel[:3].upper()}-{number:06d}",
        title=product.title[language].format(**words),
        description=product.text.get(language, product.text["en"]).format(**words),
        category=product.category,
        attributes={"colour": words["colour"], "model": words["model"]},
        brand=words["brand"] if product.kind in ("plain", "regulated") else None,
        price=round(chance.uniform(low, high), 2),
        currency="USD",
        images=(name_of(_products().index(product), _COLOURS[language].index(words["colour"])),),
        trader_id=trader.id,
        trader=Trader(
            trader_id=trader.id, name=trader.name, country=trader.country, address=trader.contact["address"], email=trader.contact["email"]
        ),
        origin=trader.country,
        ships_from=trader.country,
        markets=tuple(sorted(chance.sample(every, chance.randint(2, len(every) // 2)))),
        channel=channel,
        language=language,
        condition="new",
        model=words["model"],
        stock=chance.randint(1, 900),
        sale_kind="b2b" if channel == "alibaba" else "b2c",
        manufacturer=maker if careful else None,
        responsible_person=Operator(
            name="Meridian Compliance GmbH", address="Hafenstraße 4, Hamburg", email="rp@meridian.example", country="DE"
        )
        if careful
        else None,
        warnings={"en": "Read the instructions before use."} if careful else None,
        age_from=product.age_from,
        views_30d=views,
        units_30d=round(views * 0.02),
        gmv_30d=round(views * 0.02 * low, 2),
        created_at=at.date(),
    )
