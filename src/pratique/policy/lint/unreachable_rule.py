"""A rule that can never decide anything."""

from collections.abc import Iterator
from typing import ClassVar

from pratique.base.said import Said, said
from pratique.policy.lint.issue import Check, Issue, Severity, place_of
from pratique.policy.model import Comparison, Concept, Rule


class UnreachableRule(Issue, frozen=True):
    name: ClassVar[str] = "unreachable_rule"
    severity: ClassVar[Severity] = Severity.warning
    description: ClassVar[str] = "A live rule can never hold, so the law it stands for is not applied."

    reason: Said

    def message(self) -> Said:
        return self.reason


class UnreachableRuleCheck(Check):
    """Conditions that exclude themselves, concepts nothing shows, and rules in force nowhere."""

    looks_alone: ClassVar[bool] = True

    def rule(self, rule: Rule, /) -> Iterator[Issue]:
        if rule.status != "live":
            return
        reasons = [*self._when(rule), *_where(rule.where), *self._nowhere(rule)]
        for reason in reasons:
            yield UnreachableRule(rule.id, place_of(rule), reason)

    def _when(self, rule: Rule) -> Iterator[Said]:
        never = set(rule.when.none)
        groups = [*rule.when.all, *([rule.when.any] if rule.when.any else [])]
        for group in groups:
            shown = "`" + "`, `".join(group[:3]) + ("` …" if len(group) > 3 else "`")
            if group and never.issuperset(group):
                yield said("{names} must be there and must not be there", names=shown)
            elif "product.any" in never:
                yield said("`product.any` is read of every listing and must not be there")
            elif not any(self._can_be_read(name) for name in group):
                yield said("nothing shows {names}: no terms, no quantity, no category", names=shown)

    def _can_be_read(self, name: str) -> bool:
        concepts = self.context.content.concepts
        concept = concepts.get(name)
        if concept is None:
            return False
        if name == "product.any" or concept.terms or concept.quantity or concept.categories or concept.hs or concept.detector:
            return True
        return concept.family == "class" and any(
            _is_below(other, name, concepts) and (other.terms or other.categories) for other in concepts.values()
        )

    def _nowhere(self, rule: Rule) -> Iterator[Said]:
        content = self.context.content
        markets = self.context.markets_of(rule.jurisdiction)
        if not markets:
            yield (
                said("no market is under `{pack}`", pack=rule.jurisdiction)
                if rule.is_law
                else said("no channel carries the pack `{pack}`", pack=rule.jurisdiction)
            )
            return
        left = [m for m in markets if not any(e.rule == rule.id for e in content.markets[m].exclude)]
        if not left:
            yield said("every market under its jurisdiction excludes it")
            return
        replacing = [other for other in content.rules.values() if rule.id in other.replaces and other.status == "live"]
        if replacing and all(any(other.jurisdiction in content.markets[m].jurisdictions for other in replacing) for m in left):
            yield said("in every market another rule replaces it: `{rule}`", rule=replacing[0].id)


def _is_below(concept: Concept, above: str, concepts: dict[str, Concept]) -> bool:
    seen: set[str] = set()
    parent = concept.parent
    while parent and parent not in seen:
        if parent == above:
            return True
        seen.add(parent)
        parent = concepts[parent].parent if parent in concepts else None
    return False


def _where(comparisons: tuple[Comparison, ...]) -> Iterator[Said]:
    by_path: dict[str, list[Comparison]] = {}
    for comparison in comparisons:
        # A quantity may have several values, and each comparison holds for any of them; only facts have a single value.
        if comparison.parameter is None and not comparison.path.startswith("quantity."):
            by_path.setdefault(comparison.path, []).append(comparison)
    for path, found in by_path.items():
        if not _possible(found):
            yield said("no value of `{path}` satisfies all its comparisons", path=path)


def _possible(comparisons: list[Comparison]) -> bool:
    numbers = [(c.op, c.value) for c in comparisons if isinstance(c.value, float)]
    low = max([(v, op == "gt") for op, v in numbers if op in ("gt", "ge")], default=None)
    high = min([(v, op != "lt") for op, v in numbers if op in ("lt", "le")], default=None)
    if low and high and (low[0] > high[0] or (low[0] == high[0] and (low[1] or not high[1]))):
        return False
    wanted: set[object] | None = None
    for c in comparisons:
        if c.op in ("eq", "in"):
            options: set[object] = set(c.value) if isinstance(c.value, tuple) else {c.value}
            wanted = options if wanted is None else wanted & options
    if wanted is None:
        return True
    for c in comparisons:
        if c.op in ("ne", "not_in"):
            wanted -= set(c.value) if isinstance(c.value, tuple) else {c.value}
    return bool(wanted)
