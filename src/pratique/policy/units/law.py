"""Packs, sources, dated parameters, official lists and document types: what rules stand on."""

from typing import Any

from pratique.base.pattern import check
from pratique.base.period import Period
from pratique.base.said import said
from pratique.facts.number.certificate import FORMS
from pratique.policy.model import Citation, DatedValue, DocumentType, Gap, ListEntry, OfficialList, Pack, Parameter, Source, Topic
from pratique.policy.syntax.node import Node, part
from pratique.policy.syntax.record import PEOPLE_TEXT, PERIOD, Either, Field, ListOf, MapOf, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Day, Flag, Identifier, Language, Literal, OneOf, Words
from pratique.policy.units.names import DOCUMENT_ID, KEBAB, LIST_ID, SNAKE, SOURCE_ID, Reference

ARTICLE = Words(120, lines=False)
CITATION = Record(
    "citation",
    {
        "source": Field(Reference("source"), "id of the legal instrument", required=True),
        "article": Field(ARTICLE, "article, section or annex"),
    },
    lambda values, _scope, _node: Citation(values["source"], values.get("article")),
)
BASIS = ListOf(CITATION, least=1)


TOPIC = Record(
    "topic",
    {
        "id": Field(KEBAB, "what files of rules are named by", required=True),
        "title": Field(PEOPLE_TEXT, "its name", required=True),
        "mandatory": Field(Flag(), "whether every market has a rule or a declared gap; `true` where not said"),
    },
    lambda values, scope, node: Topic(place=scope.place(node), **values),
)
GAP = Record(
    "gap",
    {
        "topic": Field(Reference("topic"), "the topic without rules", required=True),
        "reason": Field(PEOPLE_TEXT, "what is known, and what is not written down", required=True),
    },
    lambda values, _scope, _node: Gap(**values),
)


def _pack(values: dict[str, Any], scope: Scope, node: Node) -> Pack:
    if scope.jurisdiction and values["id"] != scope.jurisdiction:
        raise scope.refuse(
            part(node, "id"),
            said("the pack calls itself `{id}`, its folder is `{jurisdiction}`", id=values["id"], jurisdiction=scope.jurisdiction),
        )
    return Pack(place=scope.place(node), **values)


PACK = Record(
    "pack",
    {
        "id": Field(Identifier(r"[a-z0-9]+(-[a-z0-9]+)*", "the name of the folder"), "the name of its folder", required=True),
        "title": Field(PEOPLE_TEXT, "the jurisdiction or house", required=True),
        "kind": Field(OneOf(("law", "house")), "`law` or `house`"),
        "authority": Field(Words(300), "who enforces it"),
        "languages": Field(ListOf(Language()), "official languages"),
        "gaps": Field(ListOf(GAP, least=1), "mandatory topics on which nothing is written down, and why"),
    },
    _pack,
)

SOURCE = Record(
    "source",
    {
        "id": Field(SOURCE_ID, "short and unique over all packs", required=True),
        "title": Field(PEOPLE_TEXT, "its name", required=True),
        "citation": Field(Words(300, lines=False), "as a lawyer writes it", required=True),
        "kind": Field(OneOf(("law", "standard", "guidance", "house")), "what it is"),
        "url": Field(Words(500, lines=False), "where the official text stands"),
        "in_force": Field(PERIOD, "when it applies"),
        "articles": Field(MapOf(ARTICLE, PEOPLE_TEXT), "captions of the articles that rules cite"),
    },
    lambda values, scope, node: Source(place=scope.place(node), **values),
)


def _dated(values: dict[str, Any], _scope: Scope, _node: Node) -> DatedValue:
    return DatedValue(values["from"], values["value"], values.get("basis", ()))


DATED_VALUE = Record(
    "value",
    {
        "from": Field(Day(), "first day on which it holds", required=True),
        "value": Field(
            Either(word=Literal(), items=ListOf(Words(200, lines=False))), "the value, in the unit of the parameter", required=True
        ),
        "basis": Field(BASIS, "the law that sets it"),
    },
    _dated,
)


