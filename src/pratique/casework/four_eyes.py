"""Acts that two people have to agree on: one proposes, another with the right role approves, and only then it is done.

For what touches many at once or cannot be taken back. Pure: what is done after approval is the caller's.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.actor import Actor, Role
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.base.event import Event
from pratique.facts.concept import Text

Outcome = Literal["approved", "rejected"]


class Gate(msgspec.Struct, frozen=True):
    """What makes an act one for two people."""

    act: str
    title: Text
    approvers: tuple[Role, ...]
    from_count: int = 1
    """How many records it touches at least; fewer need no second person."""
    hours: int = 72
    """How long an approval may be waited for. A choice of the house."""


GATES: Mapping[str, Gate] = {
    gate.act: gate
    for gate in (
        Gate("person.erase", {"en": "Erase a person's data", "zh": "删除个人数据"}, ("legal", "administrator")),
        Gate("action.bulk", {"en": "Act on many listings at once", "zh": "批量处置商品"}, ("legal", "manager"), from_count=20),
        Gate("action.lift_bulk", {"en": "Lift many actions at once", "zh": "批量解除处置"}, ("legal", "manager"), from_count=20),
        Gate("case.bulk", {"en": "Decide many cases at once", "zh": "批量裁定案件"}, ("legal", "senior_reviewer"), from_count=50),
        Gate("trader.close", {"en": "Close a trader's accounts", "zh": "关闭商家账户"}, ("legal", "manager")),
        Gate("content.publish", {"en": "Let other content decide", "zh": "发布新规则内容"}, ("senior_reviewer", "legal", "administrator")),
        Gate("retention.hold", {"en": "Lift a legal hold", "zh": "解除法律保全"}, ("legal",)),
    )
}
"""Act → its gate."""


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something proposed."""

    id: str
    status: Literal["open", "approved", "rejected", "withdrawn", "expired", "done"]
    act: str
    details: dict[str, str]
    """What exactly: `what`, a sentence for the approver, and `form`, the JSON the act is done with; no personal data."""
    count: int
    reason: str
    proposed_by: str
    proposed_at: dt.datetime
    expires_at: dt.datetime
    channel: str | None = None
    markets: tuple[str, ...] | None = None
    decided_by: str | None = None
    decided_at: dt.datetime | None = None
    note: str = ""
    result: str = ""


class Proposed(Event, frozen=True, kw_only=True, tag="proposal_made"):
    """Somebody wants to do it."""

    proposal: str
    act: str
    details: dict[str, str]
    count: int
    reason: str
    expires_at: dt.datetime
    channel: str | None = None
    markets: tuple[str, ...] | None = None


class ProposalDecided(Event, frozen=True, kw_only=True, tag="proposal_decided"):
    """Another person said yes or no."""

    outcome: Outcome
    note: str = ""


class ProposalWithdrawn(Event, frozen=True, kw_only=True, tag="proposal_withdrawn"):
    """Whoever proposed it took it back."""


class ProposalExpired(Event, frozen=True, kw_only=True, tag="proposal_expired"):
    """Nobody decided in time, or it was approved and not done."""


class ProposalCarriedOut(Event, frozen=True, kw_only=True, tag="proposal_carried_out"):
    """It was done."""

    result: str = ""


ProposalEvent = Proposed | ProposalDecided | ProposalWithdrawn | ProposalExpired | ProposalCarriedOut


def apply(before: Proposal | None, event: ProposalEvent) -> Proposal:
    """Fold one event; refuses nothing."""
    if isinstance(event, Proposed):
        return Proposal(
            event.proposal, "open", event.act, event.details, event.count, event.reason, event.by, event.at, event.expires_at,
            event.channel,
            event.markets,
        )  # fmt: skip
    assert before is not None  # noqa: S101 - the first event proposes it
    match event:
        case ProposalDecided():
            return replace(before, status=event.outcome, decided_by=event.by, decided_at=event.at, note=event.note)
        case ProposalWithdrawn():
            return replace(before, status="withdrawn")
        case ProposalExpired():
            return replace(before, status="expired")
        case ProposalCarriedOut():
            return replace(before, status="done", result=event.result)


