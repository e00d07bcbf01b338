"""Records, their events, the chain: what is kept is what happened, once, in order."""

import datetime as dt

import msgspec
import psycopg
import pytest

from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import AbsentError, ConflictError, InvalidError
from pratique.base.event import Event
from pratique.base.ids import repeatable_ids
from pratique.store import vault
from pratique.store.chain import GENESIS, Entry, link
from pratique.store.outbox import publish
from pratique.store.pages import page
from pratique.store.records import Kind, append, find, history, load, rebuilt
from pratique.store.transaction import transaction

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


class Lamp(msgspec.Struct, frozen=True):
    id: str
    status: str
    channel: str | None = None
    markets: tuple[str, ...] | None = None


class LampHung(Event, frozen=True, kw_only=True, tag="lamp_hung"):
    lamp: str
    channel: str | None = None
    markets: tuple[str, ...] | None = None


class LampLit(Event, frozen=True, kw_only=True, tag="lamp_lit"):
    pass


def _apply(lamp: Lamp | None, event: LampHung | LampLit) -> Lamp:
    if isinstance(event, LampHung):
        return Lamp(event.lamp, "dark", event.channel, event.markets)
    assert lamp is not None
    return msgspec.structs.replace(lamp, status="lit")


LAMPS = Kind("lamp", "lamp", Lamp, LampHung | LampLit, _apply)


@pytest.fixture
def lamps(connection: psycopg.Connection) -> psycopg.Connection:
    connection.execute(
        "CREATE TABLE lamp (id text PRIMARY KEY, version int, status text, channel text, markets text[], created_at timestamptz,"
        " updated_at timestamptz, state jsonb)"
    )
    connection.commit()
    return connection


def _hang(connection: psycopg.Connection, name: str, channel: str | None = None, markets: tuple[str, ...] | None = None) -> None:
    with transaction(connection, lambda: AT) as tx:
        append(tx, LAMPS, name, None, [LampHung(at=AT, by="user_1", lamp=name, channel=channel, markets=markets)])


def test_a_record_is_what_its_events_say(lamps: psycopg.Connection) -> None:
    _hang(lamps, "a")
    with transaction(lamps, lambda: AT) as tx:
        append(tx, LAMPS, "a", load(tx, LAMPS, "a", lock=True), [LampLit(at=AT, by="user_2")])
    with transaction(lamps) as tx:
        kept = load(tx, LAMPS, "a")
        assert (kept.version, kept.state) == (2, Lamp("a", "lit"))
        assert rebuilt(tx, LAMPS, "a") == kept.state
        assert [event.by for event in history(tx, LAMPS, "a")] == ["user_1", "user_2"]
        assert find(tx, LAMPS, "b") is None
        with pytest.raises(AbsentError, match="no lamp `b`"):
            load(tx, LAMPS, "b")


def test_two_who_change_the_same_record_do_not_overwrite_each_other(lamps: psycopg.Connection) -> None:
    _hang(lamps, "a")
    with transaction(lamps) as tx:
        old = load(tx, LAMPS, "a")
        append(tx, LAMPS, "a", old, [LampLit(at=AT, by="user_1")])
    with pytest.raises(ConflictError, match="changed by somebody else"), transaction(lamps) as tx:
        append(tx, LAMPS, "a", old, [LampLit(at=AT, by="user_2")])
    with pytest.raises(ConflictError), transaction(lamps) as tx:
        append(tx, LAMPS, "a", None, [LampHung(at=AT, by="user_2", lamp="a")])
    with transaction(lamps) as tx:
        assert len(history(tx, LAMPS, "a")) == 2


def test_a_transaction_that_fails_leaves_nothing(lamps: psycopg.Connection) -> None:
    def fail() -> None:
        with transaction(lamps) as tx:
            append(tx, LAMPS, "a", None, [LampHung(at=AT, by="user_1", lamp="a")])
            publish(tx, "lamp.hung", "a", {"lamp": "a"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    for table in ("lamp", "audit_event", "audit_batch", "outbox"):
        assert lamps.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() == (0,)


def test_each_commit_is_one_link_of_the_chain(lamps: psycopg.Connection) -> None:
    for name in "abc":
        _hang(lamps, name)
    previous = GENESIS
    rows = lamps.execute("SELECT number, at, previous, hash FROM audit_batch ORDER BY number").fetchall()
    assert [row[0] for row in rows] == [1, 2, 3]
    for number, at, before, found in rows:
        events = lamps.execute(
            "SELECT record, record_id, version, kind, at, by, payload FROM audit_event WHERE batch = %s ORDER BY position", (number,)
        ).fetchall()
        utc = [(*row[:4], row[4].astimezone(dt.UTC), *row[5:]) for row in events]
        assert bytes(before) == previous
        assert bytes(found) == link(previous, number, at.astimezone(dt.UTC), [Entry(*row).digest for row in utc])
        previous = bytes(found)


def test_lists_stop_at_the_walls_and_go_on_where_they_stopped(lamps: psycopg.Connection) -> None:
    for number in range(7):
        _hang(lamps, f"l{number}", "lazada" if number % 2 else "aliexpress", ("SG",) if number % 2 else ("DE", "FR"))
    _hang(lamps, "group")
    someone = Actor("user_1", channels=frozenset({"lazada"}), markets=frozenset({"SG", "TH"}))
    with transaction(lamps) as tx:
        assert [lamp.id for lamp in page(tx, LAMPS, someone).items] == ["l1", "l3", "l5"]
        found, cursor = [], None
        while True:
            part = page(tx, LAMPS, SYSTEM, cursor=cursor, limit=3)
            found += [lamp.id for lamp in part.items]
            cursor = part.next
            if cursor is None:
                break
        assert found == ["group", *(f"l{number}" for number in range(7))]
        assert [lamp.id for lamp in page(tx, LAMPS, SYSTEM, {"channel": ["lazada"], "status": "dark"}, descending=True).items] == [
            "l5",
            "l3",
            "l1",
        ]
        assert [lamp.id for lamp in page(tx, LAMPS, SYSTEM, {"status": "dark"}, holds={"markets": "FR"}).items] == ["l0", "l2", "l4", "l6"]
        for wrong in ("nonsense!", "bm90aGluZw", "", "/" * 9):
            with pytest.raises(InvalidError, match="cursor"):
                page(tx, LAMPS, SYSTEM, cursor=wrong)


def test_personal_data_is_read_on_record_and_erased_for_good(connection: psycopg.Connection) -> None:
    with transaction(connection) as tx:
        name = vault.keep(tx, "notifier", "notice", {"email": "ann@example.org"})
    with transaction(connection) as tx:
        assert vault.reveal(tx, name, SYSTEM, "answer the notice") == {"email": "ann@example.org"}
    with transaction(connection) as tx:
        assert vault.erase(tx, name, SYSTEM, "asked for by the person")
        assert not vault.erase(tx, name, SYSTEM, "again")
        assert vault.reveal(tx, name, SYSTEM, "look") is None
    log = connection.execute("SELECT kind, payload FROM audit_event ORDER BY batch, position").fetchall()
    assert [kind for kind, _ in log] == ["private_read", "private_erased", "private_read"]
    assert "ann@example.org" not in str(log)


def test_repeatable_names_repeat_and_sort_by_time() -> None:
    first, second = repeatable_ids(1), repeatable_ids(1)
    names = [first("lamp", AT + dt.timedelta(milliseconds=step)) for step in range(50)]
    assert names == [second("lamp", AT + dt.timedelta(milliseconds=step)) for step in range(50)]
    assert names == sorted(names)
    assert len(set(names)) == 50
