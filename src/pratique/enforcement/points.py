"""Points of a trader on one ladder, folded out of the ledger of violations at a day; nothing else is kept, so nothing can disagree.

A violation that was overturned leaves the ledger as if it had never been (Regulation (EU) 2022/2065 Art. 20(4)): its points, and all that
followed from them.
"""

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from pratique.policy.model import Charge, Ladder, Rung


class Violation(msgspec.Struct, frozen=True, order=True):
    """One entry of the ledger: a trader broke a rule on a channel."""

    day: datetime.date
    id: str
    """Unique; orders violations of the same day."""
    enforcement_class: str
    severity: int
    """Harm of the rule that was broken, 1 to 4."""
    overturned: bool = False
    right: str = ""
    """The registered right that was infringed, where that is known."""


class Charged(msgspec.Struct, frozen=True):
    """What a violation cost."""

    violation: Violation
    points: float
    until: datetime.date
    """The first day on which its points no longer count."""


class Consequence(msgspec.Struct, frozen=True):
    """What followed on a day, and until when."""

    day: datetime.date
    action: str
    points: float
    """Balance that reached the rung."""
    rung: float
    until: datetime.date | None
    """The first day on which it no longer holds; `None` is until lifted."""


class Standing(msgspec.Struct, frozen=True):
    """How a trader stands on a ladder on a day."""

    as_of: datetime.date
    points: float
    charged: tuple[Charged, ...]
    """Violations whose points count on the day, with what they cost."""
    consequences: tuple[Consequence, ...]
    """All that followed so far, in order."""
    next_rung: Rung | None
    """The next thing that would follow."""
    next_decay: datetime.date | None
    """The day on which the next points run out."""

    @property
    def in_effect(self) -> tuple[Consequence, ...]:
        """What holds on the day; a warning is over once it is given."""
        return tuple(one for one in self.consequences if one.action != "warning" and (one.until is None or self.as_of < one.until))

    @property
    def is_closed(self) -> bool:
        """Whether the account is closed for good."""
        return any(one.action == "close_account" for one in self.consequences)


def standing(ladder: Ladder, ledger: Iterable[Violation], as_of: datetime.date) -> Standing:
    """Fold the ledger at a day. Order and the days after `as_of` do not matter; a violation given twice counts once."""
    known = {violation.id: violation for violation in ledger}
    counted = sorted(
        violation
        for violation in known.values()
        if not violation.overturned and violation.day <= as_of and violation.enforcement_class in ladder.classes
    )
    charged = _charged(ladder, counted)
    consequences = _consequences(ladder, charged)
    live = tuple(one for one in charged if one.points and as_of < one.until)
    points = sum(one.points for one in live)
    closed = any(one.action == "close_account" for one in consequences)
    ahead = None if closed else next((rung for rung in ladder.rungs if rung.at > points), _again(ladder.rungs, points))
    return Standing(as_of, points, live, consequences, ahead, min((one.until for one in live), default=None))


def price(ladder: Ladder, violation: Violation) -> Charge:
    """The first charge that fits; the last of a ladder fits everything."""
    return next(
        charge
        for charge in ladder.charges
        if (not charge.classes or violation.enforcement_class in charge.classes)
        and (charge.severity is None or violation.severity >= charge.severity)
    )


def _charged(ladder: Ladder, counted: Sequence[Violation]) -> list[Charged]:
    span = datetime.timedelta(days=ladder.decay_days)
    charged: list[Charged] = []
    today: datetime.date | None = None
    spent = 0.0
    first: datetime.date | None = None
    merged: tuple[datetime.date, float] | None = None
    free = ladder.free
    for violation in counted:
        if violation.day != today:
            today, spent = violation.day, 0.0
        charge = price(ladder, violation)
        points = charge.points
        if points and free:
            free, points = free - 1, 0.0
        if points and ladder.merge_days:
            if merged is not None and (violation.day - merged[0]).days < ladder.merge_days:
                points, merged = max(0.0, points - merged[1]), (merged[0], max(points, merged[1]))
            else:
                merged = violation.day, points
        if ladder.day_cap is not None and not charge.uncapped:
            points = min(points, max(0.0, ladder.day_cap - spent))
            spent += points
        if points and (first is None or violation.day >= first + span):
            first = violation.day
        start = first if ladder.decay_from == "first" and first is not None else violation.day
        charged.append(Charged(violation, points, start + span))
    return charged


def _consequences(ladder: Ladder, charged: Sequence[Charged]) -> tuple[Consequence, ...]:
    """What followed, violation by violation: a rung follows when the balance reaches it from below; nothing follows a closure."""
    found: list[Consequence] = []
    for number, one in enumerate(charged):
        day = one.violation.day
        before = sum(other.points for other in charged[:number] if day < other.until)
        after = before + one.points
        reached = [rung for rung in ladder.rungs if before < _threshold(rung, after) <= after]
        follows = [(reached[-1], after)] if reached else []
        if ladder.same_right is not None and one.violation.right:
            same = sum(o.points for o in charged[:number] if day < o.until and o.violation.right == one.violation.right)
            if same < ladder.same_right.at <= same + one.points:
                follows.append((ladder.same_right, same + one.points))
        for rung, points in follows:
            until = day + datetime.timedelta(days=rung.days) if rung.days is not None else None
            found += [Consequence(day, action, points, rung.at, until) for action in (rung.action, *rung.also)]
            if "close_account" in (rung.action, *rung.also):
                return tuple(found)
    return tuple(found)


def _threshold(rung: Rung, points: float) -> float:
    """The rung, or the highest multiple of a repeating one that the points reach."""
    return rung.at * max(1, points // rung.at) if rung.repeating else rung.at


def _again(rungs: Sequence[Rung], points: float) -> Rung | None:
    """The next multiple of a repeating rung."""
    last = rungs[-1]
    return msgspec.structs.replace(last, at=last.at * (points // last.at + 1)) if last.repeating else None
