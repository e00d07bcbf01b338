"""Examples of concepts: what must be met, and what must not."""

from typing import Any

from pratique.policy.model import ConceptExample
from pratique.policy.syntax.node import Mapping, Node, Sequence
from pratique.policy.syntax.record import Either, Field, ListOf, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Words
from pratique.policy.units.names import ConceptName

TEXT = Words(2000)


def _listing(values: dict[str, Any], _scope: Scope, _node: Node) -> tuple[str, str | None]:
    return values["title"], values.get("category")


LISTING = Either(
    word=TEXT,
    mapping=Record(
        "example",
        {"title": Field(TEXT, "the title, as a trader writes it", required=True), "category": Field(Words(200), "its category path")},
        _listing,
    ),
)


def _examples(values: dict[str, Any], scope: Scope, node: Node) -> tuple[ConceptExample, ...]:
    found = []
    for key in ("hit", "miss"):
        written = node.get(key) if isinstance(node, Mapping) else None
        items = written.items if isinstance(written, Sequence) else []
        for value, item in zip(values.get(key, ()), items, strict=True):
            text, category = (value, None) if isinstance(value, str) else value
            found.append(ConceptExample(values["concept"], text, key == "hit", category, scope.place(item)))
    return tuple(found)


EXAMPLE = Record(
    "examples",
    {
        "concept": Field(ConceptName(families=False), "the concept they show", required=True),
        "hit": Field(ListOf(LISTING), "titles that show the concept"),
        "miss": Field(ListOf(LISTING), "titles that only look like it"),
    },
    _examples,
)
