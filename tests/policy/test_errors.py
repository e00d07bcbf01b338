"""What an author sees: every case under `golden/content_errors` renders exactly as kept.

`PRATIQUE_UPDATE_GOLDENS=1 pytest tests/policy/test_errors.py` writes them anew.
"""

import os
from pathlib import Path

import pytest

from pratique.base.errors import ContentError
from pratique.policy.load import load_content

GOLDEN = Path(__file__).parents[1] / "golden" / "content_errors"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES)
def test_errors_are_rendered_as_kept(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = GOLDEN / case
    monkeypatch.chdir(folder)
    with pytest.raises(ContentError) as raised:
        load_content(base=Path("content"))
    kept = folder / "expected.txt"
    rendered = f"{raised.value}\n"
    if os.environ.get("PRATIQUE_UPDATE_GOLDENS"):
        kept.write_text(rendered, "utf-8")
    assert rendered == kept.read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_messages_keep_the_house_style(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN / case)
    with pytest.raises(ContentError) as raised:
        load_content(base=Path("content"))
    for problem in raised.value.problems:
        assert problem.message[0].islower() or not problem.message[0].isalpha()
        assert not problem.message.endswith(".")
        assert "Error" not in problem.message
        assert "None" not in problem.message
        assert problem.place.line >= 1
        assert problem.place.column >= 1
