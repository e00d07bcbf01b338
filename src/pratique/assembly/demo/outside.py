"""What comes from outside in the demo: notices of buyers and a trusted flagger, orders of authorities, and their answers."""

import datetime as dt
import random
from collections import defaultdict
from contextlib import suppress
from typing import Literal

import msgspec

from pratique.assembly.demo.catalogue import Publication
from pratique.assembly.demo.days import workday
from pratique.assembly.demo.people import MACHINE, REVIEWERS, SENIORS
from pratique.assembly.operations import notices, orders, submitters
from pratique.base.actor import Actor
from pratique.base.errors import RefusalError
from pratique.casework.notice.events import Outcome
from pratique.casework.notice.filing import Filing, Pointed
from pratique.casework.order.filing import Authority, OrderFiling
from pratique.casework.submitter import Flagger
from pratique.policy.model import Content
from pratique.store.transaction import Transaction

_AUTHORITIES = (
    Authority("Bundesnetzagentur", "DE", "market_surveillance"),
    Authority("DGCCRF", "FR", "consumer"),
    Authority("Urząd Ochrony Konkurencji i Konsumentów", "PL", "market_surveillance"),
    Authority("Agenzia delle Dogane", "IT", "customs"),
)
_TOO_MANY = {"en": "Most of your notices of the last months were unfounded.", "zh": "近几个月您提交的举报多数不成立。"}
_KINDS: tuple[tuple[Literal["product_safety", "consumer", "illegal_content"], str, str], ...] = (
    (
        "product_safety",
        "The plug gets hot after ten minutes and the casing melted at one corner.",
        "Regulation (EU) 2023/988 Art. 5",
    ),
    (
        "consumer",
        "The listing promises a size and a material that the product does not have at all.",
        "Directive 2005/29/EC Art. 6",
    ),
    (
        "illegal_content",
        "I believe that this may not be sold here; I bought one and it is not what the law allows.",
        "the law of the market",
    ),
)


class Waiting(msgspec.Struct, frozen=True):
    """A notice somebody has to answer."""

    name: str
    subject: str
    is_right: bool
    is_misuse: bool = False
    """Of somebody who sends what nobody could take for true."""


