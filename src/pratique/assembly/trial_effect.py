"""What a change does to a sample of listings: which verdicts, in which markets, how much review, how much business."""

from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from pratique.assembly.trial_sample import Rows, Sample
from pratique.engine.batch_result import BatchResult
from pratique.engine.decision import Decision
from pratique.facts.money import in_usd
from pratique.policy.model import VERDICTS

MOST_SHOWN = 200
"""Subjects of which the change is told in full; all of them are counted."""
_HOLD, _REFUSE = VERDICTS.index("hold"), VERDICTS.index("refuse")


class MarketChange(msgspec.Struct, frozen=True):
    """Markets in which one subject would be decided otherwise, and alike."""

    before: str
    after: str
    markets: tuple[str, ...]
    rules: tuple[str, ...]
    """Rules that find something now and did not, or the other way."""


class SubjectChange(msgspec.Struct, frozen=True):
    """A subject of the sample with another verdict somewhere."""

    row: int
    """Its place in the sample."""
    decision: str
    kind: str
    subject: str
    title: str
    channel: str | None
    changes: tuple[MarketChange, ...]
    is_stricter: bool
    """In some market; else only milder."""
    gmv_usd: float | None


class Business(msgspec.Struct, frozen=True):
    """Sales of thirty days of the listings touched, in US dollars; listings of which nothing is known count nothing."""

    stopped: float = 0.0
    """Of listings that could be offered in some market and no longer can."""
    freed: float = 0.0
    """The other way."""
    known: int = 0
    """Listings touched whose sales are known."""


class Effect(msgspec.Struct, frozen=True):
    """What a draft does to a sample, as far as it was looked at."""

    sample: int
    looked: int
    changed: int
    pairs: dict[tuple[str, str], int]
    """(verdict before, verdict after) → pairs of subject and market."""
    by_market: dict[str, tuple[int, int]]
    """Market → subjects decided more strictly, more mildly; the most touched first."""
    by_rule: dict[str, int]
    """Of the subjects shown."""
    shown: tuple[SubjectChange, ...]
    more_review: int
    """Subjects that wait for a person in some market and did in none."""
    less_review: int
    """The other way."""
    business: Business

    @property
    def is_whole(self) -> bool:
        """Whether all of it was looked at."""
        return self.looked >= self.sample

    @property
    def stricter(self) -> int:
        """Pairs of subject and market that are decided more strictly."""
        return sum(number for (old, new), number in self.pairs.items() if VERDICTS.index(new) > VERDICTS.index(old))

    @property
    def milder(self) -> int:
        """The other way."""
        return sum(number for (old, new), number in self.pairs.items() if VERDICTS.index(new) < VERDICTS.index(old))


class Tally:
    """Counts what changes, portion by portion; each listing once."""

    def __init__(self, sample: Sample) -> None:
        self._sample = sample
        self._looked = np.zeros(len(sample.rows), dtype=bool)
        self._pairs: Counter[tuple[str, str]] = Counter()
        self._stricter: Counter[str] = Counter()
        self._milder: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._shown: list[SubjectChange] = []
        self._changed = self._more = self._less = self._known = 0
        self._stopped = self._freed = 0.0

    def not_looked_at(self, rows: Rows) -> Rows:
        """Places within `rows` of those that were not counted yet."""
        return np.flatnonzero(~self._looked[rows])

    def looked(self, rows: Rows) -> None:
        """These are done."""
        self._looked[rows] = True

    def add(self, rows: Rows, old: BatchResult, new: BatchResult) -> None:
        """Count listings decided by both contents."""
        differs = old.verdicts != new.verdicts
        for was, now in zip(old.verdicts[differs].tolist(), new.verdicts[differs].tolist(), strict=True):
            self._pairs[VERDICTS[was], VERDICTS[now]] += 1
        for counter, side in ((self._stricter, new.verdicts > old.verdicts), (self._milder, new.verdicts < old.verdicts)):
            counts = side.sum(axis=0).tolist()
            counter.update({code: int(count) for code, count in zip(old.plan.markets, counts, strict=True) if count})
        self._count_review(old.verdicts, new.verdicts)
        for place in np.flatnonzero(differs.any(axis=1)).tolist():
            self._changed += 1
            gmv = self._count_business(int(rows[place]), old.verdicts[place], new.verdicts[place])
            if len(self._shown) < MOST_SHOWN:
                one = self._told(int(rows[place]), old.to_decisions(place), new.to_decisions(place), gmv)
                self._shown.append(one)
                for change in one.changes:
                    self._rules.update(dict.fromkeys(change.rules, len(change.markets)))

    def effect(self) -> Effect:
        """As far as it was counted."""
        markets = sorted({*self._stricter, *self._milder}, key=lambda code: (-self._stricter[code] - self._milder[code], code))
        shown = sorted(self._shown, key=lambda one: (not one.is_stricter, -(one.gmv_usd or 0), one.subject))
        return Effect(
            len(self._looked),
            int(self._looked.sum()),
            self._changed,
            dict(self._pairs),
            {code: (self._stricter[code], self._milder[code]) for code in markets},
            dict(self._rules.most_common(50)),
            tuple(shown),
            self._more,
            self._less,
            Business(self._stopped, self._freed, self._known),
        )

    def _count_review(self, old: npt.NDArray[np.uint8], new: npt.NDArray[np.uint8]) -> None:
        was, now = (old == _HOLD).any(axis=1), (new == _HOLD).any(axis=1)
        self._more += int((now & ~was).sum())
        self._less += int((was & ~now).sum())

    def _count_business(self, row: int, old: npt.NDArray[np.uint8], new: npt.NDArray[np.uint8]) -> float | None:
        listing = self._sample.listings[row]
        gmv = in_usd(listing.gmv_30d, listing.currency) if listing.gmv_30d is not None else None
        if gmv is None:
            return None
        self._known += 1
        if ((old < _HOLD) & (new >= _HOLD)).any():
            self._stopped += gmv
        elif ((old >= _HOLD) & (new < _HOLD)).any():
            self._freed += gmv
        return gmv

    def _told(self, row: int, old: Sequence[Decision], new: Sequence[Decision], gmv: float | None) -> SubjectChange:
        sampled, listing = self._sample.rows[row], self._sample.listings[row]
        changes = changes_of(old, new)
        stricter = any(VERDICTS.index(one.after) > VERDICTS.index(one.before) for one in changes)
        return SubjectChange(
            row, sampled.decision, sampled.kind, sampled.subject, listing.title, sampled.channel, changes, stricter, gmv
        )  # fmt: skip


def changes_of(old: Sequence[Decision], new: Sequence[Decision]) -> tuple[MarketChange, ...]:
    """Markets with another verdict, those together that change alike for the same rules."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for was, now in zip(old, new, strict=True):
        if was.verdict != now.verdict:
            rules = {(one.rule, one.verdict) for one in was.findings} ^ {(one.rule, one.verdict) for one in now.findings}
            groups.setdefault((was.verdict, now.verdict, tuple(sorted({rule for rule, _ in rules}))), []).append(now.market)
    return tuple(MarketChange(was, now, tuple(markets), rules) for (was, now, rules), markets in groups.items())
