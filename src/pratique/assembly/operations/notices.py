"""Notices: filed with or without an account, judged, carried out, answered to both sides."""

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence

import msgspec

from pratique.assembly.operations import cases, enforcement, rights, submitters, traders
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.located import check_places, jurisdictions_of, with_traders
from pratique.assembly.operations.notice_answer import REDRESS, Answer, Receipt, answer_of
from pratique.assembly.operations.permission import may, require, require_reach
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.casework import misuse, statutory
from pratique.casework.case import Origin
from pratique.casework.notice import acts
from pratique.casework.notice.events import Automation, NoticeEvent, Outcome, SubmitterKind
from pratique.casework.notice.filing import Filing, check
from pratique.casework.notice.state import Notice, apply
from pratique.casework.submitter import Result, Submitter
from pratique.enforcement.action import Cause
from pratique.policy.model import Content
from pratique.policy.renamed import rule_named
from pratique.store import vault
from pratique.store.outbox import publish
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, load
from pratique.store.transaction import Transaction


def _columns(notice: Notice) -> dict[str, object]:
    clock = notice.next_clock
    ripe = notice.counter.earliest if notice.status == "contested" and notice.counter and not notice.counter.suit else None
    waiting = [clock[1]] if clock and clock[0] not in notice.overdue else []
    return {
        "kind": notice.kind,
        "submitter": notice.submitter,
        "submitter_kind": notice.submitter_kind,
        "holder": notice.holder,
        "priority": notice.priority,
        "received_at": notice.received_at,
        "due_at": clock[1] if clock else None,
        "clock_at": min([*waiting, *([ripe] if ripe else [])], default=None),
        "is_overdue": bool(notice.overdue),
        "subjects": list(notice.keys),
        "traders": list(notice.traders),
    }


NOTICES = Kind("notice", "notice", Notice, NoticeEvent, apply, _columns)


def file(tx: Transaction, actor: Actor, filing: Filing, content: Content) -> Receipt:
    """Take a notice in. Raises InvalidError with all that is missing, ForbiddenError while the sender is suspended."""
    require(actor, "notice.file")
    account = actor.subject
    subjects = check(filing, with_account=account is not None)
    check_places(content, filing.markets, filing.channel)
    located, channel = with_traders(tx, subjects)
    filing = msgspec.structs.replace(filing, channel=filing.channel or channel)
    name = tx.new_id("notice")
    sender = _sender(tx, filing, account, name)
    misuse.require_active(sender.state, tx.at)
    kind = _submitter_kind(actor, sender.state, filing, tx.at)
    holder = right = None
    if filing.right:
        holder, right = rights.usable(tx, filing.right, account or actor.id)
    private = _keep(tx, filing, sender.state.id)
    secret = secrets.token_urlsafe(24) if account is None else None
    earlier = page(tx, NOTICES, _UNBOUND, {"submitter": sender.state.id}, descending=True, limit=200).items
    events = acts.receive(
        filing,
        located,
        notice=name,
        content=private,
        submitter=sender.state.id,
        submitter_kind=kind,
        jurisdictions=jurisdictions_of(content, filing.markets),
        earlier=earlier,
        right_kind=right.kind if right else None,
        holder=holder,
        secret_hash=_hash(secret) if secret else None,
        can_be_reached=account is not None or bool(filing.email),
        at=tx.at,
        by=actor.id,
    )
    kept = append(tx, NOTICES, name, None, events)
    notice = kept.state
    _tell(tx, "notice.received", notice, priority=notice.priority, due_at=notice.due_at, subjects=notice.keys)
    _open_case(tx, content, notice)
    return Receipt(name, tx.at, notice.due_at, notice.deadline, notice.earlier if account else (), REDRESS, secret)


