"""Traders who have to be known (DSA Art. 30, INFORM): asked, looked at, certified, suspended where they are not, let in again, forgotten.

What they tell of themselves goes into the vault; records, events and messages say that it was told.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

import msgspec

from pratique.assembly.operations import enforcement
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.operations.traders import TRADERS
from pratique.assembly.operations.verification_records import VERIFICATIONS, tell
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import AbsentError, ConflictError, Fault, InvalidError
from pratique.casework.retention import OF_TRADER
from pratique.casework.verification import Check, Evidence, Paper, Verification, acts
from pratique.casework.verification.demands import LAWS, LawName
from pratique.casework.verification.events import RemedyAsked, TraderSuspended, VerificationExpired
from pratique.casework.verification.identifiers import Kind as Identifier
from pratique.casework.verification.identifiers import check as check_identifier
from pratique.casework.verification.volume import DaySales, Volume, volume
from pratique.enforcement.action import Cause
from pratique.enforcement.trader import Trader
from pratique.facts.concept import Text
from pratique.policy.model import Content
from pratique.store import vault
from pratique.store.pages import Page, page
from pratique.store.records import Kept, append, find, load
from pratique.store.transaction import Transaction

Told = Annotated[str, msgspec.Meta(max_length=500)]
_IDENTIFIERS: dict[str, Identifier] = {
    "vat": "vat", "tax_id": "tax_id", "register_number": "register_number", "eori": "eori", "lei": "lei", "payment_account": "iban",
}  # fmt: skip
"""Field → the test it is put to."""
_OWN = ("papers", "country", "is_registered", "is_business")


class Particulars(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a trader tells of themselves, all of it anew. Which of it a law wants stands in `casework.verification.demands`."""

    name: Told = ""
    address: Told = ""
    phone: Told = ""
    email: Told = ""
    id_document: Told = ""
    """Where the copy is kept; never the copy."""
    electronic_id: Told = ""
    payment_account: Told = ""
    payee: Told = ""
    trade_register: Told = ""
    register_number: Told = ""
    self_certification: Told = ""
    tax_id: Told = ""
    vat: Told = ""
    eori: Told = ""
    lei: Told = ""
    business_record: Told = ""
    papers: tuple[Paper, ...] = ()
    country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] | None = None
    """Where the identifiers were issued (ISO 3166-1); without it where the trader sits."""
    is_registered: bool = True
    """Whether they stand in a trade register."""
    is_business: bool = True
    """Whether they are anything but one natural person."""

    @property
    def fields(self) -> dict[str, str]:
        """What was told, by field."""
        given = {name: str(value).strip() for name, value in msgspec.structs.asdict(self).items() if name not in _OWN}
        return {name: value for name, value in given.items() if value}


class Known(msgspec.Struct, frozen=True):
    """What is known of a trader, and where they may offer."""

    verification: Verification
    may_offer: dict[LawName, bool]
    """Law → whether it lets them."""


class Weighed(msgspec.Struct, frozen=True):
    """What sales to the United States make of a seller; `verification` `None`: nothing asks for one."""

    volume: Volume
    verification: Verification | None


def begin(
    tx: Transaction, actor: Actor, trader: str, laws: Sequence[LawName], *, is_existing: bool = False, since: dt.date | None = None
) -> Verification:
    """A trader has to be known from now on; also one who left and comes back. `since`: the day of high volume.

    Raises AbsentError for a trader nobody registered, ConflictError where it has begun, InvalidError without a law.
    """
    kept, owner = _reached(tx, actor, "verification.begin", trader)
    if kept is not None and kept.state.status != "ended":
        raise ConflictError("verification_begun", f"`{trader}` is {kept.state.status} already", "add the law, or look at what is missing")
    events = acts.begin(trader, owner.country, laws, is_existing=is_existing, high_volume_since=since, at=tx.at, by=actor.id)
    if kept is not None:
        vault.keep_until(tx, f"trader:{trader}", ("trader",), None)
    state = append(tx, VERIFICATIONS, trader, kept, events).state
    tell(tx, "begun", state, is_existing=is_existing)
    return state


