"""Impose, lift, reverse; every restriction with its statement of reasons, its violation and what follows from that, in one transaction."""

import datetime as dt
from collections.abc import Iterable, Sequence

import msgspec

from pratique.assembly.operations import beside, traders, verification_records
from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import ForbiddenError
from pratique.enforcement import action as actions
from pratique.enforcement import statement as statements
from pratique.enforcement.action import Action, ActionEvent, Cause
from pratique.enforcement.action.kinds import NATURES, ActionKind
from pratique.enforcement.points import Violation
from pratique.enforcement.statement import BrokenRule, Reasons, Statement, StatementEvent
from pratique.enforcement.trader import Trader
from pratique.identity.duplicates.relisted import CONCEPT
from pratique.policy.model import Condition, Content
from pratique.policy.renamed import rule_named
from pratique.policy.words import citation
from pratique.store import outbox, prints
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, find, load
from pratique.store.transaction import Transaction

ACTIONS: Kind[Action] = Kind(
    "action",
    "enforcement_action",
    Action,
    ActionEvent,
    actions.apply,
    lambda action: {
        "kind": action.kind,
        "subject_kind": action.subject_kind,
        "subject": action.subject,
        "trader": action.trader,
        "until": action.until,
        "causes": [cause.id for cause in action.causes],
        "imposed_at": action.imposed_at,
    },
)
STATEMENTS: Kind[Statement] = Kind(
    "statement",
    "statement",
    Statement,
    StatementEvent,
    statements.apply,
    lambda statement: {
        "trader": statement.trader,
        "action": statement.reasons.action,
        "language": statement.language,
        "issued_at": statement.issued_at,
    },
)


class Measure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An action somebody asks for, with what the statement of reasons has to say."""

    kind: ActionKind
    subject_kind: str
    subject: str
    subject_title: str = ""
    trader: str | None
    channel: str | None
    markets: tuple[str, ...] | None
    until: dt.datetime | None = None
    cause: Cause
    source: str = "own_initiative"
    """`own_initiative`, `notice`, `trusted_flagger`, `order` or `ladder`."""
    reference: str = ""
    words: tuple[str, ...] = ()
    points: float | None = None
    listed_on: dt.date | None = None
    counts: bool = True
    """Whether it is a violation that the trader's ledger counts."""
    is_silent: bool = False
    """An order forbids telling the trader for now; Regulation (EU) 2022/2065 Art. 17(5) wants no statement for orders."""


def impose(tx: Transaction, actor: Actor, content: Content, measure: Measure) -> Action:
    """Take an action, or add the reason to the one that holds already.

    Raises ForbiddenError, AbsentError outside the walls, InvalidError.
    """
    require_reach(actor, "action.impose", measure.subject_kind, measure.subject, channel=measure.channel, markets=measure.markets)
    if measure.kind == "close_account" and actor.id != SYSTEM.id:
        raise ForbiddenError("needs_two", "two people decide that an account is closed", f"propose it: /v1/traders/{measure.subject}/close")
    return carry_out(tx, actor, content, measure)


def carry_out(tx: Transaction, actor: Actor, content: Content, measure: Measure) -> Action:
    """The same for an operation that has asked for permission itself: the decision of a case, an order."""
    same = _same(tx, measure)
    if same is not None:
        return append(tx, ACTIONS, same.state.id, same, actions.add_cause(same.state, measure.cause, at=tx.at, by=actor.id)).state
    name = tx.new_id("action")
    events = actions.impose(
        name,
        measure.kind,
        subject_kind=measure.subject_kind,
        subject=measure.subject,
        trader=measure.trader,
        channel=measure.channel,
        markets=measure.markets,
        until=measure.until,
        cause=measure.cause,
        at=tx.at,
        by=actor.id,
    )
    kept = append(tx, ACTIONS, name, None, events)
    if measure.subject_kind == "listing" and measure.kind in ("remove", "disable"):
        prints.mark_refused(tx, measure.subject)
    owner = traders.known(tx, measure.trader)
    if NATURES[measure.kind].is_restriction and not measure.is_silent:
        kept = _state_reasons(tx, actor, content, kept, measure, owner)
    outbox.publish(tx, "action.imposed", name, _told(kept.state), measure.channel)
    if measure.counts and owner is not None and measure.channel is not None:
        _count(tx, content, kept.state, owner)
    return kept.state


