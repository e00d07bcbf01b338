"""Subjects of a notice, order or action with what was decided on them."""

from collections.abc import Sequence

import msgspec

from pratique.base.actor import Actor
from pratique.casework.subject import Subject
from pratique.console.screens.thread.line import subject_address
from pratique.store import listings
from pratique.store.listings import ListingEntry
from pratique.store.transaction import Transaction


class SubjectShown(msgspec.Struct, frozen=True):
    """One of them."""

    subject: Subject
    entry: ListingEntry | None
    """Its last decision; `None` where nothing was screened, or outside the walls."""
    address: str

    @property
    def title(self) -> str:
        """What it is called."""
        return self.entry.title if self.entry else self.subject.id


def shown(tx: Transaction, actor: Actor, subjects: Sequence[Subject]) -> list[SubjectShown]:
    """All of them, by one query."""
    found = listings.named(tx, actor, [(one.kind, one.id) for one in subjects])
    return [SubjectShown(one, found.get((one.kind, one.id)), subject_address(one.key)) for one in subjects]
