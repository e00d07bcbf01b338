"""`docs/reference/lint.md` names every issue of lint with its own words. `PRATIQUE_UPDATE_GOLDENS=1 pytest tests/docs/test_lint_page.py` writes it anew."""

import importlib
import os
import pkgutil
from pathlib import Path

from pratique.policy import lint
from pratique.policy.lint.issue import Issue

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "lint.md"
HEAD = """# Issues of `pratique content lint`

What reads well but is wrong, or soon will be. An **error** makes a decision wrong or impossible to defend; a **warning** lets some listing be decided
wrongly unseen; a **note** names something that would help. Exemptions stand in `content/lint-exemptions.yaml`: id, issue, reason, expiry.

"""


def page() -> str:
    for module in pkgutil.iter_modules(lint.__path__):
        importlib.import_module(f"{lint.__name__}.{module.name}")
    issues = sorted((kind for kind in _below(Issue)), key=lambda kind: (-kind.severity, kind.name))
    return HEAD + "\n".join(f"* `{kind.name}` ({kind.severity.name}): {' '.join(kind.description.split())}" for kind in issues) + "\n"


def _below(kind: type[Issue]) -> set[type[Issue]]:
    return {found for child in kind.__subclasses__() for found in {child, *_below(child)} if hasattr(found, "name")}


def test_every_issue_is_documented() -> None:
    if os.environ.get("PRATIQUE_UPDATE_GOLDENS"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()
