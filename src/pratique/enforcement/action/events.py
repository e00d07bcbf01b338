"""What happens to an action."""

import datetime as dt
from typing import Literal

import msgspec

from pratique.base.event import Event
from pratique.enforcement.action.kinds import ActionKind

CauseKind = Literal["decision", "case", "notice", "order", "ladder", "verification", "person"]


class Cause(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why an action is taken: what it goes back to, and the rules that were broken."""

    kind: CauseKind
    id: str
    """Of the decision, case, notice, order; of the violation that reached a rung; of the person who acted of their own accord."""
    rules: tuple[str, ...] = ()
    """`<rule>@<version>`, the gravest first."""
    note: str = ""
    """In the words of whoever decided; no personal data."""
    detected_automatically: bool = False
    decided_automatically: bool = False
    right: str = ""
    """The registered right that was infringed, where one was named."""


class ActionImposed(Event, frozen=True, kw_only=True, tag="action_imposed"):
    """It holds from now on."""

    action: str
    what: ActionKind
    subject_kind: str
    subject: str
    trader: str | None
    channel: str | None
    markets: tuple[str, ...] | None
    """`None`: in all of them."""
    until: dt.datetime | None
    cause: Cause


class CauseAdded(Event, frozen=True, kw_only=True, tag="action_cause_added"):
    """Something else asks for the same."""

    cause: Cause


class CauseWithdrawn(Event, frozen=True, kw_only=True, tag="action_cause_withdrawn"):
    """One of several causes fell away; the action holds for the others."""

    cause: str
    reason: str


class ReasonsStated(Event, frozen=True, kw_only=True, tag="action_reasons_stated"):
    """The trader was told why."""

    statement: str


class ActionExpired(Event, frozen=True, kw_only=True, tag="action_expired"):
    """Its time is over."""


class ActionLifted(Event, frozen=True, kw_only=True, tag="action_lifted"):
    """Ended before its time: what was wrong was put right, or it is needed no more. It was rightly taken."""

    reason: str


class ActionReversed(Event, frozen=True, kw_only=True, tag="action_reversed"):
    """It should not have been taken: as if it had never been (Regulation (EU) 2022/2065 Art. 20(4))."""

    reason: str
    because_of: str
    """The appeal, court or order that says so."""


ActionEvent = ActionImposed | CauseAdded | CauseWithdrawn | ReasonsStated | ActionExpired | ActionLifted | ActionReversed
