"""Conditions, periods and comparisons in words a lawyer reads."""

import datetime
from collections.abc import Iterable, Mapping

from pratique.base.period import Period
from pratique.policy.model import Citation, Comparison, Concept, Condition, Content, Rule, Text

OPERATORS = {
    "gt": "is more than",
    "ge": "is at least",
    "lt": "is less than",
    "le": "is at most",
    "eq": "is",
    "ne": "is not",
    "in": "is one of",
    "not_in": "is none of",
}
DEMANDED = {
    "prohibited": "may not be offered",
    "restricted": "may be offered only with a licence",
    "certificate": "needs a certificate",
    "registration": "needs a registration",
    "responsible_person": "needs a responsible person",
    "label": "needs a label",
    "disclosure": "needs a disclosure",
    "age_gate": "needs an age check",
}
VERIFIED_BY = {
    "official_text": "the official text",
    "secondary": "a secondary source",
    "unverified": "nobody yet",
    "house": "the house itself",
}


def day(date: datetime.date) -> str:
    """`21 December 2010`."""
    return f"{date.day} {date:%B %Y}"


def period(span: Period) -> str:
    """`from 21 December 2010 to …`; `at any time` where nothing bounds it."""
    parts = [f"{word} {day(bound)}" for word, bound in (("from", span.from_), ("until", span.to)) if bound is not None]
    return " ".join(parts) or "at any time"


def titles(names: Iterable[str], concepts: Mapping[str, Concept], language: str = "en") -> list[str]:
    """Titles of concepts; a whole family is named once."""
    wanted = list(names)
    found = []
    for family in dict.fromkeys(name.split(".", 1)[0] for name in wanted):
        of_family = [name for name in wanted if name.split(".", 1)[0] == family]
        whole = sum(1 for name in concepts if name.startswith(f"{family}."))
        if len(of_family) > 3 and len(of_family) == whole:
            found.append(f"anything of the family {family.replace('_', ' ')}")
        else:
            found += [_title(name, concepts, language) for name in of_family]
    return found


def condition(when: Condition, concepts: Mapping[str, Concept], language: str = "en") -> str:
    """`Infant walker and (Toy or Game), but not Spare part`."""
    groups = [titles(group, concepts, language) for group in when.all]
    parts = [group[0] if len(group) == 1 else f"({' or '.join(group)})" for group in groups]
    if when.any:
        either = " or ".join(titles(when.any, concepts, language))
        parts.append(f"({either})" if parts else either)
    never = titles(when.none, concepts, language)
    return " and ".join(parts) + (f", but not {' or '.join(never)}" if never else "")


def comparison(found: Comparison, content: Content, as_of: datetime.date | None = None) -> str:
    """`laser power is more than 1 mW`."""
    path = found.path.removeprefix("quantity.").replace("_", " ").replace(".", " ")
    concept = content.concepts.get(found.path)
    unit = f" {concept.quantity.unit}" if concept is not None and concept.quantity is not None else ""
    if found.parameter is not None:
        parameter = content.parameters.get(found.parameter)
        value = parameter.at(as_of) if parameter is not None and as_of is not None else None
        shown = f"{parameter.title['en'] if parameter else found.parameter}" + (f" ({literal(value.value)}{unit})" if value else "")
        return f"{path} {OPERATORS[found.op]} {shown}"
    return f"{path} {OPERATORS[found.op]} {literal(found.value)}{unit}"


def literal(value: object) -> str:
    """A value as written by people."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(literal(item) for item in value)
    return str(value)


def citation(found: Citation, content: Content) -> str:
    """`16 CFR part 1216, 1216.2`."""
    source = content.sources.get(found.source)
    return (source.citation if source is not None else found.source) + (f", {found.article}" if found.article else "")


def areas(rule: Rule, content: Content) -> list[str]:
    """Where a rule is felt: its markets, or its channels where it is a house rule."""
    if not rule.is_law:
        return [channel.id for channel in content.channels.values() if rule.jurisdiction in channel.packs]
    return [
        market.code
        for market in content.markets.values()
        if rule.jurisdiction in market.jurisdictions and not any(exclusion.rule == rule.id for exclusion in market.exclude)
    ]


def text(value: Text, language: str = "en") -> str:
    """A text for people in a language, else in English."""
    return value.get(language) or value.get("en", "")


def _title(name: str, concepts: Mapping[str, Concept], language: str) -> str:
    concept = concepts.get(name)
    return text(concept.title, language) if concept is not None else f"`{name}`"
