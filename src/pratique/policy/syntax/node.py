"""What YAML says, before it is known what it means: every node keeps its place and nothing is converted."""

from dataclasses import dataclass

from pratique.base.said import Said, said


@dataclass(slots=True)
class Scalar:
    """A word, number or text, exactly as written."""

    line: int
    column: int
    text: str
    plain: bool
    """Written without quotes; only then may it be a number, a date, `true` or empty."""


@dataclass(slots=True)
class Sequence:
    """`[a, b]` or lines that start with `-`."""

    line: int
    column: int
    items: "list[Node]"


@dataclass(slots=True)
class Mapping:
    """`{key: value}`; keys are always scalars and never occur twice."""

    line: int
    column: int
    items: "list[tuple[Scalar, Node]]"

    def get(self, key: str) -> "Node | None":
        """The value under a key."""
        return next((value for name, value in self.items if name.text == key), None)


Node = Scalar | Sequence | Mapping


def part(node: Node, key: str) -> Node:
    """The value under a key, or the node itself where there is none: the nearest place to point at."""
    return (node.get(key) if isinstance(node, Mapping) else None) or node


def describe(node: Node) -> Said:
    """What a node is, in an author's words."""
    if isinstance(node, Sequence):
        return said("a list")
    if isinstance(node, Mapping):
        return said("a mapping")
    if node.plain and node.text in ("", "~", "null"):
        return said("empty")
    shown = " ".join(node.text.split())
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    return said("`{shown}`", shown=shown) if node.plain else said("the text `{shown}`", shown=shown)


def is_empty(node: Node) -> bool:
    """Whether nothing was written where a value should stand."""
    return isinstance(node, Scalar) and node.plain and node.text in ("", "~", "null")
