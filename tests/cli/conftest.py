import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from pratique.cli import main
from pratique.policy import load
from tests.cli.small_content import write_content


class Ended(NamedTuple):
    """What a command line came to."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_content(tmp_path_factory.mktemp("content"))


@pytest.fixture
def pratique(small_content: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a verb over the small content in a folder of its own: exit code, standard output, standard error."""
    packaged = load.load_content
    monkeypatch.setattr(load, "load_content", lambda overlays=(), base=None: packaged(overlays, base or small_content))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRATIQUE_STORE", str(tmp_path / "store"))

    def run(*arguments: str, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "argv", ["pratique", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main.run()
        captured = capfdbinary.readouterr()
        return Ended(ended.value.code if isinstance(ended.value.code, int) else 0, captured.out.decode(), captured.err.decode())

    return run


@pytest.fixture
def catalogue(tmp_path: Path) -> str:
    rows = [
        "listing_id,title,price,markets",
        '1,"3g MDMA crystals, lab tested",EGP 107.00,',
        "2,Red shirt <b>,call us,GB",
        "3,Magnetic balls 5mm,12,",
        ",no id,,",
        "4,摇头丸 100x,,US",
    ]
    (tmp_path / "catalogue.csv").write_text("\n".join(rows), "utf-8")
    return "catalogue.csv"
