"""Reviewers: certificates, golden sets, trials, agreement, figures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from pratique.assembly.operations.permission import may, require
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.casework.case.queue import QUEUES
from pratique.casework.review import Agreement, Reviewer, ReviewerEvent, cohen_kappa
from pratique.casework.review import apply as apply_reviewer
from pratique.casework.review import golden as golden_acts
from pratique.casework.review import reviewer as reviewer_acts
from pratique.casework.review.golden import GoldenEvent, GoldenSet
from pratique.casework.review.reviewer import GoldenItem, TrialTaken
from pratique.store import labels
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, find, load, many
from pratique.store.transaction import Transaction

REVIEWERS: Kind[Reviewer] = Kind("reviewer", "reviewer", Reviewer, ReviewerEvent, apply_reviewer)
GOLDEN_SETS: Kind[GoldenSet] = Kind(
    "golden_set", "golden_set", GoldenSet, GoldenEvent, golden_acts.apply, lambda golden: {"queue": golden.queue}
)


def certified(tx: Transaction, actor: Actor) -> Actor:
    """The actor with the certificates and languages that are on record."""
    kept = find(tx, REVIEWERS, actor.id)
    if kept is None:
        return actor
    state = kept.state
    return msgspec.structs.replace(
        actor, certified=actor.certified | state.certified(tx.at), languages=actor.languages or frozenset(state.languages)
    )


def know(tx: Transaction, actor: Actor, reviewer: str, languages: Sequence[str] = ()) -> Reviewer:
    """Make a reviewer known; nothing where they are."""
    require(actor, "golden.write")
    return _known(tx, reviewer, languages, actor).state


def make_golden_set(tx: Transaction, actor: Actor, queue: str, title: str) -> GoldenSet:
    """Begin a golden set for a queue."""
    require(actor, "golden.write")
    if queue not in QUEUES:
        raise InvalidError([Fault("queue", f"there is no queue `{queue}`; known: {', '.join(QUEUES)}")])
    name = tx.new_id("golden")
    return append(tx, GOLDEN_SETS, name, None, golden_acts.make(name, queue, title, at=tx.at, by=actor.id)).state


def add_golden(tx: Transaction, actor: Actor, golden_set: str, cases: Sequence[str]) -> GoldenSet:
    """Add decided cases, with what was decided as the right answer."""
    from pratique.assembly.operations.cases import CASES

    require(actor, "golden.write")
    kept = load(tx, GOLDEN_SETS, golden_set, lock=True)
    items, faults = [], []
    for name in cases:
        found = find(tx, CASES, name)
        if found is None or found.state.status != "decided" or not found.state.snapshot:
            faults.append(Fault("cases", f"`{name}` is no decided case with a snapshot"))
            continue
        case = found.state
        items += [
            GoldenItem(tx.new_id("item"), case.snapshot, market, ruling.rule, ruling.verdict)
            for ruling in case.rulings
            for market in ruling.markets
        ]
    if faults:
        raise InvalidError(faults)
    return append(tx, GOLDEN_SETS, golden_set, kept, golden_acts.add(kept.state, items, at=tx.at, by=actor.id)).state


class Question(msgspec.Struct, frozen=True):
    """One item of a golden set without its answer."""

    id: str
    snapshot: str
    market: str
    rule: str


def questions(tx: Transaction, actor: Actor, golden_set: str) -> tuple[Question, ...]:
    """The items of a set, without the right answers."""
    require(actor, "review.answer")
    state = load(tx, GOLDEN_SETS, golden_set).state
    return tuple(Question(item.id, item.snapshot, item.market, item.rule) for item in state.items)


class TrialResult(msgspec.Struct, frozen=True):
    """How a trial went."""

    right: int
    of: int
    certified: bool
    until: dt.datetime | None


def take_trial(tx: Transaction, actor: Actor, golden_set: str, answers: Mapping[str, str]) -> TrialResult:
    """Answer a golden set; enough right answers give a certificate for its queue."""
    require(actor, "review.answer")
    golden = load(tx, GOLDEN_SETS, golden_set).state
    kept = _known(tx, actor.id, (), actor)
    events = reviewer_acts.take_trial(golden_set, golden.queue, golden.items, answers, at=tx.at, by=actor.id)
    state = append(tx, REVIEWERS, actor.id, kept, events).state
    taken = next(event for event in events if isinstance(event, TrialTaken))
    certificate = next((one for one in state.certificates if one.queue == golden.queue and one.given_at == tx.at), None)
    return TrialResult(taken.right, taken.of, certificate is not None, certificate.until if certificate else None)


def train(tx: Transaction, actor: Actor, reviewer: str, training: str) -> Reviewer:
    """Put down a training."""
    require(actor, "golden.write")
    kept = _known(tx, reviewer, (), actor)
    return append(tx, REVIEWERS, reviewer, kept, reviewer_acts.train(kept.state, training, at=tx.at, by=actor.id)).state


def set_targets(tx: Transaction, actor: Actor, reviewer: str, targets: Mapping[str, float]) -> Reviewer:
    """Say what is expected of a reviewer."""
    require(actor, "golden.write")
    kept = _known(tx, reviewer, (), actor)
    return append(tx, REVIEWERS, reviewer, kept, reviewer_acts.set_targets(kept.state, targets, at=tx.at, by=actor.id)).state


class AgreementBoard(msgspec.Struct, frozen=True):
    """Agreement between first and second reviews, by the first reviewer and by rule."""

    all: Agreement
    by_reviewer: dict[str, Agreement]
    by_rule: dict[str, Agreement]


def agreement(tx: Transaction, actor: Actor, since: dt.datetime | None = None, renamed: Mapping[str, str] | None = None) -> AgreementBoard:
    """Cohen's kappa over all blind second reviews. `renamed`: id a rule had → the one it has."""
    require(actor, "review.read")
    by_reviewer: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    by_rule: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    every = []
    for first, _, rule, _, one, other in labels.pairs(tx, since):
        by_reviewer[first].append((one, other))
        name = rule.partition("@")[0]
        by_rule[(renamed or {}).get(name, name)].append((one, other))
        every.append((one, other))
    return AgreementBoard(
        cohen_kappa(every),
        {name: cohen_kappa(found) for name, found in sorted(by_reviewer.items())},
        {name: cohen_kappa(found) for name, found in sorted(by_rule.items())},
    )


