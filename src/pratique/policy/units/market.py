"""Markets, channels and strategies: where rules apply and how sure one must be."""

from typing import Any

from pratique.base.said import said
from pratique.facts.listing import STAGES
from pratique.policy.model import Channel, Exclusion, Fallback, Market, Strategy, Threshold
from pratique.policy.syntax.node import Node, part
from pratique.policy.syntax.record import PEOPLE_TEXT, Field, ListOf, MapOf, Record
from pratique.policy.syntax.scope import Scope
from pratique.policy.syntax.shape import Identifier, Language, Number, OneOf, Words
from pratique.policy.units.ladder import LADDER
from pratique.policy.units.names import FAMILIES, KEBAB, MARKET_CODE, Reference

EXCLUSION = Record(
    "exclusion",
    {
        "rule": Field(Reference("rule"), "full id of the rule", required=True),
        "reason": Field(Words(500), "why it is left out", required=True),
    },
    lambda values, _scope, _node: Exclusion(values["rule"], values["reason"]),
)


def _market(values: dict[str, Any], scope: Scope, node: Node) -> Market:
    if scope.topic and scope.topic != values["code"]:
        raise scope.refuse(
            part(node, "code"), said("the market calls itself `{code}`, its file is `{topic}.yaml`", code=values["code"], topic=scope.topic)
        )
    return Market(place=scope.place(node), **values)


MARKET = Record(
    "market",
    {
        "code": Field(MARKET_CODE, "ISO 3166 code, upper case", required=True),
        "title": Field(PEOPLE_TEXT, "its name", required=True),
        "jurisdictions": Field(ListOf(Reference("pack"), least=1), "whose law applies, widest first", required=True),
        "languages": Field(ListOf(Language()), "languages of its buyers"),
        "currency": Field(Identifier(r"[A-Z]{3}", "a currency code such as `EUR`"), "ISO 4217 code"),
        "exclude": Field(ListOf(EXCLUSION), "rules left out here"),
    },
    _market,
)


def _channel(values: dict[str, Any], scope: Scope, node: Node) -> Channel:
    if scope.topic and scope.topic != values["id"]:
        raise scope.refuse(
            part(node, "id"), said("the channel calls itself `{id}`, its file is `{topic}.yaml`", id=values["id"], topic=scope.topic)
        )
    return Channel(place=scope.place(node), **values)


CHANNEL = Record(
    "channel",
    {
        "id": Field(KEBAB, "the name of its file", required=True),
        "title": Field(PEOPLE_TEXT, "its name", required=True),
        "packs": Field(ListOf(Reference("pack")), "house packs that apply"),
        "sale_kind": Field(OneOf(("b2c", "b2b")), "taken where a listing does not say"),
        "markets": Field(ListOf(Reference("market")), "markets it sells to; all where not said"),
        "ladders": Field(ListOf(LADDER), "how violations add up, and what follows"),
    },
    _channel,
)


def _threshold(values: dict[str, Any], scope: Scope, node: Node) -> Threshold:
    if values["review"] > values["act"]:
        raise scope.refuse(
            node,
            said("review at {review} is above act at {act}", review=f"{values['review']:g}", act=f"{values['act']:g}"),
            said("review is the lower of the two"),
        )
    return Threshold(**values)


SURE = Number(0, 1)
THRESHOLD = Record(
    "threshold",
    {
        "act": Field(SURE, "confidence from which is acted", required=True),
        "review": Field(SURE, "confidence from which is reviewed", required=True),
        "channel": Field(Reference("channel"), "only on this channel"),
        "market": Field(Reference("market"), "only in this market"),
        "family": Field(OneOf(FAMILIES, "one of the families"), "only for this family"),
        "stage": Field(OneOf(STAGES), "only at this stage"),
    },
    _threshold,
)
BY_FAMILY = MapOf(OneOf([*FAMILIES, "*"], "a family or"), OneOf(("hold", "allow_with_conditions")))
FALLBACK = Record(
    "fallback",
    {"degraded": Field(BY_FAMILY, "where a detector failed"), "undetermined": Field(BY_FAMILY, "where a fact is missing")},
    lambda values, _scope, _node: Fallback(**values),
)
STRATEGY = Record(
    "strategy",
    {
        "id": Field(KEBAB, "its name", required=True),
        "title": Field(PEOPLE_TEXT, "what it is for", required=True),
        "thresholds": Field(ListOf(THRESHOLD, least=1), "the first without selectors holds for the rest", required=True),
        "fallback": Field(FALLBACK, "verdicts where something is not known"),
        "version": Field(Number(1, 1_000_000, whole=True), "raised with every change"),
    },
    lambda values, scope, node: Strategy(place=scope.place(node), **values),
)