def needs_two(act: str, count: int = 1) -> bool:
    """Whether an act on so many records needs a second person."""
    gate = GATES.get(act)
    return gate is not None and count >= gate.from_count


def propose(
    name: str,
    act: str,
    details: dict[str, str],
    reason: str,
    *,
    count: int = 1,
    channel: str | None = None,
    markets: tuple[str, ...] | None = None,
    at: dt.datetime,
    by: Actor,
) -> tuple[ProposalEvent, ...]:
    """Ask for a second person. Raises InvalidError for an act that needs none, or without reason; ForbiddenError for a machine."""
    if by.is_automatic:
        raise ForbiddenError("needs_a_person", "what two people have to agree on is proposed by a person")
    faults = []
    if act not in GATES:
        faults.append(Fault("act", f"`{act}` is not one for two people; known: {', '.join(GATES)}"))
    elif not needs_two(act, count):
        faults.append(Fault("count", f"fewer than {GATES[act].from_count} need no second person: just do it"))
    if not reason.strip():
        faults.append(Fault("reason", "say why it should be done"))
    if faults:
        raise InvalidError(faults)
    expires_at = at + dt.timedelta(hours=GATES[act].hours)
    return (
        Proposed(
            at=at, by=by.id, proposal=name, act=act, details=details, count=count, reason=reason, expires_at=expires_at, channel=channel,
            markets=markets,
        ),
    )  # fmt: skip


def decide(proposal: Proposal, outcome: Outcome, note: str = "", *, at: dt.datetime, by: Actor) -> tuple[ProposalEvent, ...]:
    """Say yes or no. Raises ConflictError where it is too late, ForbiddenError for whoever proposed it, a machine, or the wrong role."""
    _must_be(proposal, "open", at)
    if by.is_automatic or by.id == proposal.proposed_by:
        raise ForbiddenError("needs_another", "another person has to decide", "ask a colleague")
    gate = GATES.get(proposal.act)
    if gate is None or by.roles.isdisjoint(gate.approvers):
        roles = ", ".join(gate.approvers) if gate else "nobody"
        raise ForbiddenError("not_your_role", f"`{proposal.act}` is not yours to decide", f"one of these roles is needed: {roles}")
    if outcome == "rejected" and not note.strip():
        raise InvalidError([Fault("note", "say why not")])
    return (ProposalDecided(at=at, by=by.id, outcome=outcome, note=note),)


def withdraw(proposal: Proposal, *, at: dt.datetime, by: Actor) -> tuple[ProposalEvent, ...]:
    """Take it back, as whoever proposed it, before it is done."""
    if by.id != proposal.proposed_by:
        raise ForbiddenError("not_yours", "only whoever proposed it can take it back", "reject it instead")
    if proposal.status not in ("open", "approved"):
        raise ConflictError(f"proposal_{proposal.status}", f"the proposal is {proposal.status}")
    return (ProposalWithdrawn(at=at, by=by.id),)


def carry_out(proposal: Proposal, result: str = "", *, at: dt.datetime, by: str) -> tuple[ProposalEvent, ...]:
    """Put down that it was done: once, after approval, in time."""
    _must_be(proposal, "approved", at)
    return (ProposalCarriedOut(at=at, by=by, result=result),)


def run_out(proposal: Proposal, *, at: dt.datetime) -> tuple[ProposalEvent, ...]:
    """End what waited too long; nothing else."""
    if proposal.status not in ("open", "approved") or at < proposal.expires_at:
        return ()
    return (ProposalExpired(at=at, by="system"),)


def _must_be(proposal: Proposal, status: str, at: dt.datetime) -> None:
    if proposal.status != status:
        raise ConflictError(f"proposal_{proposal.status}", f"the proposal is {proposal.status}, not {status}")
    if at >= proposal.expires_at:
        raise ConflictError(
            "proposal_expired", f"it had to be decided and done by {proposal.expires_at:%Y-%m-%d %H:%M} UTC", "propose it anew"
        )
