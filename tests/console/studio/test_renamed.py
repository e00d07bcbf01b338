"""A rule gets another name in the studio; decisions, statements, lists, figures and boards of its past are found by the new one."""

import datetime as dt
import html
from typing import Any

import psycopg
import pytest

from pratique.assembly import listing_index
from pratique.assembly.operations import approval, drafts, enforcement, figures, publishing, reviewers
from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM, Actor
from pratique.casework.content_draft import Tried
from pratique.policy.load import load_content
from pratique.policy.renamed import former_names, rule_named
from pratique.store import contents
from pratique.store.figures.narrowed import Narrowed, Period
from pratique.store.transaction import transaction
from tests.assembly.operations.conftest import World
from tests.console.studio.conftest import draft

HAAS, OSEI = Actor("user_haas", frozenset({"strategist"})), Actor("user_osei", frozenset({"legal"}))
MANAGER = Actor("user_zhou", frozenset({"manager"}))
REPLICA = {"title": "Rolex Submariner replica AAA 1:1 automatic black dial", "category": "Watches", "trader_id": "t-1"}


@pytest.fixture(scope="module")
def compiled() -> Screeners:
    return Screeners(load_content())


def _answer(connection: psycopg.Connection, number: int, rule: str, verdict: str, second: str) -> None:
    """Two people looked at one case; the second blindly."""
    for source, reviewer, said in (("case", "ann", verdict), ("second", "bob", second)):
        connection.execute(
            "INSERT INTO label (record, source, subject_kind, subject, snapshot, channel, market, rule, verdict, reviewer, at)"
            " VALUES (%s, %s, 'listing', 'x', '', 'lazada', 'DE', %s, %s, %s, now())",
            (f"case_{number}", source, rule, said, reviewer),
        )


def test_its_past_is_found_by_its_new_name(begun: str, enter: Any, compiled: Screeners) -> None:
    with psycopg.connect(begun) as connection:
        world = World(connection, compiled)
        world.moment = dt.datetime.now(dt.UTC)
        decision = world.screen({"listing_id": "sku-1", **REPLICA}, markets=("DE", "FR"))
        listing_index.catch_up(connection)
        with world.work() as tx:
            action = enforcement.listed(tx, SYSTEM, cause=decision).items[0]
        old = action.causes[0].rules[0].partition("@")[0]
        statement = connection.execute("SELECT id FROM statement WHERE action = %s", (action.id,)).fetchone()
        assert statement is not None
        connection.commit()

    client = enter("strategist", name="haas")
    address = draft(client, "Another name")
    assert client.post(f"{address}/rename", {"rule": old, "name": "renamed-by-the-test"}).status_code == 302
    name = address.rsplit("/", 1)[-1]
    with psycopg.connect(begun) as connection:
        with transaction(connection) as tx:
            one = drafts.read(tx, HAAS, name)
            drafts.note_trial(tx, HAAS, name, Tried(one.edition, tx.at))
            one = drafts.submit(tx, HAAS, compiled.content, name, "a clearer name")
        with transaction(connection) as tx:
            approval.approve(tx, OSEI, compiled.content, str(one.proposal))
        with transaction(connection) as tx:
            now = contents.load(tx, str(contents.active(tx)))
        rule = rule_named(now, old)
        assert rule is not None
        assert (rule.id, rule.formerly, rule.version) == (
            f"{rule.jurisdiction}/renamed-by-the-test",
            (old,),
            compiled.content.rules[old].version,
        )

        # figures: answers under both names are one rule's
        for number in range(40):
            _answer(
                connection,
                number,
                f"{old if number % 2 else rule.id}@1",
                "allow" if number < 30 else "refuse",
                "allow" if number < 36 else "refuse",
            )
        connection.commit()
        with transaction(connection) as tx:
            period = Period(tx.at, 4)
            wrong = figures.wrong_rules(tx, MANAGER, period, Narrowed(), former_names(now.rules))
            assert [(found.rule, found.figure.number) for found in wrong] == [(rule.id, 40)]
            board = reviewers.agreement(tx, MANAGER, None, former_names(now.rules))
            assert {found: one.pairs for found, one in board.by_rule.items()} == {rule.id: 40}

    title = rule.title["en"]
    reader = enter("manager", name="zhou")
    for query in (rule.id, old):  # an old address still leads there
        assert "sku-1" in reader.get("/listings/", {"rule": query}).content.decode(), query
        assert title in html.unescape(reader.get(f"/studio/rules/{query}", follow=True).content.decode())
    for path in ("/listings/listing/sku-1", f"/statements/{statement[0]}", f"/actions/{action.id}"):
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert title in html.unescape(answer.content.decode()), path


def test_a_rename_can_be_taken_back(begun: str, enter: Any) -> None:
    client = enter("strategist", name="haas")
    address = draft(client, "Another name")
    assert client.post(f"{address}/rename", {"rule": "us/water-beads", "name": "expanding-beads"}).status_code == 302
    answer = client.post(f"{address}/rename", {"rule": "us/expanding-beads", "name": "water-beads"})
    assert answer.status_code == 422, "a name it had is its own history"
    name = address.rsplit("/", 1)[-1]
    with psycopg.connect(begun) as connection, transaction(connection) as tx:
        laid = drafts.laid_over(tx, load_content(), drafts.read(tx, HAAS, name)).content
        assert "us/water-beads" not in laid.rules
        assert publishing.listed(tx, HAAS)[0].is_active
