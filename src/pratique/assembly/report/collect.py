"""Everything a report shows, gathered while a run goes by."""

from collections import Counter

from pratique.assembly.catalogue import Portion
from pratique.assembly.report.tally import RANK, Tally
from pratique.assembly.report.worst import Worst
from pratique.policy.model import Content

STOPPED = RANK["hold"]
_MOST_KEPT = 50_000


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
        self._known: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[tuple[str, str], ...]] = {}

    def take(self, portion: Portion) -> None:
        """Take in a portion."""
        self.tally.take(portion)
        self.worst.take(portion)
        asked: list[tuple[str, str]] = []
        for decisions in portion.decisions:
            for decision in decisions:
                if decision.missing:
                    asked += self._asked(decision.missing, tuple([finding.rule for finding in decision.findings]))
                if RANK[decision.verdict] >= STOPPED:
                    families = {family_of(finding.concepts) for finding in decision.findings if RANK[finding.verdict] >= STOPPED}
                    self.heat.update([(decision.market, family) for family in families])
        self.fixes.update(asked)

    def _asked(self, missing: tuple[str, ...], rules: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Which of the rules asked for which of the missing; most listings lack the same, so the answer is kept."""
        found = self._known.get((missing, rules))
        if found is None:
            found = tuple((name, rule) for name in missing for rule in rules if self._asks(rule, name))
            if len(self._known) < _MOST_KEPT:
                self._known[missing, rules] = found
        return found

    def _asks(self, rule: str, name: str) -> bool:
        known = self.content.rules.get(rule)
        return known is not None and (name in known.needs or name in known.shown_by or any(one.path == name for one in known.where))


def family_of(concepts: tuple[str, ...]) -> str:
    """The family under which a finding is counted: that of its first concept; `product` for a rule of every listing."""
    family = concepts[0].split(".", 1)[0] if concepts else "product"
    return "substance" if family == "list" else family
