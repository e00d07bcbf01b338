"""A draft tried out: what lint says of it, whether its examples come as expected, and which verdicts of a sample would change."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
import numpy as np

from pratique.assembly.compiled import Compiled, compiled, compiled_after
from pratique.assembly.content_tests import Outcome, Trial
from pratique.assembly.observed import read_many
from pratique.assembly.screener import quantity_users
from pratique.assembly.snapshot import restored
from pratique.engine.batch import decide_many
from pratique.engine.batch_result import BatchResult
from pratique.engine.decision import Decision
from pratique.engine.expression import check
from pratique.engine.plan import compile_plan
from pratique.facts import Listing
from pratique.policy.lint.issue import Context, Issue, Severity
from pratique.policy.lint.run import lint_content
from pratique.policy.lock import Locked
from pratique.policy.model import VERDICTS, Content
from pratique.policy.overlay import changed_units
from pratique.signals.text.detector import TextDetector
from pratique.store.samples import Sampled

Tell = Callable[[str, float], None]
"""Told how far it is: a step of `STEPS`, and what share of all is done."""
STEPS = ("reading", "examples", "lint", "compiling", "sample", "comparing")
MOST_SHOWN = 200
"""Subjects of which the change is told in full; all of them are counted."""


class MarketChange(msgspec.Struct, frozen=True):
    """Markets in which one subject would be decided otherwise, and alike."""

    before: str
    after: str
    markets: tuple[str, ...]
    rules: tuple[str, ...]
    """Rules that find something now and did not, or the other way."""


class SubjectChange(msgspec.Struct, frozen=True):
    """A subject of the sample with another verdict somewhere."""

    decision: str
    kind: str
    subject: str
    title: str
    channel: str | None
    changes: tuple[MarketChange, ...]
    is_stricter: bool
    """In some market; else only milder."""


class Effect(msgspec.Struct, frozen=True):
    """What a draft does to a sample."""

    sample: int
    changed: int
    pairs: dict[tuple[str, str], int]
    """(verdict before, verdict after) → pairs of subject and market."""
    by_market: dict[str, int]
    by_rule: dict[str, int]
    shown: tuple[SubjectChange, ...]

    @property
    def stricter(self) -> int:
        """Pairs of subject and market that are decided more strictly."""
        return sum(number for (old, new), number in self.pairs.items() if VERDICTS.index(new) > VERDICTS.index(old))

    @property
    def milder(self) -> int:
        """The other way."""
        return sum(number for (old, new), number in self.pairs.items() if VERDICTS.index(new) < VERDICTS.index(old))


class Trialled(msgspec.Struct, frozen=True):
    """Everything that came of trying a draft."""

    units: tuple[str, ...]
    """Ids of what is changed."""
    issues: tuple[Issue, ...]
    outcomes: tuple[Outcome, ...]
    """Examples and tests of what is changed, and of rules that ask for it."""
    effect: Effect
    seconds: float

    @property
    def errors(self) -> int:
        """Issues that forbid publishing."""
        return sum(issue.severity is Severity.error for issue in self.issues)

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Examples and tests that did not come as expected."""
        return tuple(one for one in self.outcomes if not one.passed)


class Asked(msgspec.Struct, frozen=True):
    """How the sample is decided."""

    as_of: dt.date
    markets: tuple[str, ...] | None = None
    """`None`: all of the content."""
    strategy: str = "default"


def try_out(
    before: Content,
    after: Content,
    locked: Mapping[str, Locked],
    sample: Sequence[Sampled],
    asked: Asked,
    tell: Tell = lambda _step, _share: None,
    reader: TextDetector | None = None,
) -> Trialled:
    """Try a content that differs from the one that decides in a few units. `reader` reads as the one that decides does."""
    began = time.perf_counter()
    units = changed_units(before, after)
    tell("compiling", 0.05)
    old_reader = reader or reader_of(before, compiled(before))
    new_reader = reader_of(after, compiled_after(after, before))
    tell("examples", 0.25)
    outcomes = _tested(after, units, new_reader)
    tell("lint", 0.35)
    issues = lint_content(Context(after, asked.as_of, {**_locks(before), **locked}, check), only=units)
    tell("sample", 0.6)
    effect = compared(before, after, old_reader, new_reader, sample, asked, tell)
    tell("comparing", 1.0)
    return Trialled(tuple(sorted(units)), tuple(issues), tuple(outcomes), effect, time.perf_counter() - began)


