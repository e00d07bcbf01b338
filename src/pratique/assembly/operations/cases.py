"""Cases: opened once, claimed by one, decided per market; what was decided is done and explained in the same transaction."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from pratique.assembly.operations import enforcement
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.operations.reviewers import certified
from pratique.assembly.operations.screening import KeptDecision, Outcome
from pratique.assembly.snapshot import restored
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import AbsentError, ConflictError, Fault, ForbiddenError, InvalidError, RefusalError
from pratique.casework import case as acts
from pratique.casework.case import QUEUES, Case, CaseEvent, Origin, Queue, Ruling
from pratique.casework.case.queue import is_drawn, queue_for, rank
from pratique.enforcement.action import Cause
from pratique.facts import Listing
from pratique.policy.model import Content
from pratique.policy.renamed import rule_named
from pratique.store import decisions, labels, outbox, vault
from pratique.store.decisions import DecisionRow
from pratique.store.labels import Label
from pratique.store.pages import Page, page, walls
from pratique.store.records import Kept, Kind, append, load
from pratique.store.transaction import Transaction

CASES: Kind[Case] = Kind(
    "case",
    "case_file",
    Case,
    CaseEvent,
    acts.apply,
    lambda case: {
        "queue": case.queue,
        "origin_kind": case.origin.kind,
        "origin": case.origin.id,
        "subject_kind": case.subject_kind,
        "subject": case.subject,
        "trader": case.trader,
        "language": case.language,
        "risk": case.risk,
        "rank_at": rank(case.due_at, case.risk, case.reach),
        "due_at": case.due_at,
        "claimed_by": case.claimed_by,
        "claimed_until": case.claimed_until,
        "decided_by": case.decided_by,
        "decided_at": case.decided_at,
    },
)
_WAITING = "status IN ('open', 'escalated', 'second_review', 'disputed')"


def open_for_decision(
    tx: Transaction, content: Content, row: DecisionRow, _: KeptDecision, held: tuple[Outcome, ...], listing: Listing
) -> tuple[str, ...]:
    """A decision that holds becomes one case for all the markets it holds in.

    A case on the same subject that nobody has decided yet gives way: the subject is a newer one now.
    """
    found: dict[str, list[str]] = {}
    for outcome in held:
        for finding in outcome.findings:
            found.setdefault(f"{finding['rule']}@{finding['version']}", []).extend(finding["concepts"])
    rules = tuple(found)
    markets = tuple(market for outcome in held for market in outcome.markets)
    waiting = tx.execute(
        "SELECT id FROM case_file WHERE subject_kind = %s AND subject = %s AND channel IS NOT DISTINCT FROM %s AND origin_kind = 'decision'"
        " AND status IN ('open', 'escalated')",
        (row.kind, row.subject_id, row.channel),
    ).fetchall()
    for (name,) in waiting:
        kept = load(tx, CASES, name, lock=True)
        if (kept.state.snapshot, kept.state.rules, kept.state.markets) == (row.snapshot.hex(), rules, tuple(sorted(set(markets)))):
            return ()
        append(tx, CASES, name, kept, acts.supersede(kept.state, f"screened anew: {row.id}", at=tx.at, by=SYSTEM.id))
    name = open_case(
        tx,
        content,
        Origin("decision", row.id),
        subject_kind=row.kind,
        subject=row.subject_id,
        title=listing.title,
        trader=row.trader_id,
        channel=row.channel,
        markets=markets,
        rules=rules,
        found=found,
        snapshot=row.snapshot.hex(),
        language=listing.language or "en",
        reach=int(listing.views_30d or 0),
    )
    return (name,)


def open_case(
    tx: Transaction,
    content: Content,
    origin: Origin,
    *,
    subject_kind: str,
    subject: str,
    title: str,
    trader: str | None,
    channel: str | None,
    markets: Sequence[str],
    rules: Sequence[str],
    found: Mapping[str, Sequence[str]] | None = None,
    snapshot: str = "",
    language: str = "en",
    reach: int = 0,
    risk: int | None = None,
    due_at: dt.datetime | None = None,
    families: Sequence[str] = (),
    decided_first: str = "",
) -> str:
    """Put something before people; the queue follows from what it is. The caller has asked for permission.

    `found` are the concepts seen, by rule: a rule on forged money and passports alike sends a passport where passports go. Where nothing
    was seen yet, whatever the gravest rule speaks of counts.
    """
    known = [rule for one in rules if (rule := rule_named(content, one)) is not None]
    gravest = max(known, key=lambda rule: rule.severity, default=None)
    if gravest is not None:
        seen = [name for rule, names in (found or {}).items() if rule_named(content, rule) is gravest for name in names]
        members = seen or [name for group in (*gravest.when.all, gravest.when.any) for name in group]
        families = (*families, gravest.enforcement_class, *dict.fromkeys(name.partition(".")[0] for name in members))
    grade = risk if risk is not None else gravest.severity if gravest else 2
    queue = queue_for(origin.kind, families, channel, language, grade)
    name = tx.new_id("case")
    events = acts.open_case(
        name,
        origin,
        queue,
        subject_kind=subject_kind,
        subject=subject,
        title=title,
        trader=trader,
        channel=channel,
        markets=markets,
        rules=rules,
        snapshot=snapshot,
        language=language,
        risk=grade,
        reach=reach,
        at=tx.at,
        by=SYSTEM.id,
        due_at=due_at,
        decided_first=decided_first,
    )
    state = append(tx, CASES, name, None, events).state
    outbox.publish(tx, "case.opened", name, {"case": name, "queue": state.queue, "subject": subject, "due_at": state.due_at}, channel)
    return name


def close_of(tx: Transaction, origin: str, reason: str, by: str) -> None:
    """The cases of an appeal, notice or order are over, since it was decided itself."""
    for (name,) in tx.execute("SELECT id FROM case_file WHERE origin = %s AND status IN ('open', 'escalated')", (origin,)).fetchall():
        kept = load(tx, CASES, name, lock=True)
        append(tx, CASES, name, kept, acts.supersede(kept.state, reason, at=tx.at, by=by))


def next_case(
    tx: Transaction, actor: Actor, queue: str | None = None, without: Sequence[str] = (), origins: Sequence[str] = ()
) -> Case | None:
    """Claim what comes first among what the actor may work on, but for some; `None` where nothing waits for them.

    `origins` narrows to cases that come from these: whoever works through listings is not led into an appeal.
    """
    require(actor, "case.claim")
    actor = certified(tx, actor)
    queues = [one for one in QUEUES.values() if (queue is None or one.id == queue) and _may_take(one, actor)]
    if queue is not None and queue not in QUEUES:
        raise AbsentError("queue", queue)
    if queue is not None and not queues:
        raise ForbiddenError("needs_certificate", f"the queue `{queue}` is for those who hold its certificate", "take its golden set")
    senior = not actor.roles.isdisjoint(("senior_reviewer", "legal"))
    conditions = [_WAITING, "queue = ANY(%s)", "(claimed_until IS NULL OR claimed_until <= %s OR claimed_by = %s)"]
    values: list[object] = [[one.id for one in queues], tx.at, actor.id]
    if not senior:
        conditions.append("status NOT IN ('escalated', 'disputed')")
    conditions.append("NOT (status IN ('second_review', 'disputed') AND decided_by = %s)")
    values.append(actor.id)
    conditions.append("NOT EXISTS (SELECT 1 FROM pending_ruling p WHERE p.case_id = case_file.id AND p.problem IS NULL)")
    if without:
        conditions.append("id <> ALL(%s)")
        values.append(list(without))
    if origins:
        conditions.append("origin_kind = ANY(%s)")
        values.append(list(origins))
    if actor.channels is not None:
        conditions.append("(channel IS NULL OR channel = ANY(%s))")
        values.append(sorted(actor.channels))
    if actor.markets is not None:
        conditions.append("markets <@ %s::text[]")
        values.append(sorted(actor.markets))
    if actor.languages:
        conditions.append("language = ANY(%s)")
        values.append(sorted(actor.languages))
    query = f"SELECT id FROM case_file WHERE {' AND '.join(conditions)} ORDER BY rank_at, id LIMIT 20 FOR UPDATE SKIP LOCKED"  # noqa: S608 - conditions are ours
    for (name,) in tx.execute(query, values).fetchall():
        kept = load(tx, CASES, name)
        try:
            events = acts.claim(kept.state, at=tx.at, by=actor)
        except RefusalError:
            continue  # not theirs to decide: their own first decision, or one of two who disagree
        return _shown(append(tx, CASES, name, kept, events).state, actor)
    return None


def claim(tx: Transaction, actor: Actor, case: str) -> Case:
    """Claim one case."""
    kept = _mine(tx, actor, case, "case.claim")
    actor = certified(tx, actor)
    if not _may_take(QUEUES[kept.state.queue], actor):
        raise ForbiddenError(
            "needs_certificate", f"the queue `{kept.state.queue}` is for those who hold its certificate", "take its golden set"
        )
    return _shown(append(tx, CASES, case, kept, acts.claim(kept.state, at=tx.at, by=actor)).state, actor)


def renew(tx: Transaction, actor: Actor, case: str) -> Case:
    """Keep the lock for longer."""
    kept = _mine(tx, actor, case, "case.claim")
    return _shown(append(tx, CASES, case, kept, acts.renew(kept.state, at=tx.at, by=actor)).state, actor)


def release(tx: Transaction, actor: Actor, case: str) -> Case:
    """Give it back."""
    kept = _mine(tx, actor, case, "case.claim")
    return _shown(append(tx, CASES, case, kept, acts.release(kept.state, at=tx.at, by=actor)).state, actor)


def comment(tx: Transaction, actor: Actor, case: str, text: str) -> Case:
    """Add to the thread."""
    kept = _mine(tx, actor, case, "case.escalate")
    return _shown(append(tx, CASES, case, kept, acts.comment(text, at=tx.at, by=actor)).state, actor)


def escalate(tx: Transaction, actor: Actor, case: str, reason: str, queue: str | None = None) -> Case:
    """Hand it up, in its queue or into another."""
    kept = _mine(tx, actor, case, "case.escalate")
    target = queue or kept.state.queue
    if target not in QUEUES:
        raise InvalidError([Fault("queue", f"there is no queue `{target}`; known: {', '.join(QUEUES)}")])
    return _shown(append(tx, CASES, case, kept, acts.escalate(kept.state, QUEUES[target], reason, at=tx.at, by=actor)).state, actor)


def decide(tx: Transaction, actor: Actor, content: Content, case: str, rulings: Sequence[Ruling], *, bulk: str = "") -> Case:
    """Decide a case for all its markets: actions and statements for what is refused, labels for all of it.

    Then it may be drawn for a second review. Raises InvalidError for a rule that there is not.
    """
    kept = _mine(tx, actor, case, "case.decide")
    check(kept.state, content, rulings)
    was_disputed = kept.state.status == "disputed"
    kept = append(tx, CASES, case, kept, acts.decide(kept.state, rulings, at=tx.at, by=actor, bulk=bulk))
    state = kept.state
    if was_disputed:
        enforcement.reverse_cause(tx, actor, content, case, "the two reviews differed, and a third decided", case)
    _carry_out(tx, actor, content, state, rulings)
    labels.keep(tx, [_label(state, ruling, market, "case", actor, tx.at) for ruling in rulings for market in ruling.markets])
    if state.second_by is None and is_drawn(case, QUEUES[state.queue].second_review):
        kept = append(tx, CASES, case, kept, acts.ask_second(state, at=tx.at))
    told = {"case": case, "subject": state.subject, "verdicts": {market: one.verdict for one in rulings for market in one.markets}}
    outbox.publish(tx, "case.decided", case, told, state.channel)
    return _shown(kept.state, actor)


def check(case: Case, content: Content, rulings: Sequence[Ruling]) -> None:
    """Raises InvalidError for a rule that there is not, ConflictError where the case is decided by deciding its origin."""
    faults = [
        Fault(f"rulings.{number}.rule", f"there is no rule `{one.rule}`")
        for number, one in enumerate(rulings)
        if one.rule and one.rule.partition("@")[0] not in content.rules
    ]
    if faults:
        raise InvalidError(faults)
    if case.subject_kind in ("appeal", "notice", "order"):
        what = case.subject_kind
        raise ConflictError(f"is_{what}", f"this case is an {what}", f"decide the {what} `{case.origin.id}`")


def second(tx: Transaction, actor: Actor, case: str, rulings: Sequence[Ruling]) -> Case:
    """Give the second, blind review. What the first decided stands meanwhile."""
    kept = _mine(tx, actor, case, "review.answer")
    done = append(tx, CASES, case, kept, acts.second(kept.state, rulings, at=tx.at, by=actor)).state
    labels.keep(tx, [_label(done, ruling, market, "second", actor, tx.at) for ruling in rulings for market in ruling.markets])
    return done


class BulkAnswer(msgspec.Struct, frozen=True):
    """What became of each of many cases."""

    bulk: str
    decided: tuple[str, ...]
    refused: dict[str, str]
    """Case → why it was left as it is."""


def decide_many(
    tx: Transaction, actor: Actor, content: Content, names: Sequence[str], verdict: str, rule: str, reason: str, note: str = ""
) -> BulkAnswer:
    """Decide many cases alike; each gets the trail it would have had by itself, and says by which act it was decided."""
    require(actor, "case.bulk")
    bulk, decided, refused = tx.new_id("bulk"), [], {}
    for name in dict.fromkeys(names):
        entries = len(tx.entries)
        try:
            with tx.connection.transaction():
                markets = _mine(tx, actor, name, "case.decide").state.markets
                decide(tx, actor, content, name, [Ruling(markets, verdict, rule, reason, note)], bulk=bulk)  # type: ignore[arg-type]  # checked by whoever read it
            decided.append(name)
        except RefusalError as error:
            del tx.entries[entries:]
            refused[name] = str(error)
    return BulkAnswer(bulk, tuple(decided), refused)


def read(tx: Transaction, actor: Actor, case: str) -> Case:
    """One case; while a second review is open nobody but the first sees the first ruling."""
    state = load(tx, CASES, case).state
    require_reach(actor, "case.read", "case", case, channel=state.channel, markets=state.markets)
    return _shown(state, actor)


def listed(
    tx: Transaction,
    actor: Actor,
    *,
    queue: str | None = None,
    status: Sequence[str] = (),
    subject: str | None = None,
    origin: str | None = None,
    origins: Sequence[str] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Case]:
    """Cases, what comes first first."""
    require(actor, "case.read")
    where: dict[str, object] = {"status": list(status)} if status else {}
    where |= {"origin_kind": list(origins)} if origins else {}
    where |= {name: value for name, value in (("queue", queue), ("subject", subject), ("origin", origin)) if value is not None}
    found = page(tx, CASES, actor, where, order="rank_at", cursor=cursor, limit=limit)
    return Page(tuple(_shown(one, actor) for one in found.items), found.next)


def held_by(tx: Transaction, actor: Actor, limit: int = 20) -> list[Case]:
    """Cases whose lock is the actor's own now, the one that runs out first first."""
    require(actor, "case.claim")
    rows = tx.execute(
        f"SELECT state::text FROM case_file WHERE {_WAITING} AND claimed_by = %s AND claimed_until > %s ORDER BY claimed_until LIMIT %s",  # noqa: S608 - made of constants
        (actor.id, tx.at, limit),
    ).fetchall()
    return [_shown(CASES.decode_state(row[0]), actor) for row in rows]