def lift(tx: Transaction, actor: Actor, action: str, reason: str) -> Action:
    """End an action before its time."""
    kept = load(tx, ACTIONS, action, lock=True)
    state = kept.state
    require_reach(actor, "action.lift", "action", action, channel=state.channel, markets=state.markets)
    done = append(tx, ACTIONS, action, kept, actions.lift(state, reason, at=tx.at, by=actor.id)).state
    outbox.publish(tx, "action.lifted", action, _told(done), done.channel)
    _let_in(tx, actor, None, done, reason)
    return done


def settle(tx: Transaction, actor: Actor, content: Content | None, action: str, cause: str, reason: str) -> Action:
    """What an action was taken for has been put right: it is lifted, or goes on where something else asks for it. Nothing once it ended.

    The caller has asked for permission. Without `content` the trader is not told anew for what it goes on.
    """
    kept = load(tx, ACTIONS, action, lock=True)
    state = kept.state
    if state.status != "in_effect" or all(one.id != cause for one in state.causes):
        return state
    if len({one.id for one in state.causes}) > 1:
        after = append(tx, ACTIONS, action, kept, actions.withdraw_cause(state, cause, reason, at=tx.at, by=actor.id))
        if content is not None and state.causes[0].id == cause:
            after = _state_otherwise(tx, actor, content, after, cause)
        return after.state
    done = append(tx, ACTIONS, action, kept, actions.lift(state, reason, at=tx.at, by=actor.id)).state
    outbox.publish(tx, "action.lifted", action, _told(done), done.channel)
    return done


def lift_resolved(tx: Transaction, subject_kind: str, subject: str, markets: Sequence[str], decision: str) -> list[Action]:
    """What was taken automatically because of an earlier decision ends where a later one lets the subject pass in all its markets."""
    lifted = []
    for kept in _of_subject(tx, subject_kind, subject):
        action = kept.state
        if all(cause.kind == "decision" for cause in action.causes) and set(action.markets or ()) <= set(markets) and action.markets:
            events = actions.lift(action, f"put right: decision {decision}", at=tx.at, by=SYSTEM.id)
            done = append(tx, ACTIONS, action.id, kept, events).state
            outbox.publish(tx, "action.lifted", action.id, _told(done), done.channel)
            lifted.append(done)
    return lifted


def reverse_cause(
    tx: Transaction, actor: Actor, content: Content, cause: str, reason: str, because_of: str, only: Sequence[str] | None = None
) -> list[Action]:
    """A decision, case, notice or order was overturned: what was done because of it is undone as if it had never been.

    Listing, statement, points and whatever followed from the points are restored; an action that has other causes goes on for those.
    `only` names the actions concerned, where not all of them are.
    The caller has asked for permission.
    """
    rows = tx.execute("SELECT id FROM enforcement_action WHERE causes @> %s AND status <> 'reversed' ORDER BY id", ([cause],)).fetchall()
    undone = []
    for (name,) in rows:
        if only is not None and name not in only:
            continue
        kept = load(tx, ACTIONS, name, lock=True)
        after = append(tx, ACTIONS, name, kept, actions.withdraw_cause(kept.state, cause, reason, at=tx.at, by=actor.id))
        if after.state.status == "reversed":
            _undo(tx, actor, content, after.state, because_of)
        elif kept.state.causes[0].id == cause:
            after = _state_otherwise(tx, actor, content, after, because_of)
            _count_otherwise(tx, actor, content, after.state, because_of)
        undone.append(after.state)
    if only is None:
        for again in beside.made_beside(tx, cause):
            undone += reverse_cause(tx, actor, content, again, reason, because_of)
    return undone


def reverse(tx: Transaction, actor: Actor, content: Content, action: str, reason: str, because_of: str) -> Action:
    """Undo one action whatever its causes."""
    kept = load(tx, ACTIONS, action, lock=True)
    require_reach(actor, "action.lift", "action", action, channel=kept.state.channel, markets=kept.state.markets)
    after = append(tx, ACTIONS, action, kept, actions.reverse(kept.state, reason, because_of, at=tx.at, by=actor.id)).state
    _undo(tx, actor, content, after, because_of)
    return after


