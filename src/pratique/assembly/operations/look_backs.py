"""Buyers of an illegal product are told (Regulation (EU) 2022/2065 Art. 32), and where not all can be reached it is published.

The shop knows its buyers and writes to them; here it is kept whom it has to tell by when, what, and that it did. Only numbers of orders are
kept, never who bought.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import msgspec

from pratique.assembly.operations.enforcement import ACTIONS
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.operations.traders import TRADERS
from pratique.assembly.operations.verification_records import VERIFICATIONS
from pratique.base.actor import Actor
from pratique.base.errors import Fault, InvalidError
from pratique.casework.verification import look_back as acts
from pratique.casework.verification.look_back import LookBack, LookBackEvent, Purchase
from pratique.enforcement.action import Action
from pratique.facts.concept import Text
from pratique.policy.model import VERDICTS, Content
from pratique.policy.renamed import rule_named
from pratique.store import vault
from pratique.store.outbox import publish
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, find, load
from pratique.store.transaction import Transaction

LOOK_BACKS: Kind[LookBack] = Kind(
    "look_back",
    "look_back",
    LookBack,
    LookBackEvent,
    acts.apply,
    lambda one: {
        "product": one.product,
        "trader": one.trader,
        "due_at": one.due_at,
        "clock_at": one.clock_at,
        "is_overdue": one.is_overdue,
        "must_publish": one.must_publish,
    },
)
TOLD_AT_ONCE = 500
"""Orders of one message."""
_IDENTITY = ("name", "address", "email")


class LookBackForm(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A product that was sold and is illegal, with whoever bought it."""

    product: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """Id of the listing."""
    purchases: tuple[Purchase, ...]
    """By consumers in the Union, of the last six months at least; earlier ones are left out."""
    reason: Text
    """What makes it illegal, in `en` and `zh`."""
    trader: str | None = None
    """Without it whoever the product was last screened for."""
    channel: str | None = None
    aware_at: dt.datetime | None = None
    """When the marketplace knew; without it now."""


def begin(tx: Transaction, actor: Actor, content: Content, form: LookBackForm) -> LookBack:
    """Find whom to tell, and tell the shop. Raises InvalidError."""
    require_reach(actor, "look_back.begin", "listing", form.product, channel=form.channel, markets=None)
    row = tx.execute(
        "SELECT trader_id, channel FROM decision WHERE kind = 'listing' AND subject_id = %s ORDER BY at DESC LIMIT 1", (form.product,)
    ).fetchone()
    trader, channel = form.trader or (row[0] if row else None), form.channel or (row[1] if row else None)
    faults = [] if trader else [Fault("trader", "say who sold it: the product was never screened for anybody")]
    if channel is not None and channel not in content.channels:
        faults.append(Fault("channel", f"there is no channel `{channel}`"))
    seller = find(tx, TRADERS, trader) if trader else None
    if seller is not None and seller.state.channels and actor.channels is not None and actor.channels.isdisjoint(seller.state.channels):
        faults.append(Fault("trader", f"there is no trader `{trader}`"))  # a letter would say their name and address
    moments = [("aware_at", form.aware_at)] + [(f"purchases.{place}.bought_at", one.bought_at) for place, one in enumerate(form.purchases)]
    faults += [Fault(field, "needs its offset from UTC") for field, moment in moments if moment is not None and moment.tzinfo is None]
    if faults or trader is None:
        raise InvalidError(faults)
    require_reach(actor, "look_back.begin", "listing", form.product, channel=channel, markets=None)
    name = tx.new_id("look_back")
    events = acts.begin(
        name, form.product, trader, channel, form.purchases, form.reason, aware_at=form.aware_at or tx.at, at=tx.at, by=actor.id
    )
    one = append(tx, LOOK_BACKS, name, None, events).state
    _tell(tx, "begun", one, product=one.product, trader=trader, buyers=len(one.to_tell), unreachable=one.unreachable)
    for start in range(0, len(one.to_tell), TOLD_AT_ONCE):
        _tell(tx, "buyers_to_tell", one, orders=one.to_tell[start : start + TOLD_AT_ONCE])
    return one


def letter(tx: Transaction, actor: Actor, name: str) -> Text:
    """What buyers read, with who sold it (Art. 32(1)(b)); taking the trader's name out of the vault is on record."""
    one = _own(tx, actor, name, lock=False).state
    seller = _seller(tx, actor, one)
    return {language: text.replace("{trader}", seller) for language, text in one.text.items()}


def told(tx: Transaction, actor: Actor, name: str, orders: Sequence[str]) -> LookBack:
    """These buyers were told."""
    kept = _own(tx, actor, name)
    return _done(tx, append(tx, LOOK_BACKS, name, kept, acts.tell(kept.state, orders, at=tx.at, by=actor.id)), kept)


def unreachable(tx: Transaction, actor: Actor, name: str, orders: Sequence[str]) -> LookBack:
    """These buyers cannot be reached: from now on it has to be published."""
    kept = _own(tx, actor, name)
    after = append(tx, LOOK_BACKS, name, kept, acts.give_up(kept.state, orders, at=tx.at, by=actor.id))
    if after.state.must_publish and not kept.state.must_publish:
        _tell(tx, "must_publish", after.state)
    return _done(tx, after, kept)