class Outside:
    """Tells this part of the story; the days are the caller's."""

    def __init__(self, content: Content, published: list[Publication], chance: random.Random) -> None:
        self._content, self._chance = content, chance
        self._published = published
        self._last = max((one.at.date() for one in published), default=dt.date.max)
        self._waiting: defaultdict[dt.date, list[Waiting]] = defaultdict(list)
        self._orders: defaultdict[dt.date, list[str]] = defaultdict(list)
        self._accounts = [f"account_{number:03d}" for number in range(1, 31)]

    def begin(self, tx: Transaction) -> None:
        """A trusted flagger is known from the first day."""
        submitters.recognise(tx, SENIORS[1], self._accounts[0], Flagger("FR", ("product_safety", "illegal_content")))

    def send(self, tx: Transaction, day: dt.date) -> None:
        """Perhaps somebody sends a notice about something that was published lately, perhaps an authority orders something."""
        recent = [one for one in self._published if dt.timedelta(days=1) <= day - one.at.date() <= dt.timedelta(days=25)]
        if not recent:
            return
        for _ in range(self._chance.choice((0, 1, 1, 2, 3))):
            self._notice(tx, day, self._chance.choice(recent))
        is_last = workday(day + dt.timedelta(days=1)) > self._last
        if is_last or self._chance.random() < 0.13:
            authority = _AUTHORITIES[0] if is_last else self._chance.choice(_AUTHORITIES)
            inside = [one for one in recent if one.listing.channel == "aliexpress" and authority.country in (one.listing.markets or ())]
            if inside:
                self._order(tx, day, authority, self._chance.choice(inside))

    def answer(self, tx: Transaction, day: dt.date) -> None:
        """Answer what is due: judged by people, with reasons for both sides."""
        for one in self._waiting.pop(day, []):
            who = self._chance.choice([reviewer.actor for reviewer in REVIEWERS if reviewer.actor.channels is None])
            ground = "Regulation (EU) 2023/988 Art. 5" if one.is_right else "nothing that was found is against the law or our terms"
            reason = (
                {"en": "What the notice says was found to be so.", "zh": "经核实，举报所述属实。"}
                if one.is_right
                else {"en": "What the notice says was not found.", "zh": "经核实，未发现举报所述情形。"}
            )
            try:
                held = notices.read(tx, who, one.name)
                outcome = Outcome(one.subject, held.markets or (), "disable" if one.is_right else "none", ground, reason)
                misused = one.is_misuse and not one.is_right
                notices.decide(tx, who, one.name, [outcome], self._content, automation="none", is_manifestly_unfounded=misused)
            except RefusalError:
                continue  # superseded: the case was taken by somebody else, or the sender is suspended
        for sender in submitters.every(tx, SENIORS[1], "suspend", None, None, 10).items:
            with suppress(RefusalError):  # warned only today
                submitters.suspend(tx, SENIORS[1], sender.id, _TOO_MANY, intention=False)
        for name in self._orders.pop(day, []):
            orders.authenticate(tx, SENIORS[1], name, "called back at the number in the official register")
            if orders.read(tx, SENIORS[1], name).open_subjects:
                orders.give_effect_to_all(tx, SENIORS[1], name, self._content)
            orders.send_report(tx, SENIORS[1], name)

    def _notice(self, tx: Transaction, day: dt.date, about: Publication) -> None:
        listing = about.listing
        account = self._chance.choice([*self._accounts, *[self._accounts[-1]] * 4])  # the last writes often, and seldom rightly
        who = Actor(account, frozenset({"notifier"}), subject=account)
        kind, words, law = self._chance.choice(_KINDS)
        filing = Filing(
            kind,
            f"{words} Listing {listing.listing_id}.",
            (Pointed("listing", listing.listing_id),),
            bona_fide=True,
            name="Sam Example",
            email=f"{account}@mail.example",
            channel=listing.channel,
            markets=tuple(listing.markets or ())[:3],
            law=law,
        )
        try:
            receipt = notices.file(tx, who, filing, self._content)
        except RefusalError:
            return  # suspended for too many unfounded notices
        is_right = about.is_wrong or self._chance.random() < (0.02 if account == self._accounts[-1] else 0.3)
        due = workday(day + dt.timedelta(days=self._chance.choice((0, 1, 1, 2))))
        waiting = Waiting(receipt.notice_id, f"listing:{listing.listing_id}", is_right, account == self._accounts[-1])
        self._waiting[due].append(waiting)

    def _order(self, tx: Transaction, day: dt.date, authority: Authority, about: Publication) -> None:
        """An authority orders for its own country. That of the last day is still open when the story ends."""
        filing = OrderFiling(
            "product_safety",
            authority,
            f"{authority.country}-{day.year}-{self._chance.randint(1000, 9999)}",
            (Pointed("listing", about.listing.listing_id),),
            legal_basis="Regulation (EU) 2023/988 Art. 22(4)",
            reasons="The product was tested and presents a serious risk; the report of the laboratory is with our file.",
            redress="Administrative court at the seat of the authority, within one month.",
            markets=(authority.country,),
            contact_name="Duty officer",
            contact_email="safety@authority.example",
        )
        try:
            receipt = orders.receive(tx, _sender(authority), filing, self._content)
        except RefusalError:
            return
        self._orders[workday(day + dt.timedelta(days=1))].append(receipt.order_id)


def _sender(authority: Authority) -> Actor:
    """One of them has an account; what the others send is taken down by a machine."""
    if authority is _AUTHORITIES[0]:
        return Actor("authority_bnetza", frozenset({"authority"}), subject="authority_bnetza")
    return MACHINE
