"""Rules and their tests: what one jurisdiction or house demands."""

from typing import Any

from pratique.base.said import said
from pratique.facts.expressions import paths as paths_of
from pratique.facts.expressions import unknown_names
from pratique.facts.listing import KINDS, STAGES
from pratique.facts.paths import every_path, kind_of
from pratique.policy.model import COMPARISONS, DEMANDS, VERDICTS, Comparison, Condition, Rule, RuleTest, Verified
from pratique.policy.syntax.node import Mapping, Node, describe, part
from pratique.policy.syntax.problems import RefusedError, did_you_mean
from pratique.policy.syntax.record import PEOPLE_TEXT, PERIOD, Either, Field, ListOf, MapOf, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Anything, Day, Literal, Number, OneOf, Schema, Shape, Words
from pratique.policy.units.law import CITATION
from pratique.policy.units.names import KEBAB, Choice, ConceptName, FactPath, Reference

_ENFORCEMENT_CLASSES = (
    "prohibited_goods restricted_goods safety_document safety_label identity intellectual_property fraud content_standards "
    "diversion misdeclaration general"
)
ENFORCEMENT_CLASSES = tuple(_ENFORCEMENT_CLASSES.split())
DOCUMENTED = ("restricted", "certificate", "registration", "responsible_person")
SHOWN = ("label", "disclosure", "age_gate", "responsible_person")


class ListName(Shape[str]):
    """`{list: eu/name}`: the concept that an official list is."""

    expects = "the id of a list such as `eu/cosmetics-annex-2`"

    def read(self, node: Node, scope: Scope) -> str:
        text = self.scalar(node, scope).text
        name = text if "/" in text else f"{scope.jurisdiction}/{text}"
        scope.refer("list", name, node, text)
        return f"list.{name}"

    def schema(self) -> Schema:
        return {"type": "string"}


LIST_ITEM = Record(
    "list", {"list": Field(ListName(), "`<jurisdiction>/<list>`", required=True)}, lambda values, _scope, _node: values["list"]
)
ITEM = Either(word=ConceptName(), mapping=LIST_ITEM)


def _group(values: dict[str, Any], scope: Scope, node: Node) -> tuple[str, ...]:
    if len(values) != 1:
        raise scope.refuse(node, said("say either `list` or `any`"))
    return tuple(values["any"]) if "any" in values else (values["list"],)


GROUP = Either(
    word=ConceptName(),
    mapping=Record(
        "group", {"any": Field(ListOf(ITEM, least=1), "one of these"), "list": Field(ListName(), "`<jurisdiction>/<list>`")}, _group
    ),
)


def _condition(values: dict[str, Any], scope: Scope, node: Node) -> Condition:
    if not values.get("all") and not values.get("any"):
        raise scope.refuse(
            node, said("`when` names nothing that must be there"), said("say `all` or `any`; `product.any` is every listing")
        )
    groups = tuple((item,) if isinstance(item, str) else item for item in values.get("all", ()))
    return Condition(groups, values.get("any", ()), values.get("none", ()))


WHEN = Record(
    "condition",
    {
        "all": Field(ListOf(GROUP), "every one of these concepts"),
        "any": Field(ListOf(ITEM), "at least one of these concepts"),
        "none": Field(ListOf(ITEM), "none of these concepts"),
    },
    _condition,
)


