"""What may no longer be kept is erased on its day and not before, never under a legal hold; the log stays whole and says what was done."""

import datetime as dt
import re
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

import pratique
from pratique.assembly import tasks
from pratique.assembly.operations import appeals, enforcement, notices, privacy, retention, screening, traders, verification
from pratique.assembly.operations.appeals import AppealForm, Resolution
from pratique.assembly.operations.traders import NewTrader
from pratique.assembly.operations.verification import Particulars
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ForbiddenError
from pratique.casework.notice.filing import Filing, Pointed
from pratique.casework.retention import OF_TRADER, PERIODS
from pratique.cli.main import application
from pratique.store import audit, contents, decisions, vault
from tests.assembly.operations.conftest import World

LEGAL = Actor("user_legal", frozenset({"legal"}))
SENIOR = Actor("user_senior", frozenset({"senior_reviewer"}))
AUDITOR = Actor("user_auditor", frozenset({"auditor"}))
TRADER = Actor("t-1", frozenset({"trader"}), subject="t-1")
REPLICA: dict[str, object] = {
    "listing_id": "sku-1", "title": "Rolex Submariner replica AAA 1:1 automatic black dial", "category": "Watches", "trader_id": "t-1",
    "trader": {"name": "Hafen Trading", "email": "office@hafen.example"},
}  # fmt: skip
ELECTRONIC = Particulars(
    name="Hafen Trading", address="Kai 4", phone="1", email="office@hafen.example", electronic_id="eid-1", payment_account="acc-1",
    self_certification="file-1", is_registered=False,
)  # fmt: skip


def registered(world: World) -> None:
    with world.work() as tx:
        traders.register(tx, SYSTEM, world.content, NewTrader("t-1", "en", "DE", {"aliexpress": "A1"}, {"name": "Hafen Trading"}))
        verification.begin(tx, LEGAL, "t-1", ("dsa",))
        verification.submit(tx, TRADER, "t-1", ELECTRONIC)


def left(world: World) -> dict[str, int]:
    """Purpose → entries that are not erased."""
    query = "SELECT purpose, count(*) FROM vault_entry WHERE fields IS NOT NULL AND purpose <> 'pepper' GROUP BY 1"
    with world.work() as tx:
        return dict(tx.execute(query).fetchall())


def swept(world: World) -> retention.Report:
    return retention.sweep(world.connection, SYSTEM, lambda: world.moment)


def test_a_trader_who_left_is_forgotten_after_six_months_and_not_a_day_before(world: World) -> None:
    registered(world)
    with world.work() as tx:
        ended = verification.end_contract(tx, LEGAL, world.content, "t-1")
    assert ended.keep_until == dt.date(2027, 5, 2)
    world.moment = dt.datetime(2027, 5, 2, 23, tzinfo=dt.UTC)
    assert swept(world).total == 0
    assert left(world) == {"trader": 1, "verification": 1}
    world.later(hours=2)
    with world.work() as tx:
        due = {one.period.id: (one.due, one.held) for one in retention.stands(tx, AUDITOR) if one.due or one.held}
    assert due == {"trader": (1, 0), "verification": (1, 0)}
    assert swept(world).erased == {"trader": 1, "verification": 1}
    assert left(world) == {}
    assert swept(world).total == 0, "once"
    with world.work() as tx:
        assert verification.particulars(tx, LEGAL, "t-1", "who was it?") is None
        assert verification.read(tx, LEGAL, "t-1").verification.given, "that it was told stays on record"
        why = tx.execute("SELECT payload FROM audit_event WHERE kind = 'private_erased'").fetchall()
        assert any("Regulation (EU) 2022/2065 Art. 30(5)" in payload for (payload,) in why)
        runs = tx.execute("SELECT payload FROM audit_event WHERE kind = 'retention_swept' ORDER BY at").fetchall()
        assert '"verification":1' in runs[1][0]
    assert audit.verify(world.connection, None).holds


def test_a_legal_hold_goes_before_every_period(world: World) -> None:
    registered(world)
    with world.work() as tx:
        verification.end_contract(tx, LEGAL, world.content, "t-1")
        assert privacy.hold(tx, LEGAL, "trader:t-1", "LG Hamburg 4 O 1/27", on=True) == 2
    world.later(days=400)
    report = swept(world)
    assert (report.erased, report.held) == ({}, {"trader": 1, "verification": 1})
    assert left(world) == {"trader": 1, "verification": 1}
    with world.work() as tx:
        found = verification.particulars(tx, LEGAL, "t-1", "the court asks")
        assert found is not None
        assert found["payment_account"] == "acc-1"
        privacy.hold(tx, LEGAL, "trader:t-1", "settled", on=False)
    assert swept(world).erased == {"trader": 1, "verification": 1}


def test_whoever_comes_back_is_not_forgotten_meanwhile(world: World) -> None:
    registered(world)
    with world.work() as tx:
        verification.end_contract(tx, LEGAL, world.content, "t-1")
    world.later(days=30)
    with world.work() as tx:
        assert verification.begin(tx, LEGAL, "t-1", ("dsa",)).status == "incomplete"
        verification.submit(tx, TRADER, "t-1", ELECTRONIC)
    world.later(days=400)
    assert swept(world).erased == {"verification": 1}, "what was told under the contract that ended"
    assert left(world) == {"trader": 1, "verification": 1}


