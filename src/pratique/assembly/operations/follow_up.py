"""What follows from a decision: what is refused is taken down and explained, what is held becomes a case, what passes again comes back.

Decisions from which something follows wait in `follow_up`, written by the commit that keeps them; nothing is forgotten when the worker
dies, and nothing is done twice, since each is done and struck off in one transaction.
"""

import msgspec
import psycopg
import structlog

from pratique.assembly.operations import cases, enforcement, relisting, screening, traders
from pratique.assembly.operations.enforcement import Measure
from pratique.assembly.operations.screening import KeptDecision, Outcome
from pratique.assembly.screeners import Screeners
from pratique.base.actor import SYSTEM
from pratique.base.clock import Clock, now
from pratique.base.ids import Ids, new_id
from pratique.enforcement.action import Cause
from pratique.facts import Listing
from pratique.identity.duplicates import relisted
from pratique.policy.model import Content
from pratique.store import decisions
from pratique.store.decisions import DecisionRow
from pratique.store.transaction import Connection, Transaction, transaction

_log = structlog.get_logger("pratique.worker")
_MOST_WORDS = 5
MOST_ATTEMPTS = 8


class Followed(msgspec.Struct, frozen=True):
    """What was done for one decision."""

    actions: tuple[str, ...]
    cases: tuple[str, ...]
    lifted: tuple[str, ...]


def follow(tx: Transaction, content: Content, decision_id: str, beside: str | None = None) -> Followed:
    """Do what follows from one decision; `beside` is the one made again because refused goods came back, which holds for its markets."""
    if beside:
        again = screening.read(tx, beside, SYSTEM)
        own = frozenset(market for outcome in again.outcomes for market in outcome.markets)
        first = _without(screening.read(tx, decision_id, SYSTEM), own)
        refused = all(outcome.verdict == "refuse" for outcome in first.outcomes)
        done = _follow(tx, content, beside, again, others_refused=refused)
        more = _follow(tx, content, decision_id, first, others_refused=all(outcome.verdict == "refuse" for outcome in again.outcomes))
        return Followed(done.actions + more.actions, done.cases + more.cases, done.lifted + more.lifted)
    return _follow(tx, content, decision_id, screening.read(tx, decision_id, SYSTEM))


def _without(whole: KeptDecision, markets: frozenset[str]) -> KeptDecision:
    left = [msgspec.structs.replace(one, markets=tuple(name for name in one.markets if name not in markets)) for one in whole.outcomes]
    return msgspec.structs.replace(whole, outcomes=tuple(one for one in left if one.markets))


def _follow(tx: Transaction, content: Content, decision_id: str, whole: KeptDecision, *, others_refused: bool = True) -> Followed:
    row = decisions.load(tx, decision_id)
    body, _ = decisions.snapshot(tx, row.snapshot)
    listing = msgspec.json.decode(body, type=_Snapshot).listing
    if row.trader_id is not None:
        country = listing.trader.country if listing.trader else None
        traders.ensure(tx, row.trader_id, country, listing.language, row.channel)
    everywhere = others_refused and all(one.verdict == "refuse" for one in whole.outcomes)
    taken = [_take_down(tx, content, row, whole, outcome, listing, everywhere=everywhere) for outcome in _joined(whole.outcomes, "refuse")]
    held = tuple(outcome for outcome in whole.outcomes if outcome.verdict == "hold")
    opened = cases.open_for_decision(tx, content, row, whole, held, listing) if held else ()
    free = [market for outcome in whole.outcomes if outcome.verdict in ("allow", "allow_with_conditions") for market in outcome.markets]
    lifted = enforcement.lift_resolved(tx, row.kind, row.subject_id, free, decision_id) if free else []
    return Followed(tuple(taken), opened, tuple(action.id for action in lifted))


