"""The wheel, installed outside the checkout, screens with the content inside it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTING = {"listing_id": "1", "title": "100x ecstasy pills 250mg MDMA, vacuum sealed", "markets": ["GB"]}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("uv") is None, reason="needs uv to build and install"),
]


def call(*words: str | Path, cwd: Path, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program away from the checkout and its environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment = {**kept, "PRATIQUE_CACHE": str(cwd / "cache")}
    return subprocess.run([str(word) for word in words], cwd=cwd, env=environment, input=given, capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command; packages come from the cache of uv where they are there, else from the index."""
    folder = tmp_path_factory.mktemp("outside")
    source = folder / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "content", source / "content")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    for offline in (["--offline"], []):
        built = call("uv", "build", "--wheel", *offline, "--out-dir", folder / "dist", source, cwd=folder)
        if built.returncode == 0:
            break
    assert built.returncode == 0, built.stderr
    shutil.rmtree(source)
    (wheel,) = (folder / "dist").glob("*.whl")
    assert call("uv", "venv", "--python", sys.executable, folder / "venv", cwd=folder).returncode == 0
    for offline in (["--offline"], []):
        installed = call("uv", "pip", "install", "--python", folder / "venv", *offline, wheel, cwd=folder)
        if installed.returncode == 0:
            break
    assert installed.returncode == 0, installed.stderr
    return folder / "venv" / "bin" / "pratique"


def test_the_content_is_inside(program: Path, tmp_path: Path) -> None:
    python = program.with_name("python")
    code = "import pratique.policy.tree as t; print(t.base_root())"
    found = Path(call(python, "-c", code, cwd=tmp_path).stdout.strip())
    assert program.parents[1] in found.parents
    packaged = sorted(path.relative_to(found) for path in found.rglob("*.yaml"))
    assert packaged == sorted(path.relative_to(ROOT / "content") for path in (ROOT / "content").rglob("*.yaml"))


def test_it_screens(program: Path, tmp_path: Path) -> None:
    done = call(program, "screen", "-", "--market", "GB", cwd=tmp_path, given=json.dumps(LISTING) + "\n")
    assert done.returncode == 0, done.stderr
    (row,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["listing_id"], row["market"]) == ("1", "GB")
    assert row["verdict"] in ("hold", "refuse")
    assert row["findings"][0]["basis"]


def test_its_content_verbs_work(program: Path, tmp_path: Path) -> None:
    done = call(program, "content", "coverage", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert any(row["market"] == "GB" and row["rules"] for row in json.loads(done.stdout)["markets"])
