"""Rights holders: registered with proof, looked at by a person, used by notices."""

import datetime as dt
from collections.abc import Collection

import msgspec

from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ConflictError, Fault, InvalidError
from pratique.casework.rights import holder as h
from pratique.casework.rights.holder import Agent, HolderEvent, RightsHolder
from pratique.casework.rights.right import Right, RightFiling
from pratique.facts.concept import Text
from pratique.policy.model import Content
from pratique.store import vault
from pratique.store.outbox import publish
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, load
from pratique.store.transaction import Transaction


def _columns(holder: RightsHolder) -> dict[str, object]:
    valid = [one.valid_to for one in holder.rights if one.status == "verified" and one.valid_to is not None]
    ends = [dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC) for day in valid]
    return {
        "account": holder.account,
        "rights": [one.id for one in holder.rights],
        "agents": [one.id for one in holder.agents],
        "waits_since": holder.registered_at if holder.waits_for_review else None,
        "clock_at": min(ends, default=None),
    }


HOLDERS = Kind("rights_holder", "rights_holder", RightsHolder, HolderEvent, h.apply, _columns)


class HolderForm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who registers; name, address and e-mail go into the vault."""

    name: str
    address: str
    email: str
    identity_proof: tuple[str, ...]
    """References of documents: an extract of the register, an identity document."""


def register(tx: Transaction, actor: Actor, form: HolderForm, account: str | None = None) -> RightsHolder:
    """Begin. An account registers itself; staff and machines say for which."""
    require(actor, "rights.register")
    whose = actor.subject or account
    faults = [Fault(name, "give it") for name in ("name", "address", "email") if not getattr(form, name).strip()]
    if whose is None:
        faults.append(Fault("account", "say for which account"))
    if faults or whose is None:
        raise InvalidError(faults)
    if page(tx, HOLDERS, _ALL, {"account": whose}, limit=1).items:
        raise ConflictError("holder_known", "this account is registered already", "add rights to it")
    name = tx.new_id("holder")
    private = vault.keep(
        tx, f"rights_holder:{name}", "rights", {"name": form.name.strip(), "address": form.address.strip(), "email": form.email.strip()}
    )
    return append(tx, HOLDERS, name, None, h.register(name, whose, private, form.identity_proof, at=tx.at, by=actor.id)).state


def add_right(tx: Transaction, actor: Actor, name: str, filing: RightFiling) -> Right:
    """Register a right with its proof."""
    kept = _own(tx, actor, "rights.register", name)
    right = tx.new_id("right")
    kept = append(tx, HOLDERS, name, kept, h.add_right(kept.state, filing, right, at=tx.at, by=actor.id))
    publish(tx, "right.registered", name, {"holder": name, "right": right, "kind": filing.kind})
    return next(one for one in kept.state.rights if one.id == right)


def add_agent(tx: Transaction, actor: Actor, name: str, agent: Agent) -> RightsHolder:
    """Name somebody who acts for the holder."""
    kept = _own(tx, actor, "rights.register", name)
    return append(tx, HOLDERS, name, kept, h.add_agent(kept.state, agent, at=tx.at, by=actor.id)).state


def revoke_agent(tx: Transaction, actor: Actor, name: str, agent: str) -> RightsHolder:
    """They act for the holder no longer."""
    kept = _own(tx, actor, "rights.register", name)
    return append(tx, HOLDERS, name, kept, h.revoke_agent(kept.state, agent, at=tx.at, by=actor.id)).state


def judge(
    tx: Transaction,
    actor: Actor,
    name: str,
    *,
    right: str | None = None,
    agent: str | None = None,
    evidence: str = "",
    refused: Text | None = None,
) -> RightsHolder:
    """Say what was found on the holder, or on one right, or on one agent: sure, by this evidence; or refused, for this reason."""
    require(actor, "rights.verify")
    kept = load(tx, HOLDERS, name, lock=True)
    if right is not None:
        events = h.judge_right(kept.state, right, evidence, refused, at=tx.at, by=actor)
    elif agent is not None:
        events = h.judge_agent(kept.state, agent, is_authorised=refused is None, at=tx.at, by=actor)
    else:
        events = h.judge_holder(kept.state, evidence, refused, at=tx.at, by=actor)
    kept = append(tx, HOLDERS, name, kept, events)
    publish(tx, "right.judged", name, {"holder": name, "right": right, "agent": agent, "is_sure": refused is None, "reason": refused})
    return kept.state


def suspend(tx: Transaction, actor: Actor, name: str, reason: Text) -> RightsHolder:
    """Let no notice rest on this holder's rights."""
    require(actor, "rights.verify")
    kept = load(tx, HOLDERS, name, lock=True)
    return append(tx, HOLDERS, name, kept, h.suspend(kept.state, reason, at=tx.at, by=actor)).state