def _parameter(values: dict[str, Any], scope: Scope, node: Node) -> Parameter:
    values["values"] = tuple(sorted(values["values"], key=lambda value: value.from_))
    return Parameter(id=f"{scope.jurisdiction}/{values.pop('id')}", place=scope.place(node), **values)


PARAMETER = Record(
    "parameter",
    {
        "id": Field(SNAKE, "rules write `param.<id>`", required=True),
        "title": Field(PEOPLE_TEXT, "what it limits", required=True),
        "unit": Field(Words(40, lines=False), "unit of the values"),
        "values": Field(ListOf(DATED_VALUE, least=1), "values with the day each starts", required=True),
    },
    _parameter,
)


def _entry(values: dict[str, Any], scope: Scope, node: Node) -> ListEntry:
    start, end = values.get("from"), values.get("to")
    if start and end and start > end:
        raise scope.refuse(node, said("the period ends on {end}, before it starts on {start}", end=end, start=start))
    terms = values.get("terms") or (values["name"],)
    return ListEntry(values["name"], terms, Period(start, end), values.get("source", ""), values.get("date"))


LIST_ENTRY = Record(
    "entry",
    {
        "name": Field(Words(300, lines=False), "as the list has it", required=True),
        "terms": Field(ListOf(Words(120, lines=False)), "every form met in listings; the name where not said"),
        "from": Field(Day(), "first day on the list"),
        "to": Field(Day(), "last day on the list"),
        "source": Field(Reference("source"), "the instrument that put it there; that of the list where not said"),
        "date": Field(Day(), "day of the list that has it; that of the list where not said"),
    },
    _entry,
)


def _list(values: dict[str, Any], scope: Scope, node: Node) -> OfficialList:
    entries = tuple(
        ListEntry(e.name, e.terms, e.in_force, e.source or values["source"], e.date or values.get("date")) for e in values["entries"]
    )
    return OfficialList(f"{scope.jurisdiction}/{values['id']}", values["title"], entries, scope.place(node))


OFFICIAL_LIST = Record(
    "list",
    {
        "id": Field(LIST_ID, "rules write {list: <jurisdiction>/<id>}", required=True),
        "title": Field(PEOPLE_TEXT, "its name", required=True),
        "source": Field(Reference("source"), "the legal instrument that holds it", required=True),
        "date": Field(Day(), "state of the list"),
        "entries": Field(ListOf(LIST_ENTRY), "its entries", required=True),
    },
    _list,
)


def _document(values: dict[str, Any], scope: Scope, node: Node) -> DocumentType:
    pattern = values.get("number_pattern")
    if pattern is not None:
        try:
            check(pattern)
        except ValueError as error:
            raise scope.refuse(
                part(node, "number_pattern"), said("`{pattern}` is not a regular expression (RE2): {error}", pattern=pattern, error=error)
            ) from None
    return DocumentType(place=scope.place(node), **values)


DOCUMENT = Record(
    "document",
    {
        "id": Field(DOCUMENT_ID, "`<jurisdiction>.<name>`", required=True),
        "title": Field(PEOPLE_TEXT, "its name", required=True),
        "kind": Field(
            OneOf(["certificate", "declaration", "registration", "licence", "report", "label", "authorisation", "identity"]),
            "what it is",
            required=True,
        ),
        "issuer": Field(Words(300), "who gives it"),
        "number_pattern": Field(Words(300, lines=False), "regular expression (RE2) for the whole number"),
        "number_form": Field(OneOf(sorted(FORMS)), "form that a number, where one is given, must have"),
        "issuer_form": Field(OneOf(sorted(FORMS)), "form that the issuer, or the number, must have where either is given"),
        "needs_expiry": Field(Flag(), "whether one without `valid_to` is invalid"),
    },
    _document,
)
