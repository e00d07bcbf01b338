"""Concepts and product classes: what a listing can be, contain, claim or infringe."""

from typing import Any

from pratique.base.said import said
from pratique.policy.model import Concept, Cue, Quantity, Term
from pratique.policy.syntax.node import Mapping, Node, Scalar, describe, part
from pratique.policy.syntax.problems import RefusedError
from pratique.policy.syntax.record import BY_LANGUAGE, PEOPLE_TEXT, Either, Field, ListOf, MapOf, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Flag, Language, Number, OneOf, Schema, Shape, Words
from pratique.policy.units.names import ConceptId, ConceptName

TERM_FIELDS = ("title", "description", "brand", "category", "attributes")
TAXONOMIES = ("google", "gpc", "shopify")
NONE_KNOWN = "none known"
DETECTORS = ("brand", "identity")
"""Readers beside that of terms: the roles in which brands are named and the register, and what is the same product or offer."""


class TermText(Words):
    """The words of a term; `*` only at an end."""

    expects = "a term"

    def __init__(self) -> None:
        super().__init__(120, lines=False)

    def read(self, node: Node, scope: Scope) -> str:
        text = super().read(node, scope)
        if "*" in text[1:-1] or not text.strip("* "):
            raise scope.refuse(node, said("`*` stands only at an end of a term, not as in `{text}`", text=text))
        return text


def _term(values: dict[str, Any], _scope: Scope, _node: Node) -> Term:
    values["text"] = values.pop("term")
    return Term(language="", **values)


TERM = Either(
    word=TermText(),
    mapping=Record(
        "term",
        {
            "term": Field(TermText(), "the words, as traders write them", required=True),
            "exact": Field(Flag(), "no inflection and no disguise"),
            "case": Field(Flag(), "upper and lower case as written"),
            "guards": Field(ListOf(Words(120, lines=False)), "words near by that turn this term off"),
            "fields": Field(ListOf(OneOf(TERM_FIELDS)), "only in these fields"),
        },
        _term,
    ),
)


def _strengths(values: dict[str, Any], _scope: Scope, _node: Node) -> tuple[Term, ...]:
    terms = []
    for strength in ("strong", "weak"):
        for term in values.get(strength, ()):
            plain = isinstance(term, str)
            terms.append(
                Term(term, "", strength == "strong")
                if plain
                else Term(term.text, "", strength == "strong", term.exact, term.case, term.guards, term.fields)
            )
    return tuple(terms)


STRENGTHS = Record(
    "terms of a language",
    {
        "strong": Field(ListOf(TERM), "enough by themselves"),
        "weak": Field(ListOf(TERM), "count only with support: another term, a context word, a concept or the class"),
    },
    _strengths,
)


class Terms(Shape[tuple[tuple[Term, ...], tuple[str, ...]]]):
    """Language → strong and weak terms, or `none known`."""

    expects = "a mapping of language to `strong` and `weak` terms"

    def read(self, node: Node, scope: Scope) -> tuple[tuple[Term, ...], tuple[str, ...]]:
        if not isinstance(node, Mapping):
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)))
        terms: list[Term] = []
        none_known: list[str] = []
        failed = False
        for key, value in node.items:
            try:
                language = Language().read(key, scope)
                if isinstance(value, Scalar) and value.text == NONE_KNOWN:
                    none_known.append(language)
                elif not isinstance(value, Mapping):
                    scope.report(
                        value,
                        said(
                            "expected `strong` and `weak` terms or `{NONE_KNOWN}`, found {found}",
                            NONE_KNOWN=NONE_KNOWN,
                            found=describe(value),
                        ),
                        said("write {strong: […], weak: […]}"),
                    )
                    failed = True
                else:
                    terms += [Term(t.text, language, t.strong, t.exact, t.case, t.guards, t.fields) for t in STRENGTHS.read(value, scope)]
            except RefusedError:
                failed = True
        if failed:
            raise RefusedError
        return tuple(terms), tuple(none_known)

    def schema(self) -> Schema:
        return {
            "type": "object",
            "propertyNames": Language().schema(),
            "additionalProperties": {"anyOf": [{"const": NONE_KNOWN}, STRENGTHS.schema()]},
        }