def add_law(tx: Transaction, actor: Actor, trader: str, law: LawName) -> Verification:
    """They sell where another law holds; nothing where it is known."""
    kept, _ = _begun(tx, actor, "verification.begin", trader)
    after = append(tx, VERIFICATIONS, trader, kept, acts.apply_law(kept.state, law, tx.at.date(), at=tx.at, by=actor.id))
    if after.version > kept.version:
        tell(tx, "law_applied", after.state, law=law, missing=after.state.missing)
    return after.state


def weigh(tx: Transaction, actor: Actor, trader: str, sales: Sequence[DaySales]) -> Weighed:
    """Look at the sales to the United States of the last two years; whoever reaches high volume has to be known (15 U.S.C. § 45f(f)).

    The sales are not kept. Raises InvalidError for what is negative.
    """
    kept, _ = _reached(tx, actor, "verification.begin", trader)
    faults = [Fault(f"sales.{place}", "must not be negative") for place, one in enumerate(sales) if one.number < 0 or one.gross < 0]
    if faults:
        raise InvalidError(faults)
    found = volume(sales, tx.at.date())
    if found.high_volume_since is None or (kept is not None and kept.state.status == "ended"):
        return Weighed(found, kept.state if kept else None)
    if kept is None:
        begin(tx, actor, trader, ("inform",), since=found.high_volume_since)
        kept = load(tx, VERIFICATIONS, trader, lock=True)
    after = append(tx, VERIFICATIONS, trader, kept, acts.weigh(kept.state, found, at=tx.at, by=actor.id))
    if "inform" not in kept.state.laws:
        tell(tx, "law_applied", after.state, law="inform", missing=after.state.missing)
    if after.state.disclosed_since is not None and kept.state.disclosed_since is None:
        tell(tx, "disclosure_began", after.state, since=after.state.disclosed_since)
    return Weighed(found, after.state)


def look_over(form: Particulars, country: str | None) -> tuple[Check, ...]:
    """Hold each identifier against the tests of its country; nothing is looked up and nothing kept."""
    given = form.fields
    where = form.country or country
    return tuple(
        check_identifier(field, kind, given[field], where)
        for field, kind in _IDENTIFIERS.items()
        if field in given and (field != "payment_account" or _is_iban(given[field]))
    )


def submit(tx: Transaction, actor: Actor, trader: str, form: Particulars) -> Verification:
    """The trader tells who they are (or a machine of the marketplace for them).

    Raises InvalidError with everything that cannot be right, ConflictError after the contract ended.
    """
    kept, owner = _begun(tx, actor, "verification.submit", trader)
    private, given = tx.new_id("private"), form.fields
    events = acts.submit(
        kept.state, private, tuple(given), form.papers, look_over(form, owner.country),
        is_registered=form.is_registered, is_business=form.is_business, at=tx.at, by=actor.id,
    )  # fmt: skip
    vault.keep(tx, f"trader:{trader}", "verification", given, reference=private)
    state = append(tx, VERIFICATIONS, trader, kept, events).state
    tell(tx, "submitted", state, missing=state.missing)
    return state


def verify(tx: Transaction, actor: Actor, content: Content, trader: str, evidence: Sequence[Evidence]) -> Verification:
    """They are who they say. Where they were suspended for it, they are let in again."""
    _lock_suspension(tx, trader)
    kept, _ = _begun(tx, actor, "verification.check", trader)
    actions = kept.state.actions
    state = append(tx, VERIFICATIONS, trader, kept, acts.verify(kept.state, evidence, at=tx.at, by=actor.id)).state
    for action in actions:
        enforcement.settle(tx, actor, content, action, trader, "the trader is known now")
    tell(tx, "verified", state, valid_to=state.valid_to)
    return state


def ask_remedy(tx: Transaction, actor: Actor, trader: str, fields: Sequence[str], reason: Text) -> Verification:
    """Tell the trader what has to be put right, and by when."""
    kept, _ = _begun(tx, actor, "verification.check", trader)
    state = append(tx, VERIFICATIONS, trader, kept, acts.ask_remedy(kept.state, fields, reason, at=tx.at, by=actor.id)).state
    tell(tx, "remedy_asked", state, fields=state.asked, reason=state.reason)
    return state


