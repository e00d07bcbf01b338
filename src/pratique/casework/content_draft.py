"""A change of the content on its way: an overlay by its author, tried, submitted, agreed to by a second person, published. Pure."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.actor import Actor
from pratique.base.errors import ConflictError, Fault, ForbiddenError, InvalidError
from pratique.base.event import Event
from pratique.policy.lock import Locked

Status = Literal["open", "submitted", "published", "discarded"]
LONGEST_TITLE = 200


class Tried(msgspec.Struct, frozen=True, omit_defaults=True):
    """What came of trying a draft out, as numbers."""

    edition: int
    """Of the draft that was tried."""
    at: dt.datetime
    errors: int = 0
    warnings: int = 0
    failed: int = 0
    """Examples and tests that do not come as expected."""
    sample: int = 0
    changed: int = 0
    """Subjects of the sample with another verdict in some market."""
    stricter: int = 0
    """Pairs of subject and market that are decided more strictly; `milder` the other way."""
    milder: int = 0

    @property
    def is_clean(self) -> bool:
        """Whether nothing speaks against submitting it."""
        return self.errors == 0 and self.failed == 0


class ContentDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A draft as it stands."""

    id: str
    title: str
    author: str
    base: str
    """Hash of the content it is laid over."""
    at: dt.datetime
    status: Status = "open"
    channel: str | None = None
    """The channel whose house rules it changes; `None`: the group's content."""
    files: dict[str, str] = {}
    """Path within the overlay → text."""
    edition: int = 1
    """Raised with every change of a file or of the base."""
    authors: tuple[str, ...] = ()
    """Whoever else wrote in it: none of them may agree to it."""
    tried: Tried | None = None
    content: str | None = None
    """Hash of the content that was submitted."""
    version: str | None = None
    proposal: str | None = None
    locked: dict[str, Locked] = {}
    """Versions of its rules as submitted: none of them is ever used for another meaning."""


class DraftBegun(Event, frozen=True, kw_only=True, tag="draft_begun"):
    """Somebody begins a change of the content."""

    draft: str
    title: str
    base: str
    channel: str | None = None


class DraftWritten(Event, frozen=True, kw_only=True, tag="draft_written"):
    """Files were written; `None` takes one away."""

    files: dict[str, str | None]
    what: str
    """In a few words."""


class DraftRebased(Event, frozen=True, kw_only=True, tag="draft_rebased"):
    """It is laid over another content from now on."""

    base: str


class DraftTried(Event, frozen=True, kw_only=True, tag="draft_tried"):
    """It was tried out."""

    tried: Tried


class DraftSubmitted(Event, frozen=True, kw_only=True, tag="draft_submitted"):
    """A second person was asked."""

    content: str
    version: str
    proposal: str
    locked: dict[str, Locked]


class DraftReopened(Event, frozen=True, kw_only=True, tag="draft_reopened"):
    """It was not agreed to, or taken back, and can be changed again."""


class DraftPublished(Event, frozen=True, kw_only=True, tag="draft_published"):
    """It decides."""


class DraftDiscarded(Event, frozen=True, kw_only=True, tag="draft_discarded"):
    """Its author gave it up."""


DraftEvent = DraftBegun | DraftWritten | DraftRebased | DraftTried | DraftSubmitted | DraftReopened | DraftPublished | DraftDiscarded


def apply(before: ContentDraft | None, event: DraftEvent) -> ContentDraft:
    """The draft after an event."""
    if isinstance(event, DraftBegun):
        return ContentDraft(event.draft, event.title, event.by, event.base, event.at, channel=event.channel)
    assert before is not None  # noqa: S101 - a record begins with its first event
    match event:
        case DraftWritten():
            files = {path: text for path, text in {**before.files, **event.files}.items() if text is not None}
            authors = before.authors if event.by in (before.author, *before.authors) else (*before.authors, event.by)
            return replace(before, files=files, edition=before.edition + 1, authors=authors)
        case DraftRebased():
            return replace(before, base=event.base, edition=before.edition + 1)
        case DraftTried():
            return replace(before, tried=event.tried)
        case DraftSubmitted():
            return replace(
                before, status="submitted", content=event.content, version=event.version, proposal=event.proposal, locked=event.locked
            )
        case DraftReopened():
            return replace(before, status="open")
        case DraftPublished():
            return replace(before, status="published")
        case DraftDiscarded():
            return replace(before, status="discarded")