class Where(Shape[tuple[Comparison, ...]]):
    """`path: {op: value}`, all of which must hold."""

    expects = "a mapping of a fact to a comparison, such as `{condition: {not_in: [for_parts]}}`"
    value = Either(word=Literal(), items=ListOf(Words(200, lines=False), least=1))

    def read(self, node: Node, scope: Scope) -> tuple[Comparison, ...]:
        if not isinstance(node, Mapping):
            raise scope.refuse(node, said("expected {expects}, found {found}", expects=said(self.expects), found=describe(node)))
        found: list[Comparison] = []
        failed = False
        for key, value in node.items:
            try:
                path = FactPath(quantities=True).read(key, scope)
                if not isinstance(value, Mapping) or not value.items:
                    raise scope.refuse(value, said("expected a comparison such as `{{gt: 5}}`, found {found}", found=describe(value)))
                for op, operand in value.items:
                    found.append(self._comparison(path, OneOf(COMPARISONS).read(op, scope), operand, scope))
            except RefusedError:
                failed = True
        if failed:
            raise RefusedError
        return tuple(found)

    def _comparison(self, path: str, op: str, node: Node, scope: Scope) -> Comparison:
        value = self.value.read(node, scope)
        if isinstance(value, str) and value.startswith("param."):
            name = value.removeprefix("param.")
            full = name if "/" in name else f"{scope.jurisdiction}/{name}"
            scope.refer("parameter", full, node, name)
            return Comparison(path, op, parameter=full)
        if (op in ("in", "not_in")) != isinstance(value, tuple):
            raise scope.refuse(
                node,
                said(
                    "`{op}` compares with {expects}, found {found}",
                    op=op,
                    expects=said("a list") if op in ("in", "not_in") else said("one value"),
                    found=describe(node),
                ),
            )
        kind = kind_of(path)
        if not isinstance(value, tuple) and not _fits(value, str(kind), path):
            words = {"number": "a number", "flag": "`true` or `false`"}.get(str(kind), "text")
            raise scope.refuse(node, said("`{path}` is {words}, found {found}", path=path, words=words, found=describe(node)))
        if kind == "day":
            Day().read(node, scope)
        return Comparison(path, op, float(value) if isinstance(value, int) and not isinstance(value, bool) else value)

    def schema(self) -> Schema:
        comparison = {
            "type": "object",
            "propertyNames": {"enum": list(COMPARISONS)},
            "additionalProperties": self.value.schema(),
            "minProperties": 1,
        }
        return {"type": "object", "additionalProperties": comparison}


def _fits(value: float | bool | str, kind: str, path: str) -> bool:
    """Whether a literal can be compared with a fact of a kind; an attribute is text that may hold a number."""
    if kind == "flag":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return kind not in ("number", "text")
    if kind == "number":
        return not isinstance(value, str)
    return kind != "text" or isinstance(value, str) or path.startswith("attributes.")


class Expression(Words):
    """CEL over facts, every one of which must exist; whether CEL can read it is for lint to say."""

    expects = "a CEL expression"

    def read(self, node: Node, scope: Scope) -> str:
        text = super().read(node, scope)
        unknown = [*unknown_names(text), *(path for path in paths_of(text) if kind_of(path) is None)]
        for name in unknown:
            scope.report(node, said("no listing has a fact `{name}`", name=name), did_you_mean(name, every_path()))
        for path in paths_of(text):
            if path.startswith("quantity."):
                scope.refer("concept", path, node)
        if unknown:
            raise RefusedError
        return text


VERIFIED = Record(
    "verification",
    {
        "by": Field(OneOf(("official_text", "secondary", "unverified", "house")), "against what it was checked", required=True),
        "checked": Field(Day(), "when", required=True),
        "note": Field(Words(1000), "what is open"),
    },
    lambda values, _scope, _node: Verified(**values),
)
HARM = Record(
    "harm",
    {"severity": Field(Number(1, 4, whole=True), "1 slight … 4 death, serious injury or grave crime", required=True)},
    lambda values, _scope, _node: values["severity"],
)


