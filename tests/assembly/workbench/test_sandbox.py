"""What a question can and cannot do: every way out of the sandbox that DuckDB offers, limits, and where a fault is."""

import os
import resource
import socket
import tempfile
import threading
import time
from pathlib import Path

import duckdb
import pytest

from pratique.assembly.workbench.ask import STOPPED, QuestionError, ask, stop


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    (tmp_path / "secret.csv").write_text("word\nopensesame\n")
    place = tmp_path / "extract.duckdb"
    with duckdb.connect(str(place)) as made:
        made.execute("CREATE TABLE cases AS SELECT range AS number, 'case_' || range AS name FROM range(5000)")
    with duckdb.connect(str(tmp_path / "other.duckdb")) as made:
        made.execute("CREATE TABLE hidden AS SELECT 'opensesame' AS word")
    return place


def test_a_question_is_answered(extract: Path) -> None:
    answer = ask(extract, "SELECT number, name FROM cases WHERE number < 3 ORDER BY number -- of all;")
    assert answer.table.to_pylist() == [{"number": number, "name": f"case_{number}"} for number in range(3)]
    assert not answer.is_more


ELSEWHERE = Path(tempfile.gettempdir()) / "pratique-workbench-out.parquet"
BREAK_OUTS = [
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('secret.csv')",
    "SELECT * FROM 'secret.csv'",
    "SELECT * FROM read_parquet('https://example.com/x.parquet')",
    "SELECT * FROM read_json('http://127.0.0.1:1/x')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM sniff_csv('secret.csv')",
    "SELECT * FROM parquet_metadata('secret.csv')",
    "SELECT * FROM query('SELECT * FROM read_text(''secret.csv'')')",
    "SELECT * FROM query_table('secret.csv')",
    "SELECT getenv('HOME')",
    "COPY cases TO 'out.csv'",
    f"COPY (SELECT * FROM cases) TO '{ELSEWHERE}' (FORMAT parquet)",
    "COPY cases FROM 'secret.csv'",
    "EXPORT DATABASE 'out'",
    "IMPORT DATABASE 'out'",
    "ATTACH 'other.duckdb' AS other",
    "ATTACH ':memory:' AS other",
    "DETACH extract",
    "INSTALL httpfs",
    "LOAD httpfs",
    "FORCE INSTALL spatial FROM community",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET memory_limit = '100GB'",
    "SET threads = 64",
    "PRAGMA database_list",
    "PRAGMA enable_profiling = 'json'",
    "CALL pragma_version()",
    "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "CREATE TABLE mine AS SELECT 1",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE MACRO mine() AS 1",
    "INSERT INTO cases VALUES (1, 'x')",
    "UPDATE cases SET name = 'x'",
    "DELETE FROM cases",
    "DROP TABLE cases",
    "CHECKPOINT",
    "BEGIN",
    "PREPARE mine AS SELECT 1",
    "EXECUTE mine",
    "SELECT 1; COPY cases TO 'out.csv'",
    "WITH x AS (DELETE FROM cases RETURNING *) SELECT * FROM x",
    "-- nothing\n",
    ";",
]


@pytest.mark.parametrize("sql", BREAK_OUTS)
def test_there_is_no_way_out(extract: Path, sql: str) -> None:
    before = {path.name: path.stat().st_size for path in extract.parent.iterdir()}
    with pytest.raises(QuestionError) as raised:
        ask(extract, sql)
    assert "opensesame" not in raised.value.message
    assert "root:" not in raised.value.message
    assert {path.name: path.stat().st_size for path in extract.parent.iterdir()} == before
    assert not ELSEWHERE.exists()


