"""Everything a report shows, gathered while a run goes by."""

from collections import Counter

from pratique.assembly.catalogue import Portion
from pratique.assembly.report.tally import RANK, Tally
from pratique.assembly.report.worst import Worst
from pratique.policy.model import Content

STOPPED = RANK["hold"]


class Collected:
    """Counts, the heat of each market and family, and the worst listings."""

    def __init__(self, content: Content, most: int = 60) -> None:
        self.content = content
        self.tally = Tally()
        self.worst = Worst(content.rules, most)
        self.heat: Counter[tuple[str, str]] = Counter()
        """(market, family) → listings held or refused."""
        self.fixes: Counter[tuple[str, str]] = Counter()
        """(document or fact, rule) → listings and markets that lack it."""

    def take(self, portion: Portion) -> None:
        """Take in a portion."""
        self.tally.take(portion)
        self.worst.take(portion)
        for decisions in portion.decisions:
            for decision in decisions:
                if decision.missing:
                    self._lacks(decision.missing, [finding.rule for finding in decision.findings])
                if RANK[decision.verdict] >= STOPPED:
                    families = {family_of(finding.concepts) for finding in decision.findings if RANK[finding.verdict] >= STOPPED}
                    self.heat.update((decision.market, family) for family in families)

    def _lacks(self, missing: tuple[str, ...], rules: list[str]) -> None:
        for name in missing:
            for rule in rules:
                found = self.content.rules.get(rule)
                if found is not None and (name in found.needs or name in found.shown_by or any(one.path == name for one in found.where)):
                    self.fixes[name, rule] += 1


def family_of(concepts: tuple[str, ...]) -> str:
    """The family under which a finding is counted: that of its first concept; `product` for a rule of every listing."""
    family = concepts[0].split(".", 1)[0] if concepts else "product"
    return "substance" if family == "list" else family
