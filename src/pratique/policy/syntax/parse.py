"""Characters to nodes, by PyYAML's C parser: no anchors, no tags, no duplicate keys, no hidden characters."""

import re
from typing import Any

import yaml

from pratique.base.place import Place
from pratique.base.said import Said, said
from pratique.policy.syntax.hidden import HIDDEN
from pratique.policy.syntax.node import Mapping, Node, Scalar, Sequence
from pratique.policy.syntax.problems import Problems, RefusedError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 40
"""Nesting past this is no content."""

LARGEST = 16_000_000
"""Bytes of one file; content is written by people."""
_STARTS = {"*": "`*`", "&": "`&`", "!": "`!`", "%": "`%`", "@": "`@`", "`": "a backtick", "#": "`#`", "\t": "a tab"}


def decode(raw: bytes, name: str, problems: Problems) -> str | None:
    """The text of a file; `None`, with the place reported, where it is not UTF-8 or holds hidden characters."""
    if len(raw) > LARGEST:
        problems.report(
            Place(name), said("{size} MB in one file", size=len(raw) // 1_000_000), said("split it; every file of a folder is read")
        )
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        place = Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))
        problems.report(place, said("byte 0x{byte} is not UTF-8", byte=f"{raw[error.start]:02x}"), said("save the file as UTF-8"))
        return None
    problems.add_file(name, text)
    clean = True
    for match in HIDDEN.finditer(text):
        clean = False
        before = text[: match.start()]
        line = len(re.findall(r"\r\n|\r|\n", before)) + 1
        column = match.start() - max(before.rfind("\n"), before.rfind("\r"))
        problems.report(
            Place(name, line, column),
            said("hidden character U+{code}", code=f"{ord(match[0]):04X}"),
            said("delete it; it cannot be seen, yet it changes the word"),
        )
    return text if clean else None


def parse(text: str, name: str, problems: Problems) -> Node | None:
    """The root node of a file, `None` where it is empty or cannot be read."""
    try:
        return _Builder(name, problems).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        problems.report(place, said("this is not readable YAML: {reason}", reason=error.problem or error.context), _hint(text, place))
    except yaml.YAMLError as error:
        problems.report(Place(name), said("this is not readable YAML: {reason}", reason=str(error).splitlines()[0]))
    except RefusedError:
        pass
    return None


class _Builder:
    """Builds nodes from parser events without recursion, so that no file can exhaust the stack."""

    def __init__(self, name: str, problems: Problems) -> None:
        self.name, self.problems = name, problems
        self.root: Node | None = None
        self.open: list[Sequence | Mapping] = []
        self.keys: list[Scalar | None] = []
        self.seen: list[dict[str, Scalar]] = []
        self.documents = 0

    def build(self, text: str) -> Node | None:
        scalar, start_map, start_list = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        event: Any
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind is scalar:
                mark = event.start_mark
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event)
                self._add(Scalar(mark.line + 1, mark.column + 1, event.value, event.style is None or event.style == ""))
            elif kind is start_map or kind is start_list:
                mark = event.start_mark
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event)
                opened = Mapping(mark.line + 1, mark.column + 1, []) if kind is start_map else Sequence(mark.line + 1, mark.column + 1, [])
                self._add(opened)
                self.open.append(opened)
                self.keys.append(None)
                self.seen.append({})
                if len(self.open) > DEEPEST:
                    self._stop(event, said("nested more than {deepest} deep", deepest=DEEPEST))
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.open.pop()
                self.keys.pop()
                self.seen.pop()
            elif kind is yaml.AliasEvent:
                self._stop(
                    event,
                    f"`*{event.anchor}` is an alias, which content does not use",
                    f"a term that starts with `*` stands in quotes: '*{event.anchor}'",
                )
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    self._stop(event, said("a second document starts here"), said("one file holds one document; remove the `---`"))
        return self.root

    def _add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is not None:
            self.keys[-1] = None
            first = self.seen[-1].setdefault(key.text, key)
            if first is key:
                parent.items.append((key, node))
            else:
                self.problems.report(
                    self._place(key),
                    said("duplicate key `{text}`", text=key.text),
                    said("it stands in line {line} already", line=first.line),
                )
        elif isinstance(node, Scalar):
            self.keys[-1] = node
        else:
            self.problems.report(
                self._place(node), said("a key must be a word"), said("a term with `{`, `[` or `: ` in it stands in quotes")
            )
            raise RefusedError

    def _place(self, node: Node) -> Place:
        return Place(self.name, node.line, node.column)

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            self._stop(
                event,
                f"`&{event.anchor}` is an anchor, which content does not use",
                f"a text that starts with `&` stands in quotes: '&{event.anchor}'",
            )
        if event.tag is not None and event.tag != "!":
            self._stop(event, f"tag `{event.tag}`, which content does not use", "a text that starts with `!` stands in quotes")

    def _stop(self, event: Any, message: str | Said, hint: str | Said = "") -> None:
        place = Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
        self.problems.report(place, message, hint)
        raise RefusedError


def _hint(text: str, place: Place) -> Said:
    lines = re.split(r"\r\n|\r|\n", text)
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    found = line[place.column - 1 : place.column]
    if found in _STARTS:
        if found == "\t":
            return said("indent with spaces, never with tabs")
        return said("a text that starts with {what} stands in quotes", what=_STARTS[found])
    if re.search(r":\s.*:\s", line) and "{" not in line:
        return said("a text with a colon and a space in it stands in quotes")
    return said("look for a missing quote, bracket or comma here or in the line above")