def _quantity(values: dict[str, Any], _scope: Scope, _node: Node) -> Quantity:
    return Quantity(**values)


QUANTITY = Record(
    "quantity",
    {
        "unit": Field(Words(40, lines=False), "unit in which rules compare", required=True),
        "near": Field(BY_LANGUAGE, "cue words, one of which must stand near the number in free text"),
        "attributes": Field(ListOf(Words(120, lines=False)), "attributes whose value is this quantity"),
        "within": Field(ListOf(ConceptName()), "read only where one of these concepts was read"),
    },
    _quantity,
)


CUE = Record(
    "cue",
    {
        "before": Field(BY_LANGUAGE, "words in front of the name of a brand"),
        "after": Field(BY_LANGUAGE, "words behind it"),
        "window": Field(Number(0, 12, whole=True), "how many words may stand between; 2 where not said"),
        "of": Field(ListOf(ConceptName(only="brand")), "brand concepts for which they count; any where not said"),
        "classes": Field(ListOf(ConceptName(only="class")), "product classes in which a name has this role without a word beside it"),
        "confidence": Field(Number(0, 0.99), "how sure it is where they stand close by; 0.9 where not said"),
    },
    lambda values, _scope, _node: Cue(**values),
)


def _concept(values: dict[str, Any], scope: Scope, node: Node) -> Concept:
    terms, none_known = values.pop("terms", ((), ()))
    family = values["id"].split(".", 1)[0]
    for key, only in (
        ("quantity", "quantity"),
        ("parent", "class"),
        ("hs", "class"),
        ("categories", "class"),
        ("same_as", "class"),
        ("qualifies", "class"),
    ):
        if key in values and family != only:
            raise scope.refuse(
                part(node, key),
                said("`{key}` is for concepts of the family `{only}`, and this is `{id}`", key=key, only=only, id=values["id"]),
            )
    if "cues" in values and family not in ("brand", "counterfeit"):
        raise scope.refuse(part(node, "cues"), said("`cues` are for roles of a brand, and this is `{id}`", id=values["id"]))
    if family == "quantity" and "quantity" not in values:
        raise scope.refuse(node, said("the concept `{id}` has no `quantity`", id=values["id"]), said("say `quantity: {unit: …}`"))
    return Concept(terms=terms, none_known=none_known, place=scope.place(node), **values)


CONCEPT = Record(
    "concept",
    {
        "id": Field(ConceptId(), "`<family>.<name>`", required=True),
        "title": Field(PEOPLE_TEXT, "what it is, in English and Chinese", required=True),
        "terms": Field(Terms(), "words that show it, by language; `any` for CAS numbers, models and brands"),
        "guards": Field(BY_LANGUAGE, "words within the window that turn a hit off"),
        "window": Field(Number(0, 50, whole=True), "how many words a guard may stand away; 3 where not said"),
        "context": Field(BY_LANGUAGE, "words that support weak terms in the same field; `#mg` is any number with mg"),
        "context_concepts": Field(ListOf(ConceptName()), "concepts whose reading supports weak terms"),
        "classes": Field(ListOf(ConceptName(only="class")), "product classes in which weak terms are supported"),
        "not_classes": Field(ListOf(ConceptName(only="class")), "product classes that turn every hit off"),
        "negation": Field(Flag(), "whether `no …` and `…-free` turn a hit off; `true` where not said"),
        "quantity": Field(QUANTITY, "for `quantity.*`: how the number is read"),
        "detector": Field(OneOf(DETECTORS), "what reads it where no words do"),
        "cues": Field(ListOf(CUE), "for a role in which a brand is named: words beside the name that show it"),
        "parent": Field(ConceptName(families=False, only="class"), "for `class.*`: the class above"),
        "hs": Field(ListOf(Words(12, lines=False)), "for `class.*`: headings of the Harmonised System"),
        "categories": Field(ListOf(Words(120, lines=False)), "for `class.*`: parts of category paths"),
        "same_as": Field(
            MapOf(OneOf(TAXONOMIES), ListOf(Words(40, lines=False))), "for `class.*`: taxonomy to ids of the same class there"
        ),
        "qualifies": Field(Flag(), "for `class.*`: its words make another noun this class (a toy car, a dog bed)"),
    },
    _concept,
)
