"""A rights holder: who they are, their rights, who may act for them. Proof is looked at by a person before a notice may rest on it."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.base.event import Event
from pratique.casework.rights.right import Right, RightFiling, check, doubts
from pratique.facts.concept import Text


class Agent(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who may act for the holder."""

    id: str
    """Record of whoever it is: their account."""
    proof: str
    """Reference of the authorisation."""
    valid_to: dt.date | None = None
    status: Literal["pending", "verified", "refused", "revoked"] = "pending"

    def acts_on(self, day: dt.date) -> bool:
        """Whether the authorisation was looked at and has not run out."""
        return self.status == "verified" and (self.valid_to is None or day <= self.valid_to)


class RightsHolder(msgspec.Struct, frozen=True, omit_defaults=True):
    """One holder. `private` leads to name and address in the vault."""

    id: str
    status: Literal["registered", "verified", "refused", "suspended"]
    account: str
    private: str
    identity_proof: tuple[str, ...]
    registered_at: dt.datetime
    rights: tuple[Right, ...] = ()
    agents: tuple[Agent, ...] = ()
    reason: Text = {}

    def right(self, name: str) -> Right | None:
        """One of the rights."""
        return next((one for one in self.rights if one.id == name), None)

    def agent(self, name: str) -> Agent | None:
        """One of the agents."""
        return next((one for one in self.agents if one.id == name), None)

    @property
    def waits_for_review(self) -> bool:
        """Whether something is to be looked at."""
        parts = [*(one.status for one in self.rights), *(one.status for one in self.agents)]
        return self.status == "registered" or "pending" in parts


class HolderRegistered(Event, frozen=True, kw_only=True, tag="holder_registered"):
    """Somebody says that they own rights."""

    holder: str
    account: str
    private: str
    identity_proof: tuple[str, ...]


class HolderVerified(Event, frozen=True, kw_only=True, tag="holder_verified"):
    """Their identity was made sure of."""

    evidence: str


class HolderRefused(Event, frozen=True, kw_only=True, tag="holder_refused"):
    """It could not be."""

    reason: Text


class HolderSuspended(Event, frozen=True, kw_only=True, tag="holder_suspended"):
    """Notices of this holder no longer rest on registered rights."""

    reason: Text


class RightAdded(Event, frozen=True, kw_only=True, tag="right_added"):
    """A right was registered here."""

    right: Right


class RightVerified(Event, frozen=True, kw_only=True, tag="right_verified"):
    """A person looked the right up and found it so."""

    right: str
    evidence: str


class RightRefused(Event, frozen=True, kw_only=True, tag="right_refused"):
    """The proof does not show it."""

    right: str
    reason: Text


class RightLapsed(Event, frozen=True, kw_only=True, tag="right_lapsed"):
    """It ran out, or was given up or annulled."""

    right: str


class AgentAdded(Event, frozen=True, kw_only=True, tag="agent_added"):
    """Somebody shall act for the holder."""

    agent: Agent


class AgentJudged(Event, frozen=True, kw_only=True, tag="agent_judged"):
    """The authorisation was looked at."""

    agent: str
    is_authorised: bool


class AgentRevoked(Event, frozen=True, kw_only=True, tag="agent_revoked"):
    """They no longer act for the holder."""

    agent: str


HolderEvent = (
    HolderRegistered
    | HolderVerified
    | HolderRefused
    | HolderSuspended
    | RightAdded
    | RightVerified
    | RightRefused
    | RightLapsed
    | AgentAdded
    | AgentJudged
    | AgentRevoked
)


