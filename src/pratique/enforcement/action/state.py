"""An action as its events leave it, and what holds for a subject."""

import datetime as dt
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.enforcement.action import events as e
from pratique.enforcement.action.events import ActionEvent, Cause
from pratique.enforcement.action.kinds import ActionKind

Status = Literal["in_effect", "expired", "lifted", "reversed"]


class Action(msgspec.Struct, frozen=True, omit_defaults=True):
    """One action."""

    id: str
    status: Status
    kind: ActionKind
    subject_kind: str
    subject: str
    trader: str | None
    channel: str | None
    markets: tuple[str, ...] | None
    imposed_at: dt.datetime
    imposed_by: str
    until: dt.datetime | None
    causes: tuple[Cause, ...]
    """Never empty: no action without a reason. Those of an action that was reversed stay on record."""
    statements: tuple[str, ...] = ()
    ended_at: dt.datetime | None = None
    ended_by: str | None = None
    end_reason: str = ""

    def holds(self, market: str | None, at: dt.datetime) -> bool:
        """Whether it holds in a market (`None`: in any) at a moment, as it is known now."""
        if self.status == "reversed" or at < self.imposed_at:
            return False
        if self.ended_at is not None and at >= self.ended_at:
            return False
        if self.until is not None and at >= self.until:
            return False
        return market is None or self.markets is None or market in self.markets

    @property
    def scope(self) -> tuple[str, str, str, str | None, tuple[str, ...] | None]:
        """Two actions of the same scope are one."""
        return self.kind, self.subject_kind, self.subject, self.channel, self.markets


def apply(action: Action | None, event: ActionEvent) -> Action:
    """Fold one event; refuses nothing."""
    if isinstance(event, e.ActionImposed):
        return Action(
            event.action,
            "in_effect",
            event.what,
            event.subject_kind,
            event.subject,
            event.trader,
            event.channel,
            event.markets,
            event.at,
            event.by,
            event.until,
            (event.cause,),
        )
    assert action is not None  # noqa: S101 - the first event imposes it
    match event:
        case e.CauseAdded():
            return replace(action, causes=(*action.causes, event.cause))
        case e.CauseWithdrawn():
            return replace(action, causes=tuple(cause for cause in action.causes if cause.id != event.cause))
        case e.ReasonsStated():
            return replace(action, statements=(*action.statements, event.statement))
        case e.ActionExpired():
            return replace(action, status="expired", ended_at=event.at, ended_by=event.by)
        case e.ActionLifted():
            return replace(action, status="lifted", ended_at=event.at, ended_by=event.by, end_reason=event.reason)
        case e.ActionReversed():
            return replace(action, status="reversed", ended_at=event.at, ended_by=event.by, end_reason=event.reason)


def holding(actions: Iterable[Action], market: str | None, at: dt.datetime) -> tuple[ActionKind, ...]:
    """The kinds that hold for a subject in a market at a moment, each once, sorted."""
    return tuple(sorted({action.kind for action in actions if action.holds(market, at)}))
