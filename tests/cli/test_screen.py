import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from rich.console import Console

from pratique.assembly import catalogue as catalogue_module
from pratique.assembly.screener import Screener
from pratique.cli import rows as rows_module
from pratique.cli import screening as screening_module
from pratique.facts.listing import STAGES
from pratique.policy.stored import stored
from tests.cli.conftest import Run

VERDICTS = {
    ("1", "GB"): "refuse",
    ("1", "US"): "refuse",
    ("2", "GB"): "allow",
    ("3", "GB"): "allow_with_conditions",
    ("3", "US"): "allow",
    ("4", "US"): "refuse",
}


def verdicts(text: str) -> dict[tuple[str, str], str]:
    rows = [json.loads(line) for line in text.splitlines()]
    return {(row["listing_id"], row["market"]): row["verdict"] for row in rows}


def test_json_lines_into_a_pipe_and_the_summary_beside_it(pratique: Run, catalogue: str) -> None:
    ended = pratique("screen", catalogue)
    assert ended.code == 0
    assert verdicts(ended.out) == VERDICTS
    for said in ("1 row rejected", "catalogue.csv:5", "price is no amount: `call us`", "gb/controlled-drug", "4 listings, 6 decisions"):
        assert said in ended.err


@pytest.mark.parametrize("engine", ["batch", "online", "reference"])
def test_every_engine_gives_the_same_rows(pratique: Run, catalogue: str, engine: str) -> None:
    assert verdicts(pratique("screen", catalogue, "--engine", engine).out) == VERDICTS


@pytest.mark.parametrize("name", ["out.jsonl", "deep/folder/out.parquet"])
def test_rows_and_rejects_go_to_files(pratique: Run, catalogue: str, name: str) -> None:
    ended = pratique("screen", catalogue, "--out", name)
    assert (ended.code, ended.out) == (0, "")
    out = Path(name)
    rows = pq.read_table(out).to_pylist() if name.endswith("parquet") else [json.loads(line) for line in out.read_text().splitlines()]
    assert {(row["listing_id"], row["market"]): row["verdict"] for row in rows} == VERDICTS
    (reject,) = [json.loads(line) for line in Path(f"{name}.rejects.jsonl").read_text().splitlines()]
    assert (reject["line"], reject["reason"]) == (5, "no listing_id")


