"""Which rules are in force in which of a plan's markets, for one kind of subject."""

import datetime
from collections.abc import Iterable

from pratique.policy.model import Channel, Market, Rule


class Scope:
    """Markets, channel, stage and day of a plan."""

    def __init__(self, markets: tuple[Market, ...], channel: Channel | None, stage: str, as_of: datetime.date) -> None:
        self.markets, self.channel, self.stage, self.as_of = markets, channel, stage, as_of
        self.everywhere = (1 << len(markets)) - 1
        self._packs: dict[str, int] = {}
        self._excluded: dict[str, int] = {}
        for i, market in enumerate(markets):
            for jurisdiction in market.jurisdictions:
                self._packs[jurisdiction] = self._packs.get(jurisdiction, 0) | 1 << i
            for exclusion in market.exclude:
                self._excluded[exclusion.rule] = self._excluded.get(exclusion.rule, 0) | 1 << i
        for pack in channel.packs if channel else ():
            self._packs[pack] = self.everywhere

    def in_force(self, rules: Iterable[Rule]) -> list[tuple[Rule, int]]:
        """Rules with the mask of markets in which they are in force, whatever the subject and before replacement."""
        found = []
        for rule in rules:
            mask = self._packs.get(rule.jurisdiction, 0)
            if mask and rule.status == "live" and self.stage in rule.stages and self.as_of in rule.in_force:
                mask &= ~self._excluded.get(rule.id, 0)
                if mask:
                    found.append((rule, mask))
        return found


def of_subject(in_force: list[tuple[Rule, int]], kind: str) -> list[tuple[Rule, int]]:
    """Those of one kind of subject, without those that another of them replaces."""
    mine = [(rule, mask) for rule, mask in in_force if kind in rule.subject]
    replaced: dict[str, int] = {}
    for rule, mask in mine:
        for other in rule.replaces:
            if other != rule.id:
                replaced[other] = replaced.get(other, 0) | mask
    if not replaced:
        return mine
    return [(rule, left) for rule, mask in mine if (left := mask & ~replaced.get(rule.id, 0))]