def published(tx: Transaction, actor: Actor, name: str, address: str) -> LookBack:
    """It stands where everybody can see it (Art. 32(2))."""
    kept = _own(tx, actor, name)
    return _done(tx, append(tx, LOOK_BACKS, name, kept, acts.publish(kept.state, address, at=tx.at, by=actor.id)), kept)


def run_out(tx: Transaction, kept: Kept[LookBack]) -> int:
    """Find that it is late, once; the worker's sweep calls it."""
    events = acts.run_out(kept.state, at=tx.at)
    if events:
        _tell(tx, "overdue", append(tx, LOOK_BACKS, kept.state.id, kept, events).state)
    return len(events)


def read(tx: Transaction, actor: Actor, name: str) -> LookBack:
    """One look-back."""
    one = load(tx, LOOK_BACKS, name).state
    require_reach(actor, "look_back.read", "look_back", name, channel=one.channel, markets=None)
    return one


def listed(
    tx: Transaction,
    actor: Actor,
    *,
    status: str | None = None,
    product: str | None = None,
    trader: str | None = None,
    overdue: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[LookBack]:
    """Look-backs, what is due first first."""
    require(actor, "look_back.read")
    given = (("status", status), ("product", product), ("trader", trader), ("is_overdue", overdue))
    where: dict[str, object] = {column: value for column, value in given if value is not None}
    return page(tx, LOOK_BACKS, actor, where, order="due_at", cursor=cursor, limit=limit)


class Candidate(msgspec.Struct, frozen=True):
    """A listing whose buyers nobody has thought of yet."""

    product: str
    trader: str | None
    channel: str | None
    action: str
    """By which it was taken down."""
    aware_at: dt.datetime


def candidates(tx: Transaction, actor: Actor, content: Content, limit: int = 50) -> tuple[Candidate, ...]:
    """Listings that passed once and were then taken down in the Union by law, a notice or an order; without a look-back, newest first.

    Whether anybody bought them only the shop knows.
    """
    require(actor, "look_back.read")
    union = sorted(code for code, market in content.markets.items() if "eu" in market.jurisdictions)
    rows = tx.execute(
        "SELECT a.id FROM enforcement_action a WHERE a.subject_kind = 'listing' AND a.kind IN ('remove', 'disable')"
        " AND a.status = 'in_effect' AND (a.markets IS NULL OR a.markets && %s) AND a.imposed_at > %s"
        " AND NOT EXISTS (SELECT 1 FROM look_back l WHERE l.product = a.subject)"
        " AND EXISTS (SELECT 1 FROM decision d WHERE d.kind = 'listing' AND d.subject_id = a.subject AND d.at < a.imposed_at"
        " AND d.worst < %s)"
        " ORDER BY a.imposed_at DESC, a.id LIMIT 1000",
        (union, tx.at - dt.timedelta(days=183), VERDICTS.index("hold")),
    ).fetchall()
    found: dict[str, Candidate] = {}
    for (name,) in rows:
        one = load(tx, ACTIONS, name).state
        if one.subject in found or not _because_of_law(one, content) or not actor.reaches(one.channel, one.markets or ()):
            continue
        found[one.subject] = Candidate(one.subject, one.trader, one.channel, one.id, one.imposed_at)
        if len(found) == limit:
            break
    return tuple(found.values())


def _because_of_law(one: Action, content: Content) -> bool:
    rules = [rule_named(content, rule) for cause in one.causes for rule in cause.rules]
    return any(cause.kind in ("order", "notice") for cause in one.causes) or any(rule is not None and rule.is_law for rule in rules)


def _own(tx: Transaction, actor: Actor, name: str, *, lock: bool = True) -> Kept[LookBack]:
    kept = load(tx, LOOK_BACKS, name, lock=lock)
    require_reach(actor, "look_back.tell", "look_back", name, channel=kept.state.channel, markets=None)
    return kept


def _done(tx: Transaction, after: Kept[LookBack], before: Kept[LookBack]) -> LookBack:
    if after.state.status == "done" and before.state.status != "done":
        _tell(tx, "done", after.state, told=len(after.state.told), published_at=after.state.published_at)
    return after.state


def _seller(tx: Transaction, actor: Actor, one: LookBack) -> str:
    """Name and address as the trader told them last; the trader's id where nothing is held of them any more."""
    verified, known = find(tx, VERIFICATIONS, one.trader), find(tx, TRADERS, one.trader)
    references = [verified.state.private[-1]] if verified is not None and verified.state.private else []
    references += [known.state.private] if known is not None and known.state.private else []
    for reference in references:
        found = vault.reveal(tx, reference, actor, f"look-back {one.id}: buyers are told who sold it")
        parts = [found[field] for field in _IDENTITY if field in found] if found else []
        if parts:
            return ", ".join(parts)
    return one.trader


def _tell(tx: Transaction, what: str, one: LookBack, **more: object) -> None:
    base = {"look_back": one.id, "status": one.status, "due_at": one.due_at, "must_publish": one.must_publish}
    publish(tx, f"look_back.{what}", one.id, base | more, one.channel)
