"""Rules that got another name: the old one still finds them, and nothing that was decided under it is lost."""

from collections.abc import Mapping
from typing import Any

import msgspec

from pratique.base.place import Place
from pratique.base.said import said
from pratique.policy.model import Content, Rule
from pratique.policy.syntax.problems import Problems


def rule_named(content: Content, name: str) -> Rule | None:
    """A rule by the id it has or had, with or without `@version`; `None` where there is none."""
    bare = name.partition("@")[0]
    found = content.rules.get(bare)
    return found if found is not None else next((rule for rule in content.rules.values() if bare in rule.formerly), None)


def names_of(content: Content, name: str) -> tuple[str, ...]:
    """Every id under which the rule of that name was ever kept, the one it has first; the name itself where there is no rule."""
    rule = rule_named(content, name)
    return (rule.id, *rule.formerly) if rule is not None else (name,)


def former_names(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Id a rule had → the one it has."""
    return {name: rule.id for rule in rules.values() for name in rule.formerly}


def drop_former(rules: Mapping[str, Rule], layer_of: Mapping[tuple[str, str], int], problems: Problems) -> dict[str, Rule]:
    """The rules without those that stand there under a new name as well; reports a name that two rules claim."""
    former = {name for rule in rules.values() for name in rule.formerly}
    claimed: dict[str, str] = {}
    for rule in rules.values():
        place = rule.place or Place("content")
        for name in rule.formerly:
            if rule.id not in former:
                other = claimed.setdefault(name, rule.id)
                if other != rule.id:
                    problems.report(place, said("`{id}` was formerly `{name}`, and so was `{other}`", id=rule.id, name=name, other=other))
            if name in rules and layer_of.get(("rules", name), -1) >= layer_of.get(("rules", rule.id), -1):
                hint = said("remove the rule `{name}`, or leave `formerly` out", name=name)
                problems.report(place, said("`{id}` was formerly `{name}`, which is still a rule of its own", id=rule.id, name=name), hint)
    return {name: rule for name, rule in rules.items() if name not in former}


def under_new_names(units: Mapping[str, dict[str, Any]], rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Rules that name others by the names those have now; exclusions of markets in `units` likewise, in place."""
    now = former_names(rules)
    if not now:
        return dict(rules)
    for code, market in units["markets"].items():
        exclude = tuple(msgspec.structs.replace(one, rule=now.get(one.rule, one.rule)) for one in market.exclude)
        if exclude != market.exclude:
            units["markets"][code] = msgspec.structs.replace(market, exclude=exclude)
    return {
        name: msgspec.structs.replace(rule, replaces=tuple(now.get(one, one) for one in rule.replaces)) if rule.replaces else rule
        for name, rule in rules.items()
    }