def assess(tx: Transaction, actor: Actor, name: str, *, gives_knowledge: bool, note: str) -> Notice:
    """Say whether the illegality shows without a detailed legal examination."""
    kept = _own(tx, actor, "notice.decide", name)
    return append(tx, NOTICES, name, kept, acts.assess(kept.state, gives_knowledge=gives_knowledge, note=note, at=tx.at, by=actor)).state


def decide(
    tx: Transaction,
    actor: Actor,
    name: str,
    outcomes: Sequence[Outcome],
    content: Content,
    *,
    automation: Automation,
    is_manifestly_unfounded: bool = False,
    gravity: int = 1,
) -> Notice:
    """Decide on every subject and market, carry it out, and tell both sides: all of it or nothing.

    Raises InvalidError for what is left out or cannot be done, ConflictError where it is decided already.
    """
    kept = _own(tx, actor, "notice.decide", name)
    named = [_with_versions(content, one, number) for number, one in enumerate(outcomes)]
    events = acts.decide(kept.state, named, automation=automation, is_manifestly_unfounded=is_manifestly_unfounded, at=tx.at, by=actor)
    kept = append(tx, NOTICES, name, kept, events)
    result: Result = "founded" if kept.state.is_founded else "manifestly_unfounded" if is_manifestly_unfounded else "unfounded"
    submitters.judge(tx, kept.state.submitter, "notice", name, result, gravity, actor)
    cases.close_of(tx, name, "the notice was decided", actor.id)
    _tell(tx, "notice.decided", kept.state, outcomes=kept.state.outcomes)
    for outcome in kept.state.not_yet_acted:
        action = _carry_out(tx, actor, content, kept.state, outcome)
        kept = append(tx, NOTICES, name, kept, acts.act(kept.state, outcome, action, at=tx.at, by=actor.id))
    return _answer_both(tx, kept).state


def withdraw(tx: Transaction, actor: Actor, name: str, secret: str | None = None) -> Answer:
    """The notifier takes it back."""
    kept = load(tx, NOTICES, name, lock=True)
    _notifier(tx, actor, kept.state, secret)
    kept = append(tx, NOTICES, name, kept, acts.withdraw(kept.state, at=tx.at, by=actor.id))
    cases.close_of(tx, name, "the notice was withdrawn", actor.id)
    _tell(tx, "notice.withdrawn", kept.state)
    return answer_of(kept.state)


def reopen(tx: Transaction, by: Actor, name: str, because_of: str, content: Content) -> Notice:
    """An appeal of the notifier was right. The caller has asked for permission."""
    kept = load(tx, NOTICES, name, lock=True)
    kept = append(tx, NOTICES, name, kept, acts.reopen(kept.state, because_of, statutory.NOTICE_REOPENED, at=tx.at, by=by.id))
    _open_case(tx, content, kept.state)
    _tell(tx, "notice.reopened", kept.state, because_of=because_of, due_at=kept.state.due_at)
    return kept.state


def overturned(tx: Transaction, by: Actor, name: str) -> None:
    """An action taken on this notice should not have been taken: it counts as unfounded."""
    submitters.reverse(tx, load(tx, NOTICES, name).state.submitter, name, "unfounded", by)


def sent_by(tx: Transaction, actor: Actor, name: str, secret: str | None) -> Notice:
    """A notice, for whoever sent it: by account or secret. Raises AbsentError for anybody else."""
    notice = load(tx, NOTICES, name, lock=True).state
    _notifier(tx, actor, notice, secret)
    return notice


def open_with(tx: Transaction, name: str, secret: str) -> Answer:
    """What whoever has the secret sees. A wrong one and a notice that is not there look the same."""
    notice = load(tx, NOTICES, name).state
    if notice.secret_hash is None or not hmac.compare_digest(notice.secret_hash, _hash(secret)):
        raise AbsentError("notice", name)
    return answer_of(notice)


def read(tx: Transaction, actor: Actor, name: str) -> Notice:
    """One notice, whole, for staff."""
    notice = load(tx, NOTICES, name).state
    require_reach(actor, "notice.read", "notice", name, channel=notice.channel, markets=notice.markets)
    return notice