def subject_shown(tx: Transaction, actor: Actor, case: str) -> Listing | None:
    """The subject of a case as it was screened; looking at personal data is put on record. `None` where there is no snapshot."""
    state = load(tx, CASES, case).state
    require_reach(actor, "case.read", "case", case, channel=state.channel, markets=state.markets)
    if not state.snapshot:
        return None
    body, private = decisions.snapshot(tx, bytes.fromhex(state.snapshot))
    return restored(body.encode(), vault.reveal(tx, private, actor, f"case {case}") if private else None)


class QueueFigures(msgspec.Struct, frozen=True):
    """How a queue stands."""

    queue: str
    title: dict[str, str]
    waiting: int
    claimed: int
    overdue: int
    oldest_due_at: dt.datetime | None
    decided_last_day: int

    @property
    def hours(self) -> float:
        """What waits, in hours of one reviewer."""
        return self.waiting / QUEUES[self.queue].cases_an_hour


def workload(tx: Transaction, actor: Actor, origins: Sequence[str] = ()) -> list[QueueFigures]:
    """How the queues stand, within the walls; with `origins` only by cases that come from these."""
    require(actor, "case.read")
    conditions = ["origin_kind = ANY(%(origins)s)"] if origins else ["TRUE"]
    if actor.channels is not None:
        conditions.append("(channel IS NULL OR channel = ANY(%(channels)s))")
    if actor.markets is not None:
        conditions.append("markets <@ %(markets)s::text[]")
    walls_of = {"channels": sorted(actor.channels or ()), "markets": sorted(actor.markets or ())}
    values_of = {"now": tx.at, "origins": list(origins), **walls_of}
    query = (
        f"SELECT queue, count(*) FILTER (WHERE {_WAITING}), count(*) FILTER (WHERE {_WAITING} AND claimed_until > %(now)s),"  # noqa: S608 - conditions are ours
        f" count(*) FILTER (WHERE {_WAITING} AND due_at <= %(now)s), min(due_at) FILTER (WHERE {_WAITING}),"
        " count(*) FILTER (WHERE decided_at > %(now)s - interval '1 day')"
        f" FROM case_file WHERE {' AND '.join(conditions)} GROUP BY queue"
    )
    found = {row[0]: row for row in tx.connection.execute(query.encode(), values_of).fetchall()}
    return [
        QueueFigures(queue.id, queue.title, *(found[queue.id][1:] if queue.id in found else (0, 0, 0, None, 0)))
        for queue in QUEUES.values()
    ]