def test_markets_in_any_case_and_a_day_long_ago(pratique: Run, catalogue: str) -> None:
    ended = pratique("screen", catalogue, "--market", "gb", "--as-of", "1972-01-01")
    assert set(verdicts(ended.out).values()) == {"allow"}
    assert {market for _, market in verdicts(ended.out)} == {"GB"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--market", "GBR"], "unknown market `GBR`; did you mean `GB`?"),
        (["--market", "QQ"], "unknown market `QQ`; known are GB, US"),
        (["--channel", "aliexpres"], "unknown channel `aliexpres`; did you mean `aliexpress`?"),
        (["--strategy", "bold"], "unknown strategy `bold`"),
        (["--stage", "lve"], "unknown stage `lve`; did you mean `live`?"),
        (["--market", "unitd states"], "unknown market `unitd states`; did you mean `US`?"),
        (["--as-of", "2026-02-30"], "there is no day `2026-02-30`"),
        (["--as-of", "2026-13-40"], "there is no day `2026-13-40`"),
        (["--as-of", "soon"], "`soon` is no day; write it as 2027-01-01"),
        (["--encoding", "klingon"], "no encoding `klingon`; known are utf-8"),
        (["--report", "catalogue.csv"], "would overwrite the input"),
        (["--report", "."], "name another file for the page"),
        (["--report", "./o.jsonl", "--out", "o.jsonl"], "name another file for the page"),
        (["--out", "catalogue.csv/out.jsonl"], "nothing can be written to"),
        (["--report", "catalogue.csv/out.html"], "nothing can be written to"),
        (["--out", "a.xlsx"], "no format for `.xlsx`"),
        (["--out", "catalogue.csv"], "no format"),
        (["--map", "title"], "is not OURS=THEIRS"),
        (["--map", "titel=x"], "did you mean `title`?"),
        (["--resume"], "needs --out"),
        (["--content", "nowhere"], "nowhere"),
        (["--engine", "quantum"], "quantum"),
        (["--unknown"], "--unknown"),
    ],
)
def test_usage_errors_exit_with_2_and_say_what_to_do(pratique: Run, catalogue: str, arguments: list[str], message: str) -> None:
    ended = pratique("screen", catalogue, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in " ".join(ended.err.split())


def test_an_input_that_is_not_there(pratique: Run) -> None:
    ended = pratique("screen", "none.csv")
    assert (ended.code, "no such file or folder" in ended.err) == (2, True)


def test_an_input_without_our_columns_fails_with_its_columns(pratique: Run) -> None:
    Path("a.csv").write_text("sku,name\n1,MDMA\n")
    ended = pratique("screen", "a.csv", "--out", "out.jsonl")
    assert ended.code == 1
    assert "error: a.csv: no column `listing_id`; it has `sku`, `name`" in ended.err
    assert not Path("out.jsonl").exists()
    ended = pratique("screen", "a.csv", "--map", "listing_id=sku", "--map", "title=name", "--market", "US")
    assert verdicts(ended.out) == {("1", "US"): "refuse"}


def test_an_input_of_which_no_row_can_be_read_is_no_clean_catalogue(pratique: Run) -> None:
    Path("a.jsonl").write_text('{"sku": "1", "name": "MDMA"}\n{"sku": "2", "name": "MDMA"}\n')
    ended = pratique("screen", "a.jsonl", "--out", "out.jsonl")
    assert ended.code == 1
    assert "error: not one row could be read as a listing; does --map name the columns" in ended.err
    assert len(Path("out.jsonl.rejects.jsonl").read_text().splitlines()) == 2
    assert pratique("concepts", "a.jsonl").code == 1
    Path("empty.jsonl").touch()
    assert pratique("screen", "empty.jsonl").code == 0


def test_the_content_is_kept_for_replay(pratique: Run, catalogue: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pratique("screen", catalogue)
    (kept,) = (tmp_path / "store").iterdir()
    version = json.loads(pratique("screen", catalogue).out.splitlines()[0])["content_version"]
    assert stored(kept.name.split(".")[0], tmp_path / "store").version == version
    monkeypatch.setenv("PRATIQUE_STORE", str(tmp_path / catalogue / "store"))
    for verb in ("screen", "concepts"):
        ended = pratique(verb, catalogue)
        assert (ended.code, "the content cannot be kept for replay: Not a directory" in ended.err) == (0, True)


def test_a_named_pipe_is_read_once(pratique: Run, tmp_path: Path) -> None:
    os.mkfifo("pipe.jsonl")
    writer = threading.Thread(target=Path("pipe.jsonl").write_text, args=('{"listing_id": "1", "title": "MDMA"}\n',))
    writer.start()
    ended = pratique("screen", "pipe.jsonl", "--market", "US")
    writer.join()
    assert verdicts(ended.out) == {("1", "US"): "refuse"}
    assert pratique("screen", "pipe.jsonl", "--out", "out.jsonl", "--resume").code == 2


def test_content_that_is_wrong_exits_with_3_and_all_problems(pratique: Run, catalogue: str) -> None:
    folder = Path("overlay/concepts")
    folder.mkdir(parents=True)
    (folder / "drug.yaml").write_text("- id: drug.x\n  title: {en: X}\n  trems: {}\n")
    ended = pratique("screen", catalogue, "--content", "overlay")
    assert ended.code == 3
    assert "drug.yaml:3" in ended.err
    assert "problem" in ended.err.splitlines()[-1]


def test_fail_on(pratique: Run, catalogue: str) -> None:
    assert pratique("screen", catalogue, "--fail-on", "refuse").code == 4
    assert pratique("screen", catalogue, "--fail-on", "refuse", "--as-of", "1960-01-01").code == 0


def test_the_summary_as_json(pratique: Run, catalogue: str) -> None:
    summary = json.loads(pratique("screen", catalogue, "--out", "out.jsonl", "--json").out)
    assert (summary["listings"], summary["rejected"], summary["warned"]) == (4, 1, 1)
    assert summary["verdicts"]["US"] == {"refuse": 2, "hold": 0, "allow_with_conditions": 0, "allow": 1}
    assert summary["missing"] == {"gb.test_report": 1}


def test_the_explanation_names_words_rule_law_and_fix(pratique: Run, catalogue: str) -> None:
    out = pratique("screen", catalogue, "--out", "out.jsonl", "--explain").out
    for said in (
        "MDMA [drug.mdma]",
        "gb/controlled-drug@1",
        "law  Misuse of Drugs Act 1971",
        "fix  Take the listing down.",
        "missing: gb.test_report",
    ):
        assert said in out


def test_the_report(pratique: Run, catalogue: str) -> None:
    pratique("screen", catalogue, "--report", "report.html", "--language", "zh")
    page = Path("report.html").read_text("utf-8")
    assert "筛查报告" in page
    assert "禁止出售管制毒品" in page


def test_standard_input(pratique: Run) -> None:
    ended = pratique("screen", "-", "--market", "US", stdin=b'{"listing_id": "1", "title": "MDMA"}\n')
    assert verdicts(ended.out) == {("1", "US"): "refuse"}


def test_an_interrupted_run_is_resumed(pratique: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [json.dumps({"listing_id": str(n), "title": "MDMA" if n % 3 else "shirt"}) for n in range(5000)]
    Path("a.jsonl").write_text("\n".join(lines))
    calls = []
    screen_many = Screener.screen_many

    def interrupted(self: Screener, listings: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return screen_many(self, listings)  # type: ignore[arg-type]

    monkeypatch.setattr(Screener, "screen_many", interrupted)
    ended = pratique("screen", "a.jsonl", "--market", "GB", "--out", "out.jsonl")
    assert ended.code == 1
    assert "interrupted after 2,000 listings; the same command with --resume goes on" in ended.err
    assert not Path("out.jsonl").exists()
    ended = pratique("screen", "a.jsonl", "--market", "US", "--out", "out.jsonl", "--resume")
    assert (ended.code, "another markets" in ended.err) == (1, True)
    calls[:] = [1, 1]
    assert pratique("screen", "a.jsonl", "--market", "GB", "--out", "out.jsonl", "--resume", "--report", "r.html").code == 0
    assert len(calls) == 4
    assert list(verdicts(Path("out.jsonl").read_text())) == [(str(n), "GB") for n in range(5000)]
    assert "5,000" in Path("r.html").read_text()


def test_what_should_not_happen_is_one_line(pratique: Run, catalogue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(catalogue_module, "Portion", broken)
    ended = pratique("screen", catalogue)
    assert ended.code == 1
    assert "this should not happen: ZeroDivisionError: oops\nset PRATIQUE_DEBUG=1" in ended.err
    assert "Traceback" not in ended.err


def test_help_names_every_stage(pratique: Run) -> None:
    out = " ".join(pratique("screen", "--help").out.split())
    assert all(stage in out for stage in STAGES)


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from pratique.cli.main import application; application([]); print(*{m.split('.')[0] for m in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert not {"numpy", "polars", "pyarrow", "rich", "yaml", "msgspec"} & set(done.stdout.split())


def test_a_reader_who_leaves_is_no_error(small_content: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(json.dumps({"listing_id": str(n), "title": "shirt"}) + "\n" for n in range(3000)))
    code = "import sys; from pratique.policy import load; real = load.load_content; load.load_content = lambda overlays=(), base=None: real(overlays, sys.argv.pop()); "
    code += "from pathlib import Path; sys.argv[-1] = Path(sys.argv[-1]); from pratique.cli.main import run; run()"
    call = [sys.executable, "-c", code, "screen", str(tmp_path / "a.jsonl"), str(small_content)]
    environment = {**os.environ, "PRATIQUE_STORE": str(tmp_path / "store")}
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert b"Traceback" not in err
    assert b"Exception" not in err


@pytest.mark.parametrize(("columns", "has", "lacks"), [("50", "title", "why"), ("90", "why", "fix"), ("140", "fix", "nothing")])
def test_a_narrow_terminal_shows_fewer_columns(
    pratique: Run, catalogue: str, monkeypatch: pytest.MonkeyPatch, columns: str, has: str, lacks: str
) -> None:
    monkeypatch.setattr(rows_module, "rows_for", lambda **_: rows_module._Worst())
    monkeypatch.setattr(rows_module, "terminal", lambda: Console(width=int(columns)))
    monkeypatch.setattr(screening_module, "rows_for", rows_module.rows_for)
    head = pratique("screen", catalogue, "--market", "US").out.splitlines()[0].split()
    assert (has in head, lacks in head) == (True, False)
