"""The analyst's day: what is in the extract, who sees how much of it, and the screen, by keyboard and in both languages."""

import html
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from pratique.assembly.operations import workbench
from pratique.assembly.workbench.views import VIEWS, WORDS
from pratique.base.actor import Actor
from pratique.base.errors import ForbiddenError
from pratique.store.transaction import Transaction, transaction

ANALYST = Actor("user_mehta", frozenset({"analyst"}))
LAZADA = Actor("user_mehta", frozenset({"analyst"}), frozenset({"lazada"}))
EUROPE = Actor("user_mehta", frozenset({"analyst"}), None, frozenset({"DE", "FR", "ES", "IT", "NL", "PL", "GB"}))


@pytest.fixture(autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path_factory.getbasetemp() / "workbench"
    monkeypatch.setenv("PRATIQUE_WORKBENCH", str(place))
    return place


@pytest.fixture
def tx(demo_url: str) -> Iterator[Transaction]:
    with psycopg.connect(demo_url) as connection, transaction(connection) as opened:
        yield opened


def asked(tx: Transaction, actor: Actor, sql: str) -> list[dict[str, Any]]:
    """Straight from the file: how a question is confined is tested beside the sandbox."""
    with duckdb.connect(str(workbench.extract(tx, actor).path), read_only=True) as opened:
        found: list[dict[str, Any]] = opened.sql(sql).to_arrow_table().to_pylist()
    return found


def test_the_extract_holds_what_the_records_hold(tx: Transaction) -> None:
    for view, table in (("decisions", "decision"), ("cases", "case_file"), ("actions", "enforcement_action"), ("appeals", "appeal"),
                        ("notices", "notice"), ("statements", "statement"), ("traders", "trader"), ("labels", "label")):  # fmt: skip
        row = tx.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert asked(tx, ANALYST, f"SELECT count(*) AS n FROM {view}") == [{"n": row[0] if row else None}], view
    verdicts = dict(tx.execute("SELECT v, count(*) FROM listing_entry, unnest(verdicts) v GROUP BY 1").fetchall())
    found = asked(tx, ANALYST, "SELECT verdict, count(*) AS n FROM verdicts GROUP BY 1")
    assert {one["verdict"]: one["n"] for one in found} == verdicts
    held = "SELECT count(*) AS n FROM verdicts v WHERE verdict = 'hold' AND EXISTS (FROM findings f WHERE (f.listing, f.market, f.verdict, f.finding) = (v.listing, v.market, 'hold', 'hold'))"
    assert asked(tx, ANALYST, held) == [{"n": verdicts["hold"]}]


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_walls_hold_in_every_table(tx: Transaction, view: str) -> None:
    columns = VIEWS[view].columns
    if "channel" in columns:
        assert asked(tx, LAZADA, f"SELECT DISTINCT channel FROM {view} WHERE channel <> 'lazada'") == []
    if "channels" in columns:
        assert asked(tx, LAZADA, f"SELECT * FROM {view} WHERE listings IS NULL AND actions IS NULL") == []
    inside = ", ".join(f"'{market}'" for market in sorted(EUROPE.markets or ()))
    if "markets" in columns:
        assert asked(tx, EUROPE, f"SELECT * FROM {view} WHERE markets IS NULL OR NOT list_has_all([{inside}], markets)") == []
    if "market" in columns:
        assert asked(tx, EUROPE, f"SELECT * FROM {view} WHERE market NOT IN ({inside})") == []
    whole, part = (asked(tx, actor, f"SELECT count(*) AS n FROM {view}")[0]["n"] for actor in (ANALYST, EUROPE))
    assert part <= whole


def test_nothing_personal_is_in_the_extract(tx: Transaction) -> None:
    for view, one in VIEWS.items():
        for column, kind in one.columns.items():
            if kind == "VARCHAR" and (view, column) not in {("listings", "title"), ("cases", "rule"), ("decisions", "strategy")}:
                found = asked(tx, ANALYST, f"SELECT {column} FROM {view} WHERE regexp_matches({column}, '@|user_|account_|Contact [0-9]')")
                assert found == [], (view, column)


def test_who_may_not_ask(tx: Transaction) -> None:
    for role in ("reviewer", "senior_reviewer", "administrator", "trader"):
        with pytest.raises(ForbiddenError):
            workbench.extract(tx, Actor("somebody", frozenset({role})))


def test_whoever_has_other_walls_has_another_file(tx: Transaction, folder: Path) -> None:
    files = {workbench.extract(tx, actor).path for actor in (ANALYST, LAZADA, EUROPE)}
    assert len(files) == 3
    assert workbench.extract(tx, ANALYST).path in files
    assert folder.stat().st_mode & 0o077 == 0


def test_files_are_on_record_and_kept_questions_are_their_owners(enter: Any, connection: psycopg.Connection) -> None:
    ann, bob = enter("analyst", name="ann"), enter("manager", name="bob")
    sql = "SELECT '=1+1' AS evil, 1 AS one"
    answer = ann.post("/workbench/file/csv", {"sql": sql})
    assert answer.status_code == 200
    assert "'=1+1,1" in answer.content.decode("utf-8-sig")
    rows = connection.execute("SELECT payload FROM audit_event WHERE record = 'workbench'").fetchall()
    assert len(rows) == 1
    assert ann.post("/workbench/file/exe", {"sql": sql}).status_code == 404
    assert ann.post("/workbench/file/xlsx", {"sql": "SELECT nothing"}).status_code == 422
    from pratique.console.records.models import SavedQuery

    assert ann.post("/workbench/keep", {"sql": sql, "name": "<b>mine</b>", "kind": "bar"}).status_code == 302
    ann.post("/workbench/keep", {"sql": sql, "name": "ours", "shared": "on"})
    mine, ours = SavedQuery.objects.get(name="<b>mine</b>"), SavedQuery.objects.get(name="ours")
    assert "&lt;b&gt;mine" in ann.get("/workbench/").content.decode()
    page = bob.get("/workbench/").content.decode()
    assert "ours" in page
    assert "mine" not in page
    assert bob.get(f"/workbench/?query={mine.pk}").status_code == 404
    assert "=1+1" in bob.get(f"/workbench/?query={ours.pk}").content.decode()
    assert bob.post("/workbench/forget", {"query": ours.pk}).status_code == 404
    assert ann.post("/workbench/keep", {"sql": " ", "name": ""}).status_code == 422
    assert enter("reviewer", name="lin").get("/workbench/").status_code == 403
    assert ann.get("/workbench/?query=9999999999999999999").status_code == 404


def test_every_column_says_what_it_is_in_both_languages(enter: Any) -> None:
    client = enter("analyst")
    for language, place in (("en", 0), ("zh-hans", 1)):
        client.cookies["django_language"] = language
        page = html.unescape(client.get("/workbench/").content.decode())
        for view in VIEWS.values():
            for column in view.columns:
                assert WORDS[column][place] in page, (language, view.name, column)


def test_rules_stand_by_the_name_they_have_now(tx: Transaction, demo_url: str) -> None:
    row = tx.execute("SELECT split_part(rule, '@', 1), count(*) FROM label GROUP BY 1 ORDER BY 2 DESC LIMIT 1").fetchone()
    assert row is not None
    actor = Actor("user_mehta", frozenset({"analyst"}), frozenset({"aliexpress", "alibaba", "lazada"}))
    found = workbench.extract(tx, actor, {row[0]: "xx/other-name"})
    with duckdb.connect(str(found.path), read_only=True) as opened:
        for view in ("labels", "findings"):
            assert opened.sql(f"SELECT count(*) FROM {view} WHERE rule = '{row[0]}'").fetchall() == [(0,)]
            assert opened.sql(f"SELECT count(*) FROM {view} WHERE rule = 'xx/other-name'").fetchall()[0][0] > 0


def test_a_running_question_is_stopped_by_its_asker_alone(page_of: Any) -> None:
    page = page_of("mehta")
    page.goto("/workbench/")
    page.fill("textarea[name=sql]", "SELECT count(*) FROM range(1000000000000) a WHERE hash(range) = 1")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("[data-stop]", state="visible")
    page.wait_for_timeout(1500)
    page.keyboard.press("Escape")
    page.wait_for_selector("#answer .fault")
    assert page.inner_text("#answer .fault p") == "You stopped it."
    page.fill("textarea[name=sql]", "")
    page.focus("textarea[name=sql]")
    page.keyboard.type("SELECT ma")
    page.wait_for_selector("#completion li[aria-selected=true]")
    page.keyboard.press("Tab")
    assert page.input_value("textarea[name=sql]") == "SELECT market"
    assert page.inner_text(".columns dd >> nth=1") == ""  # folded away until it is opened


@pytest.mark.parametrize(("language", "theme", "title"), [("en", "light", "Workbench"), ("zh", "dark", "分析工作台")])
def test_the_analyst_asks_draws_keeps_and_takes_a_file(page_of: Any, language: str, theme: str, title: str) -> None:
    page = page_of("mehta", language=language, theme=theme)
    page.set_default_timeout(30_000)
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/workbench/")
    assert page.inner_text("h1") == title
    page.keyboard.press("e")
    page.keyboard.type("SELECT market, count(*) AS n FROM verdicts WHERE verdict = 'hold' GROUP BY market ORDER BY n DESC")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer tbody tr")
    page.select_option("select[name=kind]", "bar")
    page.wait_for_selector("#answer svg.chart rect")
    with page.expect_download() as downloading:
        page.click("text=XLSX")
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(Path(downloading.value.path()).read_bytes())).active
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows())] == ["market", "n"]
    page.fill("textarea[name=sql]", "SELECT market,\n  nothing FROM verdicts")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer .fault mark")
    assert page.inner_text(".fault mark") == "n"
    page.fill("textarea[name=sql]", "SELECT '<script>alert(1)</script>' AS title")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer td")
    assert page.inner_text("#answer td") == "<script>alert(1)</script>"
    page.click("details.menu:has(input[name=name]) > summary")
    page.fill("input[name=name]", f"mine {language}")
    page.keyboard.press("Tab")
    page.click("button[formaction$=keep]")
    page.wait_for_url("**/workbench/?query=**")
    assert f"mine {language}" in page.inner_text(".asked")
