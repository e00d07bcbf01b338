"""What happens to a case."""

import datetime as dt
from typing import Literal

import msgspec

from pratique.base.event import Event

OriginKind = Literal["decision", "notice", "appeal", "order"]
Verdict = Literal["allow", "allow_with_conditions", "refuse"]


class Origin(msgspec.Struct, frozen=True):
    """Where a case comes from."""

    kind: OriginKind
    id: str


class Ruling(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person decided for some markets, and on what ground."""

    markets: tuple[str, ...]
    verdict: Verdict
    rule: str
    """`<rule>@<version>` it was decided by."""
    reason: str
    """Why, in words the trader may read; no personal data."""
    note: str = ""
    """For colleagues only."""


class CaseOpened(Event, frozen=True, kw_only=True, tag="case_opened"):
    """Somebody has to look at it."""

    case: str
    origin: Origin
    subject_kind: str
    subject: str
    title: str
    trader: str | None
    channel: str | None
    markets: tuple[str, ...]
    rules: tuple[str, ...]
    """`<rule>@<version>` that ask the question, the gravest first."""
    snapshot: str
    """Digest of the subject as it was screened, in hex; empty where there is none."""
    language: str
    queue: str
    risk: int
    """1 to 4: harm of the gravest rule."""
    reach: int
    """Views in thirty days."""
    due_at: dt.datetime
    automatic: str = ""
    """Who decided first, where somebody did: an appeal is not theirs to decide."""


class CaseClaimed(Event, frozen=True, kw_only=True, tag="case_claimed"):
    """Somebody works on it, until the lock runs out."""

    until: dt.datetime


class ClaimReleased(Event, frozen=True, kw_only=True, tag="case_released"):
    """Nobody works on it any more."""


class CaseCommented(Event, frozen=True, kw_only=True, tag="case_commented"):
    """Words for colleagues."""

    text: str


class CaseEscalated(Event, frozen=True, kw_only=True, tag="case_escalated"):
    """Goes to somebody with more to say."""

    queue: str
    reason: str


class CaseDecided(Event, frozen=True, kw_only=True, tag="case_decided"):
    """Decided for all its markets."""

    rulings: tuple[Ruling, ...]
    bulk: str = ""
    """Name of the act by which many cases were decided alike."""


class SecondAsked(Event, frozen=True, kw_only=True, tag="case_second_asked"):
    """Drawn for a second, blind review."""


class SecondGiven(Event, frozen=True, kw_only=True, tag="case_second_given"):
    """Somebody else decided without knowing the first ruling."""

    rulings: tuple[Ruling, ...]
    agrees: bool


class CaseSuperseded(Event, frozen=True, kw_only=True, tag="case_superseded"):
    """Nothing is left to decide: the subject was screened anew, or its origin fell away."""

    reason: str


CaseEvent = (
    CaseOpened | CaseClaimed | ClaimReleased | CaseCommented | CaseEscalated | CaseDecided | SecondAsked | SecondGiven | CaseSuperseded
)