def expire_due(tx: Transaction, limit: int = 500) -> int:
    """End what has run out; the worker calls this every minute. Gives how many."""
    rows = tx.execute(
        "SELECT id FROM enforcement_action WHERE status = 'in_effect' AND until <= %s ORDER BY until LIMIT %s FOR UPDATE SKIP LOCKED",
        (tx.at, limit),
    ).fetchall()
    for (name,) in rows:
        kept = load(tx, ACTIONS, name)
        done = append(tx, ACTIONS, name, kept, actions.expire(kept.state, at=tx.at)).state
        outbox.publish(tx, "action.expired", name, _told(done), done.channel)
    return len(rows)


def holding(tx: Transaction, actor: Actor, subject_kind: str, subject: str, channel: str | None = None) -> list[Action]:
    """Actions that hold now for a subject, and within the walls."""
    require(actor, "action.read")
    rows = tx.execute(
        "SELECT state::text FROM enforcement_action WHERE subject_kind = %s AND subject = %s AND status = 'in_effect' ORDER BY id",
        (subject_kind, subject),
    ).fetchall()
    found = [ACTIONS.decode_state(state) for (state,) in rows]
    return [
        one
        for one in found
        if one.holds(None, tx.at)
        and (channel is None or one.channel in (None, channel))
        and actor.reaches(one.channel, one.markets or ())
        and (actor.subject is None or one.trader == actor.subject)
    ]


def listed(
    tx: Transaction,
    actor: Actor,
    *,
    subject: str | None = None,
    trader: str | None = None,
    status: str | None = None,
    cause: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Action]:
    """Actions, newest first."""
    require(actor, "action.read")
    where: dict[str, object] = {}
    if subject is not None:
        where["subject"] = subject
    if trader is not None or actor.subject is not None:
        where["trader"] = actor.subject or trader
    if status is not None:
        where["status"] = status
    if cause is not None:
        names = [row[0] for row in tx.execute("SELECT id FROM enforcement_action WHERE causes @> %s", ([cause],)).fetchall()]
        where["id"] = names
    return page(tx, ACTIONS, actor, where, descending=True, cursor=cursor, limit=limit)


def read(tx: Transaction, actor: Actor, action: str) -> Action:
    """One action."""
    state = load(tx, ACTIONS, action).state
    require_reach(actor, "action.read", "action", action, channel=state.channel, markets=state.markets or (), owner=state.trader)
    return state


def statement(tx: Transaction, actor: Actor, name: str) -> Statement:
    """One statement of reasons."""
    state = load(tx, STATEMENTS, name).state
    require_reach(actor, "statement.read", "statement", name, channel=state.channel, markets=state.markets or (), owner=state.trader)
    return state


def statements_of(tx: Transaction, actor: Actor, trader: str | None = None, cursor: str | None = None, limit: int = 50) -> Page[Statement]:
    """Statements of reasons, newest first."""
    require(actor, "statement.read")
    owner = actor.subject or trader
    return page(tx, STATEMENTS, actor, {"trader": owner} if owner else {}, descending=True, cursor=cursor, limit=limit)


def broken(content: Content, rules: Iterable[str]) -> tuple[BrokenRule, ...]:
    """What a statement says of the rules that were broken; those the content does not hold any more by their name alone."""
    found = []
    for named in rules:
        rule = rule_named(content, named)
        if rule is None:
            found.append(BrokenRule(named, {"en": named}, (), is_law=False, fix={}))
            continue
        basis = tuple(citation(one, content) for one in rule.basis)
        found.append(BrokenRule(named, dict(rule.title), basis, rule.is_law, dict(rule.fix), rule.enforcement_class, _members(rule.when)))
    return tuple(found)


def _members(when: Condition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for group in (*when.all, when.any) for name in group))[:20]


def _same(tx: Transaction, measure: Measure) -> Kept[Action] | None:
    """The action of the same scope that holds already. A warning is over once it is given: only the same one is the same."""
    where = sorted(set(measure.markets)) if measure.markets is not None else None
    row = tx.execute(
        "SELECT id FROM enforcement_action WHERE status = 'in_effect' AND kind = %s AND subject_kind = %s AND subject = %s"
        " AND channel IS NOT DISTINCT FROM %s AND markets IS NOT DISTINCT FROM %s::text[] AND until IS NOT DISTINCT FROM %s::timestamptz"
        " AND (kind <> 'warning' OR causes @> %s)",
        (measure.kind, measure.subject_kind, measure.subject, measure.channel, where, measure.until, [measure.cause.id]),
    ).fetchone()
    return find(tx, ACTIONS, row[0], lock=True) if row else None


