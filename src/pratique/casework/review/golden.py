"""Golden sets: things whose right answer is agreed, for trials and for blind re-review."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from pratique.base.errors import ConflictError, Fault, InvalidError
from pratique.base.event import Event
from pratique.casework.review.reviewer import GoldenItem


class GoldenSet(msgspec.Struct, frozen=True, omit_defaults=True):
    """One set, for one queue."""

    id: str
    status: Literal["open", "retired"]
    queue: str
    title: str
    items: tuple[GoldenItem, ...] = ()


class GoldenSetMade(Event, frozen=True, kw_only=True, tag="golden_set_made"):
    """A set was begun."""

    golden_set: str
    queue: str
    title: str


class GoldenItemAdded(Event, frozen=True, kw_only=True, tag="golden_item_added"):
    """Something whose answer is agreed was added."""

    item: GoldenItem


class GoldenSetRetired(Event, frozen=True, kw_only=True, tag="golden_set_retired"):
    """Not used any more."""


GoldenEvent = GoldenSetMade | GoldenItemAdded | GoldenSetRetired


def apply(golden: GoldenSet | None, event: GoldenEvent) -> GoldenSet:
    """Fold one event; refuses nothing."""
    if isinstance(event, GoldenSetMade):
        return GoldenSet(event.golden_set, "open", event.queue, event.title)
    assert golden is not None  # noqa: S101 - the first event makes it
    match event:
        case GoldenItemAdded():
            return replace(golden, items=(*golden.items, event.item))
        case GoldenSetRetired():
            return replace(golden, status="retired")


def make(name: str, queue: str, title: str, *, at: dt.datetime, by: str) -> tuple[GoldenEvent, ...]:
    """Begin a set."""
    if not title.strip():
        raise InvalidError([Fault("title", "needs words")])
    return (GoldenSetMade(at=at, by=by, golden_set=name, queue=queue, title=title),)


def add(golden: GoldenSet, items: Sequence[GoldenItem], *, at: dt.datetime, by: str) -> tuple[GoldenEvent, ...]:
    """Add things; the same one for the same market once."""
    if golden.status == "retired":
        raise ConflictError("retired", f"the golden set `{golden.id}` is retired")
    known = {(item.snapshot, item.market) for item in golden.items}
    fresh = {(item.snapshot, item.market): item for item in items if (item.snapshot, item.market) not in known}
    return tuple(GoldenItemAdded(at=at, by=by, item=item) for item in fresh.values())


def retire(golden: GoldenSet, *, at: dt.datetime, by: str) -> tuple[GoldenEvent, ...]:
    """Take it out of use."""
    return (GoldenSetRetired(at=at, by=by),) if golden.status == "open" else ()