def apply(holder: RightsHolder | None, event: HolderEvent) -> RightsHolder:
    """Fold one event; refuses nothing."""
    if isinstance(event, HolderRegistered):
        return RightsHolder(event.holder, "registered", event.account, event.private, event.identity_proof, event.at)
    assert holder is not None  # noqa: S101 - the first event is always the registration
    match event:
        case HolderVerified():
            return replace(holder, status="verified", reason={})
        case HolderRefused(reason=reason):
            return replace(holder, status="refused", reason=reason)
        case HolderSuspended(reason=reason):
            return replace(holder, status="suspended", reason=reason)
        case RightAdded(right=right):
            return replace(holder, rights=(*holder.rights, right))
        case RightVerified(right=name):
            return _right(holder, name, "verified")
        case RightRefused(right=name):
            return _right(holder, name, "refused")
        case RightLapsed(right=name):
            return _right(holder, name, "lapsed")
        case AgentAdded(agent=agent):
            return replace(holder, agents=(*(one for one in holder.agents if one.id != agent.id), agent))
        case AgentJudged():
            return _agent(holder, event.agent, "verified" if event.is_authorised else "refused")
        case AgentRevoked():
            return _agent(holder, event.agent, "revoked")


def register(
    holder: str, account: str, private: str, identity_proof: Sequence[str], *, at: dt.datetime, by: str
) -> tuple[HolderEvent, ...]:
    """Begin. `private` is where name, address and e-mail lie in the vault."""
    if not identity_proof:
        raise InvalidError([Fault("identity_proof", "attach what shows who you are: an extract of the register, an identity document")])
    return (HolderRegistered(at=at, by=by, holder=holder, account=account, private=private, identity_proof=tuple(identity_proof)),)


def judge_holder(
    holder: RightsHolder, evidence: str, refused: Text | None = None, *, at: dt.datetime, by: Actor
) -> tuple[HolderEvent, ...]:
    """Say that the identity is sure, by what evidence; or why it is not."""
    _by_a_person(by)
    if refused is not None:
        if holder.status == "refused":
            raise ConflictError("holder_refused", "refused already")
        _needs_reason(refused)
        return (HolderRefused(at=at, by=by.id, reason=refused),)
    if holder.status == "verified":
        raise ConflictError("holder_verified", "verified already")
    return (HolderVerified(at=at, by=by.id, evidence=_needs("evidence", evidence)),)


def suspend(holder: RightsHolder, reason: Text, *, at: dt.datetime, by: Actor) -> tuple[HolderEvent, ...]:
    """Let no notice rest on this holder's rights until verified anew."""
    if holder.status != "verified":
        raise ConflictError(f"holder_{holder.status}", "only a verified holder is suspended")
    _needs_reason(reason)
    return (HolderSuspended(at=at, by=by.id, reason=reason),)


def add_right(holder: RightsHolder, filing: RightFiling, name: str, *, at: dt.datetime, by: str) -> tuple[HolderEvent, ...]:
    """Register a right under a name. Raises InvalidError with all that is wrong with it, ConflictError where it is known."""
    faults = check(filing, at.date())
    if faults:
        raise InvalidError(faults)
    number = (filing.number or "").strip() or None
    for one in holder.rights:
        if one.status in ("pending", "verified") and number and (one.kind, one.office, one.number) == (filing.kind, filing.office, number):
            raise ConflictError("right_known", f"this right is registered as `{one.id}`")
    right = Right(
        name, filing.kind, filing.title.strip(), tuple(sorted(set(filing.territories))), filing.proof, "pending", number, filing.office,
        tuple(sorted(set(filing.nice_classes))), filing.valid_from, filing.valid_to, doubts(filing),
    )  # fmt: skip
    return (RightAdded(at=at, by=by, right=right),)


def judge_right(
    holder: RightsHolder, name: str, evidence: str, refused: Text | None = None, *, at: dt.datetime, by: Actor
) -> tuple[HolderEvent, ...]:
    """Say that the right was found in the register, and where; or why not."""
    _by_a_person(by)
    right = _known_right(holder, name)
    if right.status != "pending":
        raise ConflictError(f"right_{right.status}", f"the right is {right.status} already")
    if refused is not None:
        _needs_reason(refused)
        return (RightRefused(at=at, by=by.id, right=name, reason=refused),)
    if holder.status != "verified":
        raise ConflictError("holder_not_verified", "nobody made sure who the holder is", "verify the holder first")
    return (RightVerified(at=at, by=by.id, right=name, evidence=_needs("evidence", evidence)),)