def _of_subject(tx: Transaction, subject_kind: str, subject: str) -> list[Kept[Action]]:
    rows = tx.execute(
        "SELECT id FROM enforcement_action WHERE subject_kind = %s AND subject = %s AND status = 'in_effect' ORDER BY id",
        (subject_kind, subject),
    ).fetchall()
    return [load(tx, ACTIONS, name, lock=True) for (name,) in rows]


def _state_reasons(
    tx: Transaction, actor: Actor, content: Content, kept: Kept[Action], measure: Measure, owner: Kept[Trader] | None
) -> Kept[Action]:
    action = kept.state
    reasons = Reasons(
        action.id,
        action.kind,
        action.subject_kind,
        action.subject,
        measure.subject_title,
        action.channel,
        action.markets,
        action.imposed_at,
        action.until,
        measure.source,  # type: ignore[arg-type]  # one of the words the struct names
        measure.cause.detected_automatically,
        measure.cause.decided_automatically,
        broken(content, measure.cause.rules),
        measure.words[:10],
        measure.cause.note,
        measure.points,
        measure.reference,
        measure.listed_on,
    )
    return _tell(tx, actor, kept, reasons, owner.state.language if owner else "en")


def _state_otherwise(tx: Transaction, actor: Actor, content: Content, kept: Kept[Action], because_of: str) -> Kept[Action]:
    """The reason that was told fell away and the action goes on for another: the trader is told that one instead.

    Not where an order is left: Regulation (EU) 2022/2065 Art. 17(5) wants no statement for it.
    """
    action, cause = kept.state, kept.state.causes[0]
    if not action.statements:
        return kept
    told = load(tx, STATEMENTS, action.statements[-1]).state
    _withdraw_statements(tx, action, because_of)
    if cause.kind == "order":
        return kept
    reasons = msgspec.structs.replace(
        told.reasons,
        source="ladder" if cause.kind == "ladder" else "notice" if cause.kind == "notice" else "own_initiative",
        detected_automatically=cause.detected_automatically,
        decided_automatically=cause.decided_automatically,
        rules=broken(content, cause.rules),
        words=(),
        note=cause.note,
        points=None,
        order_reference="",
    )
    return _tell(tx, actor, kept, reasons, told.language)


def _tell(tx: Transaction, actor: Actor, kept: Kept[Action], reasons: Reasons, language: str) -> Kept[Action]:
    action, name = kept.state, tx.new_id("statement")
    text, written = statements.compose(reasons, language)
    append(tx, STATEMENTS, name, None, statements.issue(name, action.trader, written, reasons, text, at=tx.at, by=actor.id))
    outbox.publish(tx, "statement.issued", name, {"statement": name, "action": action.id, "trader": action.trader}, action.channel)
    return append(tx, ACTIONS, action.id, kept, actions.state_reasons(action, name, at=tx.at, by=actor.id))


def _count(tx: Transaction, content: Content, action: Action, owner: Kept[Trader]) -> None:
    """Enter the gravest rule that was broken into the ledger, and take what follows."""
    rules = [(rule, named) for named in action.causes[0].rules if (rule := rule_named(content, named)) is not None]
    if not rules or action.channel not in content.channels:
        return
    rule, named = max(rules, key=lambda one: (one[0].severity, one[1]))
    earlier = len(traders.counted(owner.state, action.id))
    name = f"{action.id}/{earlier}" if earlier else action.id
    right = action.causes[0].right
    violation = Violation(action.imposed_at.date(), name, rule.enforcement_class, rule.severity, right=right)
    traders.count(tx, owner, action.channel, violation, action.id, named)
    follow_ladders(tx, content, owner.state.id, action.channel)


def _count_otherwise(tx: Transaction, actor: Actor, content: Content, action: Action, because_of: str) -> None:
    """The reason that was counted fell away and the action goes on for another: that one counts instead, from the same day."""
    if action.trader is None or action.channel not in content.channels:
        return
    if traders.overturn(tx, action.trader, action.id, because_of, actor):
        owner = load(tx, traders.TRADERS, action.trader, lock=True)
        _count(tx, content, action, owner)
        follow_ladders(tx, content, action.trader, action.channel)


