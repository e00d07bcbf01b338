"""What each side of a dispute on a right reads of the other: the trader the notice, whoever sent it the counter-notice.

The law wants both forwarded (17 U.S.C. § 512(g)(2)(B): a copy of the counter-notification; E-Commerce Law of the People's Republic of China
Art. 42 and 43). Each look is on record like any other at personal data. On all other notices the trader never learns who sent them.
"""

from pratique.assembly.operations.counter_notices import speaks_for
from pratique.assembly.operations.notices import NOTICES, sent_by
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.operations.rights import HOLDERS
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ConflictError
from pratique.casework.notice.state import Notice
from pratique.store import vault
from pratique.store.records import find, load
from pratique.store.transaction import Transaction

_FORWARDED = ("name", "explanation", "law", "right_description")


def of_notice(tx: Transaction, actor: Actor, name: str) -> dict[str, str] | None:
    """The notice, for the trader against whom something was done; without the e-mail. `None` where it was erased.

    Raises AbsentError for anybody else and for a notice that is not on a right.
    """
    require(actor, "notice.counter")
    notice = load(tx, NOTICES, name).state
    if actor.subject not in notice.traders or notice.kind != "intellectual_property" or not notice.restrictions:
        raise AbsentError("notice", name)
    written = vault.reveal(tx, notice.content, actor, "forwarded to the trader")
    if written is None:
        return None
    holder = find(tx, HOLDERS, notice.holder) if notice.holder else None
    owner = vault.reveal(tx, holder.state.private, actor, "forwarded to the trader") if holder else None
    named = {"name": owner["name"]} if owner and "name" in owner else {}
    return {key: text for key, text in (written | named).items() if key in _FORWARDED}


def of_counter_notice(
    tx: Transaction, actor: Actor, name: str, secret: str | None = None, reason: str = "forwarded to the notifier"
) -> dict[str, str] | None:
    """The counter-notice, for whoever sent the notice, the rights holder, and staff, who give a `reason`. `None` where it was erased.

    Raises AbsentError for anybody else, ConflictError where there is none.
    """
    notice = load(tx, NOTICES, name).state
    _may_read(tx, actor, notice, secret)
    if notice.counter is None:
        raise ConflictError("not_contested", "there is no counter-notice")
    return vault.reveal(tx, notice.counter.content, actor, reason)


def _may_read(tx: Transaction, actor: Actor, notice: Notice, secret: str | None) -> None:
    if actor.subject is None and secret is None:
        require(actor, "private.read")
        require_reach(actor, "notice.read", "notice", notice.id, channel=notice.channel, markets=notice.markets)
    elif not speaks_for(tx, actor, notice):
        sent_by(tx, actor, notice.id, secret)
