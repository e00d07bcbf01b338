"""What a catalogue will no longer be allowed, from which day and for want of what, if nothing is done."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec
import numpy as np

from pratique.assembly.observed import Observed, observe
from pratique.assembly.screener import Screener
from pratique.assembly.write import FindingRow, Table, concept_lines, finding_row
from pratique.base.errors import InputError
from pratique.engine.batch import decide_many
from pratique.engine.decision import Decision
from pratique.engine.plan import Plan, compile_plan
from pratique.engine.turning import turning_days
from pratique.facts import Listing
from pratique.policy.model import VERDICTS

_DAY = datetime.timedelta(days=1)
_PLANS_KEPT = 64


class Turn(msgspec.Struct, frozen=True):
    """A day on which a listing that was not refused is asked more than before in a market."""

    day: datetime.date
    listing_id: str
    title: str
    market: str
    before: str
    """Verdict until the day."""
    after: str
    """Verdict from the day on."""
    findings: tuple[FindingRow, ...]
    """Those that are new or graver."""
    missing: tuple[str, ...]
    """Facts and documents that were not asked for before, or that were there and have run out."""
    units_30d: float | None
    gmv_30d: float | None
    currency: str | None


TURNS = Table("TURNS", Turn, concept_lines)


class Horizon:
    """The days between the screener's day and `until` on which its law, or a document of a listing, changes.

    Raises:
        InputError: `until` is not after the screener's day.
    """

    def __init__(self, screener: Screener, until: datetime.date) -> None:
        if until <= screener.as_of:
            raise InputError(f"{until} is not after {screener.as_of}, the day the question starts from")
        self.screener, self.until = screener, until
        self._content = screener.content
        self.days: Mapping[datetime.date, frozenset[str]] = turning_days(
            self._content, screener.markets, channel=screener.channel, stage=screener.stage, after=screener.as_of, until=until
        )
        self._plan = lru_cache(_PLANS_KEPT)(self._compiled)
        self._turned = {day: self._turned_plan(day, rules) for day, rules in self.days.items()}

    def turns(self, listings: Sequence[Listing]) -> list[list[Turn]]:
        """For each listing its turns, day by day, market by market."""
        observed = observe(self.screener.detector, listings)
        affected = self._affected(listings, observed)
        state = dict.fromkeys(row for rows in affected.values() for row in rows)
        held: dict[int, list[Decision]] = self._decide(self.screener.plan, listings, observed, list(state))
        found: list[list[Turn]] = [[] for _ in listings]
        for day in sorted(affected):
            decided = self._decide(self._plan(day), listings, observed, affected[day])
            for row, decisions in decided.items():
                found[row] += _turned(day, listings[row], held[row], decisions)
                held[row] = decisions
        return found

    def _affected(self, listings: Sequence[Listing], observed: Observed) -> dict[datetime.date, list[int]]:
        """Day → the rows that a rule which turns on it speaks of, or of which a document begins or runs out."""
        rows: defaultdict[datetime.date, set[int]] = defaultdict(set)
        for day, plan in self._turned.items():
            verdicts = decide_many(plan, listings, observed.table, observed.degraded).findings_verdicts
            rows[day].update(np.flatnonzero(verdicts.any(axis=1)).tolist())
        for row, listing in enumerate(listings):
            for document in listing.documents or ():
                for turn in (document.valid_from, document.valid_to + _DAY if document.valid_to else None):
                    if turn is not None and self.screener.as_of < turn <= self.until:
                        rows[turn].add(row)
        return {day: sorted(found) for day, found in rows.items() if found}

    def _decide(self, plan: Plan, listings: Sequence[Listing], observed: Observed, rows: Sequence[int]) -> dict[int, list[Decision]]:
        degraded = {place: observed.degraded[row] for place, row in enumerate(rows) if row in observed.degraded}
        result = decide_many(plan, [listings[row] for row in rows], observed.table.take(rows), degraded)
        return {row: result.to_decisions(place) for place, row in enumerate(rows)}

    def _compiled(self, day: datetime.date) -> Plan:
        asked = self.screener
        return compile_plan(self._content, asked.markets, channel=asked.channel, stage=asked.stage, as_of=day, strategy=asked.strategy)

    def _turned_plan(self, day: datetime.date, rules: frozenset[str]) -> Plan:
        """The rules that turn on a day, alone: what they are silent on need not be decided anew."""
        asked = self.screener
        content = msgspec.structs.replace(self._content, rules={name: self._content.rules[name] for name in sorted(rules)})
        return compile_plan(content, asked.markets, channel=asked.channel, stage=asked.stage, as_of=day, strategy=asked.strategy)


def _turned(day: datetime.date, listing: Listing, before: Sequence[Decision], after: Sequence[Decision]) -> Iterator[Turn]:
    for old, new in zip(before, after, strict=True):
        known = {finding.rule: VERDICTS.index(finding.verdict) for finding in old.findings}
        if old.verdict == "refuse":
            continue  # it cannot fall out again
        graver = [finding for finding in new.findings if VERDICTS.index(finding.verdict) > known.get(finding.rule, 0)]
        if not graver:
            continue
        missing = tuple(name for name in new.missing if name not in old.missing)
        yield Turn(
            day,
            listing.listing_id,
            listing.title,
            new.market,
            old.verdict,
            new.verdict,
            tuple(map(finding_row, graver)),
            missing,
            listing.units_30d,
            listing.gmv_30d,
            listing.currency,
        )
