"""Ninety days of a marketplace, told by driving the real operations under a simulated clock: no row that the application did not write.

The same story each time, but for the day on which it ends, which is today.
"""

import datetime as dt
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import psycopg
from psycopg import sql

from pratique.assembly import listing_index
from pratique.assembly.demo import evaders, pictures
from pratique.assembly.demo.catalogue import MARKETS, Publication, kinds_of_goods, publications
from pratique.assembly.demo.days import workday
from pratique.assembly.demo.outside import Outside
from pratique.assembly.demo.people import MACHINE, MANAGER, REVIEWERS, SENIORS, Reviewer, errs
from pratique.assembly.demo.recalls import Recalls
from pratique.assembly.demo.rights import Owners
from pratique.assembly.demo.schooling import Schooling
from pratique.assembly.demo.traders import DemoTrader, traders
from pratique.assembly.demo.verifying import Verifying
from pratique.assembly.operations import appeals, cases, clocks, enforcement, follow_up, prints, recall_sweep, reviewers, screening
from pratique.assembly.operations import traders as trader_operations
from pratique.assembly.operations.appeals import AppealForm, Resolution
from pratique.assembly.operations.screening import Asked
from pratique.assembly.operations.traders import NewTrader
from pratique.assembly.precheck import precheck
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import ROLES, SYSTEM, Actor
from pratique.base.clock import now
from pratique.base.errors import RefusalError
from pratique.base.ids import repeatable_ids
from pratique.casework.case import Case, Ruling
from pratique.enforcement.action import Action
from pratique.facts.listing import Document
from pratique.policy.load import load_content
from pratique.policy.model import Content
from pratique.store import contents, keys
from pratique.store.figures import weeks
from pratique.store.transaction import Transaction, transaction

SEED = 20_26
_QUEUES = ("grave", "rights", "fraud", "health", "safety", "general")
_ORIGINS = ("decision",)
"""What was held; notices, orders and appeals are answered by hand."""
_YEARS = dt.timedelta(days=3 * 365)
LISTINGS, TRADERS, DAYS = 8_000, 400, 90


