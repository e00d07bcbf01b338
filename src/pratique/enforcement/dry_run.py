"""What a changed ladder would have done: the ledger of every trader folded under both, before anybody is touched."""

import datetime
from collections.abc import Iterable, Mapping

import msgspec

from pratique.enforcement.points import Standing, Violation, standing
from pratique.policy.model import Ladder


class Difference(msgspec.Struct, frozen=True):
    """One trader who stands otherwise under the changed ladder."""

    trader: str
    before: Standing
    after: Standing

    @property
    def is_harsher(self) -> bool:
        """Whether something graver or longer holds, or has followed, under the changed ladder."""
        return _weight(self.after) > _weight(self.before)


def dry_run(old: Ladder, new: Ladder, ledgers: Mapping[str, Iterable[Violation]], as_of: datetime.date) -> list[Difference]:
    """Traders whose points or consequences differ on a day, by trader."""
    found = []
    for trader, ledger in sorted(ledgers.items()):
        entries = tuple(ledger)
        before, after = standing(old, entries, as_of), standing(new, entries, as_of)
        if (before.points, felt(before)) != (after.points, felt(after)):
            found.append(Difference(trader, before, after))
    return found


def felt(found: Standing) -> tuple[tuple[datetime.date, str, datetime.date | None], ...]:
    """What the trader feels of the consequences: what, from when, until when; at how many points it came is the ladder's own matter."""
    return tuple((one.day, one.action, one.until) for one in found.consequences)


def _weight(found: Standing) -> tuple[bool, int, int]:
    days = sum((one.until - one.day).days for one in found.consequences if one.until is not None)
    return found.is_closed, days, len(found.consequences)
