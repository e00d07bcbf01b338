"""Figures against the rows they are counted over, against counting by hand, and against the walls."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator
from functools import cache

import psycopg
import pytest
from scipy.stats import binomtest

from pratique.assembly.operations import figures, today
from pratique.base.actor import Actor
from pratique.base.clock import now
from pratique.base.errors import AbsentError, ForbiddenError, InvalidError
from pratique.policy.load import load_content
from pratique.store import listings
from pratique.store.figures import weeks
from pratique.store.figures.dictionary import indicators
from pratique.store.figures.interval import wilson
from pratique.store.figures.measure import Row
from pratique.store.figures.narrowed import Narrowed, Period
from pratique.store.listings import Wanted
from pratique.store.transaction import Transaction, transaction

MANAGER = Actor("user_zhou", frozenset({"manager"}))
LAZADA = Actor("user_zhou", frozenset({"manager"}), frozenset({"lazada"}))
EUROPE = Actor("user_zhou", frozenset({"manager"}), None, frozenset({"DE", "FR", "ES", "IT", "NL", "PL", "GB", "TR", "IL"}))
ALL = Narrowed()
NAMES = sorted(indicators())


@pytest.fixture
def tx(small_url: str) -> Iterator[Transaction]:
    with psycopg.connect(small_url) as connection:
        with transaction(connection) as opened:
            yield opened
        connection.rollback()


@cache
def period() -> Period:
    """The same moment for all, so that figures can be compared."""
    return Period(now(), 13)


def every_row(tx: Transaction, actor: Actor, name: str, narrowed: Narrowed = ALL, hit: bool | None = None) -> list[Row]:
    found: list[Row] = []
    cursor = None
    while True:
        page = figures.rows(tx, actor, name, period(), narrowed, hit=hit, cursor=cursor)
        found += page.items
        cursor = page.next
        if cursor is None:
            return found


@pytest.mark.parametrize("actor", [MANAGER, LAZADA, EUROPE], ids=["all", "channel wall", "market wall"])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("held", "refused")])
def test_a_figure_is_what_its_rows_are(tx: Transaction, actor: Actor, name: str) -> None:
    figure = figures.measured(tx, actor, name, period(), ALL).now
    rows = every_row(tx, actor, name)
    assert len(rows) == figure.number
    assert len({(row.id, row.markets) for row in rows}) == len(rows)
    if indicators()[name].unit == "share":
        assert len(every_row(tx, actor, name, hit=True)) == sum(bool(row.hit) for row in rows) == figure.hits
    for row in rows:
        assert actor.reaches(row.channel, row.markets or ())
        assert row.markets is not None or actor.markets is None


@pytest.mark.parametrize("name", NAMES)
def test_slices_by_channel_add_up(tx: Transaction, name: str) -> None:
    if "channel" not in indicators()[name].slices:
        pytest.skip("not told apart by channel")
    whole = figures.measured(tx, MANAGER, name, period(), ALL).now
    slices = figures.sliced(tx, MANAGER, name, period(), ALL, "channel")
    assert sum(one.figure.number for one in slices) == whole.number
    for one in slices:
        if one.key:
            assert figures.measured(tx, MANAGER, name, period(), Narrowed(channel=one.key)).now == one.figure


@pytest.mark.parametrize("actor", [MANAGER, LAZADA, EUROPE], ids=["all", "channel wall", "market wall"])
@pytest.mark.parametrize(("name", "verdict"), [("held", "hold"), ("refused", "refuse")])
def test_what_the_screening_said_is_counted_as_by_hand(tx: Transaction, actor: Actor, name: str, verdict: str) -> None:
    entries = listings.search(tx, actor, Wanted(), limit=10_000).items
    assert entries
    pairs = Counter((market, given) for one in entries for market, given in zip(one.markets, one.verdicts, strict=True))
    figure = figures.measured(tx, actor, name, period(), ALL).now
    assert figure.number == sum(pairs.values())
    assert figure.hits == sum(number for (_, given), number in pairs.items() if given == verdict)
    for one in figures.sliced(tx, actor, name, period(), ALL, "market"):
        assert one.figure.hits == pairs[one.key or "", verdict]
    held = every_row(tx, actor, name, hit=True)
    assert {row.id for row in held} == {one.id for one in entries if verdict in one.verdicts}


@pytest.mark.parametrize("verdict", ["hold", "refuse"])
def test_a_cell_of_the_map_opens_to_as_many_listings(tx: Transaction, verdict: str) -> None:
    heat = figures.heat(tx, MANAGER, period(), ALL, verdict)
    assert heat.counts
    for (market, family), number in heat.counts.items():
        assert listings.count(tx, MANAGER, Wanted(verdict=verdict, market=market, family=family)) == number
    market, family = max(heat.counts, key=lambda cell: heat.counts[cell])
    name = "held" if verdict == "hold" else "refused"
    narrowed = Narrowed(market=market, family=family)
    assert figures.measured(tx, MANAGER, name, period(), narrowed).now.hits == heat.counts[market, family]
    assert len(every_row(tx, MANAGER, name, narrowed, hit=True)) == heat.counts[market, family]


def test_overturned_is_what_the_appeals_say(tx: Transaction) -> None:
    outcomes = Counter(row[0] for row in tx.execute("SELECT outcome FROM appeal WHERE status = 'decided'").fetchall())
    figure = figures.measured(tx, MANAGER, "overturned", period(), ALL).now
    assert (figure.hits, figure.number) == (outcomes["reversed"] + outcomes["partially_reversed"], sum(outcomes.values()))


def test_a_hold_was_right_where_the_rule_applies(tx: Transaction) -> None:
    content = load_content()
    said = tx.execute("SELECT record, market, verdict, rule FROM label WHERE source = 'case' ORDER BY at").fetchall()
    answers = {(record, market): (verdict, rule) for record, market, verdict, rule in said}.values()  # a third has the last word
    right = sum(
        verdict == "refuse" or (verdict == "allow_with_conditions" and content.rules[rule.partition("@")[0]].demand != "prohibited")
        for verdict, rule in answers
    )
    figure = figures.measured(tx, MANAGER, "precision", period(), ALL).now
    assert (figure.hits, figure.number) == (right, len(answers))
    wrong = figures.measured(tx, MANAGER, "false_alarms", period(), ALL).now
    assert wrong.hits == len(answers) - right
    assert 0 < wrong.hits < len(answers)


def test_weeks_add_up_to_the_period(tx: Transaction) -> None:
    for name in ("held", "in_time", "notices", "proactive"):
        trended = figures.measured(tx, MANAGER, name, period(), ALL)
        assert sum(week.number for week in trended.weeks if week) == trended.now.number
        assert trended.before is not None


def test_the_way_does_not_count_what_lies_outside_the_walls(tx: Transaction) -> None:
    whole, stages = figures.funnel(tx, MANAGER, period(), ALL)
    inside, _ = figures.funnel(tx, LAZADA, period(), ALL)
    assert sum(sum(one.values()) for one in stages.values()) == whole[0].number
    assert all(one.number <= other.number for one, other in zip(inside, whole, strict=True))
    assert inside[0].number == listings.count(tx, LAZADA, Wanted())


def test_fairness_names_no_group_of_a_few(tx: Transaction) -> None:
    found = figures.fairness(tx, MANAGER, period(), ALL)
    assert [(one.indicator.id, one.by) for one in found] == [(name, by) for name in figures.FAIR for by in figures.FAIR_BY]
    for one in found:
        for group in one.groups:
            assert group.figure.number >= 5
            low, high = group.figure.interval or (0.0, 0.0)
            whole = one.whole.value or 0.0
            assert group.is_apart == (not low <= whole <= high)


def test_wilson_has_the_known_values() -> None:
    assert wilson(0, 10) == pytest.approx((0.0, 0.27753), abs=1e-4)
    assert wilson(8, 10) == pytest.approx((0.49016, 0.94331), abs=1e-4)
    assert wilson(0, 0) is None
    for hits, number in itertools.product((0, 1, 4, 27), (27, 300)):
        known = binomtest(hits, number).proportion_ci(0.95, method="wilson")
        assert wilson(hits, number) == pytest.approx((known.low, known.high))


def test_who_may_not_look(tx: Transaction) -> None:
    for role in ("reviewer", "trader", "notifier"):
        with pytest.raises(ForbiddenError):
            figures.overview(tx, Actor("somebody", frozenset({role})), period(), ALL)
    with pytest.raises(AbsentError):
        figures.measured(tx, MANAGER, "nonsense", period(), ALL)
    with pytest.raises(AbsentError):
        figures.sliced(tx, MANAGER, "notices", period(), ALL, "family; DROP TABLE appeal")
    with pytest.raises(InvalidError):
        figures.rows(tx, MANAGER, "notices", period(), ALL, cursor="nonsense")


def test_needs_follow_the_role(tx: Transaction) -> None:
    with tx.connection.transaction(force_rollback=True):
        tx.execute("UPDATE case_file SET status = 'escalated', due_at = %s WHERE id = (SELECT min(id) FROM case_file)", (tx.at,))
        seen = {one.name: one for one in today.needs(tx, Actor("user_weber", frozenset({"senior_reviewer"})))}
        assert seen["escalated"].number >= 1
        assert seen["due"].due_at is not None
        assert "escalated" not in {one.name for one in today.needs(tx, Actor("user_lin", frozenset({"reviewer"})))}
        assert today.needs(tx, Actor("user_keller", frozenset({"auditor"}))) == []


def test_ten_thousand_listings_are_counted_by_as_many_rows_as_there_are_kinds(connection: psycopg.Connection) -> None:
    connection.execute(
        "INSERT INTO decision (id, at, by, kind, subject_id, stage, as_of, content_hash, content_version, strategy, markets, parts, places,"
        " verdicts, worst, observed, is_degraded, snapshot, batch, position)"
        " SELECT 'd' || n, now(), 'x', 'listing', 'L' || n, 'publish', now(), '', '', '', '', '', '', '', 0, '', false, '', 1, n"
        " FROM generate_series(1, 10000) n"
    )
    connection.execute(
        "INSERT INTO listing_entry (id, kind, subject, channel, markets, trader, title, decision, at, worst, verdicts, views, tags, grams, folded)"
        " SELECT 'listing:L' || n, 'listing', 'L' || n, 'lazada', ARRAY['SG', 'TH'], 'trader_' || n % 100, 't', 'd' || n, now(), 3,"
        " CASE WHEN n % 4 = 0 THEN ARRAY['refuse', 'allow'] ELSE ARRAY['allow', 'allow'] END, 0,"
        " CASE WHEN n % 4 = 0 THEN ARRAY['SG:refuse', 'SG:refuse:weapon', 'rule:sg/knives'] ELSE ARRAY['SG:allow'] END, '{}', ''"
        " FROM generate_series(1, 10000) n"
    )
    connection.commit()
    assert weeks.refresh(connection) <= 10
    with transaction(connection) as tx:
        trended = figures.measured(tx, MANAGER, "refused", period(), ALL)
        assert (trended.now.hits, trended.now.number) == (2500, 20_000)
        assert figures.heat(tx, MANAGER, period(), ALL, "refuse").counts == {("SG", "weapon"): 2500}
        counted = weeks.counted_at(tx)
        assert counted is not None
        assert now() - counted < dt.timedelta(minutes=1)
