"""Whoever sends notices and appeals: known, judged, warned, suspended, recognised as trusted flagger."""

import base64
import hashlib
import hmac

import msgspec

from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import Fault, InvalidError
from pratique.casework import misuse, submitter
from pratique.casework.misuse import Circumstances
from pratique.casework.submitter import Flagger, Result, Submitter, SubmitterEvent, What
from pratique.facts.concept import Text
from pratique.store import vault
from pratique.store.outbox import publish
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, find, load
from pratique.store.transaction import Transaction

SUBMITTERS = Kind(
    "submitter",
    "submitter",
    Submitter,
    SubmitterEvent,
    submitter.apply,
    lambda one: {
        "account": one.account,
        "suspended_until": one.suspended_until,
        "proposal": misuse.circumstances(one, one.judged[-1].at if one.judged else one.known_since).proposal,
    },
)
WARNING: Text = {
    "en": "Much of what you sent lately was manifestly unfounded. If that goes on, what you send will not be processed "
    "for a while (Regulation (EU) 2022/2065 Art. 23(2)).",
    "zh": "您近期提交的举报或申诉中，明显无根据的占比较高。如继续如此，"
    "我们将在一段时间内暂停处理您的提交（欧盟2022/2065号条例第23条第2款）。",
}


class SubmitterView(msgspec.Struct, frozen=True):
    """A sender and what Art. 23(3) wants looked at."""

    submitter: Submitter
    circumstances: Circumstances


def name_of(tx: Transaction, key: str) -> str:
    """The record of whoever is behind an account or an e-mail address: an HMAC under the secret of the installation.

    So the same sender is found again, and nobody who reads the record learns who it is.
    """
    digest = hmac.new(vault.pepper(tx), key.strip().casefold().encode(), hashlib.sha256).digest()
    return f"submitter_{base64.b32encode(digest[:16]).decode().rstrip('=').lower()}"


def known(tx: Transaction, name: str, account: str | None = None) -> Kept[Submitter]:
    """The record of a sender, begun where there is none."""
    found = find(tx, SUBMITTERS, name, lock=True)
    return found or append(tx, SUBMITTERS, name, None, submitter.know(name, account, at=tx.at))


def judge(tx: Transaction, name: str, what: What, record: str, result: Result, gravity: int, by: Actor) -> None:
    """Put down what became of a notice or appeal; whoever misuses them is warned in the same breath."""
    kept = known(tx, name)
    kept = append(tx, SUBMITTERS, name, kept, submitter.judge(kept.state, what, record, result, gravity, at=tx.at, by=by.id))
    if misuse.circumstances(kept.state, tx.at).proposal == "warn":
        append(tx, SUBMITTERS, name, kept, misuse.warn(kept.state, WARNING, at=tx.at, by="system"))
        publish(tx, "submitter.warned", name, {"submitter": name, "reason": WARNING})


def reverse(tx: Transaction, name: str, record: str, result: Result, by: Actor) -> None:
    """The decision on a notice or appeal was overturned."""
    kept = find(tx, SUBMITTERS, name, lock=True)
    if kept is not None:
        append(tx, SUBMITTERS, name, kept, submitter.reverse(kept.state, record, result, at=tx.at, by=by.id))


def suspend(tx: Transaction, actor: Actor, name: str, reason: Text, *, intention: bool) -> Submitter:
    """Process nothing of theirs for a while."""
    require(actor, "misuse.decide")
    kept = load(tx, SUBMITTERS, name, lock=True)
    kept = append(tx, SUBMITTERS, name, kept, misuse.suspend(kept.state, reason, intention=intention, at=tx.at, by=actor))
    publish(tx, "submitter.suspended", name, {"submitter": name, "until": kept.state.suspended_until, "reason": reason})
    return kept.state


def lift(tx: Transaction, actor: Actor, name: str, reason: Text) -> Submitter:
    """End a suspension early."""
    require(actor, "misuse.decide")
    kept = load(tx, SUBMITTERS, name, lock=True)
    return append(tx, SUBMITTERS, name, kept, misuse.lift(kept.state, reason, at=tx.at, by=actor)).state


def recognise(tx: Transaction, actor: Actor, account: str, flagger: Flagger) -> Submitter:
    """Enter the account of a trusted flagger, as the list of the Commission has it."""
    require(actor, "misuse.decide")
    if not account.strip():
        raise InvalidError([Fault("account", "name the account they send from")])
    name = name_of(tx, f"account:{account}")
    kept = known(tx, name, account)
    return append(tx, SUBMITTERS, name, kept, submitter.recognise(kept.state, flagger, at=tx.at, by=actor)).state


def end_flagger(tx: Transaction, actor: Actor, name: str, reason: Text) -> Submitter:
    """The status of trusted flagger ended."""
    require(actor, "misuse.decide")
    kept = load(tx, SUBMITTERS, name, lock=True)
    return append(tx, SUBMITTERS, name, kept, submitter.end_flagger(kept.state, reason, at=tx.at, by=actor.id)).state


def read(tx: Transaction, actor: Actor, name: str) -> SubmitterView:
    """One sender."""
    require(actor, "misuse.read")
    state = load(tx, SUBMITTERS, name).state
    return SubmitterView(state, misuse.circumstances(state, tx.at))


def every(tx: Transaction, actor: Actor, proposal: str | None, status: str | None, cursor: str | None, limit: int) -> Page[Submitter]:
    """Senders, newest first; `proposal` says what should follow."""
    require(actor, "misuse.read")
    where = {name: value for name, value in (("proposal", proposal), ("status", status)) if value}
    return page(tx, SUBMITTERS, actor, where, descending=True, cursor=cursor, limit=limit)