def begin(name: str, title: str, base: str, channel: str | None, *, at: dt.datetime, by: Actor) -> tuple[DraftEvent, ...]:
    """Begin one. Raises InvalidError without a title, ForbiddenError for a machine."""
    if by.is_automatic:
        raise ForbiddenError("needs_a_person", "content is changed by people", "give the overlay to `pratique content publish`")
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise InvalidError([Fault("title", f"say in a few words what is changed (at most {LONGEST_TITLE} characters)")])
    return (DraftBegun(at=at, by=by.id, draft=name, title=title.strip(), base=base, channel=channel),)


def write(
    draft: ContentDraft, files: Mapping[str, str | None], what: str, edition: int | None, *, at: dt.datetime, by: Actor
) -> tuple[DraftEvent, ...]:
    """Write files. `edition` is the one the author saw. Raises ConflictError where it was changed since, or cannot be changed any more."""
    _must_be(draft, "open")
    if edition is not None and edition != draft.edition:
        raise ConflictError("changed_meanwhile", "this draft was changed since you opened it", "load it again and look at what is new")
    changed = {path: text for path, text in files.items() if draft.files.get(path) != text}
    return (DraftWritten(at=at, by=by.id, files=changed, what=what),) if changed else ()


def rebase(draft: ContentDraft, base: str, *, at: dt.datetime, by: Actor) -> tuple[DraftEvent, ...]:
    """Lay it over another content."""
    _must_be(draft, "open")
    return (DraftRebased(at=at, by=by.id, base=base),) if base != draft.base else ()


def note_trial(draft: ContentDraft, tried: Tried, *, at: dt.datetime, by: Actor) -> tuple[DraftEvent, ...]:
    """Put down what came of trying it; nothing where it was changed meanwhile or is decided."""
    if draft.status not in ("open", "submitted") or tried.edition != draft.edition:
        return ()
    return (DraftTried(at=at, by=by.id, tried=tried),)


def must_be_ready(draft: ContentDraft) -> None:
    """Raises ConflictError where it is not open or was not tried as it stands, InvalidError where something is wrong with it."""
    _must_be(draft, "open")
    if not draft.files:
        raise InvalidError([Fault("files", "nothing is changed yet")])
    if draft.tried is None or draft.tried.edition != draft.edition:
        raise ConflictError("not_tried", "the draft was not tried as it stands", "try it, and look at what changes")
    if not draft.tried.is_clean:
        found = f"{draft.tried.errors} errors, {draft.tried.failed} examples and tests failed"
        raise InvalidError([Fault("files", f"{found}: mend what is shown before it is submitted")])


def submit(
    draft: ContentDraft, content: str, version: str, proposal: str, locked: dict[str, Locked], *, at: dt.datetime, by: Actor
) -> tuple[DraftEvent, ...]:
    """Ask for a second person."""
    must_be_ready(draft)
    return (DraftSubmitted(at=at, by=by.id, content=content, version=version, proposal=proposal, locked=locked),)


def reopen(draft: ContentDraft, *, at: dt.datetime, by: Actor) -> tuple[DraftEvent, ...]:
    """Go on with one that was not agreed to."""
    _must_be(draft, "submitted")
    return (DraftReopened(at=at, by=by.id),)


def publish(draft: ContentDraft, *, at: dt.datetime, by: Actor) -> tuple[DraftEvent, ...]:
    """Let it decide. Raises ForbiddenError for whoever wrote in it."""
    _must_be(draft, "submitted")
    if by.id in (draft.author, *draft.authors):
        raise ForbiddenError("needs_another", "whoever wrote in a draft cannot agree to it", "ask a colleague")
    return (DraftPublished(at=at, by=by.id),)


def discard(draft: ContentDraft, *, at: dt.datetime, by: Actor) -> tuple[DraftEvent, ...]:
    """Give it up."""
    _must_be(draft, "open")
    return (DraftDiscarded(at=at, by=by.id),)


def _must_be(draft: ContentDraft, status: Status) -> None:
    if draft.status != status:
        raise ConflictError(f"draft_{draft.status}", f"the draft is {draft.status}, not {status}")
