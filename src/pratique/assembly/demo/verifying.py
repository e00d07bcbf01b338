"""Who is known in the demo and who is not: most traders tell who they are, some wrongly, some late, some never; and buyers who are told."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable

import msgspec
from stdnum import luhn
from stdnum.cn import uscc

from pratique.assembly.demo.days import workday
from pratique.assembly.demo.people import MACHINE, SENIORS
from pratique.assembly.demo.traders import DemoTrader
from pratique.assembly.operations import look_backs, verification
from pratique.assembly.operations.look_backs import LookBackForm
from pratique.assembly.operations.verification import Particulars
from pratique.base.actor import Actor
from pratique.base.errors import RefusalError
from pratique.casework.verification import Evidence, Paper
from pratique.casework.verification.look_back import Purchase
from pratique.casework.verification.volume import DaySales
from pratique.policy.model import Content
from pratique.store.transaction import Transaction

LEGAL = SENIORS[1]
_REGISTERS = {
    "CN": "国家企业信用信息公示系统",
    "HK": "Companies Registry",
    "GB": "Companies House",
    "FR": "Registre national des entreprises",
}
_MOVED = {"en": "What was sent to this address came back.", "zh": "寄往该地址的信件被退回。"}
_BURNS = {"en": "An authority found a serious risk of fire.", "zh": "主管机关认定存在严重起火风险。"}


class Verifying:
    """Tells this part of the story; the days are the caller's."""

    def __init__(self, content: Content, known: Iterable[DemoTrader], first: dt.date, days: int, seed: int) -> None:
        self._content, self._chance = content, random.Random(seed + 1)
        self._traders = {one.id: one for one in known if "aliexpress" in one.channels}
        self._plan: defaultdict[dt.date, list[tuple[str, str]]] = defaultdict(list)
        self._letters: defaultdict[dt.date, list[str]] = defaultdict(list)
        self._looked_until = dt.datetime.combine(first, dt.time(), dt.UTC)
        large = {one.id for one in sorted(self._traders.values(), key=lambda one: (one.country != "CN", -one.weight))[:8]}
        for number, one in enumerate(self._traders.values()):
            within = days // 4 + 1 if one.id in large else days
            self._plan_for(one, number, first + dt.timedelta(days=self._chance.randrange(within)), days)
            if one.id in large:
                self._put(first + dt.timedelta(days=days // 3 + number % 9), "weigh", one.id)

    def work(self, tx: Transaction, day: dt.date) -> None:
        """What this day brings; not on days of rest."""
        for what, name in self._plan.pop(day, []):
            try:
                self._do(tx, what, self._traders[name], day)
            except RefusalError:
                continue  # a number that cannot be right, or somebody was quicker
        self._look_back(tx, day)

    def _plan_for(self, one: DemoTrader, number: int, start: dt.date, days: int) -> None:
        """Careful: told and verified within days. Careless: a mistake first. Bad: nothing until suspended, and then some of them."""
        after = self._chance.randint
        self._put(start, "begin", one.id)
        if one.care == "bad":
            if number % 5 < 2:
                self._put(start + dt.timedelta(days=after(46, 52)), "submit", one.id)
            return
        if one.care == "careless":
            self._put(start + dt.timedelta(days=after(2, 7)), "mistype" if number % 2 else "forget", one.id)
            self._put(start + dt.timedelta(days=after(9, 36)), "submit", one.id)
            return
        self._put(start + dt.timedelta(days=after(1, 6)), "submit", one.id)
        if number % 40 == 9:
            self._put(start + dt.timedelta(days=after(days // 3, days // 2)), "leave", one.id)

    def _put(self, day: dt.date, what: str, name: str) -> None:
        self._plan[workday(day)].append((what, name))

    def _do(self, tx: Transaction, what: str, one: DemoTrader, day: dt.date) -> None:
        trader, soon = Actor(one.id, frozenset({"trader"}), subject=one.id), day + dt.timedelta(days=self._chance.randint(1, 3))
        match what:
            case "begin":
                verification.begin(tx, MACHINE, one.id, ("dsa",))
            case "mistype":
                verification.submit(tx, trader, one.id, msgspec.structs.replace(_told(one, day), register_number="91330200MA2CG7JE8X"))
            case "forget":
                verification.submit(tx, trader, one.id, msgspec.structs.replace(_told(one, day), self_certification=""))
            case "submit":
                verification.submit(tx, trader, one.id, _told(one, day))
                self._put(soon, "doubt" if one.care == "careless" and self._chance.random() < 0.4 else "verify", one.id)
            case "doubt":
                verification.ask_remedy(tx, LEGAL, one.id, ("address",), _MOVED)
                self._put(day + dt.timedelta(days=self._chance.randint(3, 14)), "submit", one.id)
            case "verify":
                source = _REGISTERS.get(one.country, "identity document")
                fields = ("name", "register_number") if one.country in _REGISTERS else ("name",)
                verification.verify(tx, LEGAL, self._content, one.id, (Evidence(source, fields, "agrees"),))
            case "weigh":
                sales = [DaySales(day - dt.timedelta(days=30 * month), 30, 180_000 + 40_000 * month) for month in range(11)]
                verification.weigh(tx, MACHINE, one.id, sales)
            case "leave":
                verification.end_contract(tx, MACHINE, self._content, one.id)

    def _look_back(self, tx: Transaction, day: dt.date) -> None:
        """What an authority ordered down was sold: whoever bought it is told."""
        rows = tx.execute(
            "SELECT subject, imposed_at FROM enforcement_action WHERE subject_kind = 'listing' AND imposed_at > %s AND imposed_at <= %s"
            " AND state->'causes'->0->>'kind' = 'order' ORDER BY id",
            (self._looked_until, tx.at),
        ).fetchall()
        self._looked_until = tx.at
        for product, aware_at in rows:
            bought = [
                Purchase(
                    f"order-{self._chance.randrange(10**9):09d}",
                    aware_at - dt.timedelta(hours=self._chance.randint(12, 900)),
                    None if self._chance.random() < 0.04 else "buyer",
                )
                for _ in range(self._chance.randint(4, 40))
            ]
            form = LookBackForm(product, tuple(bought), _BURNS, aware_at=aware_at)
            name = look_backs.begin(tx, LEGAL, self._content, form).id
            self._letters[workday(day + dt.timedelta(days=self._chance.randint(1, 4)))].append(name)
        for name in self._letters.pop(day, []):
            one = look_backs.read(tx, LEGAL, name)
            if one.to_tell:
                one = look_backs.told(tx, LEGAL, name, one.to_tell)
            if one.must_publish:
                look_backs.published(tx, LEGAL, name, f"https://safety.example/{one.product}")


def _told(one: DemoTrader, day: dt.date) -> Particulars:
    """What they tell when they do it right."""
    number = int(one.id[-4:])
    registered = {
        "CN": lambda: _uscc(number), "HK": lambda: f"{2_100_000 + number}", "GB": lambda: f"{9_100_000 + number:08d}",
        "FR": lambda: _siren(number),
    }.get(one.country)  # fmt: skip
    told = Particulars(
        name=one.name,
        address=one.contact["address"],
        phone=one.contact["phone"],
        email=one.contact["email"],
        id_document=f"store/id/{one.id}" if number % 3 else "",
        electronic_id="" if number % 3 else f"eid/{one.id}",
        payment_account=f"acct {number:08d}",
        self_certification=f"store/promise/{one.id}",
        papers=(Paper("id_document", f"store/id/{one.id}", day + dt.timedelta(days=200 + number * 5)),),
        is_registered=registered is not None,
    )
    if registered is None:
        return told
    found = registered()
    tax = {"tax_id": found, "business_record": f"store/licence/{one.id}"} if one.country == "CN" else {}
    return msgspec.structs.replace(told, trade_register=_REGISTERS[one.country], register_number=found, **tax)


def _uscc(number: int) -> str:
    body = f"91330200MA2C{number:05d}"
    return body + uscc.calc_check_digit(body)


def _siren(number: int) -> str:
    body = f"8{number:07d}"
    return body + luhn.calc_check_digit(body)
