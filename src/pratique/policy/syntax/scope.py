"""Where a value stands: its file, the jurisdiction of the folder, and the names it leans on."""

from dataclasses import dataclass, field

from pratique.base.place import Place
from pratique.base.said import Said
from pratique.policy.syntax.node import Node
from pratique.policy.syntax.problems import Problems, RefusedError


@dataclass(slots=True, frozen=True)
class Reference:
    """A name that must be defined somewhere in the content."""

    kind: str
    """`concept`, `family`, `source`, `parameter`, `document`, `rule`, `market`, `channel`, `pack` or `list`."""
    name: str
    place: Place
    written: str = ""
    """The name as the author wrote it, where that is shorter."""


@dataclass(slots=True)
class Scope:
    """What a shape may ask while it reads a file."""

    file: str
    problems: Problems
    jurisdiction: str = ""
    family: str = ""
    topic: str = ""
    references: list[Reference] = field(default_factory=list)

    def place(self, node: Node) -> Place:
        """The place of a node in this file."""
        return Place(self.file, node.line, node.column)

    def report(self, node: Node, message: str | Said, hint: str | Said | None = None) -> None:
        """Note a problem and go on."""
        self.problems.report(self.place(node), message, hint)

    def refuse(self, node: Node, message: str | Said, hint: str | Said | None = None) -> RefusedError:
        """Note a problem and give the exception to raise."""
        self.report(node, message, hint)
        return RefusedError()

    def refer(self, kind: str, name: str, node: Node, written: str = "") -> None:
        """Note that the content must define a name."""
        self.references.append(Reference(kind, name, self.place(node), written))