DUE = (("over", None, 0), ("4h", 0, 4), ("12h", 4, 12), ("24h", 12, 24), ("48h", 24, 48), ("later", 48, None))
"""Spans of the deadline board: name, from and to in hours from now."""


def due_soon(tx: Transaction, actor: Actor) -> list[tuple[str, int]]:
    """How many cases that wait are due in each of `DUE`, within the walls."""
    require(actor, "case.read")
    conditions, values = walls(actor)
    edges = [
        " AND ".join(f"due_at {sign} now_ + interval '{hours} hours'" for sign, hours in ((">", start), ("<=", end)) if hours is not None)
        for _, start, end in DUE
    ]
    counts = ", ".join(f"count(*) FILTER (WHERE {edge})" for edge in edges)
    query = f"SELECT {counts} FROM case_file, (SELECT %s::timestamptz AS now_) AS moment WHERE {' AND '.join([_WAITING, *conditions])}"  # noqa: S608 - made of constants
    row = tx.execute(query, (tx.at, *values)).fetchone() or ()
    return [(name, int(number)) for (name, _, _), number in zip(DUE, row, strict=True)]


def _mine(tx: Transaction, actor: Actor, case: str, act: str) -> Kept[Case]:
    kept = load(tx, CASES, case, lock=True)
    require_reach(actor, act, "case", case, channel=kept.state.channel, markets=kept.state.markets)
    return kept


