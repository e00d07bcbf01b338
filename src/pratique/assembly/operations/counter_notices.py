"""Counter-notices: filed by the trader, forwarded at once, settled when the wait is over or somebody went to court."""

from typing import Literal

import msgspec

from pratique.assembly.operations import enforcement, submitters
from pratique.assembly.operations.located import jurisdictions_of
from pratique.assembly.operations.notice_answer import Answer, answer_of
from pratique.assembly.operations.notices import NOTICES
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.operations.rights import HOLDERS
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, Fault, InvalidError
from pratique.casework.notice import counter
from pratique.casework.notice.state import Notice
from pratique.casework.rights.regime import REGIMES
from pratique.facts.concept import Text
from pratique.policy.model import Content
from pratique.store import vault
from pratique.store.outbox import publish
from pratique.store.records import Kept, append, find, load
from pratique.store.transaction import Transaction

RESTORED: Text = {
    "en": "The wait the law gives the rights holder is over and nobody went to court.",
    "zh": "法律规定的等待期已满，权利人未提起诉讼或投诉。",
}


class CounterForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A counter-notice; which of these are needed depends on the law, and what is missing is said. Its words go into the vault."""

    subjects: tuple[str, ...]
    """Keys: `listing:ALI-000123`."""
    statement: str
    """Why the notice is wrong."""
    law: str | None = None
    """Whose: `us`, `cn`, `in`. Needed where the right lies under more than one."""
    signature: str | None = None
    name: str | None = None
    address: str | None = None
    telephone: str | None = None
    evidence: tuple[str, ...] = ()
    """References of documents."""
    no_infringement: bool = False
    mistake_under_penalty_of_perjury: bool = False
    accepts_jurisdiction_and_service: bool = False


def contest(tx: Transaction, actor: Actor, name: str, form: CounterForm, content: Content) -> Answer:
    """File it, and forward it to the rights holder in the same breath, with the day on which the listing comes back."""
    require(actor, "notice.counter")
    kept = load(tx, NOTICES, name, lock=True)
    notice = kept.state
    trader = actor.subject or (notice.traders[0] if len(notice.traders) == 1 else None)
    if trader is None or trader not in notice.traders:
        raise AbsentError("notice", name)
    if not form.statement.strip() or len(form.statement) > 20_000:
        raise InvalidError([Fault("statement", "say in at most 20,000 characters why the notice is wrong")])
    laws = _laws(tx, notice, content, form.law)
    words = {
        "statement": form.statement,
        "signature": form.signature,
        "name": form.name,
        "address": form.address,
        "telephone": form.telephone,
    }
    private = vault.keep(tx, f"trader:{trader}", "counter_notice", {key: text.strip() for key, text in words.items() if text})
    given = [key for key, value in msgspec.structs.asdict(form).items() if value is True or (isinstance(value, str | tuple) and value)]
    kept = append(
        tx, NOTICES, name, kept,
        counter.contest(notice, trader, form.subjects, given, content=private, jurisdictions=laws, at=tx.at, by=actor.id),
    )  # fmt: skip
    kept = append(tx, NOTICES, name, kept, counter.forward(kept.state, at=tx.at, by="system"))
    found = kept.state.counter
    assert found is not None  # noqa: S101 - for the type checker: just filed
    told = {"notice": name, "holder": notice.holder, "regime": found.regime, "earliest": found.earliest, "latest": found.latest}
    publish(tx, "notice.countered", name, told, notice.channel)
    return answer_of(kept.state, trader)


def show_suit(tx: Transaction, actor: Actor, name: str, court: str, reference: str) -> Notice:
    """The rights holder, or staff for them, shows that a court or authority was called upon."""
    kept = _reach(tx, actor, name)
    kept = append(tx, NOTICES, name, kept, counter.suit(kept.state, court, reference, at=tx.at, by=actor.id))
    publish(tx, "notice.suit", name, {"notice": name}, kept.state.channel)
    return kept.state


def settle(
    tx: Transaction, actor: Actor, name: str, result: Literal["restored", "kept"], reason: Text, content: Content, *, agreed: bool
) -> Notice:
    """End it."""
    require(actor, "notice.decide")
    return settled(tx, _reach(tx, actor, name), result, reason, content, agreed=agreed, by=actor)


def settled(
    tx: Transaction, kept: Kept[Notice], result: Literal["restored", "kept"], reason: Text, content: Content, *, agreed: bool, by: Actor
) -> Notice:
    """The same for a notice that is loaded; the clock comes here too.

    Restored means as if it had never been: listing, statement, points; and the notice counts as unfounded.
    """
    name = kept.state.id
    kept = append(tx, NOTICES, name, kept, counter.settle(kept.state, result, reason, agreed=agreed, at=tx.at, by=by.id))
    subjects = kept.state.counter.subjects if kept.state.counter else ()
    actions = [action for subject, _, action in kept.state.actions if subject in subjects]
    if result == "restored":
        enforcement.reverse_cause(tx, by, content, name, reason["en"], name, only=actions)
        submitters.reverse(tx, kept.state.submitter, name, "unfounded", by)
    told = {"notice": name, "result": result, "reason": reason, "subjects": subjects, "actions": actions}
    publish(tx, "notice.settled", name, told, kept.state.channel)
    return kept.state


def let_stand(tx: Transaction, actor: Actor, name: str) -> Notice:
    """Close a notice on a right that nobody contested."""
    require(actor, "notice.decide")
    kept = _reach(tx, actor, name)
    return append(tx, NOTICES, name, kept, counter.let_stand(kept.state, at=tx.at, by=actor.id)).state


def speaks_for(tx: Transaction, actor: Actor, notice: Notice) -> bool:
    """Whether somebody is the holder of the right a notice rests on, or a verified agent whose authorisation has not run out."""
    holder = find(tx, HOLDERS, notice.holder) if notice.holder else None
    if holder is None or actor.subject is None:
        return False
    agent = holder.state.agent(actor.subject)
    return actor.subject == holder.state.account or (agent is not None and agent.acts_on(tx.at.date()))


def _laws(tx: Transaction, notice: Notice, content: Content, law: str | None) -> frozenset[str]:
    """Under whose law the right lies: its territories and the markets of the notice, narrowed to what the trader names."""
    laws = jurisdictions_of(content, notice.markets or ()) if notice.markets else frozenset(one.jurisdiction for one in REGIMES)
    holder = find(tx, HOLDERS, notice.holder) if notice.holder else None
    right = holder.state.right(notice.right) if holder and notice.right else None
    if right is not None and right.kind != "copyright":
        laws &= {one.casefold() for one in right.territories}
    possible = sorted({one.jurisdiction for one in REGIMES} & laws)
    if law is not None and law not in laws:
        raise InvalidError([Fault("law", f"the right does not lie under it; possible: {', '.join(possible) or 'none, so appeal instead'}")])
    if law is None and len(possible) > 1:
        raise InvalidError([Fault("law", f"say under which you contest: {', '.join(possible)}")])
    return frozenset({law}) if law is not None else laws


def _reach(tx: Transaction, actor: Actor, name: str) -> Kept[Notice]:
    """A notice within the walls, or of the holder who sent it."""
    kept = load(tx, NOTICES, name, lock=True)
    notice = kept.state
    if actor.subject is not None:
        require(actor, "notice.read")
        if not speaks_for(tx, actor, notice):
            raise AbsentError("notice", name)
        return kept
    require_reach(actor, "notice.decide", "notice", name, channel=notice.channel, markets=notice.markets)
    return kept