def work_off(
    connection: Connection, content: Content, limit: int = 50, clock: Clock = now, ids: Ids = new_id, screeners: Screeners | None = None
) -> int:
    """Do what follows from the decisions that wait longest, each in a transaction of its own. Gives how many were tried.

    First it is looked whether refused goods came back; where they did, the listing is decided again, and that is followed in the next
    transaction. One that fails is put back with its reason and tried again later; the others do not suffer.
    """
    tried = 0
    while tried < limit:
        with transaction(connection, clock, ids) as tx:
            found = tx.execute(
                "SELECT decision_id, beside FROM follow_up WHERE attempts < %s AND at <= %s ORDER BY at, decision_id LIMIT 1"
                " FOR UPDATE SKIP LOCKED",
                (MOST_ATTEMPTS, tx.at),
            ).fetchone()
            if found is None:
                return tried
            tried += 1
            entries = len(tx.entries)
            try:
                with tx.connection.transaction():
                    if found[1] is None and _came_back(tx, content, found[0], screeners):
                        continue  # followed in the next transaction, so that this one holds the chain no longer than it must
                    follow(tx, content, found[0], found[1])
                    tx.execute("DELETE FROM follow_up WHERE decision_id = %s", found[:1])
            except psycopg.OperationalError:
                raise
            except Exception as error:
                del tx.entries[entries:]
                _log.exception("follow-up failed", decision=found[0])
                tx.execute(
                    "UPDATE follow_up SET attempts = attempts + 1, problem = %s, at = %s + make_interval(secs => 30 * 2 ^ attempts)"
                    " WHERE decision_id = %s",
                    (f"{type(error).__name__}: {error}"[:500], tx.at, found[0]),
                )
    return tried


def _came_back(tx: Transaction, content: Content, decision_id: str, screeners: Screeners | None) -> bool:
    """Whether refused goods came back; then the listing was decided again, and the two wait together.

    A check that fails keeps nobody from being followed up: it is put on record, and the decision stands as it is.
    """
    row = decisions.load(tx, decision_id)
    if not relisting.applies(row):
        return False
    entries = len(tx.entries)
    try:
        with tx.connection.transaction():
            found = relisting.find(tx, content, row)
            if not found:
                return False
            again = relisting.decide_again(tx, screeners or relisting.screeners_of(content), row, found)
            if again is None:
                return False
            tx.execute("UPDATE follow_up SET beside = %s WHERE decision_id = %s", (again, decision_id))
            return True
    except psycopg.OperationalError:
        raise
    except Exception as error:
        del tx.entries[entries:]
        _log.exception("looking for refused goods failed", decision=decision_id)
        relisting.unchecked(tx, decision_id, error)
        return False


class _Snapshot(msgspec.Struct, frozen=True):
    listing: Listing


def _joined(outcomes: tuple[Outcome, ...], verdict: str) -> list[Outcome]:
    """Outcomes of one verdict, those for the same rules as one: one action and one statement say it."""
    by_rules: dict[tuple[str, ...], Outcome] = {}
    for outcome in outcomes:
        if outcome.verdict != verdict:
            continue
        name = tuple(str(finding["rule"]) for finding in outcome.findings if finding["verdict"] == verdict)[:1]
        known = by_rules.get(name)
        markets = (*known.markets, *outcome.markets) if known else outcome.markets
        by_rules[name] = msgspec.structs.replace(known or outcome, markets=markets)
    return list(by_rules.values())


def _take_down(
    tx: Transaction, content: Content, row: DecisionRow, whole: KeptDecision, outcome: Outcome, listing: Listing, *, everywhere: bool
) -> str:
    findings = [finding for finding in outcome.findings if finding["verdict"] == "refuse"]
    concepts = {name for finding in findings for name in finding["concepts"]}
    shown = [one for one in whole.evidence if one["concept"] in concepts and one.get("text") and one["field"] != relisted.FIELD]
    words = tuple(dict.fromkeys(str(one["text"]) for one in shown))  # never another trader's listing
    rules = tuple(dict.fromkeys(f"{finding['rule']}@{finding['version']}" for finding in findings))
    measure = Measure(
        kind="remove" if everywhere else "disable",
        subject_kind=row.kind,
        subject=row.subject_id,
        subject_title=listing.title[:300],
        trader=row.trader_id,
        channel=row.channel,
        markets=outcome.markets,
        cause=Cause("decision", row.id, rules, "", True, True),
        words=words[:_MOST_WORDS],
        listed_on=listing.created_at,
    )
    return enforcement.carry_out(tx, SYSTEM, content, measure).id