def _may_take(queue: Queue, actor: Actor) -> bool:
    return not queue.needs_certificate or queue.id in actor.certified or "legal" in actor.roles


def _shown(case: Case, actor: Actor) -> Case:
    """Blind review: whoever reviews second does not see what the first said."""
    if case.status == "second_review" and actor.id != case.decided_by and "auditor" not in actor.roles:
        return msgspec.structs.replace(case, rulings=(), decided_by=None)
    return case


def _carry_out(tx: Transaction, actor: Actor, content: Content, case: Case, rulings: Sequence[Ruling]) -> None:
    everywhere = all(ruling.verdict == "refuse" for ruling in rulings)
    for ruling in rulings:
        if ruling.verdict != "refuse" or case.subject_kind == "appeal":
            continue
        by_trader = case.subject_kind == "trader"
        measure = Measure(
            kind="suspend_trader" if by_trader else "remove" if everywhere else "disable",
            subject_kind=case.subject_kind,
            subject=case.subject,
            subject_title=case.title,
            trader=case.trader,
            channel=case.channel,
            markets=ruling.markets,
            cause=Cause("case", case.id, (ruling.rule,), ruling.reason, case.origin.kind == "decision", decided_automatically=False),
            source="notice" if case.origin.kind == "notice" else "order" if case.origin.kind == "order" else "own_initiative",
        )
        enforcement.carry_out(tx, actor, content, measure)


def _label(case: Case, ruling: Ruling, market: str, source: str, actor: Actor, at: dt.datetime) -> Label:
    return Label(
        case.id, source, case.subject_kind, case.subject, case.snapshot, case.channel, market, ruling.rule, ruling.verdict, actor.id, at
    )