def lapse(tx: Transaction, actor: Actor, name: str, right: str) -> RightsHolder:
    """A right no longer holds."""
    require(actor, "rights.verify")
    kept = load(tx, HOLDERS, name, lock=True)
    return append(tx, HOLDERS, name, kept, h.lapse(kept.state, right, at=tx.at, by=actor.id)).state


def usable(tx: Transaction, right: str, sender: str) -> tuple[str, Right]:
    """Holder and right that a notice of this sender may rest on. Raises InvalidError, ForbiddenError."""
    found = page(tx, HOLDERS, _ALL, holds={"rights": right}, limit=1).items
    if not found:
        raise InvalidError([Fault("right", f"there is no right `{right}`; register it first, or describe it")])
    return found[0].id, h.usable(found[0], right, sender, tx.at.date())


def is_mark(tx: Transaction, right: str, markets: Collection[str], content: Content) -> list[Fault]:
    """What keeps a letter from resting on a right: it must be a trade mark that was looked at, holds today, and does so in the markets."""
    found = page(tx, HOLDERS, _ALL, holds={"rights": right}, limit=1).items
    mine = next((one for holder in found for one in holder.rights if one.id == right), None)
    if mine is None:
        return [Fault("right", f"there is no right `{right}`; its holder registers it first")]
    if mine.kind != "trade_mark" or not mine.is_valid(tx.at.date()):
        return [Fault("right", f"`{right}` is no trade mark that was verified and holds today")]
    return [
        Fault("markets", f"the right does not hold in {code}")
        for code in markets
        if code in content.markets and not mine.holds_in(content.markets[code].jurisdictions)
    ]


def rights_of(tx: Transaction, account: str) -> frozenset[str]:
    """The rights an account registered."""
    found = page(tx, HOLDERS, _ALL, {"account": account}, limit=1).items
    return frozenset(one.id for holder in found for one in holder.rights)


def read(tx: Transaction, actor: Actor, name: str) -> RightsHolder:
    """One holder."""
    holder = load(tx, HOLDERS, name).state
    require_reach(actor, "rights.read", "rights_holder", name, channel=None, owner=holder.account)
    return holder


def private_part(tx: Transaction, actor: Actor, name: str, reason: str) -> dict[str, str] | None:
    """Name, address and e-mail; the access is on record."""
    require(actor, "private.read")
    return vault.reveal(tx, load(tx, HOLDERS, name).state.private, actor, reason)


def every(tx: Transaction, actor: Actor, status: str | None, *, waiting: bool, cursor: str | None, limit: int) -> Page[RightsHolder]:
    """Holders within reach; `waiting` are those with something to look at, the longest first."""
    require(actor, "rights.read")
    where: dict[str, object] = {"status": status} if status else {}
    if actor.subject is not None:
        where["account"] = actor.subject
    found = page(tx, HOLDERS, _ALL, where, order="waits_since" if waiting else "created_at", cursor=cursor, limit=limit)
    if not waiting:
        return found
    items = tuple(one for one in found.items if one.waits_for_review)
    return Page(items, found.next if len(items) == len(found.items) else None)


_ALL = Actor("system", frozenset({"machine"}))


def _own(tx: Transaction, actor: Actor, act: str, name: str) -> Kept[RightsHolder]:
    kept = load(tx, HOLDERS, name, lock=True)
    require(actor, act)
    if actor.subject is not None and actor.subject != kept.state.account:
        raise AbsentError("rights_holder", name)
    return kept
