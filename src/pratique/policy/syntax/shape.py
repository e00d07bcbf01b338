"""Shapes of single values: text, names, days, numbers. A shape reads a node or refuses it, and describes itself as JSON Schema."""

import datetime
import math
import re
from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from pratique.base.said import said
from pratique.policy.syntax.hidden import HIDDEN
from pratique.policy.syntax.node import Mapping, Node, Scalar, describe, is_empty
from pratique.policy.syntax.problems import did_you_mean
from pratique.policy.syntax.scope import Scope

T = TypeVar("T")
Schema = dict[str, Any]

_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d{1,3})?")
_LANGUAGES = (
    "any en zh id ms th vi fil ar de fr es it nl pl pt sv no uk tr ru ja ko he hi cs da fi el hu ro bg hr sk sl et lv lt ga mt ca fa ur"
    " bn ta te km lo my kk uz az ka hy sr sq mk is sw af mn ne si"
)
_SLIPS_TEXT = "cn:zh jp:ja kr:ko vn:vi ua:uk se:sv dk:da gr:el tl:fil ph:fil iw:he in:id nb:no gb:en"
_SLIPS = dict(pair.split(":") for pair in _SLIPS_TEXT.split())
"""Countries and old codes that are taken for languages."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Shape(Generic[T]):
    """One way a value may be written."""

    expects = "a value"

    def read(self, node: Node, scope: Scope) -> T:
        """The value; raises `RefusedError` after reporting why not."""
        raise NotImplementedError

    def schema(self) -> Schema:
        """The shape as JSON Schema, for editors."""
        return {}

    def scalar(self, node: Node, scope: Scope) -> Scalar:
        """The node as a single word that is not empty."""
        if not isinstance(node, Scalar) or is_empty(node):
            hint = "inside { } and [ ] a text with a comma in it stands in quotes" if is_empty(node) else ""
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)), hint)
        return node


class Words(Shape[str]):
    """Any text, verbatim: `NO` is Norway and `0101` a heading."""

    expects = "text"

    def __init__(self, most: int = 4000, lines: bool = True) -> None:
        self.most, self.lines = most, lines

    def read(self, node: Node, scope: Scope) -> str:
        text = self.scalar(node, scope).text.strip()
        if not text:
            raise scope.refuse(node, said("expected {expects}, found only spaces", expects=said(self.expects)))
        if len(text) > self.most:
            raise scope.refuse(node, said("{length} characters are more than the {most} allowed here", length=len(text), most=self.most))
        hidden = HIDDEN.search(text)
        if hidden is not None or (not self.lines and "\n" in text):
            raise scope.refuse(
                node,
                said("hidden character U+{code} in this text", code=f"{ord(hidden[0]) if hidden else 10:04X}"),
                said("write it on one line, without escapes"),
            )
        return text

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean"]}


class Identifier(Shape[str]):
    """A name of a given form."""

    def __init__(self, pattern: str, expects: str) -> None:
        self.pattern, self.expects = re.compile(pattern), expects

    def read(self, node: Node, scope: Scope) -> str:
        text = self.scalar(node, scope).text
        if not self.pattern.fullmatch(text):
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)))
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^{self.pattern.pattern}$"}


class OneOf(Shape[Any]):
    """One word of a short list."""

    def __init__(self, options: Iterable[str], expects: str = "one of") -> None:
        self.options = tuple(options)
        shown = " ".join(f"`{option}`" for option in self.options[:12])
        self.expects = f"{expects} {shown}{' …' if len(self.options) > 12 else ''}"

    def read(self, node: Node, scope: Scope) -> str:
        text = self.scalar(node, scope).text
        if text not in self.options:
            raise scope.refuse(
                node,
                said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)),
                did_you_mean(text, self.options),
            )
        return text

    def schema(self) -> Schema:
        return {"enum": list(self.options)}


class Language(Shape[str]):
    """A language code of content: ISO 639, and `any`."""

    expects = "a language code such as `en`, `zh` or `any`"
    known = frozenset(_LANGUAGES.split())

    def read(self, node: Node, scope: Scope) -> str:
        text = self.scalar(node, scope).text
        if text not in self.known:
            meant = _SLIPS.get(text.lower())
            raise scope.refuse(
                node,
                said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)),
                said("did you mean `{meant}`?", meant=meant) if meant else "",
            )
        return text

    def schema(self) -> Schema:
        return {"enum": sorted(self.known)}


class Day(Shape[datetime.date]):
    """A day, `YYYY-MM-DD`."""

    expects = "a day such as `2026-11-23`"

    def read(self, node: Node, scope: Scope) -> datetime.date:
        text = self.scalar(node, scope).text
        if not _DAY.fullmatch(text):
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)))
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise scope.refuse(node, said("there is no day `{text}`", text=text), said("a day is year-month-day")) from None

    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}


class Flag(Shape[bool]):
    """`true` or `false`, and nothing that only looks like it."""

    expects = "`true` or `false`"

    def read(self, node: Node, scope: Scope) -> bool:
        found = self.scalar(node, scope)
        if not found.plain or found.text not in ("true", "false"):
            yes = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(found.text.lower(), found.text.lower())
            raise scope.refuse(
                node,
                said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)),
                said("write `{yes}`", yes=yes) if yes in ("true", "false") else "",
            )
        return found.text == "true"

    def schema(self) -> Schema:
        return {"type": "boolean"}


class Number(Shape[float]):
    """A decimal number within bounds."""

    def __init__(self, least: float = -math.inf, most: float = math.inf, whole: bool = False) -> None:
        self.least, self.most, self.whole = least, most, whole
        bounds = "" if math.isinf(most) else f" from {least:g} to {most:g}"
        self.expects = f"a {'whole ' if whole else ''}number{bounds}"

    def read(self, node: Node, scope: Scope) -> float:
        found = self.scalar(node, scope)
        value = number_of(found)
        if value is None or not self.least <= value <= self.most or (self.whole and value != int(value)):
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)))
        return int(value) if self.whole else value

    def schema(self) -> Schema:
        bounds = {} if math.isinf(self.most) else {"minimum": self.least, "maximum": self.most}
        return {"type": "integer" if self.whole else "number", **bounds}


class Literal(Shape[Any]):
    """A number, `true`, `false` or text, told apart by how it is written; quotes make text of anything."""

    expects = "a number, `true`, `false` or text"

    def read(self, node: Node, scope: Scope) -> float | bool | str:
        found = self.scalar(node, scope)
        if found.plain and found.text in ("true", "false"):
            return found.text == "true"
        value = number_of(found)
        return value if value is not None else Words(200, lines=False).read(found, scope)

    def schema(self) -> Schema:
        return {"type": ["string", "number", "boolean"]}


class Anything(Shape[Any]):
    """Facts of a test listing, as a file of listings would give them."""

    expects = "a value"

    def read(self, node: Node, scope: Scope) -> Any:
        if isinstance(node, Mapping):
            return {key.text: self.read(value, scope) for key, value in node.items}
        if not isinstance(node, Scalar):
            return [self.read(item, scope) for item in node.items]
        if is_empty(node):
            return None
        if node.plain and node.text in ("true", "false"):
            return node.text == "true"
        value = number_of(node)
        if value is not None:
            return int(value) if node.text.lstrip("-+").isdigit() and abs(value) < 2**53 else value
        return node.text


def number_of(node: Scalar) -> float | None:
    """The finite number a plain scalar writes, else `None`; `0101` and `1_000` are text."""
    if not node.plain or len(node.text) > 40 or not _NUMBER.fullmatch(node.text):
        return None
    value = float(node.text)
    return value if math.isfinite(value) else None
