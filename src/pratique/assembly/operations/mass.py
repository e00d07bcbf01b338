"""Acts on many at once and acts that cannot be taken back: of few it is done at once, of many it waits for a second person.

Each act has a form, a function that asks (permission, walls, what is wrong with it; then does it or proposes it), and one that does it.
Only the second is called again when somebody approved.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeVar

import msgspec

from pratique.assembly.operations import cases, enforcement, privacy, proposals, traders
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ConflictError, Fault, InvalidError, RefusalError
from pratique.casework.case import Case
from pratique.casework.four_eyes import Proposal, needs_two
from pratique.enforcement.action import Action, Cause
from pratique.enforcement.action.kinds import NATURES, ActionKind
from pratique.policy.model import Content
from pratique.store.records import Kind, load
from pratique.store.transaction import Transaction

T = TypeVar("T")
Walled = TypeVar("Walled", Action, Case)
MOST = 1_000
"""Records one act may touch: all of them change in one transaction."""


class Asked(msgspec.Struct, frozen=True):
    """What became of it: done at once, or a proposal that waits for a second person."""

    proposal: Proposal | None
    done: tuple[str, ...] = ()
    """Actions taken or lifted, cases decided."""
    refused: dict[str, str] = {}
    """Subject, action or case → why it was left as it is."""


class Target(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of the many."""

    subject: str
    trader: str | None = None
    title: str = ""