def lapse(holder: RightsHolder, name: str, *, at: dt.datetime, by: str) -> tuple[HolderEvent, ...]:
    """Say that a right no longer holds."""
    right = _known_right(holder, name)
    if right.status != "verified":
        raise ConflictError(f"right_{right.status}", "only a verified right lapses")
    return (RightLapsed(at=at, by=by, right=name),)


def run_out(holder: RightsHolder, *, at: dt.datetime) -> tuple[HolderEvent, ...]:
    """Verified rights that ran out before today."""
    gone = (one for one in holder.rights if one.status == "verified" and one.valid_to is not None and one.valid_to < at.date())
    return tuple(RightLapsed(at=at, by="system", right=one.id) for one in gone)


def add_agent(holder: RightsHolder, agent: Agent, *, at: dt.datetime, by: str) -> tuple[HolderEvent, ...]:
    """Name somebody who acts for the holder, with the authorisation."""
    known = holder.agent(agent.id)
    if known is not None and known.status in ("pending", "verified"):
        raise ConflictError("agent_known", "they are named already")
    return (AgentAdded(at=at, by=by, agent=replace(agent, proof=_needs("proof", agent.proof), status="pending")),)


def judge_agent(holder: RightsHolder, name: str, *, is_authorised: bool, at: dt.datetime, by: Actor) -> tuple[HolderEvent, ...]:
    """Say whether the authorisation holds."""
    _by_a_person(by)
    agent = holder.agent(name)
    if agent is None or agent.status != "pending":
        raise ConflictError("agent_not_pending", "nothing of theirs waits to be looked at")
    return (AgentJudged(at=at, by=by.id, agent=name, is_authorised=is_authorised),)


def revoke_agent(holder: RightsHolder, name: str, *, at: dt.datetime, by: str) -> tuple[HolderEvent, ...]:
    """They act for the holder no longer."""
    agent = holder.agent(name)
    if agent is None or agent.status not in ("pending", "verified"):
        raise ConflictError("agent_unknown", "they do not act for this holder")
    return (AgentRevoked(at=at, by=by, agent=name),)


def usable(holder: RightsHolder, name: str, sender: str, on: dt.date) -> Right:
    """The right a notice may rest on.

    Raises InvalidError where it is not verified or does not hold on the day, ForbiddenError where the sender is neither holder nor agent.
    """
    agent = holder.agent(sender)
    if sender not in (holder.account, holder.id) and not (agent is not None and agent.acts_on(on)):
        raise ForbiddenError("not_your_right", "the right is registered for somebody else", "register as their agent with an authorisation")
    right = _known_right(holder, name)
    if holder.status != "verified":
        raise InvalidError([Fault("right", f"its holder is {holder.status}, so no notice can rest on it yet")])
    if not right.is_valid(on):
        words = right.status if right.status != "verified" else f"not in force on {on}"
        raise InvalidError([Fault("right", f"the right is {words}")])
    return right


def _right(holder: RightsHolder, name: str, status: Literal["verified", "refused", "lapsed"]) -> RightsHolder:
    return replace(holder, rights=tuple(replace(one, status=status) if one.id == name else one for one in holder.rights))


def _agent(holder: RightsHolder, name: str, status: Literal["verified", "refused", "revoked"]) -> RightsHolder:
    return replace(holder, agents=tuple(replace(one, status=status) if one.id == name else one for one in holder.agents))


def _known_right(holder: RightsHolder, name: str) -> Right:
    right = holder.right(name)
    if right is None:
        raise InvalidError([Fault("right", f"`{name}` is none of the rights of this holder")])
    return right


def _by_a_person(by: Actor) -> None:
    if by.is_automatic:
        raise ForbiddenError("needs_a_person", "proof is looked at by a person")


def _needs(field: str, text: str) -> str:
    if not text.strip():
        raise InvalidError([Fault(field, "say by what, so that others can look")])
    return text.strip()


def _needs_reason(reason: Text) -> None:
    if not reason.get("en", "").strip():
        raise InvalidError([Fault("reason", "say why, in `en` at least")])
