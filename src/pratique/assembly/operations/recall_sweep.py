"""A new notice sweeps the catalogue: what was screened before it came is held against it, and decided again where it is the product.

The worker goes through the last decision on each listing, a portion a transaction, and remembers how far it came. Only the notices that are
new or changed are asked; a listing that is recalled already is left alone. What is decided again is followed up like any other decision.
"""

import datetime as dt
import threading
from collections.abc import Sequence

import msgspec
import structlog

from pratique.assembly.feeds.database import read_database
from pratique.assembly.operations import screening
from pratique.assembly.operations.screening import Asked
from pratique.assembly.recalled import RECALLED, SIMILAR, Recalls, detector_of
from pratique.assembly.screeners import Question, Screeners
from pratique.assembly.snapshot import restored
from pratique.base.actor import SYSTEM
from pratique.base.clock import Clock, now
from pratique.base.ids import Ids, new_id
from pratique.facts import Reading
from pratique.identity.notice import ProductNotice
from pratique.policy.model import Content
from pratique.store import decisions, product_notices, samples, vault
from pratique.store.samples import Last
from pratique.store.transaction import Connection, Transaction, transaction

PORTION = 200
"""Listings looked at in one transaction."""
_FEED = "sweep"
_NOTICE = msgspec.json.Decoder(ProductNotice)
_log = structlog.get_logger("pratique.worker")
_lock = threading.Lock()
_ready: list[tuple[tuple[str, object, object], Screeners]] = []


class Sweep(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far it came."""

    done: dt.datetime | None = None
    """All listings were held against the notices that changed up to here."""
    until: dt.datetime | None = None
    """The notices that changed after `done` and up to here are being swept with; `None`: nothing is under way."""
    cursor: str = ""
    """The last entry looked at."""


def work_off(connection: Connection, content: Content, clock: Clock = now, ids: Ids = new_id, portion: int = PORTION) -> int:
    """Look at one portion; gives how many listings, 0 where no notice is new. One worker at a time."""
    with transaction(connection, clock, ids) as tx:
        if not product_notices.only_me(tx, _FEED):
            return 0
        body = product_notices.progress(tx, _FEED)
        sweep = msgspec.json.decode(body, type=Sweep) if body is not None else Sweep()
        if sweep.until is None:
            newest = product_notices.newest(tx)
            if newest is None or (sweep.done is not None and newest <= sweep.done):
                return 0
            sweep = Sweep(sweep.done, newest)
        entries, screeners = samples.after(tx, sweep.cursor, portion), _screeners(tx, content, sweep)
        again = _matched(tx, screeners, entries)
        after = Sweep(sweep.done, sweep.until, entries[-1].id) if len(entries) == portion else Sweep(sweep.until)
        product_notices.keep_progress(tx, _FEED, msgspec.json.encode(after).decode())
        if again:
            screening.keep_many(tx, screeners, again, SYSTEM)
    return len(entries)


def _matched(tx: Transaction, screeners: Screeners, entries: list[Last]) -> list[Asked]:
    """Those of the entries that a new notice speaks of more plainly than any did before, ready to be decided again."""
    detector = screeners.recalls
    if detector is None:
        return []
    fresh = [entry for entry in entries if f"concept:{RECALLED}" not in entry.tags]
    found = []
    for entry, readings in zip(fresh, _read(detector, fresh), strict=True):
        read = {reading.concept for reading in readings}
        if RECALLED in read or (SIMILAR in read and f"concept:{SIMILAR}" not in entry.tags):
            row = decisions.load(tx, entry.decision)
            markets, _ = decisions.parts(tx, row)
            personal = vault.reveal(tx, entry.private, SYSTEM, f"a notice is new: {row.id}") if entry.private else None
            question = Question(row.channel, row.stage, markets, row.strategy.partition("@")[0], tx.at.date())
            found.append(Asked(restored(entry.body.encode(), personal), question))
    return found


def _read(detector: Recalls, entries: Sequence[Last]) -> list[tuple[Reading, ...]]:
    """What notices say of each; nothing of one that cannot be compared, which keeps no other from it."""
    try:
        return detector.read_many([restored(entry.body.encode(), None) for entry in entries])
    except Exception:  # one of them is to blame: each by itself
        return [_read_one(detector, entry) for entry in entries]


def _read_one(detector: Recalls, entry: Last) -> tuple[Reading, ...]:
    try:
        return detector.read(restored(entry.body.encode(), None))
    except Exception as error:
        _log.warning("not held against notices", decision=entry.decision, error=repr(error))
        return ()


def _screeners(tx: Transaction, content: Content, sweep: Sweep) -> Screeners:
    """Screeners that know the notices of this sweep alone; made once for it."""
    name = (content.hash, sweep.done, sweep.until)
    with _lock:
        if not _ready or _ready[0][0] != name:
            notices = [_NOTICE.decode(one) for one in product_notices.changed(tx, sweep.done, sweep.until)]
            _ready[:] = [(name, Screeners(content, recalls=detector_of(notices, content, read_database(tx))))]
        return _ready[0][1]
