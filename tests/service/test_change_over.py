"""Another content takes over under load: in every worker, within five seconds, and no request notices."""

import os
import time
from pathlib import Path

import psycopg
import pytest

from pratique.assembly.operations import approval, drafts, publishing
from pratique.base.actor import SYSTEM, Actor
from pratique.casework.content_draft import Tried
from pratique.policy import amend
from pratique.policy.load import load_content
from pratique.store import keys
from pratique.store.transaction import transaction
from tests.service.served import Load, served

OVERLAY = Path(__file__).parents[2] / "examples" / "overlay"
pytestmark = pytest.mark.slow


def test_nobody_notices(database_url: str) -> None:
    packaged, changed = load_content(), load_content([OVERLAY])
    with psycopg.connect(database_url) as connection, transaction(connection) as tx:
        _, secret = keys.make(tx, SYSTEM, "tests", scopes=("screen",), roles=("machine",), per_second=100_000)
    with served(database_url, secret) as service, Load(service.port, service.secret, 6) as load:
        time.sleep(2)
        with psycopg.connect(database_url) as connection, transaction(connection) as tx:
            publishing.publish(tx, SYSTEM, changed)
        published = time.monotonic()
        allowed = 5 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # others may want the same cores
        time.sleep(3 + allowed)
    assert {one.status for one in load.answered} == {200}
    versions = [(one.at - published, one.body["content_version"]) for one in load.answered]
    assert {version for at, version in versions if at < 0} == {packaged.version}
    last = max(at for at, version in versions if version == packaged.version)
    assert last < allowed, f"the old content still decided after {last:.1f} s"
    assert sum(version == changed.version for _, version in versions) > 100


def test_a_draft_agreed_to_and_rolled_back_reaches_every_worker(database_url: str) -> None:
    """From the studio: a second person agrees, one click takes it back; three processes answer all the while."""
    haas, osei = Actor("user_haas", frozenset({"strategist"})), Actor("user_osei", frozenset({"legal"}))
    packaged = load_content()
    with psycopg.connect(database_url) as connection:
        with transaction(connection) as tx:
            _, secret = keys.make(tx, SYSTEM, "tests", scopes=("screen",), roles=("machine",), per_second=100_000)
            publishing.publish(tx, SYSTEM, packaged)
        with transaction(connection) as tx:
            concept = amend.with_terms(amend.concept_of(packaged, "toy.water_beads"), "en", ["wobble orbs"])
            draft = drafts.begin(tx, haas, packaged, "Wobble orbs")
            draft = drafts.write(tx, haas, packaged, draft.id, {**amend.put_concept(packaged, {}, concept)})
            drafts.note_trial(tx, haas, draft.id, Tried(draft.edition, tx.at))
            draft = drafts.submit(tx, haas, packaged, draft.id, "seen")
    with served(database_url, secret, workers=3) as service, Load(service.port, service.secret, 9) as load:
        workers = service.workers()
        assert len(workers) >= 3
        time.sleep(2)
        steps = []
        for act in (lambda tx: approval.approve(tx, osei, packaged, str(draft.proposal)), lambda tx: publishing.roll_back(tx, haas)):
            with psycopg.connect(database_url) as connection, transaction(connection) as tx:
                act(tx)
            steps.append((time.monotonic(), 5 * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))))
            time.sleep(3 + steps[-1][1])
        assert service.workers() == workers, "a worker was lost on the way"
    assert {one.status for one in load.answered} == {200}
    (agreed, until_all), (back, until_back) = steps
    seen = [(one.at, one.body["content_version"]) for one in load.answered]
    assert {version for at, version in seen if agreed + until_all < at < back} == {draft.version}, (
        "some worker still decided by the old content"
    )
    assert {version for at, version in seen if back + until_back < at} == {packaged.version}, "some worker still decided by the draft"
