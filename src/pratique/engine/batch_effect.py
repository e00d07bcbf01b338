"""What a situation means in every market at once: a trigger, how sure, and the answers to its questions (batch engine)."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from pratique.engine.comparison import FALSE
from pratique.engine.decision import CONDITIONS, HOLD, REFUSE
from pratique.engine.probe import PARTIAL, SHOWN, Answer
from pratique.engine.threshold import FamilyClass
from pratique.engine.trigger import Case, Trigger

Verdicts = npt.NDArray[np.uint8]
LEVELS = (CONDITIONS, HOLD, REFUSE)


class GraveBlock(NamedTuple):
    """Rules that hold or refuse in the same markets."""

    rules: tuple[int, ...]
    """Positions in the plan's `rules`."""
    held: int
    """Mask of the plan's markets in which they hold or refuse."""
    refused: int
    """Mask of those in which they refuse."""


class Situation(msgspec.Struct, frozen=True):
    """A trigger woken at a rank of confidence, with answers."""

    trigger: Trigger
    family_class: FamilyClass
    answers: dict[int, Answer]
    cases: tuple[tuple[Case, Verdicts], ...]
    """Cases that give a verdict somewhere, and that verdict by market (before the scope of each rule)."""
    planes: tuple[int, int, int]
    """Masks of markets with at least `allow_with_conditions`, `hold`, `refuse`: the highest of several is their union."""
    grave: tuple[GraveBlock, ...]
    """Findings that hold or refuse."""


def situation(trigger: Trigger, family_class: FamilyClass, confidence: float, answers: dict[int, Answer], markets: int) -> Situation:
    """`confidence` is the lowest of its rank: no threshold of the class lies between it and the others of the rank."""
    act, review = np.ones(markets), np.ones(markets)
    for band in family_class.bands:
        inside = of_mask(band.markets, markets)
        act[inside], review[inside] = band.act, band.review
    cases: list[tuple[Case, Verdicts]] = []
    planes = [0, 0, 0]
    grave: list[GraveBlock] = []
    for case in trigger.cases:
        verdicts = _verdicts(case, answers, confidence >= act, family_class.undetermined)
        verdicts[confidence < review] = 0
        verdicts[~of_mask(case.markets, markets)] = 0
        if verdicts.any():
            cases.append((case, verdicts))
            masks = [to_mask(verdicts >= level) for level in LEVELS]
            planes = [plane | mask for plane, mask in zip(planes, masks, strict=True)]
            if masks[1]:
                grave += [GraveBlock(rules, mask & masks[1], mask & masks[2]) for mask, rules in case.blocks if mask & masks[1]]
    return Situation(trigger, family_class, answers, tuple(cases), (planes[0], planes[1], planes[2]), tuple(grave))


def _verdicts(case: Case, answers: Mapping[int, Answer], sure: npt.NDArray[np.bool_], undetermined: int) -> Verdicts:
    conditions = [answers[probe] for probe in case.conditions]
    if FALSE in conditions:
        return np.zeros(len(sure), dtype=np.uint8)
    verdicts = _demanded(case, answers, sure)
    ceiling = HOLD if case.capped else REFUSE
    if any(isinstance(answer, tuple) for answer in conditions):
        ceiling = min(ceiling, undetermined)
    return np.minimum(verdicts, np.uint8(ceiling))


def _demanded(case: Case, answers: Mapping[int, Answer], sure: npt.NDArray[np.bool_]) -> Verdicts:
    markets = len(sure)
    if case.demand == "prohibited":
        return np.where(sure, REFUSE, HOLD).astype(np.uint8)
    needs = [answers[probe] for probe, _ in case.needs]
    shown = [answers[probe] for probe, _ in case.shown_by]
    met = np.ones(markets, dtype=np.bool_)
    for need in needs:
        met &= of_mask(need if isinstance(need, int) else 0, markets)
    visible = all(answer == SHOWN for answer in shown)
    if case.demand == "restricted":
        return np.where(met & visible & bool(needs or shown), CONDITIONS, HOLD).astype(np.uint8)
    if not needs and not shown:
        return np.full(markets, CONDITIONS, dtype=np.uint8)
    without = CONDITIONS if None in needs else HOLD
    verdicts = np.where(met, 0, without).astype(np.uint8)
    if not visible:
        incomplete = case.demand == "responsible_person" and PARTIAL in shown
        verdicts = np.maximum(verdicts, np.uint8(HOLD if incomplete else CONDITIONS))
    return verdicts


def lacking(case: Case, answers: Mapping[int, Answer], market: int) -> list[str]:
    """What a case that gives a verdict in a market lacks there."""
    names: list[str] = []
    for probe in case.conditions:
        answer = answers[probe]
        names += answer if isinstance(answer, tuple) else ()
    for probe, need in case.needs:
        met = answers[probe]
        if not (isinstance(met, int) and met >> market & 1):
            names.append(need)
    names += [item for probe, item in case.shown_by if answers[probe] != SHOWN]
    return names


def of_mask(mask: int, markets: int) -> npt.NDArray[np.bool_]:
    """A mask as flags by market."""
    return np.fromiter((mask >> i & 1 for i in range(markets)), dtype=np.bool_, count=markets)


def to_mask(flags: npt.NDArray[np.bool_]) -> int:
    """Flags by market as a mask."""
    return sum(1 << i for i in np.flatnonzero(flags).tolist())
