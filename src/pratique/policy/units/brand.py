"""Brands of the register: how they are written, who owns them, where they are protected, who may sell under them."""

from typing import Any

from pratique.base.said import said
from pratique.facts.brand import Authorised, Brand, Mark, PriceFloor
from pratique.policy.syntax.node import Node, part
from pratique.policy.syntax.record import BY_LANGUAGE, Field, ListOf, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Day, Flag, Identifier, Number, OneOf, Words
from pratique.policy.units.names import KEBAB, ConceptName, Reference

NAME = Words(120, lines=False)
PLACE = Identifier(r"[A-Z]{2}", "an ISO 3166 code, `EU` or `WO`")
NICE = Number(1, 45, whole=True)


def _whole(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "nice_classes": tuple(int(one) for one in values["nice_classes"])} if "nice_classes" in values else values


MARK = Record(
    "mark",
    {
        "text": Field(NAME, "the mark in words", required=True),
        "office": Field(PLACE, "whose register it is: `US`, `EU`, `WO`, `CN`", required=True),
        "number": Field(Words(40, lines=False), "number of the registration", required=True),
        "nice_classes": Field(ListOf(NICE), "classes of goods and services, 1 to 45"),
        "territories": Field(ListOf(PLACE), "where an international registration holds"),
        "owner": Field(Words(300, lines=False), "as the register names it"),
        "status": Field(OneOf(("registered", "pending", "ended")), "`registered` where not said"),
        "valid_to": Field(Day(), "last day"),
    },
    lambda values, _scope, _node: Mark(**_whole(values)),
)


def _authorised(values: dict[str, Any], scope: Scope, node: Node) -> Authorised:
    made = Authorised(**values)
    if made.valid_from and made.valid_to and made.valid_to < made.valid_from:
        raise scope.refuse(
            part(node, "valid_to"),
            said("the letter ends on {valid_to}, before it starts on {valid_from}", valid_to=made.valid_to, valid_from=made.valid_from),
        )
    return made


AUTHORISED = Record(
    "authorised trader",
    {
        "trader": Field(Words(200, lines=False), "id of the trader", required=True),
        "letter": Field(Words(200, lines=False), "number or reference of the letter", required=True),
        "issuer": Field(Words(300, lines=False), "who signed it; the owner where not said"),
        "markets": Field(ListOf(Reference("market")), "markets it is limited to"),
        "models": Field(ListOf(Words(120, lines=False)), "models or GTINs it is limited to"),
        "valid_from": Field(Day(), "first day"),
        "valid_to": Field(Day(), "last day"),
    },
    _authorised,
)
FLOOR = Record(
    "price floor",
    {
        "usd": Field(Number(0, 1_000_000), "no genuine article is sold under it, in US dollars", required=True),
        "classes": Field(ListOf(ConceptName(only="class"), least=1), "product classes it is known for", required=True),
    },
    lambda values, _scope, _node: PriceFloor(float(values["usd"]), values["classes"]),
)
BRAND = Record(
    "brand",
    {
        "id": Field(KEBAB, "its name in lower case with hyphens", required=True),
        "name": Field(NAME, "as the owner writes it", required=True),
        "concept": Field(ConceptName(families=False, only="brand"), "which concept its names show; `brand.registered` where not said"),
        "owner": Field(Words(300, lines=False), "whose brand it is"),
        "names": Field(BY_LANGUAGE, "other ways of writing it, by language"),
        "lines": Field(ListOf(NAME), "names of its goods that stand for the brand by themselves"),
        "misspelt": Field(ListOf(NAME), "ways of writing it that are meant to be taken for it"),
        "nice_classes": Field(ListOf(NICE), "classes of the goods it is known for, 1 to 45"),
        "marks": Field(ListOf(MARK), "registrations"),
        "ordinary": Field(Flag(), "its name is an ordinary word too, and is met only in a field for brands"),
        "gate": Field(Flag(), "channels ask for the owner's authorisation first"),
        "floors": Field(ListOf(FLOOR), "prices under which nothing genuine is sold"),
        "authorised": Field(ListOf(AUTHORISED), "traders who may sell under it, and their letters"),
    },
    lambda values, scope, node: Brand(place=scope.place(node), **_whole(values)),
)