def compared(
    before: Content, after: Content, old_reader: TextDetector, new_reader: TextDetector, sample: Sequence[Sampled], asked: Asked, tell: Tell
) -> Effect:
    """Both contents over one sample, channel by channel and stage by stage."""
    pairs: Counter[tuple[str, str]] = Counter()
    by_market: Counter[str] = Counter()
    by_rule: Counter[str] = Counter()
    shown: list[SubjectChange] = []
    changed = done = 0
    for (channel, stage), rows in _grouped(sample, before, after).items():
        listings = [restored(row.body.encode(), None) for row in rows]
        results = [
            _decided(content, reader, listings, asked, channel, stage) for content, reader in ((before, old_reader), (after, new_reader))
        ]
        old, new = results
        differs = old.verdicts != new.verdicts
        for was, now in zip(old.verdicts[differs].tolist(), new.verdicts[differs].tolist(), strict=True):
            pairs[VERDICTS[was], VERDICTS[now]] += 1
        by_market.update({code: int(count) for code, count in zip(old.plan.markets, differs.sum(axis=0).tolist(), strict=True) if count})
        for row in np.flatnonzero(differs.any(axis=1)).tolist():
            changed += 1
            if len(shown) < MOST_SHOWN:
                one = _shown(rows[row], listings[row], old.to_decisions(row), new.to_decisions(row))
                shown.append(one)
                by_rule.update({rule: len(change.markets) for change in one.changes for rule in change.rules})
        done += len(rows)
        tell("comparing", 0.6 + 0.4 * done / max(1, len(sample)))
    shown.sort(key=lambda one: (not one.is_stricter, one.subject))
    return Effect(len(sample), changed, dict(pairs), dict(by_market.most_common()), dict(by_rule.most_common(50)), tuple(shown))


def _grouped(sample: Sequence[Sampled], before: Content, after: Content) -> dict[tuple[str | None, str], list[Sampled]]:
    found: dict[tuple[str | None, str], list[Sampled]] = {}
    for row in sample:
        known = row.channel if row.channel in before.channels and row.channel in after.channels else None
        found.setdefault((known, row.stage), []).append(row)
    return found


def _decided(
    content: Content, reader: TextDetector, listings: Sequence[Listing], asked: Asked, channel: str | None, stage: str
) -> BatchResult:
    markets = tuple(code for code in (asked.markets or sorted(content.markets)) if code in content.markets)
    plan = compile_plan(content, markets, channel=channel, stage=stage, as_of=asked.as_of, strategy=asked.strategy)
    table, degraded = read_many(reader, listings)
    return decide_many(plan, listings, table, degraded)


def _shown(row: Sampled, listing: Listing, old: Sequence[Decision], new: Sequence[Decision]) -> SubjectChange:
    groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for was, now in zip(old, new, strict=True):
        if was.verdict != now.verdict:
            rules = {(one.rule, one.verdict) for one in was.findings} ^ {(one.rule, one.verdict) for one in now.findings}
            groups.setdefault((was.verdict, now.verdict, tuple(sorted({rule for rule, _ in rules}))), []).append(now.market)
    changes = tuple(MarketChange(was, now, tuple(markets), rules) for (was, now, rules), markets in groups.items())
    stricter = any(VERDICTS.index(one.after) > VERDICTS.index(one.before) for one in changes)
    return SubjectChange(row.decision, row.kind, row.subject, listing.title, row.channel, changes, stricter)


def _tested(after: Content, units: frozenset[str], reader: TextDetector) -> list[Outcome]:
    """Examples of changed concepts; tests of changed rules, and of rules that ask for a changed concept."""
    asking = {
        rule.id
        for rule in after.rules.values()
        if rule.id in units or not units.isdisjoint((*(name for group in rule.when.all for name in group), *rule.when.any, *rule.when.none))
    }
    wanted = units | asking
    return list(_bounded(Trial(after, reader.read, reader.read).run(lambda name: name in wanted), 2_000))


def _bounded(outcomes: Iterator[Outcome], most: int) -> Iterator[Outcome]:
    for number, one in enumerate(outcomes):
        if number >= most:
            return
        yield one


def reader_of(content: Content, kept: Compiled) -> TextDetector:
    """What reads by a content, from what was compiled of it."""
    return TextDetector(content.concepts, quantity_users(content), kept.unit_factors, kept.terms, content.brands)


def _locks(content: Content) -> dict[str, Locked]:
    return {name: Locked(rule.version, rule.digest) for name, rule in content.rules.items()}
