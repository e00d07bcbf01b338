"""The strategy laid out for one plan: thresholds and fallbacks per family, with families that fare alike made one."""

from collections.abc import Iterable, Mapping

import msgspec

from pratique.engine.decision import CONDITIONS, HOLD
from pratique.policy.model import Strategy

DEFAULT = (0.8, 0.5)
"""*act* and *review* where a strategy says nothing."""


class Band(msgspec.Struct, frozen=True, gc=False):
    """Markets that share a threshold."""

    markets: int
    """Mask over the plan's markets."""
    act: float
    review: float


class FamilyClass(msgspec.Struct, frozen=True):
    """Families with the same thresholds and the same verdict where facts are missing."""

    bands: tuple[Band, ...]
    undetermined: int
    least: float
    """The lowest *review*; below it no rule of the family is woken anywhere."""


class Thresholds:
    """Per family, its class. Classes are shared, so that `is` compares them."""

    def __init__(self, strategy: Strategy, channel: str | None, markets: tuple[str, ...], stage: str) -> None:
        self._strategy, self._channel, self._markets, self._stage = strategy, channel, markets, stage
        self._families: dict[str, FamilyClass] = {}
        self._classes: dict[FamilyClass, FamilyClass] = {}

    def of(self, family: str) -> FamilyClass:
        """The class of a family, as written in concept ids; `list` is `substance`."""
        family = "substance" if family == "list" else family
        known = self._families.get(family)
        if known is None:
            made = self._make(family)
            known = self._families[family] = self._classes.setdefault(made, made)
        return known

    def masks(self) -> set[int]:
        """Every group of markets that some family's thresholds tell apart."""
        return {band.markets for made in self._classes for band in made.bands}

    def degraded(self, families: Iterable[str]) -> int:
        """The least verdict of a decision in which a detector for these families failed."""
        return _fallback(self._strategy.fallback.degraded, families)

    def _make(self, family: str) -> FamilyClass:
        masks: dict[tuple[float, float], int] = {}
        for i, market in enumerate(self._markets):
            pair = self._pair(family, market)
            masks[pair] = masks.get(pair, 0) | 1 << i
        bands = tuple(Band(mask, act, review) for (act, review), mask in sorted(masks.items()))
        undetermined = _fallback(self._strategy.fallback.undetermined, (family,))
        return FamilyClass(bands, undetermined, min((band.review for band in bands), default=1.0))

    def _pair(self, family: str, market: str) -> tuple[float, float]:
        best, most = DEFAULT, -1
        for line in self._strategy.thresholds:
            selectors = ((line.channel, self._channel), (line.market, market), (line.family, family), (line.stage, self._stage))
            said = [(wanted, given) for wanted, given in selectors if wanted is not None]
            if len(said) >= most and all(wanted == given for wanted, given in said):
                best, most = (line.act, line.review), len(said)
        return best


def _fallback(table: Mapping[str, str], families: Iterable[str]) -> int:
    rest = table.get("*")
    return HOLD if any(table.get(family, rest) == "hold" for family in families) else CONDITIONS