def test_nothing_of_this_process_is_seen(extract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRATIQUE_SECRET_KEY", "opensesame")
    for sql in ("SELECT * FROM duckdb_settings()", "SELECT * FROM duckdb_variables()", "SELECT * FROM duckdb_databases()"):
        shown = str(ask(extract, sql).table.to_pylist())
        assert "opensesame" not in shown
        assert os.environ["HOME"] + "/" not in shown.replace(str(extract.parent), "") or os.environ["HOME"] == "/"
    assert ask(extract, "SELECT * FROM duckdb_secrets()").table.num_rows == 0
    here = [1, 2, 3]
    with pytest.raises(QuestionError, match="does not exist"):
        ask(extract, "SELECT * FROM here")
    assert here


def test_nobody_is_called(extract: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        with pytest.raises(QuestionError):
            ask(extract, f"SELECT * FROM read_csv('http://127.0.0.1:{port}/x')")
        with pytest.raises(TimeoutError):
            listener.accept()


def test_rows_are_limited(extract: Path) -> None:
    answer = ask(extract, "SELECT * FROM cases", rows=100)
    assert (answer.table.num_rows, answer.is_more) == (100, True)
    assert not ask(extract, "SELECT * FROM cases LIMIT 100", rows=100).is_more


def test_time_is_limited(extract: Path) -> None:
    with pytest.raises(QuestionError, match="longer than 1 seconds"):
        ask(extract, "SELECT count(*) FROM range(1000000000000) a WHERE hash(range) = 1", seconds=1)


def test_memory_is_limited(extract: Path) -> None:
    with pytest.raises(QuestionError, match="memory"):
        ask(extract, "SELECT list(a.name || b.name) FROM cases a, cases b", megabytes=64)


def test_two_at_once_and_no_more(extract: Path) -> None:
    slow = "SELECT count(*) FROM range(1000000000000) a WHERE hash(range) = 1"
    raised: list[str] = []

    def one() -> None:
        try:
            ask(extract, slow, seconds=1)
        except Exception as error:
            raised.append(type(error).__name__)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(raised) == ["ConflictError", "ConflictError", "QuestionError", "QuestionError"]


@pytest.mark.parametrize(
    ("sql", "place", "word"),
    [
        ("SELEC 1", (1, 1), "syntax error"),
        ("SELECT number,\n       nam\nFROM cases", (2, 8), "nam"),
        ("SELECT '中文', '🧲', nam FROM cases", (1, 19), "nam"),
        ("SELECT * FROM\n  nowhere", (2, 3), "nowhere"),
        ("SELECT number FROM cases\nWHERE", (2, 1), "syntax error"),
        ("SELECT name::int FROM cases", (1, 12), "Could not convert"),
    ],
)
def test_a_fault_is_told_with_its_place(extract: Path, sql: str, place: tuple[int, int], word: str) -> None:
    with pytest.raises(QuestionError) as raised:
        ask(extract, sql)
    assert word in raised.value.message
    assert abs((raised.value.column or 0) - place[1]) <= 1
    assert raised.value.line == place[0]


def test_too_long_a_question(extract: Path) -> None:
    with pytest.raises(QuestionError, match="longer than"):
        ask(extract, "SELECT " + "1," * 20_000 + "1")
    with pytest.raises(QuestionError, match="nothing is asked"):
        ask(extract, "  \n ")


BOMBS = {
    "recursion": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
    "cross join": "SELECT count(*) FROM cases a, cases b, cases c, cases d WHERE a.number + b.number + c.number + d.number = 7",
    "one large value": "SELECT repeat('x', 400000000)",
    "many large values": "SELECT repeat('x', 1000000) FROM range(900)",
    "a list of everything": "SELECT list(range) FROM range(100000000)",
    "nested": "SELECT " + "(" * 9000 + "1" + ")" * 9000,
    "a query in a string": "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''secret.csv'')'))",
    "another engine": "SELECT * FROM sqlite_scan('secret.csv', 'x')",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_harms_nobody(extract: Path, name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    with pytest.raises(QuestionError):
        ask(extract, BOMBS[name], seconds=1)
    assert time.monotonic() - started < 15
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000, "kB in whoever asks"


def test_a_question_is_stopped_by_its_name(extract: Path) -> None:
    raised: list[str] = []

    def one() -> None:
        try:
            ask(extract, "SELECT count(*) FROM range(1000000000000) a WHERE hash(range) = 1", seconds=30, run="mine")
        except QuestionError as error:
            raised.append(error.message)

    thread = threading.Thread(target=one)
    thread.start()
    end = time.monotonic() + 20
    time.sleep(0.3)
    while not stop("mine"):
        assert time.monotonic() < end
        time.sleep(0.05)
    thread.join(10)
    assert raised == [STOPPED]
    assert ask(extract, "SELECT 1", run="mine").table.num_rows == 1
    assert not stop("early")
    with pytest.raises(QuestionError, match=STOPPED):
        ask(extract, "SELECT 1", run="early")
