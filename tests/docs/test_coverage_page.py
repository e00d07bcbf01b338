"""`docs/reference/coverage.md` is the register of the packaged content on the day of its version; `make docs` writes it anew."""

import datetime
from pathlib import Path

from pratique.cli.content.pages import coverage_page
from pratique.policy.load import load_content

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "coverage.md"


def test_the_register_is_current() -> None:
    content = load_content()
    day = datetime.date(*map(int, content.version.split(".")[:3]))
    assert PAGE.read_text("utf-8") == coverage_page(content, day), "run `make docs`"
