"""Indicators for whoever steers the department: asks for permission, then for the figures of `store.figures`."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError
from pratique.store.figures import counts, measure, verdicts
from pratique.store.figures.dictionary import Indicator, indicators
from pratique.store.figures.measure import Figure, Rows, Sliced, Trended
from pratique.store.figures.narrowed import Narrowed, Period
from pratique.store.figures.verdicts import VERDICT_OF, Heat
from pratique.store.transaction import Transaction

FAIR_BY = ("size", "country", "language")
"""Trader's size and country, listing's language."""
FAIR = ("held", "overturned", "false_alarms")
_LEAST = 5
"""Groups with fewer rows say nothing about anybody, and could be one person."""


def indicator(name: str) -> Indicator:
    """One of the dictionary. Raises AbsentError."""
    found = indicators().get(name)
    if found is None:
        raise AbsentError("indicator", name)
    return found


def overview(tx: Transaction, actor: Actor, period: Period, narrowed: Narrowed) -> list[tuple[Indicator, Trended]]:
    """Every indicator but those of fairness, in the order of the dictionary."""
    require(actor, "figure.read")
    return [(one, _of(one).measured(tx, actor, one, period, narrowed)) for one in indicators().values() if one.group != "fairness"]


def measured(tx: Transaction, actor: Actor, name: str, period: Period, narrowed: Narrowed) -> Trended:
    """One indicator. Raises AbsentError."""
    require(actor, "figure.read")
    one = indicator(name)
    return _of(one).measured(tx, actor, one, period, narrowed)


def sliced(tx: Transaction, actor: Actor, name: str, period: Period, narrowed: Narrowed, by: str) -> list[Sliced]:
    """One indicator told apart. Raises AbsentError, also for a slice it does not have."""
    require(actor, "figure.read")
    one = indicator(name)
    if by not in one.slices:
        raise AbsentError("slice", by)
    return _of(one).sliced(tx, actor, one, period, narrowed, by)


def rows(
    tx: Transaction, actor: Actor, name: str, period: Period, narrowed: Narrowed, *, hit: bool | None = None, cursor: str | None = None
) -> Rows:
    """What it is counted over. Raises AbsentError, and InvalidError for a cursor that is none of ours."""
    require(actor, "figure.read")
    one = indicator(name)
    return _of(one).rows(tx, actor, one, period, narrowed, hit=hit, cursor=cursor)


def heat(tx: Transaction, actor: Actor, period: Period, narrowed: Narrowed, verdict: str) -> Heat:
    """Market by family: what is held or refused."""
    require(actor, "figure.read")
    return verdicts.heat(tx, actor, period, narrowed, verdict)


class Step(msgspec.Struct, frozen=True):
    """One step of the way from the screening to the answer."""

    name: str
    number: int


def funnel(tx: Transaction, actor: Actor, period: Period, narrowed: Narrowed) -> tuple[list[Step], dict[str, dict[str, int]]]:
    """From listings screened to decisions overturned; and for each stage how many listings stand at which verdict."""
    require(actor, "figure.read")
    stages = verdicts.stages(tx, actor, period, narrowed)
    screened = sum(sum(one.values()) for one in stages.values())
    stopped = sum(one.get(verdict, 0) for one in stages.values() for verdict in VERDICT_OF.values())
    later = counts.way(tx, actor, period.since, narrowed)
    return [Step("screened", screened), Step("stopped", stopped), *(Step(name, number) for name, number in later.items())], stages


class Group(msgspec.Struct, frozen=True):
    """How one group of traders fares."""

    key: str
    figure: Figure
    is_apart: bool
    """Whether its interval does not hold the figure of everybody: more than chance."""


class Fair(msgspec.Struct, frozen=True):
    """One indicator by one kind of group."""

    indicator: Indicator
    by: str
    whole: Figure
    groups: tuple[Group, ...]
    left_out: int
    """Groups too small to be shown."""


def fairness(tx: Transaction, actor: Actor, period: Period, narrowed: Narrowed, by: Sequence[str] = FAIR_BY) -> list[Fair]:
    """Whether traders of one size, country or language are held, overturned or wrongly held more than others."""
    require(actor, "figure.read")
    found = []
    for name in FAIR:
        one = indicator(name)
        whole = _of(one).measured(tx, actor, one, period, narrowed).now
        for kind in by:
            slices = [each for each in sliced(tx, actor, name, period, narrowed, kind) if each.key]
            groups = tuple(
                Group(each.key or "", each.figure, _apart(each.figure, whole)) for each in slices if each.figure.number >= _LEAST
            )
            found.append(Fair(one, kind, whole, groups, len(slices) - len(groups)))
    return found


def _apart(one: Figure, whole: Figure) -> bool:
    interval = one.interval
    return interval is not None and whole.value is not None and not interval[0] <= whole.value <= interval[1]


class WrongRule(msgspec.Struct, frozen=True):
    """A rule and how often reviewers did not follow it."""

    rule: str
    figure: Figure


def wrong_rules(
    tx: Transaction, actor: Actor, period: Period, narrowed: Narrowed, renamed: Mapping[str, str], limit: int = 5
) -> list[WrongRule]:
    """Rules with the highest share of false alarms of which one can be sure: by the lower end of the interval.

    `renamed`: id a rule had → the one it has; what was answered under both counts together.
    """
    require(actor, "figure.read")
    found: dict[str, tuple[int, int]] = {}
    for name, number, hits in counts.by_rule(tx, actor, period.since, narrowed):
        rule = renamed.get(name, name)
        before = found.get(rule, (0, 0))
        found[rule] = before[0] + number, before[1] + hits
    enough = [(rule, number, hits) for rule, (number, hits) in found.items() if hits and number >= _LEAST]
    made = [WrongRule(rule, measure.figure("share", number, hits, None)) for rule, number, hits in enough]
    return sorted(made, key=lambda one: (-(one.figure.interval or (0.0, 0.0))[0], one.rule))[:limit]


class _Measures(Protocol):
    """What `measure` and `verdicts` both are."""

    def measured(self, tx: Transaction, actor: Actor, indicator: Indicator, period: Period, narrowed: Narrowed) -> Trended: ...
    def sliced(self, tx: Transaction, actor: Actor, indicator: Indicator, period: Period, narrowed: Narrowed, by: str) -> list[Sliced]: ...
    def rows(
        self,
        tx: Transaction,
        actor: Actor,
        indicator: Indicator,
        period: Period,
        narrowed: Narrowed,
        *,
        hit: bool | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Rows: ...


def _of(one: Indicator) -> _Measures:
    return verdicts if one.id in VERDICT_OF else measure
