"""Who may do what, in one table, and the walls round it. Every operation asks here first."""

from collections.abc import Sequence

from pratique.base.actor import Actor, Role
from pratique.base.errors import AbsentError, ForbiddenError

_STAFF: tuple[Role, ...] = ("strategist", "reviewer", "senior_reviewer", "legal", "analyst", "manager", "auditor", "administrator")
_PEOPLE: tuple[Role, ...] = ("reviewer", "senior_reviewer", "legal")

ACTS: dict[str, tuple[Role, ...]] = {
    # screening
    "screen": ("machine", *_STAFF),
    "decision.read": ("machine", *_STAFF, "trader"),
    "listing.identical": ("machine", *_STAFF),
    "link.read": ("machine", *_STAFF),
    # enforcement
    "action.impose": ("machine", "senior_reviewer", "legal", "manager"),
    "action.lift": ("machine", "senior_reviewer", "legal", "manager"),
    "action.read": ("machine", *_STAFF, "trader"),
    "statement.read": ("machine", *_STAFF, "trader"),
    "statement.export": ("machine", "legal", "administrator"),
    "trader.write": ("machine", "manager", "administrator"),
    "trader.read": ("machine", *_STAFF, "trader"),
    "ladder.try": ("strategist", "analyst", "manager", "legal"),
    # casework
    "case.read": ("machine", *_STAFF),
    "case.open": ("machine", *_PEOPLE, "manager"),
    "case.claim": _PEOPLE,
    "case.decide": _PEOPLE,
    "case.escalate": _PEOPLE,
    "case.bulk": ("senior_reviewer", "legal"),
    "reason.write": ("senior_reviewer", "legal", "manager"),
    "review.sample": ("machine", "senior_reviewer", "manager"),
    "review.answer": _PEOPLE,
    "review.read": ("senior_reviewer", "manager", "auditor", "analyst", "legal"),
    "golden.write": ("senior_reviewer", "legal", "manager"),
    "label.export": ("analyst", "manager", "strategist", "auditor"),
    # appeals
    "appeal.file": ("trader", "notifier", "rights_holder", "machine"),
    "appeal.read": ("machine", *_STAFF, "trader", "notifier", "rights_holder"),
    "appeal.decide": ("senior_reviewer", "legal"),
    # notices, rights and orders
    "notice.file": ("notifier", "rights_holder", "authority", "machine", *_STAFF),
    "notice.read": ("machine", *_STAFF, "notifier", "rights_holder", "authority", "trader"),
    "notice.decide": _PEOPLE,
    "notice.counter": ("trader", "machine"),
    "rights.register": ("rights_holder", "machine"),
    "rights.verify": ("legal", "senior_reviewer"),
    "rights.read": ("machine", *_STAFF, "rights_holder"),
    "authorisation.file": ("trader", "machine"),
    "authorisation.check": _PEOPLE,
    "authorisation.withdraw": ("trader", "rights_holder", "machine", "legal", "senior_reviewer"),
    "authorisation.read": ("machine", *_STAFF, "trader", "rights_holder"),
    "document.file": ("trader", "machine"),
    "document.check": _PEOPLE,
    "document.withdraw": ("trader", "machine", "legal", "senior_reviewer"),
    "document.read": ("machine", *_STAFF, "trader"),
    "picture.write": ("machine", "administrator"),
    "order.receive": ("authority", "legal", "machine"),
    "order.read": ("machine", *_STAFF, "authority"),
    "order.handle": ("legal", "manager"),
    "misuse.read": _STAFF,
    "misuse.decide": ("senior_reviewer", "legal", "manager"),
    # trader verification
    "verification.begin": ("machine", "legal", "manager"),
    "verification.submit": ("trader", "machine"),
    "verification.check": ("machine", "reviewer", "senior_reviewer", "legal"),
    "verification.read": ("machine", *_STAFF, "trader"),
    # buyers of what was illegal
    "look_back.begin": ("machine", "senior_reviewer", "legal", "manager"),
    "look_back.tell": ("machine", "legal", "manager"),
    "look_back.read": ("machine", *_STAFF),
    # figures and questions to the data
    "figure.read": ("strategist", "senior_reviewer", "legal", "analyst", "manager", "auditor", "administrator"),
    "workbench.query": ("analyst", "strategist", "manager", "auditor", "legal"),
    # security
    "proposal.make": ("strategist", "senior_reviewer", "legal", "manager", "administrator"),
    "proposal.approve": ("senior_reviewer", "legal", "manager", "administrator"),
    "proposal.read": _STAFF,
    "audit.read": ("auditor", "administrator", "manager"),
    "private.read": ("reviewer", "senior_reviewer", "legal", "auditor"),
    "private.list": ("legal", "auditor", "administrator", "manager"),
    "private.erase": ("legal", "administrator", "machine"),
    "content.read": ("machine", *_STAFF),
    "content.publish": ("administrator", "machine"),
    "content.roll_back": ("strategist", "senior_reviewer", "legal", "manager", "administrator", "machine"),
    "draft.write": ("strategist", "legal"),
    "draft.read": _STAFF,
    "webhook.write": ("administrator", "machine"),
    "key.write": ("administrator",),
}
"""Act → the roles that may do it. What is not here nobody may."""


def may(actor: Actor, act: str) -> bool:
    """Whether one of the actor's roles allows the act at all."""
    return not actor.roles.isdisjoint(ACTS[act])


def require(actor: Actor, act: str) -> None:
    """Raises ForbiddenError where none of the actor's roles allows the act."""
    if not may(actor, act):
        roles = ", ".join(ACTS[act])
        raise ForbiddenError("not_your_role", f"`{act}` is not for you", f"one of these roles is needed: {roles}")


def require_reach(
    actor: Actor,
    act: str,
    record: str,
    record_id: str,
    *,
    channel: str | None,
    markets: Sequence[str] | None = (),
    owner: str | None = None,
) -> None:
    """The same for one record. `owner` is the trader, rights holder or authority whose own it is; `markets` `None` is all of them.

    Raises ForbiddenError without the role, AbsentError where the record lies outside the walls: nobody learns that it is there.
    """
    require(actor, act)
    if not actor.reaches(channel, tuple(markets or ())) or (markets is None and actor.markets is not None):
        raise AbsentError(record, record_id)
    if actor.subject is not None and owner != actor.subject:
        raise AbsentError(record, record_id)
