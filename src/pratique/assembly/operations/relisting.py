"""Refused goods that come back under another id or trader: found by the worker, decided again with what was found as a reading.

The check is made when a decision is followed up, never while somebody waits for its answer. The decision made again stands beside the first
one and holds for the markets in which the goods were refused before; its snapshot holds the reading, so that it can be replayed.
"""

import datetime as dt
import threading
from collections.abc import Sequence

import msgspec

from pratique.assembly.operations import beside, screening
from pratique.assembly.operations.enforcement import ACTIONS
from pratique.assembly.operations.prints import of_decision
from pratique.assembly.screeners import Question, Screeners
from pratique.assembly.snapshot import Snapshot, restored, take
from pratique.base.actor import SYSTEM
from pratique.base.event import Event
from pratique.enforcement.action import Action
from pratique.facts import Reading
from pratique.identity.duplicates import compare
from pratique.identity.duplicates.relisted import CONCEPT, Earlier, confidence, reading
from pratique.policy.goods import rests_on_goods
from pratique.policy.model import Content
from pratique.store import decisions, keeping, prints, vault
from pratique.store.decisions import DecisionRow
from pratique.store.records import load, note
from pratique.store.transaction import Transaction


class RelistingUnchecked(Event, frozen=True, kw_only=True, tag="relisting_unchecked"):
    """It could not be found out whether refused goods came back; the decision was followed up without it."""

    reason: str


_DECODER = msgspec.json.Decoder(Snapshot)
_kept: list[Screeners] = []
_lock = threading.Lock()


def screeners_of(content: Content) -> Screeners:
    """Screeners for a content, compiled when refused goods first come back under it."""
    with _lock:
        if not _kept or _kept[0].content.hash != content.hash:
            _kept[:] = [Screeners(content)]
        return _kept[0]


def applies(row: DecisionRow) -> bool:
    """Whether a decision is of a kind that is looked at."""
    return row.kind == "listing" and row.stage in screening.FOLLOWED


def find(tx: Transaction, content: Content, row: DecisionRow) -> list[Earlier]:
    """Refused listings that one which was screened is a copy of: taken down before it was screened, on its channel, and still down."""
    own, keys = of_decision(tx, row)
    found = []
    for other in prints.sharing(tx, keys, but=row.subject_id, refused=True):
        comparison = compare(own, other.print)
        if comparison.likeness not in ("identical", "near"):
            continue
        for action in _holding(tx, other.listing, row.channel, row.at):
            rules = [content.rules[name] for name in _rules(action) if name in content.rules]
            if rules and not any(map(rests_on_goods, rules)):
                continue  # it was the trader, the price or a paper that was wrong: somebody else's may be right
            cause = action.causes[0]
            by_person = cause.kind not in ("decision", "case") or not rules
            found.append(Earlier(other.listing, cause.id, comparison, action.markets, by_person))
    return found


def decide_again(tx: Transaction, screeners: Screeners, row: DecisionRow, found: Sequence[Earlier]) -> str | None:
    """Decide with what was found as a reading, for the markets in which it was refused before; the decision that was kept.

    `None` where those are none of the markets that were asked for. Call it last in a transaction.
    """
    markets, _ = decisions.parts(tx, row)
    sure = [one for one in found if confidence(one)]
    concerned = tuple(market for market in markets if any(one.markets is None or market in one.markets for one in sure))
    if not concerned:
        return None
    body, private = decisions.snapshot(tx, row.snapshot)
    known = _DECODER.decode(body.encode())
    read = reading([one for one in sure if one.markets is None or set(one.markets) & set(concerned)])
    if read is None:
        return None
    given = (*(one for one in known.readings if one.concept != CONCEPT), read)
    listing = restored(body.encode(), vault.reveal(tx, private, SYSTEM, f"refused goods came back: {row.id}") if private else None)
    taken = take(listing, vault.pepper(tx), given)
    question = Question(row.channel, row.stage, None, row.strategy.partition("@")[0], row.as_of)
    drafted = screeners.drafter(question).draft(listing, taken, concerned, given)
    name = tx.new_id("decision")
    keeping.keep(tx.connection, tx.at, [screening.ready(drafted, name, tx.at, SYSTEM.id, row.trader_id)])
    tx.execute("DELETE FROM follow_up WHERE decision_id = %s", (name,))  # it is followed up together with the first
    beside.put_down(tx, row.id, name, tuple(sorted({one.decision for one in sure})))
    return name


def given_to(tx: Transaction, decision: str) -> Reading | None:
    """The reading a decision was made again with; `None` for any other decision."""
    body, _ = decisions.snapshot(tx, decisions.load(tx, decision).snapshot)
    return next((one for one in _DECODER.decode(body.encode()).readings if one.concept == CONCEPT), None)


def unchecked(tx: Transaction, decision: str, error: Exception) -> None:
    """Put on record that the check failed."""
    note(tx, "decision", decision, RelistingUnchecked(at=tx.at, by=SYSTEM.id, reason=f"{type(error).__name__}: {error}"[:500]))


def _holding(tx: Transaction, listing: str, channel: str | None, before: dt.datetime) -> list[Action]:
    rows = tx.execute(
        "SELECT id FROM enforcement_action WHERE subject_kind = 'listing' AND subject = %s AND status = 'in_effect'"
        " AND kind IN ('remove', 'disable') AND (channel IS NULL OR channel = %s) AND imposed_at < %s ORDER BY id",
        (listing, channel, before),
    ).fetchall()
    return [load(tx, ACTIONS, name).state for (name,) in rows]


def _rules(action: Action) -> list[str]:
    return [named.partition("@")[0] for cause in action.causes for named in cause.rules]