class Story:
    """One telling. `moment` is what every clock shows."""

    def __init__(
        self, connection: psycopg.Connection, content: Content, last_day: dt.date, listings: int, trader_count: int, days: int
    ) -> None:
        self.connection, self.content = connection, content
        self.first = last_day - dt.timedelta(days=days)
        self.days = days
        self.moment = dt.datetime.combine(self.first, dt.time(), dt.UTC)
        self.chance = random.Random(SEED)
        self.screeners = Screeners(content, lambda: self.moment, sorted(MARKETS))
        self._ids = repeatable_ids(SEED)
        everybody = evaders.disguised_accounts(traders(trader_count, SEED))
        self.traders = {one.id: one for one in everybody}
        self.bank = evaders.bank_tokens(everybody)
        self.publications = publications(everybody, self.first, days, listings, SEED)
        self.publications += evaders.comebacks(self.publications, everybody, last_day, SEED)
        self.recalls = Recalls(self.publications, everybody, self.first, days, SEED)
        self.publications += self.recalls.offered
        self.publications.sort(key=lambda one: (one.at, one.listing.listing_id))
        self.wrong = {one.listing.listing_id for one in self.publications if one.is_wrong}
        self.outside = Outside(content, self.publications, self.chance)
        self.owners = Owners(content, self.publications, self.chance)
        self.schooling = Schooling(random.Random(SEED), days)
        self.verifying = Verifying(content, self.traders.values(), self.first, days, SEED)
        self.to_appeal: defaultdict[dt.date, list[str]] = defaultdict(list)
        self.to_resolve: defaultdict[dt.date, list[str]] = defaultdict(list)

    @contextmanager
    def work(self) -> Iterator[Transaction]:
        """A transaction at the moment."""
        with transaction(self.connection, lambda: self.moment, self._ids) as tx:
            yield tx

    def tell(self, say: Callable[[str], None]) -> None:
        """All of it."""
        with self.work() as tx:
            contents.publish(tx, self.content, SYSTEM)
            for one in self.traders.values():
                self._register(tx, one)
            pictures.keep(tx, kinds_of_goods())
            self.outside.begin(tx)
            self.owners.begin(tx)
            for reviewer in REVIEWERS:
                reviewers.know(tx, MANAGER, reviewer.actor.id, sorted(reviewer.actor.languages))
                reviewers.set_targets(tx, MANAGER, reviewer.actor.id, {"cases_an_hour": 12, "accuracy": 0.95})
        by_day: defaultdict[dt.date, list[Publication]] = defaultdict(list)
        for publication in self.publications:
            by_day[publication.at.date()].append(publication)
        for number in range(self.days):
            day = self.first + dt.timedelta(days=number)
            self._publish(by_day[day])
            if day.weekday() < 5:
                self._verify(day)
                self._outside(day)
                self._review(day)
                self._appeal(day)
            with self.work() as tx:
                self.schooling.work(tx, number)
            self._recall(day)
            self._at(day, 23, 30)
            with self.work() as tx:
                enforcement.expire_due(tx)
            if number % 30 == 29:
                say(f"demo       {number + 1} of {self.days} days")

    def _register(self, tx: Transaction, one: DemoTrader) -> None:
        accounts = {channel: f"{channel[:2].upper()}{one.id[-4:]}" for channel in one.channels}
        trader_operations.register(
            tx,
            MACHINE,
            self.content,
            NewTrader(
                one.id, one.language, one.country, accounts, {"company": one.name, **one.contact}, {"payment_account": self.bank[one.id]}
            ),
        )

    def _at(self, day: dt.date, hour: int, minute: int = 0) -> None:
        self.moment = max(self.moment, dt.datetime.combine(day, dt.time(hour, minute), dt.UTC))

    def _publish(self, of_day: list[Publication]) -> None:
        by_hour: defaultdict[int, list[Publication]] = defaultdict(list)
        for publication in of_day:
            by_hour[publication.at.hour].append(publication)
        for hour, group in sorted(by_hour.items()):
            self._at(group[0].at.date(), hour, 55)
            asked = [self._asked(publication) for publication in group]
            with self.work() as tx:
                screening.keep_many(tx, self.screeners, asked, MACHINE)
            self.moment += dt.timedelta(seconds=20)
            self._follow()

    def _asked(self, publication: Publication) -> Asked:
        """A careful trader asks first what is missing, and gives it."""
        listing = publication.listing
        question = Question(listing.channel, "publish", listing.markets, "default", self.moment.date())
        if publication.is_careful and not publication.is_wrong:
            checked = precheck(self.screeners.drafter(question).screener, listing, "en", (), listing.markets)
            names = [next((name for name in paper.names if name in self.content.documents), None) for paper in checked.papers]
            today = self.moment.date()
            papers = tuple(
                Document(type=name, number=f"{listing.model}-{index}", valid_from=today - dt.timedelta(days=200), valid_to=today + _YEARS)
                for index, name in enumerate(names)
                if name is not None
            )
            if papers:
                listing = msgspec.structs.replace(listing, documents=papers)
        return Asked(listing, question)

    def _follow(self) -> None:
        prints.catch_up(self.connection, clock=lambda: self.moment, ids=self._ids)
        follow_up.work_off(self.connection, self.content, 500, lambda: self.moment, self._ids, self.screeners)
        with self.work() as tx:
            rows = tx.execute("SELECT id FROM enforcement_action WHERE imposed_at = %s AND subject_kind = 'listing'", (tx.at,)).fetchall()
        for (name,) in rows:
            self._perhaps_appeal(name)

    def _perhaps_appeal(self, action: str) -> None:
        if self.chance.random() < 0.14:
            self.to_appeal[self.moment.date() + dt.timedelta(days=self.chance.randint(1, 9))].append(action)

    def _recall(self, day: dt.date) -> None:
        """A notice of the day, and whatever of the catalogue it is about."""
        self._at(day, 18)
        with self.work() as tx:
            found = self.recalls.come(tx, day)
        if found:
            self.wrong |= found
            while listing_index.catch_up(self.connection):
                pass
            while recall_sweep.work_off(self.connection, self.content, lambda: self.moment, self._ids):
                pass
            self._follow()

    def _verify(self, day: dt.date) -> None:
        self._at(day, 11, 20)
        with self.work() as tx:
            self.verifying.work(tx, day)

    def _outside(self, day: dt.date) -> None:
        self._at(day, 14, 10)
        with self.work() as tx:
            self.outside.send(tx, day)
            self.owners.send(tx, day)
        self._at(day, 14, 40)
        with self.work() as tx:
            self.outside.answer(tx, day)
            self.owners.answer(tx, day)
        with self.work() as tx:
            clocks.sweep(tx, self.content)

    def _review(self, day: dt.date) -> None:
        is_last = (self.first + dt.timedelta(days=self.days) - day).days <= 3
        for reviewer in self.chance.sample(REVIEWERS, len(REVIEWERS)):
            self._at(day, 9, self.chance.randrange(30))
            for _ in range(reviewer.cases_a_day // (6 if is_last else 1)):
                if not self._decide_one(reviewer):
                    break
                self.moment += dt.timedelta(minutes=self.chance.randint(2, 9))

    def _decide_one(self, reviewer: Reviewer) -> bool:
        case = None
        for queue in _QUEUES:
            with self.work() as tx:
                case = cases.next_case(tx, reviewer.actor, queue, origins=_ORIGINS)
            if case is not None:
                break
        if case is None:
            return False
        rulings = [self._ruling(case, reviewer)]
        self.moment += dt.timedelta(minutes=self.chance.randint(1, 6))
        with self.work() as tx:
            if case.status == "second_review":
                cases.second(tx, reviewer.actor, case.id, rulings)
                return True
            cases.decide(tx, reviewer.actor, self.content, case.id, rulings)
            rows = tx.execute("SELECT id FROM enforcement_action WHERE causes @> %s", ([case.id],)).fetchall()
        for (name,) in rows:
            self._perhaps_appeal(name)
        return True

    def _ruling(self, case: Case, reviewer: Reviewer) -> Ruling:
        is_wrong = case.subject in self.wrong or self._lacks_papers(case)
        if errs(reviewer, self.chance):
            is_wrong = not is_wrong
        rule = case.rules[0]
        known = self.content.rules[rule.partition("@")[0]]
        title = known.title["en"]
        if is_wrong:
            return Ruling(case.markets, "refuse", rule, f"{title}: nothing on file shows otherwise.")
        if known.demand == "prohibited":
            return Ruling(case.markets, "allow", rule, f"{title}: what is offered is something else.")
        return Ruling(case.markets, "allow_with_conditions", rule, f"{title}: the trader has shown what is asked for.")

    def _lacks_papers(self, case: Case) -> bool:
        trader = self.traders.get(case.trader or "")
        return trader is not None and trader.care != "careful" and int(case.id[-2:], 36) % 3 == 0

    def _appeal(self, day: dt.date) -> None:
        self._at(day, 15)
        for name in self.to_appeal.pop(day, []):
            self.moment += dt.timedelta(minutes=self.chance.randint(1, 12))
            try:
                with self.work() as tx:
                    action = enforcement.read(tx, SYSTEM, name)
                    if action.trader is None:
                        continue
                    appellant = Actor(action.trader, frozenset({"trader"}), subject=action.trader)
                    appeal = appeals.file(tx, appellant, self.content, AppealForm(name, _words(action)))
                self.to_resolve[workday(day + dt.timedelta(days=self.chance.randint(1, 6)))].append(appeal.id)
            except RefusalError:
                continue  # reversed meanwhile, or contested before
        for name in self.to_resolve.pop(day, []):
            self.moment += dt.timedelta(minutes=self.chance.randint(3, 20))
            self._resolve(name)

    def _resolve(self, name: str) -> None:
        with self.work() as tx:
            appeal = appeals.read(tx, SYSTEM, name)
            action = enforcement.read(tx, SYSTEM, appeal.record)
            senior = next((one for one in SENIORS if one.id not in appeal.first_deciders), SENIORS[-1])
            if action.subject in self.wrong:
                reason = {"en": "What is offered is what the rule speaks of.", "zh": "商品确属该规则所指。"}
                appeals.decide(tx, senior, self.content, name, Resolution("upheld", reason))
            elif len(action.markets or ()) > 2 and self.chance.random() < 0.25:
                reason = {"en": "In some of the markets no such rule is in force.", "zh": "部分市场并无该规定。"}
                markets = (action.markets or ())[:1]
                appeals.decide(tx, senior, self.content, name, Resolution("partially_reversed", reason, markets))
            elif self.chance.random() < 0.5:
                reason = {"en": "The documents that were sent with the appeal settle it.", "zh": "申诉所附文件足以证明。"}
                appeals.decide(tx, senior, self.content, name, Resolution("reversed", reason))
            else:
                reason = {"en": "The document that is asked for is still missing.", "zh": "仍缺少所需文件。"}
                appeals.decide(tx, senior, self.content, name, Resolution("upheld", reason))


def seed(
    url: str,
    say: Callable[[str], None],
    *,
    listings: int = LISTINGS,
    trader_count: int = TRADERS,
    days: int = DAYS,
    today: dt.date | None = None,
) -> bool:
    """Fill an empty database; one with decisions in it is left alone. Gives whether the story stands in it, from now or before."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT EXISTS (SELECT 1 FROM decision)").fetchone()
        connection.rollback()
        if row and row[0]:
            told = connection.execute("SELECT EXISTS (SELECT 1 FROM api_key WHERE name = 'demo')").fetchone()
            connection.rollback()
            broken = "" if told and told[0] else "; an earlier demo may have been broken off, take another --data to have it whole"
            say(f"demo       the database is not empty and is left as it is{broken}")
            return bool(told and told[0])
        started = time.monotonic()
        connection.execute("SET synchronous_commit = off")  # nobody waits for an answer, and the end of the story is written through
        connection.commit()
        Story(connection, load_content(), today or now().date(), listings, trader_count, days).tell(say)
        while listing_index.catch_up(connection):
            pass
        weeks.refresh(connection)
        connection.execute("SET synchronous_commit = on")
        with transaction(connection) as tx:
            _, secret = keys.make(tx, SYSTEM, "demo", scopes=_SCOPES, roles=_READERS)
        counts = {}
        for table in ("decision", "case_file", "enforcement_action", "statement", "notice", "appeal", "trader_verification"):
            found = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
            counts[table] = found[0] if found else 0
        say(f"demo       {', '.join(f'{number:,} {name}' for name, number in counts.items())} in {time.monotonic() - started:.0f} s")
        say(f"demo       a key to look round with: {secret}")
    return True


_SCOPES = ("screen", "enforcement:read", "casework:read", "appeals:read", "notices:read", "verification:read")
_READERS = tuple(role for role in ROLES if role in ("machine", "auditor", "manager", "analyst"))


def _words(action: Action) -> str:
    return f"We ask you to look again at {action.subject}: the documents are attached, and the product is not what the rule is about."