def read_answer(tx: Transaction, actor: Actor, name: str) -> Answer:
    """What whoever sent it, or whose listing it is, may read of it."""
    require(actor, "notice.read")
    notice = load(tx, NOTICES, name).state
    if actor.subject is not None and actor.subject in notice.traders:
        return answer_of(notice, actor.subject)
    _notifier(tx, actor, notice, None)
    return answer_of(notice)


def private_part(tx: Transaction, actor: Actor, name: str, reason: str) -> dict[str, str] | None:
    """Who sent it and what they wrote; the access is on record. `None` where it was erased."""
    require(actor, "private.read")
    notice = load(tx, NOTICES, name).state
    require_reach(actor, "notice.read", "notice", name, channel=notice.channel, markets=notice.markets)
    return vault.reveal(tx, notice.content, actor, reason)


def every(
    tx: Transaction, actor: Actor, where: dict[str, object], subject: str | None, order: str, cursor: str | None, limit: int
) -> Page[Notice]:
    """Notices for staff."""
    require(actor, "notice.read")
    if actor.subject is not None:
        return Page((), None)
    holds = {"subjects": subject} if subject else {}
    return page(tx, NOTICES, actor, where, holds=holds, order=order, cursor=cursor, limit=limit)


def own(tx: Transaction, actor: Actor, cursor: str | None, limit: int) -> tuple[tuple[Answer, ...], str | None]:
    """Notices the account sent, or that are about listings of the trader, newest first."""
    require(actor, "notice.read")
    if actor.subject is None:
        return (), None
    if "trader" in actor.roles:
        found = page(tx, NOTICES, _UNBOUND, holds={"traders": actor.subject}, descending=True, cursor=cursor, limit=limit)
        return tuple(answer_of(one, actor.subject) for one in found.items), found.next
    name = submitters.name_of(tx, f"account:{actor.subject}")
    found = page(tx, NOTICES, _UNBOUND, {"submitter": name}, descending=True, cursor=cursor, limit=limit)
    return tuple(answer_of(one) for one in found.items), found.next


_UNBOUND = Actor("system", frozenset({"machine"}))


def _open_case(tx: Transaction, content: Content, notice: Notice) -> None:
    """Put it before people."""
    cases.open_case(
        tx,
        content,
        Origin("notice", notice.id),
        subject_kind="notice",
        subject=notice.id,
        title=f"{notice.kind}: {', '.join(notice.keys)}",
        trader=notice.traders[0] if len(notice.traders) == 1 else None,
        channel=notice.channel,
        markets=notice.markets or tuple(sorted(content.markets)),
        rules=(),
        language=notice.language,
        risk=4 - notice.priority,
        due_at=notice.due_at,
        families=(notice.kind,),
    )


def _with_versions(content: Content, outcome: Outcome, number: int) -> Outcome:
    """The rules of an outcome with the versions that hold now. Raises InvalidError for one there is not."""
    faults = [
        Fault(f"outcomes.{number}.rules", f"there is no rule `{rule}`") for rule in outcome.rules if rule_named(content, rule) is None
    ]
    if faults:
        raise InvalidError(faults)
    rules = [rule for named in outcome.rules if (rule := rule_named(content, named)) is not None]
    return msgspec.structs.replace(outcome, rules=tuple(f"{rule.id}@{rule.version}" for rule in rules))


