"""Notices kept in PostgreSQL: what a folder keeps, and decisions held against them that come out the same again."""

import datetime as dt

import psycopg
import pytest

from pratique.assembly.feeds.courier import Courier, FetchError
from pratique.assembly.feeds.database import DatabaseKeeper, read_database
from pratique.assembly.feeds.pull import Pulled, pull
from pratique.assembly.feeds.register import FEEDS
from pratique.assembly.operations import screening
from pratique.assembly.recalled import detector_of
from pratique.assembly.screeners import Question, Screeners
from pratique.base.actor import SYSTEM
from pratique.base.errors import InputError
from pratique.policy.load import load_content
from pratique.store import contents, product_notices
from pratique.store.transaction import transaction
from tests.assembly.feeds import forms
from tests.assembly.feeds.conftest import Authority, Reply

NOW = dt.datetime(2026, 1, 25, tzinfo=dt.UTC)
CPSC = "/RestWebServices/Recall"


def once(authority: Authority, url: str, since: dt.date | None) -> Pulled:
    courier = Courier(authority.base, 0.0, sleep=lambda _: None)
    keeper = DatabaseKeeper(lambda: psycopg.connect(url), "cpsc", lambda: NOW)
    try:
        return pull(FEEDS["cpsc"], keeper, since=since, base=authority.base, courier=courier, clock=lambda: NOW)
    finally:
        courier.close()


def test_pulled_into_the_database_once(authority: Authority, database_url: str, connection: psycopg.Connection) -> None:
    authority.reply(CPSC, forms.as_json(forms.CPSC))
    assert once(authority, database_url, dt.date(2026, 1, 1)).changed == 1
    assert once(authority, database_url, dt.date(2026, 1, 1)).changed == 0
    with transaction(connection) as tx:
        [notice] = read_database(tx)
        assert notice.id == "cpsc:26101"
        assert product_notices.state(tx) == (1, NOW)
        [reason] = tx.execute("SELECT DISTINCT reason FROM feed_reject").fetchall()
    assert "is no day" in reason[0]


def test_a_broken_pull_goes_on(authority: Authority, database_url: str) -> None:
    authority.reply(CPSC, Reply(forms.as_json(forms.CPSC[:1]), times=2), Reply(status=500))
    with pytest.raises(FetchError):
        once(authority, database_url, dt.date(2023, 1, 1))
    authority.asked.clear()
    authority.reply(CPSC, forms.as_json(forms.CPSC[:1]))
    once(authority, database_url, None)
    assert len(authority.asked) == 2


def test_two_pulls_of_one_feed_do_not_mix(database_url: str) -> None:
    with (
        DatabaseKeeper(lambda: psycopg.connect(database_url), "cpsc"),
        pytest.raises(InputError, match="is being pulled"),
        DatabaseKeeper(lambda: psycopg.connect(database_url), "cpsc"),
    ):
        pass


def test_a_decision_against_notices_comes_out_the_same_when_they_are_gone(
    authority: Authority, database_url: str, connection: psycopg.Connection
) -> None:
    authority.reply(CPSC, forms.as_json(forms.CPSC[:1]))
    once(authority, database_url, dt.date(2026, 1, 1))
    content = load_content()
    with transaction(connection, lambda: NOW) as tx:
        contents.publish(tx, content, SYSTEM)
        screeners = Screeners(content, lambda: NOW, ["DE", "US"])
        screeners.drafter(Question("aliexpress"))
        screeners.hold_against(detector_of(read_database(tx), content))
        row = {"listing_id": "L1", "title": "Brumbel Larkway double stroller LW2200 grey", "trader_id": "T1"}
        asked = screening.asked_of(row, Question("aliexpress", markets=("DE", "US")), content, SYSTEM)
        [(kept, draft)] = screening.keep_many(tx, screeners, [asked], SYSTEM)
        assert sorted(draft.matrix.verdicts) == [2, 3], "refused where it was recalled, held elsewhere"
        assert b"notices.cpsc:26101" in draft.observed
        tx.execute("DELETE FROM product_notice")
        assert screening.replay(tx, kept, SYSTEM).differences == ()