class ManyMeasures(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The same action on many listings of one channel."""

    kind: ActionKind
    subject_kind: str
    targets: tuple[Target, ...]
    note: str
    channel: str
    rules: tuple[str, ...] = ()
    markets: tuple[str, ...] | None = None
    until: dt.datetime | None = None


class ManyLifted(msgspec.Struct, frozen=True):
    """Actions to be ended before their time."""

    actions: tuple[str, ...]
    reason: str


class Closure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A trader's account on a channel, for good."""

    trader: str
    channel: str
    reason: str
    rules: tuple[str, ...] = ()


class ManyCases(msgspec.Struct, frozen=True):
    """Cases to be decided alike."""

    cases: tuple[str, ...]
    verdict: str
    rule: str
    reason: str
    note: str = ""


class Person(msgspec.Struct, frozen=True):
    """Somebody whose data are meant: `trader:t-1`, `notifier:…`."""

    subject: str
    reason: str


def impose(tx: Transaction, actor: Actor, content: Content, form: ManyMeasures) -> Asked:
    """Take the same action on many subjects. Raises InvalidError with everything that is wrong, AbsentError outside the walls."""
    _refuse_crowds("targets", len(form.targets))
    faults = [Fault("rules", f"there is no rule `{rule}`") for rule in form.rules if rule.partition("@")[0] not in content.rules]
    faults += [Fault("markets", f"there is no market `{market}`") for market in form.markets or () if market not in content.markets]
    if form.channel not in content.channels:
        faults.append(Fault("channel", f"there is no channel `{form.channel}`"))
    if NATURES[form.kind].of_trader:
        faults.append(Fault("kind", f"`{form.kind}` is of a trader, one at a time"))
    if form.until is not None and (form.until.tzinfo is None or form.until <= tx.at):
        faults.append(Fault("until", "must lie ahead, with its offset from UTC"))
    if faults:
        raise InvalidError(faults)
    require_reach(actor, "action.impose", form.subject_kind, form.targets[0].subject, channel=form.channel, markets=form.markets)
    if not needs_two("action.bulk", len(form.targets)):
        return impose_now(tx, actor, content, form)
    where = ", ".join(form.markets) if form.markets is not None else "all markets"
    what = f"{NATURES[form.kind].title['en']}: {len(form.targets)} x {form.subject_kind} on {form.channel}, {where}"
    asked = proposals.ask(
        tx, actor, "action.bulk", what, form, form.note, count=len(form.targets), channel=form.channel, markets=form.markets
    )
    return Asked(asked)


def impose_now(tx: Transaction, actor: Actor, content: Content, form: ManyMeasures) -> Asked:
    """The same, done."""

    def one(target: Target) -> str:
        cause = Cause("person", actor.id, form.rules, form.note)
        measure = Measure(
            kind=form.kind, subject_kind=form.subject_kind, subject=target.subject, subject_title=target.title, trader=target.trader,
            channel=form.channel, markets=form.markets, until=form.until, cause=cause,
        )  # fmt: skip
        return enforcement.impose(tx, actor, content, measure).id

    return _each(tx, form.targets, lambda target: target.subject, one)


def lift(tx: Transaction, actor: Actor, content: Content, form: ManyLifted) -> Asked:
    """End many actions before their time. Raises AbsentError where one of them lies outside the walls."""
    _refuse_crowds("actions", len(form.actions))
    require(actor, "action.lift")
    if not needs_two("action.lift_bulk", len(form.actions)):
        return lift_now(tx, actor, content, form)
    channel, markets = _wall(tx, actor, "action.lift", enforcement.ACTIONS, "actions", form.actions)
    what = f"Lift {len(form.actions)} actions on {channel or 'all channels'}"
    asked = proposals.ask(tx, actor, "action.lift_bulk", what, form, form.reason, count=len(form.actions), channel=channel, markets=markets)
    return Asked(asked)


def lift_now(tx: Transaction, actor: Actor, _: Content, form: ManyLifted) -> Asked:
    """The same, done."""
    return _each(tx, form.actions, str, lambda name: enforcement.lift(tx, actor, name, form.reason).id)


def close_account(tx: Transaction, actor: Actor, content: Content, form: Closure) -> Asked:
    """Propose to close a trader's account; ladders close accounts by themselves. Raises AbsentError, ConflictError where it is closed."""
    kept = load(tx, traders.TRADERS, form.trader)
    require_reach(actor, "action.impose", "trader", form.trader, channel=form.channel, markets=None)
    faults = [Fault("rules", f"there is no rule `{rule}`") for rule in form.rules if rule.partition("@")[0] not in content.rules]
    if form.channel not in kept.state.channels:
        faults.append(Fault("channel", f"`{form.trader}` has no account on `{form.channel}`"))
    if faults:
        raise InvalidError(faults)
    if any(one.kind == "close_account" for one in enforcement.holding(tx, actor, "trader", form.trader, form.channel)):
        raise ConflictError("closed", f"the account of `{form.trader}` on `{form.channel}` is closed already")
    what = f"Close the account of {form.trader} on {form.channel}"
    return Asked(proposals.ask(tx, actor, "trader.close", what, form, form.reason, channel=form.channel))


def close_account_now(tx: Transaction, actor: Actor, content: Content, form: Closure) -> Asked:
    """The same, done."""
    measure = Measure(
        kind="close_account", subject_kind="trader", subject=form.trader, trader=form.trader, channel=form.channel, markets=None,
        cause=Cause("person", actor.id, form.rules, form.reason), counts=False,
    )  # fmt: skip
    return Asked(None, (enforcement.carry_out(tx, actor, content, measure).id,))


def decide_cases(tx: Transaction, actor: Actor, content: Content, form: ManyCases) -> Asked:
    """Decide many cases alike; each gets its own trail."""
    _refuse_crowds("cases", len(form.cases))
    require(actor, "case.bulk")
    if not needs_two("case.bulk", len(form.cases)):
        return decide_cases_now(tx, actor, content, form)
    channel, markets = _wall(tx, actor, "case.decide", cases.CASES, "cases", form.cases)
    what = f"Decide {len(form.cases)} cases: {form.verdict}" + (f", for {form.rule}" if form.rule else "")
    asked = proposals.ask(tx, actor, "case.bulk", what, form, form.reason, count=len(form.cases), channel=channel, markets=markets)
    return Asked(asked)


def decide_cases_now(tx: Transaction, actor: Actor, content: Content, form: ManyCases) -> Asked:
    """The same, done."""
    found = cases.decide_many(tx, actor, content, form.cases, form.verdict, form.rule, form.reason, form.note)
    return Asked(None, found.decided, found.refused)


def erase_person(tx: Transaction, actor: Actor, _: Content, form: Person) -> Asked:
    """Propose to forget somebody. Raises AbsentError where nothing is held of them."""
    privacy.require_open(actor, "private.erase")
    return Asked(_of_person(tx, actor, "person.erase", "Erase the data of", form, is_held=False))


def erase_person_now(tx: Transaction, actor: Actor, _: Content, form: Person) -> Asked:
    """The same, done."""
    done = privacy.erase(tx, actor, form.subject, form.reason)
    kept = {form.subject: f"{done.held} entries are on legal hold"} if done.held else {}
    return Asked(None, (form.subject,) if done.erased else (), kept)


def release_hold(tx: Transaction, actor: Actor, _: Content, form: Person) -> Asked:
    """Propose to take a legal hold off. Raises AbsentError where none is on."""
    privacy.require_open(actor, "private.erase")
    return Asked(_of_person(tx, actor, "retention.hold", "Lift the legal hold on", form, is_held=True))


def release_hold_now(tx: Transaction, actor: Actor, _: Content, form: Person) -> Asked:
    """The same, done."""
    privacy.hold(tx, actor, form.subject, form.reason, on=False)
    return Asked(None, (form.subject,))


def _of_person(tx: Transaction, actor: Actor, act: str, what: str, form: Person, *, is_held: bool) -> Proposal:
    query = (
        "SELECT (SELECT count(*) FROM vault_entry WHERE subject = %s AND fields IS NOT NULL AND (legal_hold OR NOT %s))"
        " + (SELECT count(*) FROM kept_file WHERE subject = %s AND body IS NOT NULL AND (legal_hold OR NOT %s))"
    )
    row = tx.execute(query, (form.subject, is_held) * 2).fetchone()
    if row is None or not row[0]:
        raise AbsentError("legal hold on" if is_held else "personal data of", form.subject)
    return proposals.ask(tx, actor, act, f"{what} {form.subject}: {row[0]} entries", form, form.reason)


def _wall(
    tx: Transaction, actor: Actor, act: str, kind: Kind[Walled], field: str, names: Iterable[str]
) -> tuple[str | None, tuple[str, ...] | None]:
    """The one channel, and the markets, that records lie in: whoever decides on the proposal has to reach all of it.

    Raises AbsentError where one lies outside the actor's walls, InvalidError where they are of several channels.
    """
    channels: set[str | None] = set()
    markets: set[str] | None = set()
    for name in dict.fromkeys(names):
        state = load(tx, kind, name).state
        require_reach(actor, act, kind.name, name, channel=state.channel, markets=state.markets)
        channels.add(state.channel)
        markets = None if markets is None or state.markets is None else markets | set(state.markets)
    if len(channels) > 1:
        raise InvalidError(
            [Fault(field, "are of several channels; name those of one at a time, so that whoever decides may see all of them")]
        )
    return channels.pop(), tuple(sorted(markets)) if markets is not None else None


def _refuse_crowds(field: str, number: int) -> None:
    if not 1 <= number <= MOST:
        raise InvalidError([Fault(field, f"name 1 to {MOST:,}")])


def _each(tx: Transaction, things: Iterable[T], name: Callable[[T], str], do: Callable[[T], str]) -> Asked:
    """Each by itself: one that is refused leaves the others as they are."""
    done, refused = [], {}
    for thing in dict.fromkeys(things):
        entries = len(tx.entries)
        try:
            with tx.connection.transaction():
                done.append(do(thing))
        except RefusalError as error:
            del tx.entries[entries:]
            refused[name(thing)] = str(error)
    return Asked(None, tuple(done), refused)