def certify(tx: Transaction, actor: Actor, trader: str) -> Verification:
    """The trader confirms that nothing has changed."""
    kept, _ = _begun(tx, actor, "verification.submit", trader)
    state = append(tx, VERIFICATIONS, trader, kept, acts.certify(kept.state, at=tx.at, by=actor.id)).state
    tell(tx, "certified", state, valid_to=state.valid_to)
    return state


def end_contract(tx: Transaction, actor: Actor, content: Content, trader: str) -> Verification:
    """The trader leaves. What is held of them has its last day from now on; a suspension for being unknown has nothing left to close."""
    _lock_suspension(tx, trader)
    kept, _ = _begun(tx, actor, "verification.begin", trader)
    state = append(tx, VERIFICATIONS, trader, kept, acts.end_contract(kept.state, at=tx.at, by=actor.id)).state
    for action in kept.state.actions:
        enforcement.settle(tx, actor, content, action, trader, "the contract with the trader ended")
    vault.keep_until(tx, f"trader:{trader}", OF_TRADER, state.keep_until)
    tell(tx, "ended", state, keep_until=state.keep_until)
    return state


def run_out(tx: Transaction, content: Content, kept: Kept[Verification]) -> int:
    """What follows from the time alone for one trader; gives how much happened. The worker's sweep calls it."""
    events = acts.run_out(kept.state, at=tx.at)
    if not events:
        return 0
    kept = append(tx, VERIFICATIONS, kept.state.trader, kept, events)
    state = kept.state
    match events[-1]:
        case RemedyAsked():
            tell(tx, "remedy_asked", state, fields=state.asked, reason=state.reason)
        case VerificationExpired():
            tell(tx, "expired", state, clock=state.clock)
        case TraderSuspended():
            _suspend(tx, content, kept)
        case _:
            tell(tx, "overdue", state, clock=state.clock)
    return len(events)


def read(tx: Transaction, actor: Actor, trader: str) -> Known:
    """What is known of a trader; no personal data."""
    state = _begun(tx, actor, "verification.read", trader, lock=False)[0].state
    return Known(state, {law: state.may_offer(law, tx.at) for law in state.laws})


def particulars(tx: Transaction, actor: Actor, trader: str, reason: str) -> dict[str, str] | None:
    """What the trader told last; the access is on record. `None` where it was erased or nothing was told yet.

    A trader reads their own.
    """
    state = read(tx, actor, trader).verification
    if actor.subject != trader:
        require(actor, "private.read")
    if not reason.strip():
        raise InvalidError([Fault("reason", "say what you need it for")])
    return vault.reveal(tx, state.private[-1], actor, reason) if state.private else None


def shown(tx: Transaction, actor: Actor, trader: str, law: LawName) -> dict[str, str]:
    """What buyers are shown of a trader (Art. 30(7), 15 U.S.C. § 45f(b)).

    Raises ConflictError where nothing may be shown: they are not known, or do not sell enough for it.
    """
    state = read(tx, actor, trader).verification
    if law not in state.laws or not state.private or state.verified_at is None:
        raise ConflictError("nothing_to_show", f"`{trader}` is not known under `{law}` yet", "verify them first")
    if law == "inform" and state.disclosed_since is None:
        raise ConflictError("nothing_to_show", "sales do not reach the threshold of 15 U.S.C. § 45f(b)", "weigh the volume again")
    told = vault.reveal(tx, state.private[-1], actor, f"shown to buyers under {LAWS[law].citation}") or {}
    return {field: told[field] for field in LAWS[law].shown if field in told}


