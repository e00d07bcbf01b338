"""Changes of the content: begun, written, tried, submitted for a second person, published. An overlay each, laid over what decides."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from pratique.assembly.compiled import compiled_after
from pratique.assembly.operations import publishing
from pratique.assembly.operations.mass import Asked
from pratique.assembly.operations.permission import require, require_reach
from pratique.assembly.operations.proposals import PROPOSALS
from pratique.base.actor import Actor
from pratique.base.errors import AbsentError, ConflictError, ForbiddenError
from pratique.casework import content_draft
from pratique.casework.content_draft import ContentDraft, DraftEvent, Tried
from pratique.casework.four_eyes import Proposal
from pratique.policy.lock import Locked
from pratique.policy.model import Content, Pack
from pratique.policy.overlay import Laid, Unpacked, check_files, from_zip, lay_over, to_zip
from pratique.store import contents
from pratique.store.pages import Page, page
from pratique.store.records import Kept, Kind, append, history, load
from pratique.store.transaction import Transaction

DRAFTS: Kind[ContentDraft] = Kind(
    "draft",
    "content_draft",
    ContentDraft,
    DraftEvent,
    content_draft.apply,
    lambda one: {"author": one.author, "content": one.content},
)


def begin(tx: Transaction, actor: Actor, content: Content, title: str, channel: str | None = None) -> ContentDraft:
    """Begin a change of the content that decides. Whoever has one channel alone changes that channel's.

    Raises InvalidError for a channel that there is not, AbsentError outside the walls.
    """
    if channel is None and actor.channels is not None and len(actor.channels) == 1:
        (channel,) = actor.channels
    if channel is None and (actor.channels is not None or actor.markets is not None):
        raise ForbiddenError("outside_walls", "the group's content is not yours to change", "choose one of your channels")
    if channel is not None and channel not in content.channels:
        raise AbsentError("channel", channel)
    require_reach(actor, "draft.write", "channel", channel or "", channel=channel, markets=None if channel is None else ())
    name = tx.new_id("draft")
    return append(tx, DRAFTS, name, None, content_draft.begin(name, title, content.hash, channel, at=tx.at, by=actor)).state


def write(
    tx: Transaction,
    actor: Actor,
    content: Content,
    draft: str,
    files: Mapping[str, str | None],
    what: str = "",
    edition: int | None = None,
) -> ContentDraft:
    """Write files of a draft; `None` takes one away. Whether they can be read is told when it is tried, not here.

    Raises InvalidError for paths that are no content, ForbiddenError for files outside what the draft may change, ConflictError.
    """
    kept = _reached(tx, actor, "draft.write", draft)
    after = {path: text for path, text in {**kept.state.files, **files}.items() if text is not None}
    check_files(after)
    _require_within(kept.state, content, after)
    return append(tx, DRAFTS, draft, kept, content_draft.write(kept.state, files, what, edition, at=tx.at, by=actor)).state


def take_in(tx: Transaction, actor: Actor, content: Content, draft: str, raw: bytes) -> Unpacked:
    """Write the files of an uploaded zip of an overlay; gives what it holds. Raises InvalidError with everything that is wrong with it."""
    found = from_zip(raw)
    write(tx, actor, content, draft, found.files, "taken from a file")
    return found


class Written(msgspec.Struct, frozen=True):
    """One change of a draft."""

    by: str
    at: dt.datetime
    what: str
    files: tuple[str, ...]


class Meanwhile(msgspec.Struct, frozen=True):
    """What was written in a draft since an edition of it was opened."""

    edition: int
    """The one it has now."""
    written: tuple[Written, ...]
    """In order."""

    @property
    def by(self) -> tuple[str, ...]:
        """Who wrote."""
        return tuple(dict.fromkeys(one.by for one in self.written))


def since(tx: Transaction, actor: Actor, draft: str, edition: int) -> Meanwhile:
    """What was written since an edition."""
    kept = _reached(tx, actor, "draft.read", draft, lock=False)
    number, found = 0, []
    for event in history(tx, DRAFTS, draft):
        if isinstance(event, content_draft.DraftBegun):
            number = 1
        elif isinstance(event, content_draft.DraftWritten | content_draft.DraftRebased):
            number += 1
            if number > edition:
                what, files = (event.what, tuple(event.files)) if isinstance(event, content_draft.DraftWritten) else ("", ())
                found.append(Written(event.by, event.at, what, files))
    return Meanwhile(kept.state.edition, tuple(found))


def reached(tx: Transaction, actor: Actor, draft: str) -> Kept[ContentDraft]:
    """A draft somebody may write in, locked. Raises AbsentError, ForbiddenError."""
    return _reached(tx, actor, "draft.write", draft)


def note_trial(tx: Transaction, actor: Actor, draft: str, tried: Tried) -> ContentDraft:
    """Put down what came of trying it."""
    kept = _reached(tx, actor, "draft.read", draft)
    return append(tx, DRAFTS, draft, kept, content_draft.note_trial(kept.state, tried, at=tx.at, by=actor)).state


def submit(tx: Transaction, actor: Actor, content: Content, draft: str, reason: str) -> ContentDraft:
    """Ask for a second person. `content` is the one that decides.

    Raises ConflictError where it was not tried as it stands or another content decides since, InvalidError where something is wrong,
    ContentError where it cannot be read.
    """
    kept = _reached(tx, actor, "draft.write", draft)
    content_draft.must_be_ready(kept.state)
    _require_base(kept.state, content.hash)
    _require_within(kept.state, content, kept.state.files)
    laid = laid_over(tx, content, kept.state)
    if laid.content.hash == content.hash:
        raise ConflictError("nothing_changes", "the draft says what the content that decides says already")
    compiled_after(laid.content, content)
    about = publishing.Draft(laid.content.hash, laid.content.version, draft, content.hash)
    asked = publishing.propose(tx, actor, laid.content, reason, f"{kept.state.title}", about, kept.state.channel)
    events = content_draft.submit(
        kept.state, laid.content.hash, laid.content.version, asked.id, laid.locked, at=tx.at, by=actor
    )  # fmt: skip
    return append(tx, DRAFTS, draft, kept, events).state


def reopen(tx: Transaction, actor: Actor, draft: str) -> ContentDraft:
    """Go on with a draft that was turned down, taken back or waited too long. Raises ConflictError while somebody may still agree."""
    kept = _reached(tx, actor, "draft.write", draft)
    waiting = proposal_of(tx, kept.state)
    if kept.state.status == "submitted" and waiting is not None and waiting.status in ("open", "approved", "done"):
        raise ConflictError("proposal_open", "it still waits for a second person", "take the proposal back first")
    return append(tx, DRAFTS, draft, kept, content_draft.reopen(kept.state, at=tx.at, by=actor)).state


def publish_now(tx: Transaction, actor: Actor, content: Content, about: publishing.Draft) -> Asked:
    """Let a proposed content decide: every worker of the service changes over within five seconds.

    Raises ConflictError where it was made for another content than the one that decides: what was published since would be lost.
    """
    if about.draft is not None:
        kept = load(tx, DRAFTS, about.draft, lock=True)
        if kept.state.channel is None and actor.channels is not None:
            raise ForbiddenError("outside_walls", "the group's content is not yours to agree to", "ask a colleague without walls")
        _require_base(kept.state, contents.active(tx) or content.hash)
        append(tx, DRAFTS, about.draft, kept, content_draft.publish(kept.state, at=tx.at, by=actor))
    contents.activate(tx, about.hash, about.version, actor)
    return Asked(None, (about.hash,))


def discard(tx: Transaction, actor: Actor, draft: str) -> ContentDraft:
    """Give a draft up."""
    kept = _reached(tx, actor, "draft.write", draft)
    return append(tx, DRAFTS, draft, kept, content_draft.discard(kept.state, at=tx.at, by=actor)).state


def read(tx: Transaction, actor: Actor, draft: str) -> ContentDraft:
    """One draft."""
    return _reached(tx, actor, "draft.read", draft, lock=False).state


def listed(
    tx: Transaction, actor: Actor, status: str | None = None, author: str | None = None, cursor: str | None = None, limit: int = 50
) -> Page[ContentDraft]:
    """Drafts, newest first."""
    require(actor, "draft.read")
    where: dict[str, object] = {name: value for name, value in (("status", status), ("author", author)) if value is not None}
    return page(tx, DRAFTS, actor, where, descending=True, cursor=cursor, limit=limit)


def exported(tx: Transaction, actor: Actor, draft: str) -> bytes:
    """A draft as a zip of an overlay, for `--content` or a repository."""
    one = read(tx, actor, draft)
    return to_zip(one.files, one.locked)


def proposal_of(tx: Transaction, draft: ContentDraft) -> Proposal | None:
    """What it waits for."""
    return load(tx, PROPOSALS, draft.proposal).state if draft.proposal is not None else None


def laid_over(tx: Transaction, content: Content, draft: ContentDraft, *, hashed: bool = True) -> Laid:
    """A content with a draft, its rules with versions that no other draft was given. Raises ContentError."""
    return lay_over(contents.with_tests(tx, content), draft.files, draft.id, given_out(tx, draft.id), hashed=hashed)


def given_out(tx: Transaction, besides: str = "") -> dict[str, Locked]:
    """The highest version of every rule that any draft was submitted with: also of those that were turned down or rolled back."""
    rows = tx.execute("SELECT state->'locked' FROM content_draft WHERE content IS NOT NULL AND id <> %s", (besides,)).fetchall()
    found: dict[str, Locked] = {}
    for (locked,) in rows:
        for name, one in (locked or {}).items():
            version = msgspec.convert(one, Locked)
            if name not in found or found[name].version < version.version:
                found[name] = version
    return found


def may_change(content: Content, channel: str | None) -> frozenset[str] | None:
    """Packs whose files a draft of a channel may hold: house packs of that channel and no other; `None`: everything."""
    if channel is None:
        return None
    return frozenset(
        pack.id
        for pack in content.packs.values()
        if isinstance(pack, Pack)
        and pack.kind == "house"
        and [one.id for one in content.channels.values() if pack.id in one.packs] == [channel]
    )


def _require_within(draft: ContentDraft, content: Content, files: Mapping[str, str]) -> None:
    packs = may_change(content, draft.channel)
    if packs is None:
        return
    for path in sorted(files):
        folder, _, rest = path.removeprefix("policies/").partition("/")
        if not path.startswith("policies/") or folder not in packs or rest == "pack.yaml":
            shown = ", ".join(f"policies/{name}/" for name in sorted(packs)) or "nothing"
            raise ForbiddenError("outside_walls", f"`{path}` is not of {draft.channel} alone", f"this draft may change {shown}")


def _require_base(draft: ContentDraft, deciding: str) -> None:
    if draft.base != deciding:
        raise ConflictError(
            "content_changed", "another content decides since this draft was begun", "bring it up to date, and look at what changes now"
        )


def _reached(tx: Transaction, actor: Actor, act: str, draft: str, *, lock: bool = True) -> Kept[ContentDraft]:
    kept = load(tx, DRAFTS, draft, lock=lock)
    writes = act == "draft.write"
    markets = None if writes and kept.state.channel is None else ()
    require_reach(actor, act, "draft", draft, channel=kept.state.channel, markets=markets)
    if writes and kept.state.channel is None and actor.channels is not None:
        raise ForbiddenError("outside_walls", "the group's content is not yours to change", "begin a draft of your channel")
    return kept
