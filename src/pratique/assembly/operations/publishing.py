"""Which content decides: published, listed, taken back."""

import datetime as dt

import msgspec

from pratique.assembly.compiled import packed
from pratique.assembly.operations import proposals
from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ConflictError, ForbiddenError
from pratique.casework.four_eyes import Proposal
from pratique.policy.model import Content
from pratique.store import contents
from pratique.store.transaction import Transaction


class Publication(msgspec.Struct, frozen=True):
    """A content that decided, or decides."""

    hash: str
    version: str
    at: dt.datetime
    """Since when."""
    by: str
    is_active: bool


class Draft(msgspec.Struct, frozen=True):
    """A content that is kept and does not decide yet."""

    hash: str
    version: str
    draft: str | None = None
    """The draft it was made of, where it was."""
    base: str | None = None
    """The content that draft was laid over."""


def propose(
    tx: Transaction,
    actor: Actor,
    content: Content,
    reason: str,
    title: str = "",
    about: Draft | None = None,
    channel: str | None = None,
) -> Proposal:
    """Keep a content and ask for a second person to let it decide. Raises ConflictError where it does already."""
    require(actor, "proposal.make")
    if contents.active(tx) == content.hash:
        raise ConflictError("active", f"content {content.version} decides already")
    contents.keep(tx, content, packed(content))
    what = f"{title}{': ' if title else ''}let content {content.version} ({content.hash[:12]}) decide"
    form = about or Draft(content.hash, content.version)
    return proposals.ask(
        tx, actor, "content.publish", what[:1].upper() + what[1:], form, reason, channel=channel, markets=None if channel is None else ()
    )


def publish(tx: Transaction, actor: Actor, content: Content) -> None:
    """Let a content decide: every worker of the service changes over within five seconds. Raises ConflictError where it does already."""
    require(actor, "content.publish")
    if contents.active(tx) == content.hash:
        raise ConflictError("active", f"content {content.version} decides already")
    contents.publish(tx, content, actor, packed(content))


def activate(tx: Transaction, actor: Actor, name: str) -> Publication:
    """Let a content that is kept decide again, by its version or the start of its hash. Raises AbsentError, ConflictError."""
    require(actor, "content.publish")
    return _activate(tx, actor, name)


def roll_back(tx: Transaction, actor: Actor, name: str | None = None) -> Publication:
    """Let a content decide again that decided before, by default the one before this: two people agreed to it then.

    Raises ForbiddenError within walls, since it is felt everywhere; AbsentError for one that never decided, ConflictError.
    """
    require(actor, "content.roll_back")
    if actor.channels is not None or actor.markets is not None:
        raise ForbiddenError(
            "outside_walls", "a content decides on all channels and markets, and yours are some of them", "ask a colleague"
        )
    wanted = name or previous(tx)
    if wanted not in {one for one, *_ in contents.published(tx, 1000)}:
        raise AbsentError("published content", wanted)
    return _activate(tx, actor, wanted)


def _activate(tx: Transaction, actor: Actor, name: str) -> Publication:
    whole, version = contents.named(tx, name)
    if contents.active(tx) == whole:
        raise ConflictError("active", f"content {version} decides already")
    contents.activate(tx, whole, version, actor)
    return Publication(whole, version, tx.at, actor.id, True)


def previous(tx: Transaction) -> str:
    """Hash of the content that decided before the one that does. Raises ConflictError where there was none."""
    history = contents.published(tx, 100)
    earlier = [name for name, *_ in history if name != history[0][0]]
    if not earlier:
        raise ConflictError("no_other", "no other content was ever published", "publish one")
    return earlier[0]


def listed(tx: Transaction, actor: Actor, limit: int = 20) -> tuple[Publication, ...]:
    """What decided, newest first."""
    require(actor, "content.read")
    rows = contents.published(tx, limit)
    return tuple(Publication(name, version, at, by, number == 0) for number, (name, version, at, by) in enumerate(rows))
