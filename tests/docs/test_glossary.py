"""The glossary has an entry for every public class of what is known, what is required and what is decided."""

import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

from pratique import facts
from pratique.casework import deadline
from pratique.casework.notice import state as notice
from pratique.casework.order import filing as order_filing
from pratique.casework.order import state as order
from pratique.casework.rights import regime, right
from pratique.engine import decision
from pratique.policy import model

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"
_WORDS = (
    "listing offer product trader subject market jurisdiction source article pack rule parameter list fact signal detector concept family term guard "
    "context reading evidence finding verdict decision demand need stage channel strategy threshold degraded undetermined overlay confidence "
    "missing trace screening normal-form disguise effective-content content-version lock as-of"
)


def entries() -> set[str]:
    """Headwords: the bold start of each entry, in lower case, `/` between words of one entry."""
    heads = re.findall(r"^\*\*(.+?)\*\*", GLOSSARY.read_text("utf-8"), re.MULTILINE)
    return {word.strip().casefold().replace(" ", "-") for head in heads for word in head.split("/")}


def public_classes(module: ModuleType) -> list[str]:
    return sorted(
        name
        for name, value in vars(module).items()
        if inspect.isclass(value) and not name.startswith("_") and value.__module__.startswith(module.__name__)
    )


@pytest.mark.parametrize(
    "module", [facts, model, decision, deadline, notice, order, order_filing, regime, right], ids=lambda module: module.__name__
)
def test_every_public_class_has_an_entry(module: ModuleType) -> None:
    text = GLOSSARY.read_text("utf-8")
    assert [name for name in public_classes(module) if f"`{name}`" not in text] == []


def test_every_word_of_the_trade_has_an_entry() -> None:
    assert sorted(set(_WORDS.split()) - entries()) == []


def test_entries_stand_in_order() -> None:
    heads = [head.casefold() for head in re.findall(r"^\*\*(.+?)\*\*", GLOSSARY.read_text("utf-8"), re.MULTILINE)]
    assert heads == sorted(heads)
