"""Rules and concepts as the screens show them: every name with its title in the reader's language."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from pratique.assembly.reasons import Law, law_of, title_of
from pratique.base.actor import Actor
from pratique.console.frame.templatetags.frame import words
from pratique.facts.concept import Concept, Text
from pratique.policy import words as policy_words
from pratique.policy.model import Content, Rule
from pratique.policy.written import folded

OPERATOR_NAMES = {
    "gt": _("is more than"),
    "ge": _("is at least"),
    "lt": _("is less than"),
    "le": _("is at most"),
    "eq": _("is"),
    "ne": _("is not"),
    "in": _("is one of"),
    "not_in": _("is none of"),
}


class Named(msgspec.Struct, frozen=True):
    """A unit with its title."""

    id: str
    title: Text
    is_family: bool = False


class Compared(msgspec.Struct, frozen=True):
    """`laser power is more than 1 mW`."""

    path: Text
    operator: object
    value: str
    parameter: Text | None


class RuleShown(msgspec.Struct, frozen=True):
    """A rule as a page."""

    rule: Rule
    pack: Text
    all: tuple[tuple[Named, ...], ...]
    any: tuple[Named, ...]
    none: tuple[Named, ...]
    where: tuple[Compared, ...]
    needs: tuple[tuple[Text, ...], ...]
    shown_by: tuple[tuple[Text, ...], ...]
    laws: tuple[Law, ...]
    areas: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]


def named(content: Content, names: Sequence[str], families: Any) -> tuple[Named, ...]:
    """Concepts with their titles; a whole family once."""
    found = []
    for name in folded(names, families):
        if name.endswith(".*"):
            found.append(Named(name, {"en": name}, True))
        else:
            concept = content.concepts.get(name)
            found.append(Named(name, concept.title if concept else {"en": name}))
    return tuple(found)


def rule_shown(content: Content, rule: Rule, families: Any, day: dt.date) -> RuleShown:
    """Everything a page says of a rule."""
    pack = content.packs.get(rule.jurisdiction)
    compared = []
    for one in rule.where:
        parameter = content.parameters.get(one.parameter or "")
        value = parameter.at(day) if parameter else None
        shown = policy_words.literal(value.value if value else one.value)
        concept = content.concepts.get(one.path)
        unit = concept.quantity.unit if concept is not None and concept.quantity is not None else ""
        path = concept.title if concept is not None else title_of(content, one.path)
        compared.append(Compared(path, OPERATOR_NAMES[one.op], f"{shown} {unit}".strip(), parameter.title if parameter else None))
    excluded = tuple((market.code, one.reason) for market in content.markets.values() for one in market.exclude if one.rule == rule.id)
    return RuleShown(
        rule,
        pack.title if pack else {"en": rule.jurisdiction},
        tuple(named(content, group, families) for group in rule.when.all),
        named(content, rule.when.any, families),
        named(content, rule.when.none, families),
        tuple(compared),
        tuple(tuple(title_of(content, name) for name in group.split("|")) for group in rule.needs),
        tuple(tuple(_fact(content, name) for name in group.split("|")) for group in rule.shown_by),
        tuple(law_of(content, one) for one in rule.basis),
        tuple(policy_words.areas(rule, content)),
        excluded,
    )


def asking(content: Content, concept: str) -> list[Rule]:
    """Rules that name a concept."""
    return [
        rule
        for rule in content.rules.values()
        if concept in rule.when.any or concept in rule.when.none or any(concept in group for group in rule.when.all)
    ]


def fits(typed: str, *texts: Iterable[str]) -> bool:
    """Whether every word typed stands in one of the texts."""
    whole = " ".join(text.casefold() for group in texts for text in group)
    return all(word in whole for word in typed.casefold().split())


def rules_within(content: Content, actor: Actor) -> list[Rule]:
    """Rules somebody sees: all law, and house rules of the channels they reach."""
    if actor.channels is None:
        return list(content.rules.values())
    packs = {pack for one in content.channels.values() if one.id in actor.channels for pack in one.packs}
    return [rule for rule in content.rules.values() if rule.is_law or rule.jurisdiction in packs]


def terms_by_language(concept: Concept) -> list[tuple[str, list[Any], list[Any]]]:
    """Language, strong terms, weak terms."""
    found = []
    for language in dict.fromkeys(term.language for term in concept.terms):
        own = [term for term in concept.terms if term.language == language]
        found.append((language, [one for one in own if one.strong], [one for one in own if not one.strong]))
    return found


def title(text: Text) -> str:
    """In the reader's language."""
    return words(text)


def _fact(content: Content, name: str) -> Text:
    concept = content.concepts.get(name)
    return concept.title if concept is not None else title_of(content, name)
