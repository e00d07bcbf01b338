"""Appeals: filed in time, decided by somebody else, and what was wrong is undone with everything that followed from it."""

import msgspec

from pratique.assembly.operations import enforcement, notices
from pratique.assembly.operations.cases import CASES, open_case
from pratique.assembly.operations.enforcement import ACTIONS, STATEMENTS, Measure
from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import AbsentError, ConflictError, Fault, InvalidError
from pratique.casework import appeal as acts
from pratique.casework.appeal import Appeal, AppealEvent, Ground, Outcome, OutsideOutcome
from pratique.casework.case import Origin, supersede
from pratique.enforcement.action import Action, Cause
from pratique.enforcement.action.kinds import NATURES
from pratique.policy.model import Content
from pratique.store import labels, outbox, vault
from pratique.store.labels import Label
from pratique.store.pages import Page, page
from pratique.store.records import Kind, append, load
from pratique.store.transaction import Transaction

APPEALS: Kind[Appeal] = Kind(
    "appeal",
    "appeal",
    Appeal,
    AppealEvent,
    acts.apply,
    lambda appeal: {
        "about": appeal.about,
        "record": appeal.record,
        "appellant": appeal.appellant,
        "outcome": appeal.outcome,
        "due_at": appeal.due_at,
        "decided_at": appeal.decided_at,
    },
)
_GROUNDS: dict[str, Ground] = {
    "visibility": "removal",
    "monetary": "payment",
    "provision": "service",
    "account": "account",
    "none": "removal",
}
LONGEST = 20_000


