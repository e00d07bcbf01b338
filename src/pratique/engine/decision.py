"""The answer for one subject and one market. Its fields are those of the output file, in order."""

import datetime

import msgspec

from pratique.facts import Evidence
from pratique.policy.model import Demand

ALLOW, CONDITIONS, HOLD, REFUSE = range(4)
"""Verdicts as numbers: positions in `policy.model.VERDICTS`, so that the highest wins."""

NONE_BELOW = 0.3
"""From this confidence on, a concept under `none` turns a rule off."""
SHOWN_FROM = 0.5
"""From this confidence on, a concept under `shown_by` counts as shown."""


class ConceptConfidence(msgspec.Struct, frozen=True, order=True, gc=False):
    """A concept that was read in the subject."""

    concept: str
    confidence: float


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One rule that holds, or that may hold and lacks a fact, for the subject in a market."""

    rule: str
    version: int
    demand: Demand
    verdict: str
    concepts: tuple[str, ...]
    """Those of `all` and `any` read at *review* or more, in the rule's order; empty for a rule of every listing."""
    confidence: float
    basis: tuple[str, ...]
    """Citations as text: `16 CFR part 1216, 1216.2`."""
    fix: str
    fix_zh: str = ""


class Decision(msgspec.Struct, frozen=True, gc=False):
    """The verdict, why, and what was missing. Immutable; versions make it replayable."""

    listing_id: str
    market: str
    verdict: str
    confidence: float | None
    """That of the first finding; null where there is none."""
    findings: tuple[Finding, ...]
    """Highest verdict first, then highest confidence, then by concepts, then by rule."""
    concepts: tuple[ConceptConfidence, ...]
    """Everything that was read, by concept."""
    missing: tuple[str, ...]
    """Facts and documents (`a|b`: either) that the findings lack, sorted."""
    evidence: tuple[Evidence, ...]
    degraded: bool
    content_version: str
    strategy_version: str
    """`<strategy>@<version>`."""
    as_of: datetime.date
    stage: str
    channel: str | None
