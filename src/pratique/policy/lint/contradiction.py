"""Rules of one market that cannot both be meant, and rules written twice."""

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

from pratique.base.period import Period
from pratique.base.said import Said, said
from pratique.policy.cells import applying
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Rule


class Contradiction(Issue, frozen=True):
    name: ClassVar[str] = "contradiction"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "In one market a rule says on which conditions a thing may be offered, or asks that it be shown, and another forbids it outright."
    )

    forbidden_by: str
    concepts: tuple[str, ...]
    markets: tuple[str, ...]

    def message(self) -> Said:
        places = ", ".join(self.markets[:4]) + (" …" if len(self.markets) > 4 else "")
        return said(
            "`{forbidden_by}` forbids what this lets pass on conditions ({concepts}) in {places}",
            forbidden_by=self.forbidden_by,
            concepts=self.concepts,
            places=places,
        )


class DuplicateRule(Issue, frozen=True):
    name: ClassVar[str] = "duplicate_rule"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = (
        "Two rules of one pack rest on the same law and ask the same of the same things, so one breach is found twice."
    )

    other: str

    def message(self) -> Said:
        return said("asks the same as `{other}`, on the same law", other=self.other)


class ContradictionCheck(Check):
    """Pairs of rules in each market.

    A ban that compares facts or has exceptions of its own leaves room, as does one on a part of what the other rule speaks of.
    """

    def finish(self) -> Iterator[Issue]:
        content = self.context.content
        found: defaultdict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
        for code in content.markets:
            rules = applying(content, code)
            bans = [rule for rule in rules if rule.demand == "prohibited" and not (rule.where or rule.expr or rule.placed_on_market)]
            by_concept: defaultdict[str, list[Rule]] = defaultdict(list)
            for ban in bans:
                for name in _alone(ban):
                    by_concept[name].append(ban)
            for rule in rules:
                if rule.demand == "prohibited":
                    continue
                alone = _alone(rule)
                shown = {choice for choice in rule.shown_by if "|" not in choice}
                for ban in {ban.id: ban for name in alone | shown for ban in by_concept.get(name, ())}.values():
                    names = alone if alone and alone <= _alone(ban) else shown & _alone(ban)
                    if names and _meet(ban, rule):
                        found[rule.id, ban.id, tuple(sorted(names))].append(code)
        for (rule_id, ban_id, concepts), markets in found.items():
            yield Contradiction(rule_id, place_of(content.rules[rule_id]), ban_id, concepts, tuple(markets))
        yield from self._duplicates()

    def _duplicates(self) -> Iterator[Issue]:
        seen: dict[object, str] = {}
        for rule in self.context.content.rules.values():
            if rule.status != "live":
                continue
            asked = (rule.jurisdiction, rule.subject, rule.when, rule.where, rule.expr, rule.sale, rule.placed_on_market, rule.in_force)
            key = (*asked, rule.demand, rule.needs, rule.shown_by, frozenset(rule.basis))
            if key in seen:
                yield DuplicateRule(rule.id, place_of(rule), seen[key])
            seen.setdefault(key, rule.id)


def _alone(rule: Rule) -> set[str]:
    """Concepts each of which wakes a rule by itself."""
    groups = [*rule.when.all, *([rule.when.any] if rule.when.any else [])]
    return set(groups[0]) - {"product.any"} if len(groups) == 1 else set()


def _meet(ban: Rule, rule: Rule) -> bool:
    """Whether a ban catches everything that the other rule speaks of: the same subject, stage, sale and day."""
    return (
        set(ban.when.none) <= set(rule.when.none)
        and not set(ban.subject).isdisjoint(rule.subject)
        and not set(ban.stages).isdisjoint(rule.stages)
        and (not ban.sale or set(rule.sale or ("b2c", "b2b")) <= set(ban.sale))
        and _overlap(ban.in_force, rule.in_force)
    )


def _overlap(one: Period, other: Period) -> bool:
    return not (
        (one.to is not None and other.from_ is not None and one.to < other.from_)
        or (other.to is not None and one.from_ is not None and other.to < one.from_)
    )
