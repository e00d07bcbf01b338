"""A document that was accepted, or counts no longer, has the listings of its trader decided anew by the worker, a portion a transaction.

After an acceptance only those are looked at that a rule holds which asks for such a document; after a withdrawal all of them, since what it
had opened is not written down. What comes out is followed up like any other decision.
"""

import threading

from pratique.assembly.operations import on_file, screening
from pratique.assembly.operations.documents import DOCUMENTS
from pratique.assembly.operations.screening import Asked
from pratique.assembly.recalled import KeptRecalls
from pratique.assembly.screeners import Question, Screeners
from pratique.assembly.snapshot import restored
from pratique.base.actor import SYSTEM
from pratique.base.clock import Clock, now
from pratique.base.ids import Ids, new_id
from pratique.casework.document.state import TraderDocument
from pratique.facts import Document
from pratique.policy.model import Content
from pratique.store import decisions, samples, vault
from pratique.store.samples import Last
from pratique.store.transaction import Connection, Transaction, transaction

PORTION = 100
"""Listings decided anew in one transaction."""
_lock = threading.Lock()
_kept: list[Screeners] = []


def work_off(connection: Connection, content: Content, clock: Clock = now, ids: Ids = new_id, portion: int = PORTION) -> int:
    """Decide one portion of one document; gives how many listings were looked at, at least 1 while a document is under way."""
    with transaction(connection, clock, ids) as tx:
        row = tx.execute(
            "SELECT id, state::text, screen_after FROM trader_document WHERE screen_after IS NOT NULL ORDER BY id LIMIT 1"
            " FOR UPDATE SKIP LOCKED"
        ).fetchone()
        if row is None:
            return 0
        document = DOCUMENTS.decode_state(row[1])
        tags = _asking(content, document) if document.status == "accepted" else None
        entries = samples.of_trader(tx, document.trader, row[2], portion, tags)
        after = entries[-1].id if len(entries) == portion else None
        tx.execute("UPDATE trader_document SET screen_after = %s WHERE id = %s", (after, document.id))
        known = on_file.papers(tx, [document.trader]).get(document.trader)
        again = [one for entry in entries if (one := _anew(tx, entry, known)) is not None]
        screeners = _screeners(content)
        for asked, recalls in again:  # a paper takes no recall back: what notices said stands
            screeners.hold_against(recalls)
            screening.keep_many(tx, screeners, [asked], SYSTEM)
    return len(entries) or 1


def _anew(tx: Transaction, entry: Last, known: tuple[Document, ...] | None) -> tuple[Asked, KeptRecalls] | None:
    """The listing as it was, to be asked the same today, and what notices said of it; nothing where all of it was on file already."""
    listing = restored(entry.body.encode(), None)
    if listing.on_file == known:
        return None
    row = decisions.load(tx, entry.decision)
    markets, _ = decisions.parts(tx, row)
    personal = vault.reveal(tx, entry.private, SYSTEM, f"a document is new: {row.id}") if entry.private else None
    question = Question(row.channel, row.stage, markets, row.strategy.partition("@")[0], tx.at.date())
    return Asked(restored(entry.body.encode(), personal), question), screening.recalls_of(row)


def _asking(content: Content, document: TraderDocument) -> list[str]:
    """How entries are marked that a rule holds which asks for such a document."""
    wanted = document.filing.type
    return [
        f"rule:{rule.id}" for rule in content.rules.values() if any(wanted in need.split("|") for need in (*rule.needs, *rule.shown_by))
    ]


def _screeners(content: Content) -> Screeners:
    with _lock:
        if not _kept or _kept[0].content.hash != content.hash:
            _kept[:] = [Screeners(content)]
        return _kept[0]
