"""A notice as its events leave it."""

import datetime as dt
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.casework.notice import events as e
from pratique.casework.notice.events import Automation, NoticeEvent, Outcome, SubmitterKind
from pratique.casework.notice.filing import NoticeKind
from pratique.casework.rights.right import RightKind
from pratique.casework.subject import Subject
from pratique.facts.concept import Text

Status = Literal["received", "acknowledged", "assessed", "decided", "informed", "contested", "closed", "withdrawn"]


class Counter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A counter-notice, its clock and how it ended."""

    regime: str
    trader: str
    subjects: tuple[str, ...]
    content: str
    received_at: dt.datetime
    forwarded_at: dt.datetime | None = None
    earliest: dt.datetime | None = None
    latest: dt.datetime | None = None
    suit: str | None = None
    """Court and file number, once somebody went there."""
    result: Literal["restored", "kept"] | None = None
    reason: Text = {}
    settled_at: dt.datetime | None = None


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One notice. `markets` `None`: wherever it is offered."""

    id: str
    kind: NoticeKind
    status: Status
    subjects: tuple[Subject, ...]
    content: str
    submitter: str
    submitter_kind: SubmitterKind
    received_at: dt.datetime
    priority: int
    deadline: str
    due_at: dt.datetime
    can_be_reached: bool = False
    channel: str | None = None
    markets: tuple[str, ...] | None = None
    language: str = "en"
    offence_against_children: bool = False
    right: str | None = None
    right_kind: RightKind | None = None
    holder: str | None = None
    secret_hash: str | None = None
    earlier: tuple[str, ...] = ()
    """Notices of the same notifier on the same subjects."""
    gives_knowledge: bool | None = None
    outcomes: tuple[Outcome, ...] = ()
    automation: Automation | None = None
    is_manifestly_unfounded: bool = False
    decided_at: dt.datetime | None = None
    decided_by: str | None = None
    not_by: tuple[str, ...] = ()
    """Who decided before the notice was opened again, and does not do so a second time."""
    actions: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    """Subject, markets and the enforcement action that stands for the outcome."""
    notifier_informed_at: dt.datetime | None = None
    traders_informed: tuple[str, ...] = ()
    counter: Counter | None = None
    overdue: tuple[str, ...] = ()
    """Deadlines that were missed."""
    closed_at: dt.datetime | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the subjects."""
        return tuple(subject.key for subject in self.subjects)

    @property
    def traders(self) -> tuple[str, ...]:
        """Whose the subjects are, as far as known."""
        return tuple(sorted({subject.trader for subject in self.subjects if subject.trader}))

    @property
    def restrictions(self) -> tuple[Outcome, ...]:
        """Outcomes by which something is done."""
        return tuple(one for one in self.outcomes if one.restriction != "none")

    @property
    def not_yet_acted(self) -> tuple[Outcome, ...]:
        """Restrictions decided for which no enforcement action stands yet."""
        done = {(subject, markets) for subject, markets, _ in self.actions}
        return tuple(one for one in self.restrictions if (one.subject, one.markets) not in done)

    @property
    def is_founded(self) -> bool | None:
        """Whether something was done about it; `None` before the decision."""
        return bool(self.restrictions) if self.decided_at else None

    @property
    def next_clock(self) -> tuple[str, dt.datetime] | None:
        """The clock that runs: what it is called and when it has run out."""
        if self.status in ("received", "acknowledged", "assessed"):
            return self.deadline, self.due_at
        if self.status == "contested" and self.counter and self.counter.latest and not self.counter.suit:
            return f"restore-{self.counter.regime}", self.counter.latest
        return None


def apply(notice: Notice | None, event: NoticeEvent) -> Notice:
    """Fold one event; refuses nothing."""
    if isinstance(event, e.NoticeReceived):
        return _received(event)
    assert notice is not None  # noqa: S101 - the first event is always the receipt
    match event:
        case e.NoticeAcknowledged():
            return replace(notice, status="acknowledged")
        case e.NoticeLinked(earlier=earlier):
            return replace(notice, earlier=(*notice.earlier, earlier))
        case e.NoticeAssessed(gives_knowledge=gives):
            return replace(notice, status="assessed", gives_knowledge=gives)
        case e.NoticeDecided():
            return replace(
                notice,
                status="decided",
                outcomes=event.outcomes,
                automation=event.automation,
                is_manifestly_unfounded=event.is_manifestly_unfounded,
                decided_at=event.at,
                decided_by=event.by,
            )
        case e.NoticeActed():
            return replace(notice, actions=(*notice.actions, (event.subject, event.markets, event.action)))
        case e.NotifierInformed():
            return _told(replace(notice, notifier_informed_at=event.at))
        case e.TraderInformed():
            return _told(replace(notice, traders_informed=(*notice.traders_informed, event.trader)))
        case e.NoticeOverdue():
            return replace(notice, overdue=(*notice.overdue, event.deadline))
        case e.NoticeWithdrawn():
            return replace(notice, status="withdrawn", closed_at=event.at)
        case e.NoticeReopened():
            return _reopened(notice, event)
        case e.NoticeClosed():
            return replace(notice, status="closed", closed_at=event.at)
        case _:
            return _contested(notice, event)


def _received(event: e.NoticeReceived) -> Notice:
    return Notice(
        id=event.notice,
        kind=event.about,
        status="received",
        subjects=event.subjects,
        content=event.content,
        submitter=event.submitter,
        submitter_kind=event.submitter_kind,
        received_at=event.at,
        priority=event.priority,
        deadline=event.deadline,
        due_at=event.due_at,
        can_be_reached=event.can_be_reached,
        channel=event.channel,
        markets=event.markets,
        language=event.language,
        offence_against_children=event.offence_against_children,
        right=event.right,
        right_kind=event.right_kind,
        holder=event.holder,
        secret_hash=event.secret_hash,
    )


def _reopened(notice: Notice, event: e.NoticeReopened) -> Notice:
    """What was acted upon stays; the rest waits for a decision again."""
    return replace(
        notice,
        status="acknowledged",
        outcomes=notice.restrictions,
        automation=None,
        is_manifestly_unfounded=False,
        decided_at=None,
        decided_by=None,
        not_by=(*notice.not_by, *((notice.decided_by,) if notice.decided_by else ())),
        notifier_informed_at=None,
        traders_informed=(),
        deadline=event.deadline,
        due_at=event.due_at,
        overdue=tuple(one for one in notice.overdue if one != event.deadline),
        closed_at=None,
    )


def _told(notice: Notice) -> Notice:
    """Informed, once both sides are."""
    both = notice.notifier_informed_at is not None and set(notice.traders) <= set(notice.traders_informed)
    return replace(notice, status="informed") if both and notice.status == "decided" else notice


def _contested(notice: Notice, event: NoticeEvent) -> Notice:
    match event:
        case e.CounterNoticed():
            counter = Counter(event.regime, event.trader, event.subjects, event.content, event.at)
            return replace(notice, status="contested", counter=counter)
        case e.CounterForwarded():
            assert notice.counter is not None  # noqa: S101 - follows the counter-notice
            counter = replace(notice.counter, forwarded_at=event.at, earliest=event.earliest, latest=event.latest)
        case e.SuitNoticed():
            assert notice.counter is not None  # noqa: S101
            counter = replace(notice.counter, suit=f"{event.court}: {event.reference}")
        case e.CounterSettled():
            assert notice.counter is not None  # noqa: S101
            settled = replace(notice.counter, result=event.result, reason=event.reason, settled_at=event.at)
            return _told(replace(notice, status="decided", counter=settled))
        case _:
            raise AssertionError(event.name())
    return replace(notice, counter=counter)
