"""Shapes made of other shapes: lists, mappings by name, and records with declared fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pratique.base.period import Period
from pratique.base.said import said
from pratique.policy.syntax.node import Mapping, Node, Scalar, Sequence, describe
from pratique.policy.syntax.problems import RefusedError, did_you_mean
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Day, Language, Schema, Shape, Words

T = TypeVar("T")


class ListOf(Shape[tuple[T, ...]]):
    """A list whose items all have one shape."""

    def __init__(self, item: Shape[T], least: int = 0) -> None:
        self.item, self.least = item, least
        self.expects = f"a list of {item.expects}" if not item.expects.startswith("a ") else f"a list, each item {item.expects}"

    def read(self, node: Node, scope: Scope) -> tuple[T, ...]:
        if not isinstance(node, Sequence):
            hint = said("put it in brackets: [{text}]", text=node.text) if isinstance(node, Scalar) and node.text else None
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)), hint)
        if len(node.items) < self.least:
            raise scope.refuse(
                node, said("this list is empty") if self.least == 1 else said("this list needs {least} items", least=self.least)
            )
        values, failed = [], False
        for item in node.items:
            try:
                values.append(self.item.read(item, scope))
            except RefusedError:
                failed = True
        if failed:
            raise RefusedError
        return tuple(values)

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema(), **({"minItems": self.least} if self.least else {})}


class MapOf(Shape[dict[str, T]]):
    """A mapping whose keys are names of one shape and whose values have another."""

    def __init__(self, key: Shape[str], value: Shape[T], needs: tuple[str, ...] = ()) -> None:
        self.key, self.value, self.needs = key, value, needs
        self.expects = "a mapping" + (f" with {' and '.join(f'`{need}`' for need in needs)}" if needs else "")

    def read(self, node: Node, scope: Scope) -> dict[str, T]:
        if not isinstance(node, Mapping):
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)))
        values, failed = {}, False
        for key, value in node.items:
            try:
                values[self.key.read(key, scope)] = self.value.read(value, scope)
            except RefusedError:
                failed = True
        missing = [need for need in self.needs if node.get(need) is None]
        if missing:
            raise scope.refuse(node, said("missing {names}", names=" and ".join(f"`{need}`" for need in missing)))
        if failed:
            raise RefusedError
        return values

    def schema(self) -> Schema:
        named = {need: self.value.schema() for need in self.needs}
        return {
            "type": "object",
            "propertyNames": self.key.schema(),
            "additionalProperties": self.value.schema(),
            "properties": named,
            "required": list(self.needs),
        }


@dataclass(frozen=True)
class Field:
    """One declared field of a record."""

    shape: Shape[Any]
    about: str
    """What an author must know; shown by editors."""
    required: bool = False


class Record(Shape[T]):
    """A mapping with declared fields and no others; `make` turns what was read into the struct."""

    def __init__(self, name: str, fields: dict[str, Field], make: Callable[[dict[str, Any], Scope, Node], T]) -> None:
        self.name, self.fields, self.make = name, fields, make
        self.expects = f"a mapping for the {name}"

    def read(self, node: Node, scope: Scope) -> T:
        if not isinstance(node, Mapping):
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)))
        values: dict[str, Any] = {}
        failed = False
        for key, value in node.items:
            field = self.fields.get(key.text)
            if field is None:
                allowed = said("it has {names}", names=" ".join(f"`{name}`" for name in self.fields))
                scope.report(
                    key,
                    said("unknown key `{text}` in the {record}", text=key.text, record=said(self.name)),
                    did_you_mean(key.text, self.fields, allowed),
                )
                continue
            try:
                values[key.text] = field.shape.read(value, scope)
            except RefusedError:
                failed = True
        for name, field in self.fields.items():
            if field.required and node.get(name) is None:
                failed = True
                scope.report(node, said("the {record} has no `{name}`", record=said(self.name), name=name), field.about)
        if failed:
            raise RefusedError
        return self.make(values, scope, node)

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {name: {**field.shape.schema(), "description": field.about} for name, field in self.fields.items()},
            "required": [name for name, field in self.fields.items() if field.required],
            "additionalProperties": False,
        }


class Either(Shape[Any]):
    """A single word in one shape, a list in a second, or a mapping in a third."""

    def __init__(self, word: Shape[Any] | None = None, items: Shape[Any] | None = None, mapping: Shape[Any] | None = None) -> None:
        self.word, self.items, self.mapping = word, items, mapping
        self.expects = " or ".join(shape.expects for shape in (word, items, mapping) if shape is not None)

    def read(self, node: Node, scope: Scope) -> Any:
        shape = self.word if isinstance(node, Scalar) else self.items if isinstance(node, Sequence) else self.mapping
        if shape is None:
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)))
        return shape.read(node, scope)

    def schema(self) -> Schema:
        return {"anyOf": [shape.schema() for shape in (self.word, self.items, self.mapping) if shape is not None]}


def _period(values: dict[str, Any], scope: Scope, node: Node) -> Period:
    period = Period(values.get("from"), values.get("to"))
    if period.from_ and period.to and period.from_ > period.to:
        raise scope.refuse(node, said("the period ends on {to}, before it starts on {start}", to=period.to, start=period.from_))
    return period


PEOPLE_TEXT = MapOf(Language(), Words(), needs=("en", "zh"))
"""A text for people, in English and Chinese at least."""
BY_LANGUAGE = MapOf(Language(), ListOf(Words(120, lines=False)))
PERIOD = Record("period", {"from": Field(Day(), "first day"), "to": Field(Day(), "last day")}, _period)
