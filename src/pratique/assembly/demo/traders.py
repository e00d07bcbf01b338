"""Four hundred invented traders: where they sit, on which channels they sell, how large and how careful they are."""

import random
from typing import Literal

import msgspec

Care = Literal["careful", "careless", "bad"]
_FIRST = tuple(
    "Ningbo Yiwu Shenzhen Dongguan Hangzhou Quanzhou Suzhou Foshan Izmir Porto Lodz Valencia Hanoi Penang Surabaya Cebu Leeds Lyon".split()
)
_MIDDLE = tuple("Harbour Lotus Maple Bright Silver Eastern Golden Willow Summit Coral Amber Meadow Falcon Orchid Granite River".split())
_LAST = tuple("Trading,Home Goods,Textiles,Electronics,Outdoor,Toys,Crafts,Supplies,Fashion,Industrial,Living,Sports".split(","))
_SEATS = ("CN",) * 11 + ("HK", "TR", "ES", "PL", "VN", "ID", "TH", "GB", "FR", "PH")
_CHANNELS = (("aliexpress",),) * 5 + (("lazada",),) * 4 + (("alibaba",),) * 3 + (("aliexpress", "lazada"), ("alibaba", "aliexpress"))
_LANGUAGES = {"CN": "zh", "HK": "zh", "TR": "tr", "ES": "es", "PL": "pl", "VN": "vi", "ID": "id", "TH": "th", "FR": "fr"}


class DemoTrader(msgspec.Struct, frozen=True):
    """One invented trader."""

    id: str
    name: str
    country: str
    language: str
    channels: tuple[str, ...]
    care: Care
    weight: float
    """Share of the listings."""
    contact: dict[str, str]
    """Personal data: name of a person, address, phone, e-mail."""


def traders(count: int, seed: int) -> tuple[DemoTrader, ...]:
    """The same traders for the same seed; sizes follow a Pareto law, as on real marketplaces."""
    chance = random.Random(seed)
    made: list[DemoTrader] = []
    seen: set[str] = set()
    while len(made) < count:
        name = f"{chance.choice(_FIRST)} {chance.choice(_MIDDLE)} {chance.choice(_LAST)}"
        if name in seen:
            continue
        seen.add(name)
        number, country = len(made) + 1, chance.choice(_SEATS)
        care: Care = "bad" if number % 25 == 7 else "careless" if number % 8 == 3 else "careful"
        slug = name.lower().replace(" ", "-")
        contact = {
            "name": f"Contact {number:03d}",
            "address": f"{chance.randint(1, 400)} {chance.choice(_MIDDLE)} Road, {name.split()[0]}",
            "phone": f"+{chance.randint(20, 99)} 555 {chance.randint(100000, 999999)}",
            "email": f"office@{slug}.example",
        }
        made.append(
            DemoTrader(
                f"trader_{number:04d}",
                name,
                country,
                _LANGUAGES.get(country, "en"),
                chance.choice(_CHANNELS),
                care,
                chance.paretovariate(1.3),
                contact,
            )
        )
    return tuple(made)
