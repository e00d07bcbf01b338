"""Screen, keep, replay: a decision is kept with everything that made it, and comes out the same again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pratique.assembly.drafting import Draft, Drafter
from pratique.assembly.operations import on_file
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.recalled import KeptRecalls
from pratique.assembly.screener import Screener
from pratique.assembly.screeners import Question, Screeners
from pratique.assembly.snapshot import readings_of, restored, take
from pratique.base.actor import Actor
from pratique.base.errors import Fault, InputError, InvalidError
from pratique.facts import Evidence, Listing
from pratique.facts.from_row import listing_from_row
from pratique.policy.model import VERDICTS, Content
from pratique.store import contents, decisions, vault
from pratique.store.decisions import DecisionRow
from pratique.store.keeping import Kept, SnapshotRow, keep, kept
from pratique.store.transaction import Transaction

FOLLOWED = ("publish", "live", "promote", "onboard")
"""Stages at which something follows from a decision that holds or refuses: a case, an action."""
HOLD = VERDICTS.index("hold")


_TEXTS: tuple[tuple[str, tuple[type, ...]], ...] = (("listing_id", (str, int)), ("title", (str,)))


class _Observed(msgspec.Struct):
    """Of what was read, the places that show it."""

    evidence: tuple[Evidence, ...] = ()


_OBSERVED = msgspec.json.Decoder(_Observed)


class Asked(msgspec.Struct, frozen=True):
    """One subject and what it is screened for."""

    listing: Listing
    question: Question
    warnings: tuple[str, ...] = ()
    """Cells that did not parse and were taken as unknown."""


def asked_of(row: Mapping[str, object], question: Question, content: Content, actor: Actor) -> Asked:
    """What a row asks for: channel and markets of the question, else its own, else none and all.

    Raises InvalidError where no subject can be made of it or the question cannot be asked; ForbiddenError, AbsentError for what is
    outside the walls.
    """
    wrong = [Fault(f"listing.{name}", "must be text") for name, kinds in _TEXTS if type(row.get(name, "")) not in kinds]
    if wrong:
        raise InvalidError(wrong)
    try:
        listing, warnings = listing_from_row(row)
    except InputError as error:
        raise InvalidError([Fault(f"listing.{str(error).removeprefix('no ')}", "is needed")]) from None
    channel = question.channel or listing.channel
    markets = question.markets or (tuple(code for code in listing.markets if code in content.markets) if listing.markets else None) or None
    faults = []
    if channel is not None and channel not in content.channels:
        faults.append(Fault("channel", f"there is no channel `{channel}`; known: {', '.join(sorted(content.channels))}"))
    faults += [Fault("market", f"there is no market `{code}`") for code in question.markets or () if code not in content.markets]
    if question.strategy not in content.strategies:
        faults.append(Fault("strategy", f"there is no strategy `{question.strategy}`; known: {', '.join(sorted(content.strategies))}"))
    if faults:
        raise InvalidError(faults)
    if actor.markets is not None and markets is None:
        markets = tuple(sorted(actor.markets & content.markets.keys()))
    markets = tuple(sorted(set(markets))) if markets is not None else None
    require_reach(actor, "screen", "channel or market", channel or "any", channel=channel, markets=markets or ())
    return Asked(listing, msgspec.structs.replace(question, channel=channel, markets=markets), tuple(warnings))


def beside(asked: Asked, known: on_file.Papers) -> Asked:
    """The same with what its trader has on file."""
    listing = on_file.with_papers(asked.listing, known)
    return asked if listing is asked.listing else msgspec.structs.replace(asked, listing=listing)


def draft(screeners: Screeners, asked: Asked, pepper: bytes) -> Draft:
    """Decide, without keeping."""
    return screeners.drafter(asked.question).draft(asked.listing, take(asked.listing, pepper), asked.question.markets)


def ready(drafted: Draft, decision_id: str, at: dt.datetime, by: str, trader_id: str | None) -> Kept:
    """A decision ready to be written: its row, the parts it refers to, its snapshot, whether something follows from it."""
    matrix, taken = drafted.matrix, drafted.snapshot
    row = DecisionRow(
        decision_id,
        at,
        by,
        drafted.kind,
        drafted.subject_id,
        trader_id,
        drafted.channel,
        drafted.stage,
        drafted.as_of,
        drafted.content_hash,
        drafted.content_version,
        drafted.strategy,
        matrix.markets_name,
        matrix.names,
        matrix.places,
        matrix.verdicts,
        matrix.worst,
        drafted.observed.decode(),
        drafted.is_degraded,
        taken.digest,
    )
    subject = f"trader:{trader_id}" if trader_id else f"{drafted.kind}:{drafted.subject_id}"
    snapshot = SnapshotRow(taken.digest, taken.body.decode(), taken.private, subject, taken.personal)
    is_followed = matrix.worst >= HOLD and drafted.stage in FOLLOWED
    return kept(row, matrix.bodies_name, matrix.bodies, snapshot, is_followed)


def keep_many(tx: Transaction, screeners: Screeners, asked: Sequence[Asked], actor: Actor) -> list[tuple[str, Draft]]:
    """Decide and keep all of them in this transaction: ids and drafts in their order."""
    require(actor, "screen")
    secret = vault.pepper(tx)
    known = on_file.papers(tx, on_file.traders_of([one.listing for one in asked])) if asked else {}
    asked = [beside(one, known) for one in asked]
    made = [(tx.new_id("decision"), draft(screeners, one, secret), one.listing.trader_id) for one in asked]
    if made:
        keep(tx.connection, tx.at, [ready(drafted, name, tx.at, actor.id, trader) for name, drafted, trader in made])
    return [(name, drafted) for name, drafted, _ in made]


class Outcome(msgspec.Struct, frozen=True):
    """What a kept decision says for some markets."""

    markets: tuple[str, ...]
    verdict: str
    confidence: float | None
    findings: tuple[dict[str, Any], ...]
    missing: tuple[str, ...]


class KeptDecision(msgspec.Struct, frozen=True):
    """A decision as it is read again."""

    decision_id: str
    at: dt.datetime
    by: str
    kind: str
    listing_id: str
    trader_id: str | None
    channel: str | None
    stage: str
    as_of: dt.date
    verdict: str
    degraded: bool
    content_version: str
    content_hash: str
    strategy_version: str
    outcomes: tuple[Outcome, ...]
    concepts: tuple[dict[str, Any], ...]
    evidence: tuple[dict[str, Any], ...]


_FINDING = ("rule", "version", "demand", "verdict", "confidence", "concepts")


def read(tx: Transaction, decision_id: str, actor: Actor) -> KeptDecision:
    """One decision. Raises AbsentError where there is none within the walls."""
    row = decisions.load(tx, decision_id)
    whole = _whole(row, *decisions.parts(tx, row))
    markets = tuple(market for outcome in whole.outcomes for market in outcome.markets)
    require_reach(actor, "decision.read", "decision", decision_id, channel=row.channel, markets=markets, owner=row.trader_id)
    return whole


def of_subject(tx: Transaction, kind: str, subject_id: str, before: dt.datetime | None, limit: int, actor: Actor) -> list[KeptDecision]:
    """Decisions on one subject within the walls, newest first."""
    require(actor, "decision.read")
    return _within(tx, decisions.of_subject(tx, kind, subject_id, before, limit), actor)


def named(tx: Transaction, ids: Sequence[str], actor: Actor) -> dict[str, KeptDecision]:
    """Several decisions by their ids, as far as they lie within the walls."""
    require(actor, "decision.read")
    return {one.decision_id: one for one in _within(tx, decisions.named(tx, ids), actor)}


def _within(tx: Transaction, rows: Sequence[DecisionRow], actor: Actor) -> list[KeptDecision]:
    found = []
    for row, (markets, bodies) in zip(rows, decisions.parts_of_many(tx, rows), strict=True):
        if actor.reaches(row.channel, markets) and (actor.subject is None or actor.subject == row.trader_id):
            found.append(_whole(row, markets, bodies))
    return found


def _whole(row: DecisionRow, markets: Sequence[str], bodies: Sequence[str]) -> KeptDecision:
    outcomes = []
    for number, body in enumerate(bodies):
        verdict, confidence, findings, missing = msgspec.json.decode(body)
        where = tuple(market for market, place in zip(markets, row.places, strict=True) if place == number)
        named = tuple(dict(zip(_FINDING, finding, strict=True)) for finding in findings)
        outcomes.append(Outcome(where, verdict, confidence, named, tuple(missing)))
    observed = msgspec.json.decode(row.observed)
    return KeptDecision(
        row.id,
        row.at,
        row.by,
        row.kind,
        row.subject_id,
        row.trader_id,
        row.channel,
        row.stage,
        row.as_of,
        VERDICTS[row.worst],
        row.is_degraded,
        row.content_version,
        row.content_hash,
        row.strategy,
        tuple(outcomes),
        tuple(observed["concepts"]),
        tuple(observed["evidence"]),
    )


def subject_of(tx: Transaction, row: DecisionRow, actor: Actor, reason: str) -> Listing:
    """The subject of a decision as it was screened. Reading its personal data is put on record."""
    body, private = decisions.snapshot(tx, row.snapshot)
    return restored(body.encode(), vault.reveal(tx, private, actor, reason) if private else None)


def text_of(tx: Transaction, decision_id: str, actor: Actor) -> Listing:
    """The subject of a decision as it was screened, without personal data, so that looking at it need not be put on record."""
    row = decisions.load(tx, decision_id)
    markets, _ = decisions.parts(tx, row)
    require_reach(actor, "decision.read", "decision", decision_id, channel=row.channel, markets=markets, owner=row.trader_id)
    return restored(decisions.snapshot(tx, row.snapshot)[0].encode(), None)


class Replay(msgspec.Struct, frozen=True):
    """A decision made again."""

    decision_id: str
    is_same: bool
    differences: tuple[str, ...]
    """Which fields came out otherwise, with what was and what is."""
    is_erased: bool
    """Whether personal data of the subject was erased since: only its presence could be looked at."""


_MEANING = tuple(
    "kind subject channel stage as_of content strategy markets outcomes places verdicts observed degraded".split()  # noqa: SIM905 - reads better
)


def recalls_of(row: DecisionRow) -> KeptRecalls:
    """What notices said of a subject when it was decided."""
    return KeptRecalls(_OBSERVED.decode(row.observed).evidence)


def replay(tx: Transaction, decision_id: str, actor: Actor, content: Content | None = None) -> Replay:
    """Make a decision again from what was kept, and compare byte for byte. `content` spares reading it again for many decisions of one."""
    row = decisions.load(tx, decision_id)
    markets, _ = decisions.parts(tx, row)
    require_reach(actor, "decision.read", "decision", decision_id, channel=row.channel, markets=markets, owner=row.trader_id)
    if content is None or content.hash != row.content_hash:
        content = contents.load(tx, row.content_hash)
    body, private = decisions.snapshot(tx, row.snapshot)
    personal = vault.reveal(tx, private, actor, f"replay of {decision_id}") if private else None
    screener = Screener(
        content,
        channel=row.channel,
        stage=row.stage,
        as_of=row.as_of,
        markets=markets,
        strategy=row.strategy.partition("@")[0],
        recalls=recalls_of(row),  # the notices of that day, not those of today
    )
    listing, given = restored(body.encode(), personal), readings_of(body.encode())
    again = Drafter(screener).draft(listing, take(listing, vault.pepper(tx), given), given=given)
    before = (
        row.kind,
        row.subject_id,
        row.channel,
        row.stage,
        row.as_of.isoformat(),
        row.content_hash,
        row.strategy,
        markets,
        [row.parts[start : start + decisions.SIXTEEN].hex() for start in range(0, len(row.parts), decisions.SIXTEEN)],
        row.places.hex(),
        row.verdicts.hex(),
        row.observed,
        row.is_degraded,
    )
    differences = tuple(
        f"{name}: was {str(was)[:200]}, is {str(now)[:200]}"
        for name, was, now in zip(_MEANING, before, again.meaning, strict=True)
        if was != now
    )
    return Replay(decision_id, not differences, differences, private is not None and personal is None)