def listed(
    tx: Transaction,
    actor: Actor,
    *,
    status: str | None = None,
    law: LawName | None = None,
    overdue: bool | None = None,
    waiting: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Verification]:
    """Traders, whose clock ends first first; `waiting` are those somebody has to look at, the longest first."""
    require(actor, "verification.read")
    where: dict[str, object] = {name: value for name, value in (("status", status), ("is_overdue", overdue)) if value is not None}
    if actor.subject is not None:
        where["id"] = actor.subject
    conditions, values = ["TRUE"], list[object]()
    if waiting:
        conditions.append("waits_since IS NOT NULL")
    if actor.channels is not None:
        conditions.append("EXISTS (SELECT 1 FROM trader t WHERE t.id = trader_verification.id AND (t.channels = '{}' OR t.channels && %s))")
        values.append(sorted(actor.channels))
    return page(
        tx, VERIFICATIONS, actor, where, holds={"laws": law} if law else {}, also=(" AND ".join(conditions), values),
        order="waits_since" if waiting else "due_at", cursor=cursor, limit=limit,
    )  # fmt: skip


def _suspend(tx: Transaction, content: Content, kept: Kept[Verification]) -> None:
    """Close the markets of the laws that are not met, on every channel that sells to consumers; the trader is told why, and can appeal.

    Both laws are on sales to consumers: an account on a wholesale channel stays as it is. A trader without one is closed out everywhere.
    """
    state = kept.state
    laws = [LAWS[name] for name in state.suspended_for]
    owner = load(tx, TRADERS, state.trader).state
    told = state.reason.get(owner.language) or state.reason.get("en") or acts.NOT_TOLD["en"]
    cause = Cause("verification", state.trader, (), f"{told} ({'; '.join(law.citation for law in laws)})", True, True)
    actions, closed = [], set[str]()
    for channel in _retail(content, owner.channels):
        offered = content.channels[channel].markets if channel is not None else ()
        markets = tuple(
            sorted(
                code
                for code, one in content.markets.items()
                if any(law.jurisdiction in one.jurisdictions for law in laws) and (not offered or code in offered)
            )
        )
        if markets:
            measure = Measure(
                kind="suspend_trader", subject_kind="trader", subject=state.trader, trader=state.trader, channel=channel, markets=markets,
                cause=cause, counts=False,
            )  # fmt: skip
            actions.append(enforcement.carry_out(tx, SYSTEM, content, measure).id)
            closed.update(markets)
    if actions:
        kept = append(tx, VERIFICATIONS, state.trader, kept, acts.carried_out(state, actions, at=tx.at, by=SYSTEM.id))
    tell(tx, "suspended", kept.state, suspended_for=kept.state.suspended_for, actions=actions, markets=sorted(closed))


def _retail(content: Content, channels: Sequence[str]) -> tuple[str | None, ...]:
    if not channels:
        return (None,)
    return tuple(name for name in channels if name in content.channels and content.channels[name].sale_kind != "b2b")


def _lock_suspension(tx: Transaction, trader: str) -> None:
    """Actions first, then the record: whoever lifts or reverses one takes them in this order, and two who wait for each other never end."""
    seen = find(tx, VERIFICATIONS, trader)
    for action in sorted(seen.state.actions) if seen is not None else ():
        find(tx, enforcement.ACTIONS, action, lock=True)


def _begun(tx: Transaction, actor: Actor, act: str, trader: str, *, lock: bool = True) -> tuple[Kept[Verification], Trader]:
    kept, owner = _reached(tx, actor, act, trader, lock=lock)
    if kept is None:
        raise AbsentError("verification", trader)
    return kept, owner


def _reached(tx: Transaction, actor: Actor, act: str, trader: str, *, lock: bool = True) -> tuple[Kept[Verification] | None, Trader]:
    """It reaches over all markets of a law, and all channels the trader sells on: one of them within the walls will do."""
    require_reach(actor, act, "verification", trader, channel=None, markets=None, owner=trader)
    owner = find(tx, TRADERS, trader)
    if owner is None:
        raise AbsentError("trader", trader)
    channels = owner.state.channels
    if actor.channels is not None and channels and actor.channels.isdisjoint(channels):
        raise AbsentError("verification", trader)
    return find(tx, VERIFICATIONS, trader, lock=lock), owner.state


def _is_iban(account: str) -> bool:
    """Whether it is meant as one: two letters of a country and two check digits. Accounts elsewhere have no test here."""
    return len(account) > 4 and account[:2].isalpha() and account[2:4].isdigit()