def test_personal_data_of_decisions_goes_a_year_after_the_last_of_them_and_they_can_still_be_replayed(world: World) -> None:
    with world.work() as tx:
        contents.publish(tx, world.content, SYSTEM)
    first = world.screen(REPLICA, markets=("DE",))
    world.later(days=200)
    world.screen(REPLICA | {"listing_id": "sku-2"}, markets=("DE",))
    world.later(days=300)
    assert swept(world).total == 0, "the second decision was on the same trader"
    world.later(days=70)
    assert swept(world).erased == {"listing": 1}
    with world.work() as tx:
        assert screening.replay(tx, first, SYSTEM).is_same
    again = world.screen(REPLICA | {"listing_id": "sku-3"}, markets=("DE",))
    assert left(world) == {"listing": 1}, "who comes back gives it anew"
    with world.work() as tx:
        assert "Hafen Trading" in str(screening.subject_of(tx, decisions.load(tx, again), LEGAL, "who sells it"))
    assert swept(world).total == 0


def test_words_of_appeals_and_notices_go_when_their_matter_is_long_over(world: World) -> None:
    world.screen(REPLICA | {"trader": None}, markets=("DE",))
    world.later(days=1)
    filing = Filing("product_safety", "The glass breaks at the first touch.", (Pointed("listing", "sku-1"),), bona_fide=True,
                    name="Ann Example", email="ann@example.org", markets=("DE",))  # fmt: skip
    with world.work() as tx:
        (action,) = enforcement.listed(tx, SYSTEM, subject="sku-1").items
        appeal = appeals.file(tx, TRADER, world.content, AppealForm(action.id, "It is no replica."))
        notices.file(tx, Actor("account_1", frozenset({"notifier"}), subject="account_1"), filing, world.content)
    world.later(days=3)
    with world.work() as tx:
        appeals.decide(tx, SENIOR, world.content, appeal.id, Resolution("upheld", {"en": "It is one."}))
    world.later(days=300)
    assert swept(world).total == 0
    world.later(days=100)
    assert swept(world).erased == {"appeal": 1}
    assert left(world) == {"notice": 1}, "nobody has answered it yet, however old it is"
    world.later(days=2000)
    assert swept(world).total == 0
    with world.work() as tx:
        assert appeals.words(tx, SENIOR, appeal.id) is None


def test_only_who_may_erase_sweeps_and_who_watches_looks(world: World) -> None:
    with pytest.raises(ForbiddenError):
        retention.sweep(world.connection, AUDITOR)
    with world.work() as tx, pytest.raises(ForbiddenError):
        retention.stands(tx, LEGAL)


def test_every_purpose_that_is_kept_has_a_period(connection: psycopg.Connection) -> None:
    sources = "\n".join(path.read_text("utf-8") for path in Path(pratique.__file__).parent.rglob("*.py"))
    named = set(re.findall(r'vault\.keep\(\s*tx, f"[^"]*", "(\w+)"', sources)) | {"listing"}
    assert named >= {"trader", "verification", "notice", "counter_notice", "appeal", "order", "rights"}
    assert named == {one.purpose for one in PERIODS.values() if one.purpose}
    assert set(OF_TRADER) <= named


def test_entries_with_a_day_of_their_own_keep_it(world: World) -> None:
    with world.work() as tx:
        vault.keep(tx, "trader:t-2", "trader", {"name": "Kurz"}, dt.date(2026, 11, 5))
    world.moment = dt.datetime(2026, 11, 5, 12, tzinfo=dt.UTC)
    assert swept(world).total == 0
    world.later(days=1)
    assert swept(world).erased == {"trader": 1}


def test_sessions_and_signing_in_are_forgotten(world: World) -> None:
    with world.work() as tx:
        for key, over in (("old", world.moment - dt.timedelta(hours=25)), ("new", world.moment)):
            tx.execute(
                "INSERT INTO account_session (session_key, session_data, expire_date, agent, address) VALUES (%s, '', %s, '', '')",
                (key, over),
            )
        for days in (100, 200):
            tx.execute(
                "INSERT INTO axes_accesslog (user_agent, ip_address, username, http_accept, path_info, attempt_time, session_hash)"
                " VALUES ('', '10.0.0.7', 'lin', '', '/', %s, '')",
                (world.moment - dt.timedelta(days=days),),
            )
    assert swept(world).erased == {"session": 1, "sign_in": 1}
    with world.work() as tx:
        assert tx.execute("SELECT session_key FROM account_session").fetchall() == [("new",)]
        assert tx.execute("SELECT count(*) FROM axes_accesslog").fetchone() == (1,)
    world.later(days=2)
    assert swept(world).erased == {"session": 1}


def test_the_worker_erases_every_night_and_the_command_line_says_what_is_due(
    world: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    with world.work() as tx:
        for name in ("one", "two"):
            vault.keep(tx, f"trader:{name}", "trader", {"name": "Kurz"}, dt.date(2026, 1, 1))
        privacy.hold(tx, LEGAL, "trader:two", "LG Hamburg 4 O 1/27", on=True)
    run = CliRunner()
    shown = run.invoke(application(("person",)), ["person", "retention"])
    assert re.search(r"^trader +6 months +1 due +1 held", shown.output, re.MULTILINE), shown.output
    assert left(world) == {"trader": 2}, "looking erases nothing"
    assert tasks.erase_what_is_over(0) == 1
    assert left(world) == {"trader": 1}
    again = run.invoke(application(("person",)), ["person", "retention", "--erase"])
    assert again.output == "0 erased, 1 on legal hold\n"
