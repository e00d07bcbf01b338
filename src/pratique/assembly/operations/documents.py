"""Documents of traders: handed in as files, looked at by a person, and then counted for the listings they cover, which are decided anew."""

import datetime as dt
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from pratique.assembly.files import Received
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.papers import paper_faults
from pratique.base.actor import Actor
from pratique.base.errors import Fault, InvalidError
from pratique.casework.document import state as s
from pratique.casework.document.filing import DocumentFiling, check
from pratique.casework.document.state import DocumentEvent, TraderDocument
from pratique.facts import Document, Listing
from pratique.policy.model import Content
from pratique.store import files
from pratique.store.outbox import publish
from pratique.store.pages import Page, page
from pratique.store.records import Kind, append, load
from pratique.store.transaction import Transaction

ABOUT = "document"
"""What its files are kept under."""
MOST_WAITING = 200
"""Of one trader that nobody has looked at yet."""


def _columns(one: TraderDocument) -> dict[str, object]:
    return {
        "trader": one.trader,
        "type": one.filing.type,
        "valid_to": one.filing.valid_to,
        "waits_since": one.filed_at if one.status == "filed" else None,
    }


DOCUMENTS = Kind("trader_document", "trader_document", TraderDocument, DocumentEvent, s.apply, _columns)


def file(
    tx: Transaction, actor: Actor, filing: DocumentFiling, given: Sequence[Received], content: Content, trader: str | None = None
) -> TraderDocument:
    """Hand a document in with its files. A trader does so for themselves; a machine says for whom. Raises InvalidError."""
    require(actor, "document.file")
    whose = actor.subject or trader
    faults = [*check(filing, content.documents, len(given)), *_of_writing(filing, content, tx.at.date())]
    if whose is None:
        faults.append(Fault("trader", "say for which trader"))
    elif _waiting(tx, whose) >= MOST_WAITING:
        faults.append(Fault("", f"{MOST_WAITING} documents wait to be looked at; hand in more when some of them are"))
    if faults or whose is None:
        raise InvalidError(faults)
    name = tx.new_id("document")
    made = append(tx, DOCUMENTS, name, None, (s.DocumentFiled(at=tx.at, by=actor.id, document=name, trader=whose, filing=filing),)).state
    for one in given:
        files.keep(tx, ABOUT, name, one.name, one.media_type, one.body, subject=f"trader:{whose}", by=actor.id)
    publish(tx, "document.filed", name, {"document": name, "trader": whose, "type": filing.type})
    return made


def judge(tx: Transaction, actor: Actor, name: str, *, refused: str | None = None) -> TraderDocument:
    """Accept it, or refuse it for a reason. What was accepted counts at once; listings that lack it are decided anew by the worker."""
    require(actor, "document.check")
    kept = load(tx, DOCUMENTS, name, lock=True)
    at = tx.at
    events = s.accept(kept.state, at=at, by=actor) if refused is None else s.refuse(kept.state, refused, at=at, by=actor)
    made = append(tx, DOCUMENTS, name, kept, events).state
    if made.status == "accepted":
        _sweep(tx, name)
    told = {"document": name, "trader": made.trader, "type": made.filing.type, "status": made.status, "reason": made.reason}
    publish(tx, "document.judged", name, told)
    return made


def withdraw(tx: Transaction, actor: Actor, name: str, reason: str) -> TraderDocument:
    """Let it count no longer: by its trader or by staff. Where it counted, the trader's listings are decided anew."""
    require(actor, "document.withdraw")
    kept = load(tx, DOCUMENTS, name, lock=True)
    _within(actor, "document.withdraw", kept.state)
    made = append(tx, DOCUMENTS, name, kept, s.withdraw(kept.state, reason, at=tx.at, by=actor.id)).state
    if kept.state.status == "accepted":
        _sweep(tx, name)
    publish(tx, "document.withdrawn", name, {"document": name, "trader": made.trader, "reason": made.reason})
    return made


def read(tx: Transaction, actor: Actor, name: str) -> TraderDocument:
    """One document, without its files."""
    one = load(tx, DOCUMENTS, name).state
    _within(actor, "document.read", one)
    return one


def listed(
    tx: Transaction, actor: Actor, *, status: str | None = None, trader: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[TraderDocument]:
    """Documents within reach; those that wait the longest first, all others newest first."""
    require(actor, "document.read")
    where: dict[str, object] = {name: value for name, value in (("status", status), ("trader", actor.subject or trader)) if value}
    waits = status == "filed"
    order = "waits_since" if waits else "created_at"
    return page(tx, DOCUMENTS, _of_the_house(actor), where, order=order, descending=not waits, cursor=cursor, limit=limit)


def waiting(tx: Transaction, actor: Actor) -> int:
    """How many wait to be looked at."""
    require(actor, "document.check")
    row = tx.execute("SELECT count(*) FROM (SELECT 1 FROM trader_document WHERE status = 'filed' LIMIT 1000) AS found").fetchone()
    return int(row[0]) if row else 0


def accepted(tx: Transaction, traders: Collection[str] | None = None) -> list[tuple[str, Document]]:
    """Trader and document for all that was accepted; dates and scope are for whoever decides."""
    asked = "SELECT trader, state::text FROM trader_document WHERE status = 'accepted'"
    rows = tx.execute(asked) if traders is None else tx.execute(f"{asked} AND trader = ANY(%s)", (list(traders),))
    return [(trader, as_document(DOCUMENTS.decode_state(state))) for trader, state in rows]


def as_document(one: TraderDocument) -> Document:
    """As the rules read it."""
    filing = one.filing
    return Document(filing.type, filing.number, filing.issuer, filing.valid_from, filing.valid_to, filing.covers, one.id)


def _of_writing(filing: DocumentFiling, content: Content, on: dt.date) -> list[Fault]:
    """What the rules would find wrong with it: they hold its number, issuer and days to the same forms."""
    document = Document(filing.type, filing.number, filing.issuer, filing.valid_from, filing.valid_to)
    found = paper_faults(content, Listing("-", "-", documents=(document,)), on, ())
    return [Fault(one.field, f"{one.reason['en']}: {one.fix['en']}") for one in found if one.field in ("number", "issuer", "valid_to")]


def _waiting(tx: Transaction, trader: str) -> int:
    row = tx.execute("SELECT count(*) FROM trader_document WHERE status = 'filed' AND trader = %s", (trader,)).fetchone()
    return int(row[0]) if row else 0


def _sweep(tx: Transaction, name: str) -> None:
    tx.execute("UPDATE trader_document SET screen_after = '' WHERE id = %s", (name,))


def _within(actor: Actor, act: str, one: TraderDocument) -> None:
    require_reach(actor, act, "trader_document", one.id, channel=None, owner=one.trader)


def _of_the_house(actor: Actor) -> Actor:
    """A document is the trader's, whatever the channel: walls of channels do not part them, as with `require_reach`."""
    return replace(actor, channels=None, markets=None, subject=None)