def _rule(values: dict[str, Any], scope: Scope, node: Node) -> Rule:
    demand = values["demand"]
    for key, demands in (("needs", DOCUMENTED), ("shown_by", SHOWN)):
        if values.get(key) and demand not in demands:
            raise scope.refuse(
                part(node, key),
                said("`{key}` has no effect where the demand is `{demand}`", key=key, demand=demand),
                said("it goes with {demands}", demands=" ".join(f"`{d}`" for d in demands)),
            )
    if demand in ("certificate", "registration") and not values.get("needs"):
        raise scope.refuse(
            part(node, "demand"),
            said("a {demand} is demanded but `needs` names no document", demand=demand),
            said("name the document type in `needs`"),
        )
    values["severity"] = values.pop("harm", 3)
    full = f"{scope.jurisdiction}/{values.pop('id')}"
    values["formerly"] = tuple(f"{scope.jurisdiction}/{name}" for name in values.get("formerly", ()))
    if full in values["formerly"]:
        raise scope.refuse(
            part(node, "formerly"), said("`{full}` is the name the rule has now", full=full), said("name only those it had before")
        )
    return Rule(id=full, jurisdiction=scope.jurisdiction, topic=scope.topic, place=scope.place(node), **{"basis": (), **values})


RULE = Record(
    "rule",
    {
        "id": Field(KEBAB, "what is demanded, in lower case with hyphens", required=True),
        "title": Field(PEOPLE_TEXT, "the demand in one sentence", required=True),
        "subject": Field(ListOf(OneOf(KINDS), least=1), "what it is about; `listing` where not said"),
        "when": Field(WHEN, "the concepts that wake it", required=True),
        "where": Field(Where(), "comparisons of facts, all of which must hold"),
        "expr": Field(Expression(2000), "CEL, for what comparisons cannot say"),
        "sale": Field(ListOf(OneOf(("b2c", "b2b"))), "kinds of sale; both where not said"),
        "stages": Field(ListOf(OneOf(STAGES), least=1), "stations it applies at; `publish` and `live` where not said"),
        "demand": Field(OneOf(DEMANDS), "what is demanded", required=True),
        "needs": Field(ListOf(Choice(Reference("document")), least=1), "documents, all of them; `a|b` means either"),
        "shown_by": Field(ListOf(Choice(FactPath(concepts=True)), least=1), "facts or concepts that show it; `a|b` means either"),
        "fix": Field(PEOPLE_TEXT, "what the trader can do", required=True),
        "basis": Field(ListOf(CITATION), "the law it rests on"),
        "in_force": Field(PERIOD, "when it applies"),
        "placed_on_market": Field(PERIOD, "goods placed on the market outside this period are spared"),
        "harm": Field(HARM, "how bad a breach is"),
        "enforcement_class": Field(OneOf(ENFORCEMENT_CLASSES), "how a breach is penalised"),
        "verified": Field(VERIFIED, "how it was checked against the law", required=True),
        "status": Field(OneOf(("draft", "shadow", "live", "retired")), "`live` where not said"),
        "also": Field(ListOf(Reference("topic"), least=1), "further topics it serves"),
        "replaces": Field(ListOf(Reference("rule")), "rules of the bloc it stands in for"),
        "formerly": Field(ListOf(KEBAB, least=1), "ids it had before, the oldest first; its versions and history go on"),
    },
    _rule,
)
LISTING = MapOf(Words(120, lines=False), Anything(), needs=("title",))


RULE_TEST = Record(
    "test",
    {
        "rule": Field(Reference("rule", local=True), "the rule it tests", required=True),
        "name": Field(Words(200, lines=False), "what it shows", required=True),
        "kind": Field(OneOf(("violating", "near_miss", "date_edge")), "which case it is", required=True),
        "as_of": Field(Day(), "the day; that of the content version where not said"),
        "market": Field(Reference("market"), "the market; the first under the jurisdiction where not said"),
        "channel": Field(Reference("channel"), "the channel"),
        "stage": Field(OneOf(STAGES), "the station"),
        "listing": Field(LISTING, "a listing as a trader would write it", required=True),
        "expect": Field(OneOf(VERDICTS), "verdict of the rule's finding; `allow` is no finding", required=True),
    },
    lambda values, scope, node: RuleTest(place=scope.place(node), **values),
)
