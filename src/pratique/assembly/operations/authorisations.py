"""Letters of brand owners: filed, checked, withdrawn."""

from collections.abc import Collection

from pratique.assembly.operations import rights
from pratique.assembly.operations.permission import require, require_reach
from pratique.base.actor import SYSTEM, Actor
from pratique.base.errors import Fault, InvalidError
from pratique.casework.authorisation import state as s
from pratique.casework.authorisation.filing import AuthorisationFiling, check
from pratique.casework.authorisation.state import Authorisation, AuthorisationEvent
from pratique.facts import Document
from pratique.facts.concept import Text
from pratique.identity.brand.authorisation import AUTHORISATION
from pratique.policy.model import Content
from pratique.store.outbox import publish
from pratique.store.pages import Page, page
from pratique.store.records import Kind, append, load
from pratique.store.transaction import Transaction


def _columns(one: Authorisation) -> dict[str, object]:
    waits = one.filed_at if one.status == "filed" else None
    return {
        "trader": one.trader,
        "brand": one.filing.brand,
        "right_id": one.filing.right,
        "valid_to": one.filing.valid_to,
        "waits_since": waits,
    }


AUTHORISATIONS = Kind("brand_authorisation", "brand_authorisation", Authorisation, AuthorisationEvent, s.apply, _columns)


def file(tx: Transaction, actor: Actor, filing: AuthorisationFiling, content: Content, trader: str | None = None) -> Authorisation:
    """Show a letter. A trader files for themselves; a machine says for whom. Raises InvalidError."""
    require(actor, "authorisation.file")
    whose = actor.subject or trader
    faults = check(filing, tx.at.date(), content.brands, content.markets)
    if whose is None:
        faults.append(Fault("trader", "say for which trader"))
    if filing.right is not None and not faults:
        faults += rights.is_mark(tx, filing.right, filing.markets, content)
    if faults or whose is None:
        raise InvalidError(faults)
    name = tx.new_id("authorisation")
    filed = s.AuthorisationFiled(at=tx.at, by=actor.id, authorisation=name, trader=whose, filing=filing)
    made = append(tx, AUTHORISATIONS, name, None, (filed,)).state
    publish(tx, "authorisation.filed", name, {"authorisation": name, "trader": whose, "brand": filing.brand})
    return made


def judge(tx: Transaction, actor: Actor, name: str, *, evidence: str = "", refused: Text | None = None) -> Authorisation:
    """Say what was found: the owner's letter, by this evidence; or not, for this reason."""
    require(actor, "authorisation.check")
    kept = load(tx, AUTHORISATIONS, name, lock=True)
    at = tx.at
    events = s.verify(kept.state, evidence, at=at, by=actor) if refused is None else s.refuse(kept.state, refused, at=at, by=actor)
    made = append(tx, AUTHORISATIONS, name, kept, events).state
    publish(tx, "authorisation.judged", name, {"authorisation": name, "trader": made.trader, "status": made.status, "reason": made.reason})
    return made


def withdraw(tx: Transaction, actor: Actor, name: str, reason: Text) -> Authorisation:
    """Let it count no longer: by its trader, by the holder of the right it rests on, or by staff."""
    require(actor, "authorisation.withdraw")
    kept = load(tx, AUTHORISATIONS, name, lock=True)
    _within(tx, actor, "authorisation.withdraw", kept.state)
    made = append(tx, AUTHORISATIONS, name, kept, s.withdraw(kept.state, reason, at=tx.at, by=actor.id)).state
    publish(tx, "authorisation.withdrawn", name, {"authorisation": name, "trader": made.trader, "reason": reason})
    return made


def read(tx: Transaction, actor: Actor, name: str) -> Authorisation:
    """One letter."""
    one = load(tx, AUTHORISATIONS, name).state
    _within(tx, actor, "authorisation.read", one)
    return one


def every(
    tx: Transaction, actor: Actor, status: str | None, brand: str | None, *, waiting: bool, cursor: str | None, limit: int
) -> Page[Authorisation]:
    """Letters within reach; `waiting` are those to be checked, the longest first."""
    require(actor, "authorisation.read")
    where: dict[str, object] = {name: value for name, value in (("status", status), ("brand", brand)) if value}
    if waiting:
        where["status"] = "filed"
    if "rights_holder" in actor.roles and actor.subject is not None:
        mine = rights.rights_of(tx, actor.subject)
        found = page(tx, AUTHORISATIONS, SYSTEM, where, order="created_at", cursor=cursor, limit=limit)
        return Page(tuple(one for one in found.items if one.filing.right in mine), found.next)
    if actor.subject is not None:
        where["trader"] = actor.subject
    return page(tx, AUTHORISATIONS, SYSTEM, where, order="waits_since" if waiting else "created_at", cursor=cursor, limit=limit)


def letters(tx: Transaction, traders: Collection[str] | None = None) -> list[tuple[str, Document]]:
    """Trader and letter for all that was checked; dates and scope are for whoever decides."""
    asked = "SELECT trader, state::text FROM brand_authorisation WHERE status = 'verified'"
    rows = tx.execute(asked) if traders is None else tx.execute(f"{asked} AND trader = ANY(%s)", (list(traders),))
    return [(trader, as_document(AUTHORISATIONS.decode_state(state))) for trader, state in rows]


def as_document(one: Authorisation) -> Document:
    """A letter as the document it is: for the brand, or the models of it, and the markets it names."""
    filing = one.filing
    covers = (*(filing.models or (filing.brand,)), *filing.markets)
    return Document(AUTHORISATION, filing.letter, filing.issuer, filing.valid_from, filing.valid_to, covers)


def _within(tx: Transaction, actor: Actor, act: str, one: Authorisation) -> None:
    owner: str | None = one.trader
    if "rights_holder" in actor.roles and actor.subject is not None and one.filing.right in rights.rights_of(tx, actor.subject):
        owner = actor.subject
    require_reach(actor, act, "brand_authorisation", one.id, channel=None, owner=owner)