class AppealForm(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody contests, and why."""

    action: str
    words: str
    language: str = "en"


def file(tx: Transaction, actor: Actor, content: Content, form: AppealForm) -> Appeal:
    """Contest an action, as the trader it was done to (or a machine of the marketplace for them).

    Raises AbsentError for an action that is not theirs, ConflictError where the time is over, the action was reversed, or an appeal runs.
    """
    require(actor, "appeal.file")
    action = load(tx, ACTIONS, form.action, lock=True).state
    if actor.subject is not None and actor.subject != action.trader:
        raise AbsentError("action", form.action)
    require_reach(actor, "appeal.file", "action", form.action, channel=action.channel, markets=action.markets or (), owner=action.trader)
    if not form.words.strip() or len(form.words) > LONGEST:
        raise InvalidError([Fault("words", f"say what is wrong with the decision, in 1 to {LONGEST:,} characters")])
    if action.status == "reversed":
        raise ConflictError("reversed_already", "the action was reversed already", "nothing is left to contest")
    running = tx.execute(
        "SELECT id, status FROM appeal WHERE about = 'action' AND record = %s AND status <> 'withdrawn'", (action.id,)
    ).fetchone()
    if running is not None:
        raise ConflictError(
            "appealed_already",
            f"an appeal against this action is {running[1]}: `{running[0]}`",
            "an out-of-court dispute settlement body or a court may hear you",
        )
    informed = load(tx, STATEMENTS, action.statements[0]).state.issued_at if action.statements else action.imposed_at
    name = tx.new_id("appeal")
    private = vault.keep(tx, f"trader:{action.trader}", "appeal", {"words": form.words})
    events = acts.file(
        name,
        "action",
        action.id,
        _GROUNDS[NATURES[action.kind].group],
        action.trader or actor.id,
        private,
        first_deciders=_deciders(tx, action),
        channel=action.channel,
        markets=action.markets,
        language=form.language,
        informed_at=informed,
        at=tx.at,
        by=actor.id,
    )
    state = append(tx, APPEALS, name, None, events).state
    open_case(
        tx,
        content,
        Origin("appeal", name),
        subject_kind="appeal",
        subject=name,
        title=f"{action.kind}: {action.subject}",
        trader=action.trader,
        channel=action.channel,
        markets=action.markets or tuple(sorted(content.markets)),
        rules=tuple(rule for cause in action.causes for rule in cause.rules),
        language=form.language,
        due_at=state.due_at,
        decided_first=state.first_deciders[0] if state.first_deciders else "",
    )
    outbox.publish(tx, "appeal.filed", name, {"appeal": name, "action": action.id, "due_at": state.due_at}, action.channel)
    return state


def file_on_notice(tx: Transaction, actor: Actor, content: Content, notice: str, words: str, language: str, secret: str | None) -> Appeal:
    """Contest that nothing was done about a notice, as whoever sent it, with or without an account.

    Raises AbsentError for a notice that is not theirs, ConflictError where it is not answered, all of it was acted upon, or an appeal runs.
    """
    require(actor, "appeal.file")
    state = notices.sent_by(tx, actor, notice, secret)
    if state.notifier_informed_at is None or state.status == "contested":
        raise ConflictError("not_answered", f"the notice is {state.status}", "wait for the answer")
    if all(one.restriction != "none" for one in state.outcomes):
        raise ConflictError("all_acted_upon", "something was done about all of it", "nothing is left to contest")
    if not words.strip() or len(words) > LONGEST:
        raise InvalidError([Fault("words", f"say what is wrong with the decision, in 1 to {LONGEST:,} characters")])
    if tx.execute("SELECT 1 FROM appeal WHERE about = 'notice' AND record = %s AND status <> 'withdrawn'", (notice,)).fetchone():
        raise ConflictError(
            "appealed_already", "there is an appeal already", "an out-of-court dispute settlement body or a court may hear you"
        )
    name = tx.new_id("appeal")
    private = vault.keep(tx, f"notifier:{state.submitter}", "appeal", {"words": words})
    deciders = tuple(dict.fromkeys((*state.not_by, *((state.decided_by,) if state.decided_by else ()))))
    events = acts.file(
        name,
        "notice",
        notice,
        "no_action",
        actor.subject or state.submitter,
        private,
        first_deciders=deciders,
        channel=state.channel,
        markets=state.markets,
        language=language,
        informed_at=state.notifier_informed_at,
        at=tx.at,
        by=actor.id,
    )
    filed = append(tx, APPEALS, name, None, events).state
    open_case(
        tx,
        content,
        Origin("appeal", name),
        subject_kind="appeal",
        subject=name,
        title=f"{state.kind}: {', '.join(state.keys)}",
        trader=None,
        channel=state.channel,
        markets=state.markets or tuple(sorted(content.markets)),
        rules=(),
        language=language,
        due_at=filed.due_at,
        decided_first=deciders[0] if deciders else "",
    )
    outbox.publish(tx, "appeal.filed", name, {"appeal": name, "notice": notice, "due_at": filed.due_at}, state.channel)
    return filed


class Resolution(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a person decides on an appeal. `reversed_markets` only where it is reversed in part."""

    outcome: Outcome
    reason: dict[str, str]
    reversed_markets: tuple[str, ...] | None = None


def decide(tx: Transaction, actor: Actor, content: Content, appeal: str, resolution: Resolution) -> Appeal:
    """Decide an appeal, undo what was wrong, close its case, and tell the appellant."""
    kept = load(tx, APPEALS, appeal, lock=True)
    state = kept.state
    require_reach(actor, "appeal.decide", "appeal", appeal, channel=state.channel, markets=state.markets or ())
    events = acts.decide(state, resolution.outcome, resolution.reason, resolution.reversed_markets, at=tx.at, by=actor)
    state = append(tx, APPEALS, appeal, kept, events).state
    if state.about == "action":
        _undo(tx, actor, content, state)
    elif state.outcome in ("reversed", "partially_reversed"):
        notices.reopen(tx, actor, state.record, appeal, content)
    for (name,) in tx.execute("SELECT id FROM case_file WHERE origin = %s AND status IN ('open', 'escalated')", (appeal,)).fetchall():
        case = load(tx, CASES, name, lock=True)
        append(tx, CASES, name, case, supersede(case.state, f"the appeal was decided: {state.outcome}", at=tx.at, by=actor.id))
    told = {
        "appeal": appeal,
        "record": state.record,
        "outcome": state.outcome,
        "reason": state.reason,
        "reversed_markets": state.reversed_markets,
    }
    outbox.publish(tx, "appeal.decided", appeal, told, state.channel)
    return state


def withdraw(tx: Transaction, actor: Actor, appeal: str) -> Appeal:
    """Take an appeal back."""
    kept = load(tx, APPEALS, appeal, lock=True)
    require_reach(actor, "appeal.file", "appeal", appeal, channel=kept.state.channel, owner=kept.state.appellant)
    state = append(tx, APPEALS, appeal, kept, acts.withdraw(kept.state, at=tx.at, by=actor.id)).state
    for (name,) in tx.execute("SELECT id FROM case_file WHERE origin = %s AND status IN ('open', 'escalated')", (appeal,)).fetchall():
        case = load(tx, CASES, name, lock=True)
        append(tx, CASES, name, case, supersede(case.state, "the appeal was withdrawn", at=tx.at, by=actor.id))
    return state


def record_outside(tx: Transaction, actor: Actor, content: Content, appeal: str, outside: OutsideOutcome) -> Appeal:
    """Put down what an out-of-court body or a court said; where it reverses what the house upheld, the action is undone."""
    kept = load(tx, APPEALS, appeal, lock=True)
    state = kept.state
    require_reach(actor, "appeal.decide", "appeal", appeal, channel=state.channel, markets=state.markets or ())
    state = append(tx, APPEALS, appeal, kept, acts.record_outside(state, outside, at=tx.at, by=actor.id)).state
    if state.about == "action" and outside.outcome == "reversed" and outside.implemented:
        action = load(tx, ACTIONS, state.record).state
        if action.status != "reversed":
            enforcement.reverse(tx, actor, content, state.record, f"{outside.body}, {outside.reference}", appeal)
    outbox.publish(tx, "appeal.outside_recorded", appeal, {"appeal": appeal, "outcome": outside.outcome}, state.channel)
    return state


def read(tx: Transaction, actor: Actor, appeal: str) -> Appeal:
    """One appeal."""
    state = load(tx, APPEALS, appeal).state
    require_reach(actor, "appeal.read", "appeal", appeal, channel=state.channel, markets=state.markets or (), owner=state.appellant)
    return state


def words(tx: Transaction, actor: Actor, appeal: str, reason: str = "") -> str | None:
    """What the appellant wrote; reading it is put on record. `None` where it was erased."""
    state = read(tx, actor, appeal)
    found = vault.reveal(tx, state.content, actor, reason or f"appeal {appeal}")
    return found["words"] if found else None


def listed(
    tx: Transaction, actor: Actor, *, status: str | None = None, record: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Appeal]:
    """Appeals, what is due first first."""
    require(actor, "appeal.read")
    where: dict[str, object] = {name: value for name, value in (("status", status), ("record", record)) if value is not None}
    if actor.subject is not None:
        where["appellant"] = actor.subject
    return page(tx, APPEALS, actor, where, order="due_at", cursor=cursor, limit=limit)


def _deciders(tx: Transaction, action: Action) -> tuple[str, ...]:
    """People who took part in the decision; the software is nobody."""
    found = [action.imposed_by]
    for cause in action.causes:
        if cause.kind == "case":
            case = load(tx, CASES, cause.id).state
            found += [one for one in (case.decided_by, case.second_by) if one]
    return tuple(dict.fromkeys(one for one in found if one != SYSTEM.id))


def _undo(tx: Transaction, actor: Actor, content: Content, appeal: Appeal) -> None:
    if appeal.outcome not in ("reversed", "partially_reversed"):
        return
    before = load(tx, ACTIONS, appeal.record).state
    ended = before.status
    reason = appeal.reason.get("en") or next(iter(appeal.reason.values()))
    enforcement.reverse(tx, actor, content, appeal.record, reason, appeal.id)
    markets = appeal.reversed_markets if appeal.reversed_markets is not None else before.markets or tuple(sorted(content.markets))
    for cause in before.causes:
        if cause.kind == "notice" and appeal.outcome == "reversed":
            notices.overturned(tx, actor, cause.id)
    _label(tx, actor, appeal, before, markets)
    if appeal.outcome == "partially_reversed" and ended == "in_effect":
        every = before.markets or tuple(sorted(content.markets))
        left = tuple(market for market in every if market not in markets)
        statement = load(tx, STATEMENTS, before.statements[0]).state.reasons if before.statements else None
        measure = Measure(
            kind="disable" if before.kind == "remove" else before.kind,
            subject_kind=before.subject_kind,
            subject=before.subject,
            subject_title=statement.subject_title if statement else "",
            trader=before.trader,
            channel=before.channel,
            markets=left,
            until=before.until,
            cause=Cause("case", _case_of(before), before.causes[0].rules, reason, before.causes[0].detected_automatically, False)
            if _case_of(before)
            else msgspec.structs.replace(before.causes[0], note=reason, decided_automatically=False),
            words=statement.words if statement else (),
        )
        enforcement.carry_out(tx, actor, content, measure)


def _case_of(action: Action) -> str:
    return next((cause.id for cause in action.causes if cause.kind == "case"), "")


def _label(tx: Transaction, actor: Actor, appeal: Appeal, action: Action, markets: tuple[str, ...]) -> None:
    snapshot = ""
    for cause in action.causes:
        if cause.kind == "case":
            snapshot = load(tx, CASES, cause.id).state.snapshot
        elif cause.kind == "decision":
            row = tx.execute("SELECT encode(snapshot, 'hex') FROM decision WHERE id = %s", (cause.id,)).fetchone()
            snapshot = row[0] if row else ""
    rule = action.causes[0].rules[0] if action.causes[0].rules else ""
    labels.keep(
        tx,
        [
            Label(
                appeal.id, "appeal", action.subject_kind, action.subject, snapshot, action.channel, market, rule, "allow", actor.id, tx.at
            )
            for market in markets
        ],
    )