def follow_ladders(tx: Transaction, content: Content, trader: str, channel: str) -> None:
    """Make what is done to a trader on a channel what follows from the ledger."""
    owner = load(tx, traders.TRADERS, trader, lock=True)
    to_take, to_drop = traders.due(owner.state, content.channels[channel], tx.at.date())
    for sanction in to_drop:
        undone = load(tx, ACTIONS, sanction.action, lock=True)
        if undone.state.status != "reversed":  # by an appeal against the sanction itself
            events = actions.withdraw_cause(undone.state, sanction.key, "the points it followed from are gone", at=tx.at, by=SYSTEM.id)
            after = append(tx, ACTIONS, sanction.action, undone, events)
            if after.state.status == "reversed":
                _withdraw_statements(tx, after.state, sanction.key)
                outbox.publish(tx, "action.reversed", after.state.id, _told(after.state), after.state.channel)
            elif undone.state.causes[0].id == sanction.key:
                _state_otherwise(tx, SYSTEM, content, after, sanction.key)
        traders.drop_sanction(tx, trader, sanction.key)
    for one in to_take:
        until = dt.datetime.combine(one.until, dt.time(), dt.UTC) if one.until is not None else None
        cause = Cause("ladder", one.key, (), f"{one.points:g} points on the ladder {one.ladder}, which acts from {one.rung:g}", True, True)
        measure = Measure(
            kind=one.kind,
            subject_kind="trader",
            subject=trader,
            trader=trader,
            channel=channel,
            markets=None,
            until=until,
            cause=cause,
            source="ladder",
            points=one.points,
            counts=False,
        )
        traders.take_sanction(tx, trader, one.key, carry_out(tx, SYSTEM, content, measure).id)


def _undo(tx: Transaction, actor: Actor, content: Content, action: Action, because_of: str) -> None:
    _withdraw_statements(tx, action, because_of)
    outbox.publish(tx, "action.reversed", action.id, _told(action), action.channel)
    _let_in(tx, actor, content, action, because_of)
    has_ledger = action.trader is not None and action.channel in content.channels
    if has_ledger and traders.overturn(tx, str(action.trader), action.id, because_of, actor):
        follow_ladders(tx, content, str(action.trader), str(action.channel))
    _undo_what_rested_on(tx, actor, content, action, because_of)


def _undo_what_rested_on(tx: Transaction, actor: Actor, content: Content, action: Action, because_of: str) -> None:
    """Listings that were taken down for being what this one was, and for nothing else."""
    for cause in action.causes:
        for again in beside.resting_on(tx, cause.id):
            rows = tx.execute("SELECT id FROM enforcement_action WHERE causes @> %s AND status <> 'reversed'", ([again],)).fetchall()
            names = [
                name
                for (name,) in rows
                if all(
                    CONCEPT in one.concepts
                    for own in load(tx, ACTIONS, name).state.causes
                    if own.id == again
                    for one in broken(content, own.rules)
                )
            ]
            if names:
                reverse_cause(tx, actor, content, again, "the decision it rested on was overturned", because_of, names)


def _let_in(tx: Transaction, actor: Actor, content: Content | None, action: Action, because_of: str) -> None:
    for other in verification_records.let_in(tx, actor, action, because_of):
        settle(tx, actor, content, other, action.trader or "", because_of)


def _withdraw_statements(tx: Transaction, action: Action, because_of: str) -> None:
    for name in action.statements:
        kept = load(tx, STATEMENTS, name, lock=True)
        if kept.state.status != "withdrawn":
            append(tx, STATEMENTS, name, kept, statements.withdraw(kept.state, because_of, at=tx.at, by=SYSTEM.id))
            outbox.publish(tx, "statement.withdrawn", name, {"statement": name, "action": action.id}, action.channel)


def _told(action: Action) -> dict[str, object]:
    return {
        "action": action.id,
        "kind": action.kind,
        "status": action.status,
        "subject_kind": action.subject_kind,
        "subject": action.subject,
        "trader": action.trader,
        "channel": action.channel,
        "markets": action.markets,
        "until": action.until,
    }