def _carry_out(tx: Transaction, actor: Actor, content: Content, notice: Notice, outcome: Outcome) -> str:
    """Take the action an outcome asks for; the trader gets the statement of reasons with it."""
    subject = next(one for one in notice.subjects if one.key == outcome.subject)
    traders.ensure(tx, subject.trader, None, None, notice.channel) if subject.trader else None
    owner = traders.known(tx, subject.trader)
    language = owner.state.language if owner else "en"
    cause = Cause(
        "notice",
        notice.id,
        outcome.rules,
        f"{outcome.reason.get(language) or outcome.reason['en']} ({outcome.ground})",
        decided_automatically=notice.automation == "full",
        right=notice.right or "",
    )
    measure = Measure(
        kind=outcome.restriction,  # type: ignore[arg-type]  # `none` is never carried out
        subject_kind=subject.kind,
        subject=subject.id,
        trader=subject.trader,
        channel=notice.channel,
        markets=outcome.markets or None,
        cause=cause,
        source="trusted_flagger" if notice.submitter_kind == "trusted_flagger" else "notice",
    )
    return enforcement.carry_out(tx, actor, content, measure).id


def _answer_both(tx: Transaction, kept: Kept[Notice]) -> Kept[Notice]:
    """Tell the notifier and each trader, once everything decided stands."""
    if kept.state.not_yet_acted:
        return kept
    name = kept.state.id
    if kept.state.notifier_informed_at is None:
        kept = append(tx, NOTICES, name, kept, acts.inform_notifier(kept.state, at=tx.at, by="system"))
        notice = kept.state
        _tell(tx, "notice.answered", notice, to="notifier", by_message=notice.can_be_reached, answer=answer_of(notice))
    for trader in kept.state.traders:
        if trader not in kept.state.traders_informed:
            kept = append(tx, NOTICES, name, kept, acts.inform_trader(kept.state, trader, at=tx.at, by="system"))
            _tell(tx, "notice.answered", kept.state, to=trader, answer=answer_of(kept.state, trader))
    return kept


def _tell(tx: Transaction, topic: str, notice: Notice, **more: object) -> None:
    base = {"notice": notice.id, "kind": notice.kind, "status": notice.status, "language": notice.language}
    publish(tx, topic, notice.id, base | more, notice.channel)


def _own(tx: Transaction, actor: Actor, act: str, name: str) -> Kept[Notice]:
    """A notice within the walls, locked."""
    kept = load(tx, NOTICES, name, lock=True)
    require_reach(actor, act, "notice", name, channel=kept.state.channel, markets=kept.state.markets)
    return kept


def _notifier(tx: Transaction, actor: Actor, notice: Notice, secret: str | None) -> None:
    """Raises AbsentError unless whoever asks sent it."""
    if secret is not None and notice.secret_hash is not None and hmac.compare_digest(notice.secret_hash, _hash(secret)):
        return
    if actor.subject is None or notice.submitter != submitters.name_of(tx, f"account:{actor.subject}"):
        raise AbsentError("notice", notice.id)


def _sender(tx: Transaction, filing: Filing, account: str | None, notice: str) -> Kept[Submitter]:
    """The record of the sender: by account, else by address, else one for this notice alone."""
    key = f"account:{account}" if account else f"email:{filing.email}" if filing.email else notice
    return submitters.known(tx, submitters.name_of(tx, key), account)


def _submitter_kind(actor: Actor, sender: Submitter, filing: Filing, at: dt.datetime) -> SubmitterKind:
    if sender.is_trusted(filing.kind, at.date()):
        return "trusted_flagger"
    if actor.subject is not None:
        for role in ("authority", "rights_holder", "trader"):
            if role in actor.roles:
                return role
    if may(actor, "notice.decide"):
        return "staff"
    return "consumer" if filing.kind == "consumer" else "public"


def _keep(tx: Transaction, filing: Filing, sender: str) -> str:
    fields = {
        "name": filing.name,
        "email": filing.email,
        "explanation": filing.explanation,
        "law": filing.law,
        "right_description": filing.right_description,
    }
    given = {field: value.strip() for field, value in fields.items() if value}
    return vault.keep(tx, f"notifier:{sender}", "notice", given)


def _hash(secret: str) -> str:
    """A secret is 192 bits of chance, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
