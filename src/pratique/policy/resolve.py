"""What can only be settled once everything is read: families, classes, packs and units of measure."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from pratique.base.place import Place
from pratique.base.said import said
from pratique.policy.model import Concept, Condition, Content, Pack, Parameter, Rule
from pratique.policy.syntax.problems import Problems


def resolve_concepts(concepts: Mapping[str, Concept], problems: Problems) -> dict[str, Concept]:
    """Concepts with every `family.*` written out; reports classes that are above themselves."""
    families = members(concepts)
    found = {}
    for concept in concepts.values():
        if concept.parent and _circles(concept, concepts):
            problems.report(_place(concept), said("the class `{id}` is above itself", id=concept.id), said("follow its `parent`"))
        names = {"context_concepts": concept.context_concepts, "classes": concept.classes, "not_classes": concept.not_classes}
        wide = {field: _expand(value, families) for field, value in names.items() if any(name.endswith(".*") for name in value)}
        quantity = concept.quantity
        if quantity is not None and any(name.endswith(".*") for name in quantity.within):
            wide["quantity"] = msgspec.structs.replace(quantity, within=_expand(quantity.within, families))  # type: ignore[assignment]
        found[concept.id] = msgspec.structs.replace(concept, **wide) if wide else concept
    return found


def resolve_rules(rules: Mapping[str, Rule], units: Mapping[str, Mapping[str, Any]], problems: Problems) -> dict[str, Rule]:
    """Rules with every `family.*` written out and their pack's kind; reports what contradicts the pack or a unit of measure."""
    families = members(units["concepts"])
    found = {}
    for rule in rules.values():
        pack = units["packs"].get(rule.jurisdiction)
        is_law = not isinstance(pack, Pack) or pack.kind == "law"
        _check_rule(rule, is_law, units, problems)
        when = Condition(
            tuple(_expand(group, families) for group in rule.when.all), _expand(rule.when.any, families), _expand(rule.when.none, families)
        )
        topic = topic_of(rule.topic, units["topics"])
        found[rule.id] = msgspec.structs.replace(rule, when=when, is_law=is_law, topic=topic)
    return found


def widened(content: Content, more: Iterable[str]) -> Content:
    """A resolved content whose families have more members: what stood for a whole family of two and more stands for the new ones too.

    A family of one cannot be told from its only member, and is left.
    """
    before = members(name for name in content.concepts if not name.startswith("list."))
    after = members({*(name for name in content.concepts if not name.startswith("list.")), *more})
    grown = {family: (names, after[family]) for family, names in before.items() if after[family] != names and len(names) > 1}
    if not grown:
        return content

    def wide(names: tuple[str, ...]) -> tuple[str, ...]:
        for old, new in grown.values():
            at = names.index(old[0]) if old[0] in names else -1
            if at >= 0 and names[at : at + len(old)] == old:
                names = (*names[:at], *new, *names[at + len(old) :])
        return names

    concepts = {
        name: msgspec.structs.replace(
            one, context_concepts=wide(one.context_concepts), classes=wide(one.classes), not_classes=wide(one.not_classes)
        )
        for name, one in content.concepts.items()
    }
    rules = {
        name: msgspec.structs.replace(
            one, when=Condition(tuple(wide(group) for group in one.when.all), wide(one.when.any), wide(one.when.none))
        )
        for name, one in content.rules.items()
    }
    return msgspec.structs.replace(content, concepts=concepts, rules=rules)


def topic_of(name: str, topics: Iterable[str]) -> str:
    """The topic a file of rules is named by: `safety-toys` is of `safety`. Where there is none, the name itself."""
    return max((topic for topic in topics if name == topic or name.startswith(f"{topic}-")), key=len, default=name)


def members(concepts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Family → its concepts, sorted."""
    found: dict[str, list[str]] = {}
    for name in sorted(concepts):
        found.setdefault(name.split(".", 1)[0], []).append(name)
    return {family: tuple(names) for family, names in found.items()}


def _expand(names: tuple[str, ...], families: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if not any(name.endswith(".*") for name in names):
        return names
    wide = (families.get(name[:-2], ()) if name.endswith(".*") else (name,) for name in names)
    return tuple(dict.fromkeys(name for group in wide for name in group))


def _circles(concept: Concept, concepts: Mapping[str, Concept]) -> bool:
    seen = {concept.id}
    above = concept.parent
    while above is not None and above in concepts:
        if above in seen:
            return above == concept.id
        seen.add(above)
        above = concepts[above].parent
    return False


def _check_rule(rule: Rule, is_law: bool, units: Mapping[str, Mapping[str, Any]], problems: Problems) -> None:
    place = _place(rule)
    if is_law and not rule.basis:
        problems.report(place, said("the rule `{id}` cites no law", id=rule.id), said("say `basis: [{source: …}]`"))
    if is_law and rule.verified.by == "house":
        problems.report(
            place,
            said("the rule `{id}` is law, yet verified by `house`", id=rule.id),
            said("law is `official_text`, `secondary` or `unverified`"),
        )
    if not is_law and rule.verified.by != "house":
        problems.report(
            place,
            said("the rule `{id}` is a house rule, yet verified by `{by}`", id=rule.id, by=rule.verified.by),
            said("house rules say `verified: {by: house, …}`"),
        )
    if rule.id in rule.replaces:
        problems.report(place, said("the rule `{id}` replaces itself", id=rule.id))
    for comparison in rule.where:
        quantity = units["concepts"].get(comparison.path)
        parameter = units["parameters"].get(comparison.parameter or "")
        if isinstance(quantity, Concept) and quantity.quantity and isinstance(parameter, Parameter):
            unit = quantity.quantity.unit
            if parameter.unit not in (None, unit):
                problems.report(
                    place,
                    said(
                        "`{path}` is read in `{unit}`, the parameter `{id}` is in `{own_unit}`",
                        path=comparison.path,
                        unit=unit,
                        id=parameter.id,
                        own_unit=parameter.unit,
                    ),
                    said("give the parameter in `{unit}`", unit=unit),
                )


def _place(unit: Concept | Rule) -> Place:
    return unit.place or Place("content")
