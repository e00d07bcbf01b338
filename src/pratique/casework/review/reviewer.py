"""A reviewer: training, trials on golden sets, certificates per queue, targets."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.base.event import Event

PASS_AT = 0.9
"""Share of a golden set that has to be right for a certificate; a house rule."""
CERTIFIED_FOR = dt.timedelta(days=180)
LEAST_ITEMS = 10
"""A golden set with fewer says too little."""


class GoldenItem(msgspec.Struct, frozen=True):
    """One thing whose right answer is known."""

    id: str
    snapshot: str
    market: str
    rule: str
    verdict: Literal["allow", "allow_with_conditions", "refuse"]


class Certificate(msgspec.Struct, frozen=True):
    """May work on a queue."""

    queue: str
    score: float
    golden_set: str
    given_at: dt.datetime
    until: dt.datetime


class Reviewer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One reviewer."""

    id: str
    status: Literal["active"]
    since: dt.datetime
    languages: tuple[str, ...] = ()
    trainings: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    targets: dict[str, float] = {}
    """`cases_an_hour`, `accuracy`, `agreement`."""

    def certified(self, at: dt.datetime) -> frozenset[str]:
        """Queues they hold a certificate for."""
        return frozenset(one.queue for one in self.certificates if at < one.until)


class ReviewerKnown(Event, frozen=True, kw_only=True, tag="reviewer_known"):
    """Begins to review."""

    reviewer: str
    languages: tuple[str, ...]


class TrainingDone(Event, frozen=True, kw_only=True, tag="training_done"):
    """Went through a training."""

    training: str


class TrialTaken(Event, frozen=True, kw_only=True, tag="trial_taken"):
    """Answered a golden set without knowing the right answers."""

    golden_set: str
    queue: str
    answers: dict[str, str]
    right: int
    of: int


class CertificateGiven(Event, frozen=True, kw_only=True, tag="certificate_given"):
    """The trial was good enough."""

    certificate: Certificate


class TargetsSet(Event, frozen=True, kw_only=True, tag="targets_set"):
    """What is expected."""

    targets: dict[str, float]


ReviewerEvent = ReviewerKnown | TrainingDone | TrialTaken | CertificateGiven | TargetsSet


def apply(reviewer: Reviewer | None, event: ReviewerEvent) -> Reviewer:
    """Fold one event; refuses nothing."""
    if isinstance(event, ReviewerKnown):
        return Reviewer(event.reviewer, "active", event.at, event.languages)
    assert reviewer is not None  # noqa: S101 - the first event makes them known
    match event:
        case TrainingDone():
            return replace(reviewer, trainings=(*reviewer.trainings, event.training))
        case TrialTaken():
            return reviewer
        case CertificateGiven():
            kept = tuple(one for one in reviewer.certificates if one.queue != event.certificate.queue)
            return replace(reviewer, certificates=(*kept, event.certificate))
        case TargetsSet():
            return replace(reviewer, targets=event.targets)


def know(reviewer: str, languages: tuple[str, ...], *, at: dt.datetime, by: str) -> tuple[ReviewerEvent, ...]:
    """Make a reviewer known."""
    return (ReviewerKnown(at=at, by=by, reviewer=reviewer, languages=languages),)


def train(reviewer: Reviewer, training: str, *, at: dt.datetime, by: str) -> tuple[ReviewerEvent, ...]:
    """Put down a training; the same one once."""
    return (TrainingDone(at=at, by=by, training=training),) if training not in reviewer.trainings else ()


def take_trial(
    golden_set: str, queue: str, items: tuple[GoldenItem, ...], answers: Mapping[str, str], *, at: dt.datetime, by: str
) -> tuple[ReviewerEvent, ...]:
    """Answer a golden set; enough right answers give a certificate for its queue.

    Raises InvalidError where items are left out or unknown ones are answered, ConflictError where the set says too little.
    """
    if len(items) < LEAST_ITEMS:
        raise ConflictError(
            "golden_set_small", f"the golden set `{golden_set}` has {len(items)} items", f"it needs {LEAST_ITEMS} to say anything"
        )
    names = {item.id for item in items}
    faults = [Fault(f"answers.{name}", "is not answered") for name in sorted(names - answers.keys())]
    faults += [Fault(f"answers.{name}", "is not in the set") for name in sorted(answers.keys() - names)]
    if faults:
        raise InvalidError(faults)
    right = sum(answers[item.id] == item.verdict for item in items)
    taken = TrialTaken(at=at, by=by, golden_set=golden_set, queue=queue, answers=dict(sorted(answers.items())), right=right, of=len(items))
    if right < PASS_AT * len(items):
        return (taken,)
    certificate = Certificate(queue, right / len(items), golden_set, at, at + CERTIFIED_FOR)
    return taken, CertificateGiven(at=at, by=by, certificate=certificate)


def set_targets(reviewer: Reviewer, targets: Mapping[str, float], *, at: dt.datetime, by: str) -> tuple[ReviewerEvent, ...]:
    """Say what is expected."""
    known = ("cases_an_hour", "accuracy", "agreement")
    faults = [Fault(f"targets.{name}", f"is no target; known: {', '.join(known)}") for name in targets if name not in known]
    faults += [Fault(f"targets.{name}", "is not above zero") for name, value in targets.items() if value <= 0]
    if faults:
        raise InvalidError(faults)
    return (TargetsSet(at=at, by=by, targets=dict(targets)),) if dict(targets) != reviewer.targets else ()
