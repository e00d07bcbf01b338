"""Which content decides: published, listed, taken back."""

import datetime as dt

import msgspec

from pratique.assembly.compiled import packed
from pratique.assembly.operations import proposals
from pratique.assembly.operations.mass import Asked
from pratique.assembly.operations.permission import require
from pratique.base.actor import Actor
from pratique.base.errors import ConflictError
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


def propose(tx: Transaction, actor: Actor, content: Content, reason: str) -> Asked:
    """Keep a content and ask for a second person to let it decide. Raises ConflictError where it does already."""
    require(actor, "proposal.make")
    if contents.active(tx) == content.hash:
        raise ConflictError("active", f"content {content.version} decides already")
    contents.keep(tx, content, packed(content))
    what = f"Let content {content.version} ({content.hash[:12]}) decide"
    return Asked(proposals.ask(tx, actor, "content.publish", what, Draft(content.hash, content.version), reason))


def publish_now(tx: Transaction, actor: Actor, _: Content, draft: Draft) -> Asked:
    """Let a proposed content decide: every worker of the service changes over within five seconds."""
    contents.activate(tx, draft.hash, draft.version, actor)
    return Asked(None, (draft.hash,))


def publish(tx: Transaction, actor: Actor, content: Content) -> None:
    """Let a content decide: every worker of the service changes over within five seconds. Raises ConflictError where it does already."""
    require(actor, "content.publish")
    if contents.active(tx) == content.hash:
        raise ConflictError("active", f"content {content.version} decides already")
    contents.publish(tx, content, actor, packed(content))


def activate(tx: Transaction, actor: Actor, name: str) -> Publication:
    """Let a content that was published before decide again, by its version or the start of its hash. Raises AbsentError, ConflictError."""
    require(actor, "content.publish")
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
