"""Traders who come back: refused goods under another account, disguised; and what gives the accounts away.

An account shares the phone and the bank account of the one before. Many honest traders share the address of one forwarder, which says
nothing.
"""

import datetime as dt
import random
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pratique.assembly.demo.catalogue import Publication
from pratique.assembly.demo.traders import DemoTrader

_EVERY = 3
"""Of what bad traders offer against the rules, one in so many comes back."""
_FORWARDER = "Warehouse 7, Bonded Logistics Park, Qianhai"
_LEET = str.maketrans("aeio", "4310")


def disguised_accounts(traders: Sequence[DemoTrader]) -> tuple[DemoTrader, ...]:
    """The same traders; the one after each bad one is that one's second account, and every ninth gives a forwarder's address."""
    made = list(traders)
    for number, trader in enumerate(traders):
        if trader.care == "bad" and number + 1 < len(made):
            other = made[number + 1]
            contact = {**other.contact, "phone": trader.contact["phone"]}
            made[number + 1] = msgspec.structs.replace(other, contact=contact, channels=trader.channels, country=trader.country)
        elif number % 9 == 4:
            made[number] = msgspec.structs.replace(made[number], contact={**made[number].contact, "address": _FORWARDER})
    return tuple(made)


def bank_tokens(traders: Sequence[DemoTrader]) -> dict[str, str]:
    """Hash of the bank account of each trader, as a payment department would hand it over."""
    found = {trader.id: f"bank-{trader.id}" for trader in traders}
    for one, other in pairwise(traders):
        if one.care == "bad":
            found[other.id] = found[one.id]
    return found


def comebacks(published: Sequence[Publication], traders: Sequence[DemoTrader], last: dt.date, seed: int) -> list[Publication]:
    """What bad traders offered against the rules, offered again by their second accounts some days later."""
    chance = random.Random(seed)
    second = {one.id: other for one, other in pairwise(traders) if one.care == "bad"}
    made: list[Publication] = []
    number = 0
    for publication in published:
        account = second.get(publication.listing.trader_id or "")
        if account is None or not publication.is_wrong:
            continue
        at = publication.at + dt.timedelta(days=chance.randint(1, 4), hours=chance.randint(0, 3))
        if at.date() >= last:
            continue
        number += 1
        if number % _EVERY != 1:
            continue
        listing = publication.listing
        trader = msgspec.structs.replace(
            listing.trader, trader_id=account.id, name=account.name, address=account.contact["address"], email=account.contact["email"]
        ) if listing.trader is not None else None  # fmt: skip
        again = msgspec.structs.replace(
            listing,
            listing_id=f"{listing.listing_id}-{chance.randint(10, 99)}",
            title=_disguised(listing.title, chance),
            trader_id=account.id,
            trader=trader,
            created_at=at.date(),
        )
        made.append(msgspec.structs.replace(publication, at=at, listing=again))
    return made


def _disguised(title: str, chance: random.Random) -> str:
    """A word or two written so that a filter does not know them."""
    words = title.split(" ")
    for number in chance.sample(range(len(words)), min(2, len(words))):
        words[number] = chance.choice((words[number].translate(_LEET), ".".join(words[number]), words[number].upper()))
    return " ".join(words)