class ReviewerFigures(msgspec.Struct, frozen=True):
    """What one reviewer did, against what is expected."""

    reviewer: str
    decided: int
    overturned: int
    targets: dict[str, float]
    certificates: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """Of what they decided, how much was overturned."""
        return self.overturned / self.decided if self.decided else None


def figures(tx: Transaction, actor: Actor, since: dt.datetime) -> list[ReviewerFigures]:
    """What each reviewer decided since a moment, and how much of it was overturned on appeal."""
    require(actor, "review.read")
    rows = tx.execute(
        "WITH overturned AS (SELECT DISTINCT cause FROM appeal p JOIN enforcement_action a ON a.id = p.record, unnest(a.causes) cause"
        " WHERE p.outcome IN ('reversed', 'partially_reversed'))"
        " SELECT c.decided_by, count(*), count(o.cause) FROM case_file c LEFT JOIN overturned o ON o.cause = c.id"
        " WHERE c.decided_at >= %s AND c.decided_by IS NOT NULL GROUP BY 1 ORDER BY 1",
        (since,),
    ).fetchall()
    known = many(tx, REVIEWERS, [row[0] for row in rows])
    found = []
    for name, decided, overturned in rows:
        reviewer = known.get(name)
        targets = reviewer.targets if reviewer else {}
        certificates = tuple(sorted(reviewer.certified(tx.at))) if reviewer else ()
        found.append(ReviewerFigures(name, decided, overturned, targets, certificates))
    return found


