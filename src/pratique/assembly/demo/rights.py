"""Owners of brands in the demo: registered with proof, sending notices on their rights, some of which are contested and come back."""

import datetime as dt
import random
from collections import defaultdict

import msgspec

from pratique.assembly.demo.catalogue import Publication
from pratique.assembly.demo.days import workday
from pratique.assembly.demo.people import SENIORS
from pratique.assembly.operations import counter_notices, notices, rights
from pratique.assembly.operations.counter_notices import CounterForm
from pratique.assembly.operations.rights import HolderForm
from pratique.base.actor import Actor
from pratique.base.errors import RefusalError
from pratique.casework.notice.events import Outcome
from pratique.casework.notice.filing import Filing, Pointed
from pratique.casework.rights.right import RightFiling
from pratique.policy.model import Content
from pratique.store.transaction import Transaction

_WHERE = frozenset({"DE", "FR", "ES", "PL", "IT", "NL", "US"})
"""Where their rights hold."""
_BRANDS = ("Lumora", "Kestrelo", "Navolt", "Ostrel", "Veldora")
_REASON = {
    "en": "The listing uses what the right protects, and the trader has shown no licence.",
    "zh": "商品使用了受保护内容，商家未出示授权。",
}
_UNLIKE = {"en": "The listing shows the trader's own goods and pictures.", "zh": "商品及图片均为商家自有。"}


class _Sent(msgspec.Struct, frozen=True):
    """A notice that is answered on a day to come."""

    name: str
    listing: str
    trader: str
    is_right: bool
    may_contest: bool


class Owners:
    """Tells this part of the story; the days are the caller's."""

    def __init__(self, content: Content, published: list[Publication], chance: random.Random) -> None:
        self._content, self._published, self._chance = content, published, chance
        self._rights: dict[str, tuple[str, str]] = {}
        """Brand → its trade mark and its pictures."""
        self._to_answer: defaultdict[dt.date, list[_Sent]] = defaultdict(list)
        self._to_contest: defaultdict[dt.date, list[_Sent]] = defaultdict(list)

    def begin(self, tx: Transaction) -> None:
        """Five owners register on the first day; of the last a right is refused, and one of another still waits."""
        for number, brand in enumerate(_BRANDS):
            who = _owner(brand)
            form = HolderForm(
                f"{brand} Brands Ltd", f"{number + 3} Quay Street, Dublin", f"ip@{brand.lower()}.example", (f"register-{brand}",)
            )
            holder = rights.register(tx, who, form).id
            until = tx.at.date() + dt.timedelta(days=2000)
            mark = RightFiling(
                "trade_mark", brand, ("EU", "US"), (f"certificate-{brand}",), f"0181234{number}6", "EU", (9, 11, 21), None, until
            )
            pictures = RightFiling("copyright", f"Product photographs of {brand}", ("US",), (f"first-publication-{brand}",))
            first, second = rights.add_right(tx, who, holder, mark), rights.add_right(tx, who, holder, pictures)
            rights.judge(tx, SENIORS[1], holder, evidence=f"extract of the company register, {brand} Brands Ltd")
            rights.judge(tx, SENIORS[1], holder, right=first.id, evidence=f"EUIPO register, {mark.number}")
            if brand == _BRANDS[-1]:
                refused = {"en": "The publication shown is younger than the listings.", "zh": "所示发布日期晚于商品。"}
                rights.judge(tx, SENIORS[1], holder, right=second.id, refused=refused)
            elif brand != _BRANDS[-2]:
                rights.judge(tx, SENIORS[1], holder, right=second.id, evidence="publication of the photographs in the archive of the web")
                self._rights[brand] = (first.id, second.id)

    def send(self, tx: Transaction, day: dt.date) -> None:
        """Perhaps one of them finds something that was published lately."""
        recent = [
            one
            for one in self._published
            if dt.timedelta(days=1) <= day - one.at.date() <= dt.timedelta(days=12) and one.listing.brand in self._rights
        ]
        recent = [one for one in recent if _WHERE & set(one.listing.markets or ())]
        if not recent or self._chance.random() < 0.4:
            return
        in_us = [one for one in recent if "US" in (one.listing.markets or ())]
        listing = self._chance.choice(in_us if in_us and self._chance.random() < 0.5 else recent).listing
        markets = sorted(_WHERE & set(listing.markets or ()))
        by_pictures = "US" in markets
        where = ("US",) if by_pictures else tuple(markets)
        filing = Filing(
            "intellectual_property",
            f"The listing {listing.listing_id} uses our {'photographs' if by_pictures else 'mark'} without licence.",
            (Pointed("listing", listing.listing_id),),
            bona_fide=True,
            channel=listing.channel,
            markets=where,
            right=self._rights[str(listing.brand)][by_pictures],
            is_owner_or_agent=True,
        )
        try:
            receipt = notices.file(tx, _owner(str(listing.brand)), filing, self._content)
        except RefusalError:
            return
        sent = _Sent(receipt.notice_id, listing.listing_id, str(listing.trader_id), self._chance.random() < 0.75, by_pictures)
        self._to_answer[workday(day + dt.timedelta(days=self._chance.choice((1, 2, 3))))].append(sent)

    def answer(self, tx: Transaction, day: dt.date) -> None:
        """Answer what is due; some traders contest some days later."""
        for one in self._to_answer.pop(day, []):
            held = notices.read(tx, SENIORS[1], one.name)
            ground = "17 U.S.C. 512(c)" if one.may_contest else "the mark as registered"
            outcome = Outcome(
                f"listing:{one.listing}",
                held.markets or (),
                "disable" if one.is_right else "none",
                ground,
                _REASON if one.is_right else _UNLIKE,
            )
            try:
                notices.decide(tx, SENIORS[1], one.name, [outcome], self._content, automation="none")
            except RefusalError:
                continue
            if one.is_right and one.may_contest and self._chance.random() < 0.75:
                self._to_contest[workday(day + dt.timedelta(days=self._chance.randint(1, 4)))].append(one)
        for one in self._to_contest.pop(day, []):
            trader = Actor(one.trader, frozenset({"trader"}), subject=one.trader)
            form = CounterForm(
                (f"listing:{one.listing}",), "We took the photographs ourselves; the originals are with us.", "us", "Chen Wei", "Chen Wei",
                "8 Example Road, Shenzhen", "+86 755 0000 0000", ("originals.zip",), no_infringement=True,
                mistake_under_penalty_of_perjury=True, accepts_jurisdiction_and_service=True,
            )  # fmt: skip
            try:
                counter_notices.contest(tx, trader, one.name, form, self._content)
                if self._chance.random() < 0.3:
                    held = notices.read(tx, SENIORS[1], one.name)
                    owner = next(who for who in map(_owner, _BRANDS) if counter_notices.speaks_for(tx, who, held))
                    counter_notices.show_suit(
                        tx, owner, one.name, "U.S. District Court, N.D. California", f"3:26-cv-{self._chance.randint(1000, 9999)}"
                    )
            except RefusalError:
                continue


def _owner(brand: str) -> Actor:
    account = f"owner_{brand.lower()}"
    return Actor(account, frozenset({"rights_holder"}), subject=account)
