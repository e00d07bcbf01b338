"""Every tutorial and how-to page is run as it is written.

In a `console` block a line that starts with `$ ` is a command and `> ` goes on with it; other lines are what it prints, where `…` stands for
anything. A `python` block is a script, unless its first line names the file it is to be put into (`# screen.py`). The blocks of a page run in
order, in one folder that holds `examples/`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("docs/tutorials/*.md"), *ROOT.glob("docs/how-to/*.md")])
_FILE = re.compile(r"# \S+\.py\n")
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[tuple[str, str]]:
    found = ((match[1], match[2]) for match in _BLOCK.finditer(page.read_text("utf-8")))
    return [(kind, text) for kind, text in found if kind == "console" or not _FILE.match(text)]


def commands(console: str) -> str:
    return "\n".join(line[2:] for line in console.splitlines() if line.startswith(("$ ", "> "))) + "\n"


def shown(console: str) -> list[str]:
    """Lines a block says that its commands print, without those that are only `…`."""
    lines = (" ".join(line.split()) for line in console.splitlines() if not line.startswith(("$ ", "> ")))
    return [line for line in lines if line and line != "…"]


def printed(script: str, kind: str, folder: Path) -> str:
    """What a block prints, on both streams. Fails where it ends with anything but 0."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "NO_COLOR": "1",
        "COLUMNS": "200",
    }
    command = ["bash", "-euo", "pipefail", "-c", script] if kind == "console" else [sys.executable, "-c", script]
    ended = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, f"{script}\n{ended.stdout[-2000:]}\n{ended.stderr[-2000:]}"
    return ended.stdout + ended.stderr


def is_printed(line: str, output: list[str]) -> bool:
    pattern = re.compile(".*".join(re.escape(part.strip()) for part in line.split("…")))
    return any(pattern.fullmatch(one) for one in output)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_runs_as_written(page: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for kind, text in blocks(page):
        script = commands(text) if kind == "console" else text
        output = [" ".join(line.split()) for line in printed(script, kind, tmp_path).splitlines()]
        lost = [line for line in shown(text) if not is_printed(line, output)] if kind == "console" else []
        assert not lost, "\n".join(["the page shows lines that are not printed:", *lost, "printed is:", *output[:60]])


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