class OwnDay(msgspec.Struct, frozen=True):
    """What somebody who reviews sees of their own work."""

    decided: dict[str, int]
    """`day`, `week`, `span` → cases they decided since."""
    overturned: int
    """Of those of the span, how many were overturned on appeal."""
    agreement: Agreement
    """Of their first rulings with blind second ones."""
    differed: tuple[tuple[str, str, str, str, str], ...]
    """Where the second reviewer said otherwise: case, title, market, their verdict, the other one; the newest first."""
    overturned_cases: tuple[tuple[str, str], ...]
    """Cases and their titles."""


def own_day(tx: Transaction, actor: Actor, since: dt.datetime) -> OwnDay:
    """One's own decisions, agreement, and what was overturned since a moment."""
    require(actor, "case.decide")
    row = tx.execute(
        "SELECT count(*) FILTER (WHERE decided_at > %s), count(*) FILTER (WHERE decided_at > %s), count(*) FROM case_file"
        " WHERE decided_by = %s AND decided_at >= %s",
        (tx.at - dt.timedelta(days=1), tx.at - dt.timedelta(days=7), actor.id, since),
    ).fetchone()
    overturned = tx.execute(
        "SELECT c.id, c.state->>'title' FROM case_file c WHERE c.decided_by = %s AND c.decided_at >= %s AND EXISTS (SELECT 1 FROM appeal p"
        " WHERE p.outcome IN ('reversed', 'partially_reversed') AND p.record IN (SELECT a.id FROM enforcement_action a"
        " WHERE a.causes @> ARRAY[c.id])) ORDER BY c.decided_at DESC LIMIT 100",
        (actor.id, since),
    ).fetchall()
    pairs = tx.execute(
        "SELECT a.record, c.state->>'title', a.market, a.verdict, b.verdict FROM label a JOIN label b ON a.record = b.record"
        " AND a.market = b.market AND a.source = 'case' AND b.source = 'second' JOIN case_file c ON c.id = a.record"
        " WHERE a.reviewer = %s AND b.at >= %s ORDER BY b.at DESC, a.record, a.market",
        (actor.id, since),
    ).fetchall()
    day, week, span = row or (0, 0, 0)
    return OwnDay(
        {"day": day, "week": week, "span": span},
        len(overturned),
        cohen_kappa([(one[3], one[4]) for one in pairs]),
        tuple(one for one in pairs if one[3] != one[4])[:8],
        tuple(overturned[:8]),
    )


def golden_sets(tx: Transaction, actor: Actor, cursor: str | None = None, limit: int = 50) -> Page[GoldenSet]:
    """Golden sets with their answers, for those who keep them."""
    require(actor, "golden.write")
    return page(tx, GOLDEN_SETS, actor, cursor=cursor, limit=limit)


class OpenSet(msgspec.Struct, frozen=True):
    """A golden set as those see it who may be tried on it: no answers."""

    id: str
    title: str
    queue: str
    items: int


def open_sets(tx: Transaction, actor: Actor, limit: int = 100) -> list[OpenSet]:
    """Sets in use, without their answers."""
    if not may(actor, "golden.write"):
        require(actor, "review.answer")
    found = page(tx, GOLDEN_SETS, actor, {"status": "open"}, limit=limit).items
    return [OpenSet(one.id, one.title, one.queue, len(one.items)) for one in found]


def read(tx: Transaction, actor: Actor, reviewer: str) -> Reviewer:
    """One reviewer; oneself or for whoever may look at reviews. Raises AbsentError."""
    if actor.id != reviewer:
        require(actor, "review.read")
    kept = find(tx, REVIEWERS, reviewer)
    if kept is None:
        raise AbsentError("reviewer", reviewer)
    return kept.state


def _known(tx: Transaction, reviewer: str, languages: Sequence[str], actor: Actor) -> Kept[Reviewer]:
    kept = find(tx, REVIEWERS, reviewer, lock=True)
    if kept is not None:
        return kept
    return append(tx, REVIEWERS, reviewer, None, reviewer_acts.know(reviewer, tuple(languages), at=tx.at, by=actor.id))
