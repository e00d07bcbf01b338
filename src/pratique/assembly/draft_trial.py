"""A draft tried out: what lint says of it, whether its examples come as expected, and which verdicts of a sample would change.

What is known is told as soon as it is: first the listings that the change most likely touches, then examples and lint, then the others.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec
import numpy as np

from pratique.assembly.compiled import Compiled, successor
from pratique.assembly.content_tests import Outcome
from pratique.assembly.content_tests import Trial as Tests
from pratique.assembly.observed import observe, read_many
from pratique.assembly.screener import quantity_users
from pratique.assembly.trial_effect import Effect, Tally
from pratique.assembly.trial_sample import Asked, Deciding, Group, Portion, Read, Rows, Sample, glance, plan_of, reader_of
from pratique.engine.batch import decide_many
from pratique.engine.decision import Decision
from pratique.engine.expression import check
from pratique.engine.plan import Plan
from pratique.facts import Evidence, Listing, ReadingTable
from pratique.policy.lint.issue import Context, Issue, Severity
from pratique.policy.lint.run import lint_content
from pratique.policy.lock import Locked
from pratique.policy.model import Content, Rule
from pratique.policy.overlay import changed_units
from pratique.signals.text.detector import TextDetector
from pratique.signals.text.lexicon import narrowed
from pratique.signals.text.normal import normalise

Tell = Callable[[str, float], None]
"""Told how far it is: a step of `STEPS`, and what share of all is done."""
STEPS = ("reading", "compiling", "sample", "examples", "lint", "comparing")
FIRST = 60
"""Listings that are looked at before all others."""
_PLANNED = ("rules", "markets", "channels", "strategies", "parameters", "documents", "sources", "packs")
"""What a plan is made of."""
_EVERYWHERE = ("markets", "channels", "strategies", "documents", "packs")
"""Where one of these differs, every listing may be decided otherwise."""


class Trialled(msgspec.Struct, frozen=True):
    """What is known of a draft so far."""

    units: tuple[str, ...]
    """Ids of what is changed."""
    effect: Effect
    seconds: float
    outcomes: tuple[Outcome, ...] | None = None
    """Examples and tests of what is changed, and of rules that ask for it; `None`: not tried yet."""
    issues: tuple[Issue, ...] | None = None
    """`None`: not checked yet."""

    @property
    def errors(self) -> int:
        """Issues that forbid publishing."""
        return sum(issue.severity is Severity.error for issue in self.issues or ())

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """Examples and tests that did not come as expected."""
        return tuple(one for one in self.outcomes or () if not one.passed)


class Why(msgspec.Struct, frozen=True):
    """One listing decided by both contents, market by market."""

    listing: Listing
    before: tuple[Decision, ...]
    after: tuple[Decision, ...]
    evidence: tuple[tuple[Evidence, ...], tuple[Evidence, ...]]


class Trial:
    """A content that differs from the one that decides in a few units, over a sample."""

    def __init__(self, deciding: Deciding, after: Content, locked: Mapping[str, Locked], sample: Sample, asked: Asked) -> None:
        self.deciding, self.before, self.after = deciding, deciding.content, after
        self.locked, self.sample, self.asked = locked, sample, asked
        self.units = changed_units(self.before, after)
        self._plans: dict[tuple[Group, bool], Plan] = {}

    def run(self, tell: Tell = lambda _step, _share: None) -> Iterator[Trialled]:
        """What is known, again and again, more each time; the last is everything."""
        began = time.perf_counter()
        tally = Tally(self.sample)
        found = Trialled(tuple(sorted(self.units)), tally.effect(), 0.0)

        def now() -> Trialled:
            return msgspec.structs.replace(found, effect=tally.effect(), seconds=time.perf_counter() - began)

        tell("compiling", 0.05)
        first = self._likely()
        if first is not None:
            tell("sample", 0.2)
            looked = Tally(self.sample)  # what a glance gives is not counted: these listings come again
            self._glance(first, looked)
            yield msgspec.structs.replace(now(), effect=looked.effect())
            found = msgspec.structs.replace(found, effect=looked.effect())
        tell("examples", 0.25)
        found = msgspec.structs.replace(found, outcomes=tuple(self._tested()))
        yield found
        tell("lint", 0.3)
        locks = {name: Locked(rule.version, rule.digest) for name, rule in self.before.rules.items()}
        context = Context(self.after, self.asked.as_of, {**locks, **self.locked}, check)
        found = msgspec.structs.replace(found, issues=tuple(lint_content(context, only=self.units | self._rules)))
        yield found
        for number, portion in enumerate(self.sample.portions):
            tell("comparing", 0.4 + 0.6 * number / len(self.sample.portions))
            old = self.sample.read_by(self.deciding, portion)
            new = old if self.reads_alike else read_many(self.reader, self.sample.of(portion.rows))
            self._compare(portion, old, new, tally)
            yield now()
        tell("comparing", 1.0)
        yield now()

    def why(self, row: int) -> Why:
        """What both contents say of one listing of the sample, and what shows it."""
        group = Group(self.sample.rows[row].channel, self.sample.rows[row].stage)
        listings = self.sample.of([row])
        decided, shown = [], []
        for reader, plan in ((self.deciding.reader, self.deciding.plan(group, self.asked)), (self.reader, self._plan(group))):
            seen = observe(reader, listings)
            decided.append(tuple(decide_many(plan, listings, seen.table, dict(seen.degraded)).to_decisions(0)))
            shown.append(seen.evidence(0))
        return Why(listings[0], decided[0], decided[1], (shown[0], shown[1]))

    def _glance(self, portion: Portion, tally: Tally) -> None:
        listings = self.sample.of(portion.rows)
        readers = [self.deciding.reader, self.deciding.reader]
        if not self.reads_alike:
            few = narrowed(self.deciding.compiled.terms, [self.sample.texts[row] for row in portion.rows.tolist()])
            old = Compiled(few, self.deciding.compiled.unit_factors)
            readers = [glance(self.before, old), glance(self.after, successor(old, self.before, self.after))]
        seen = [observe(reader, listings) for reader in readers]
        self._compare(portion, (seen[0].table, dict(seen[0].degraded)), (seen[1].table, dict(seen[1].degraded)), tally)

    def forget(self) -> None:
        """Let go of what takes much memory; `why` makes it again."""
        self.__dict__.pop("reader", None)
        self._plans.clear()

    @cached_property
    def reads_alike(self) -> bool:
        """Whether both contents read the same in every listing."""
        return (
            list(self.before.concepts) == list(self.after.concepts)
            and all(one is self.after.concepts[name] or one == self.after.concepts[name] for name, one in self.before.concepts.items())
            and self.before.brands == self.after.brands
            and quantity_users(self.before) == quantity_users(self.after)
        )

    @cached_property
    def reader(self) -> TextDetector:
        """What reads by the draft."""
        if self.reads_alike:
            return self.deciding.reader
        return reader_of(self.after, successor(self.deciding.compiled, self.before, self.after))

    @cached_property
    def _decides_alike(self) -> bool:
        return all(getattr(self.before, kind) == getattr(self.after, kind) for kind in _PLANNED)

    @cached_property
    def _rules(self) -> frozenset[str]:
        """Rules that may find something else in a listing in which the same is read."""
        parameters = {one for one in self.units if one in self.before.parameters or one in self.after.parameters}
        found: set[str] = set()
        for content in (self.before, self.after):
            for name, rule in content.rules.items():
                if name in self.units or any(one.parameter in parameters for one in rule.where):
                    found |= {name, *rule.replaces}
        return frozenset(found)

    def _plan(self, group: Group) -> Plan:
        if self._decides_alike:
            return self.deciding.plan(group, self.asked)
        key = group, True
        if key not in self._plans:
            self._plans[key] = plan_of(self.after, group, self.asked)
        return self._plans[key]

    def _likely(self) -> Portion | None:
        """Listings of one group that hold a word of what is changed, those that hold most first; the newest where none does."""
        words = {word for text in _words_of(self.before, self.after, self.units | self._rules) if (word := normalise(text).strip())}
        texts = self.sample.texts
        found: dict[Group, list[int]] = {}
        for row, text in enumerate(texts):
            if any(word in text for word in words):
                one = self.sample.rows[row]
                found.setdefault(Group(one.channel, one.stage), []).append(row)
        if found:
            group, rows = max(found.items(), key=lambda one: len(one[1]))
            return Portion(-1, group, np.array(rows[:FIRST], dtype=np.int64))
        portions = self.sample.portions
        return Portion(-1, portions[0].group, portions[0].rows[:FIRST]) if portions else None

    def _compare(self, portion: Portion, old: Read, new: Read, tally: Tally) -> None:
        left = tally.not_looked_at(portion.rows)
        places = left[np.isin(left, self._touched(portion, old[0], new[0]))]
        if places.size:
            rows = portion.rows[places]
            listings = self.sample.of(rows)
            results = []
            for plan, (table, degraded) in ((self.deciding.plan(portion.group, self.asked), old), (self._plan(portion.group), new)):
                failed = {number: degraded[place] for number, place in enumerate(places.tolist()) if place in degraded}
                results.append(decide_many(plan, listings, table.take(places.tolist()), failed))
            tally.add(rows, results[0], results[1])
        tally.looked(portion.rows)

    def _touched(self, portion: Portion, old: ReadingTable, new: ReadingTable) -> Rows:
        """Places within a portion that may be decided otherwise; all others are decided as they were."""
        every = np.arange(len(portion.rows), dtype=np.int64)
        if any(getattr(self.before, kind) != getattr(self.after, kind) for kind in _EVERYWHERE):
            return every
        found = _read_otherwise(old, new)
        listings = self.sample.of(portion.rows) if self._rules else []
        for content, table in ((self.before, old), (self.after, new)):
            rules = {name: content.rules[name] for name in sorted(self._rules) if name in content.rules}
            if rules:
                plan = plan_of(msgspec.structs.replace(content, rules=rules), portion.group, self.asked)
                verdicts = decide_many(plan, listings, table, {}).findings_verdicts
                found.update(np.flatnonzero(verdicts.any(axis=1)).tolist())
        return np.array(sorted(found), dtype=np.int64)

    def _tested(self) -> list[Outcome]:
        """Examples of changed concepts; tests of changed rules, and of rules that ask for a changed concept."""
        asking = {rule.id for rule in self.after.rules.values() if rule.id in self.units or not self.units.isdisjoint(_named(rule))}
        wanted = self.units | asking
        outcomes = Tests(self.after, self.reader.read, self.reader.read).run(lambda name: name in wanted)
        return [one for _, one in zip(range(2_000), outcomes, strict=False)]


def try_out(
    deciding: Deciding,
    after: Content,
    locked: Mapping[str, Locked],
    sample: Sample,
    asked: Asked,
    tell: Tell = lambda _step, _share: None,
) -> Trialled:
    """Everything that comes of trying a content that differs from the one that decides in a few units."""
    *_, last = Trial(deciding, after, locked, sample, asked).run(tell)
    return last


def _read_otherwise(old: ReadingTable, new: ReadingTable) -> set[int]:
    if old is new:
        return set()

    def of(table: ReadingTable) -> set[tuple[object, ...]]:
        names: Sequence[str] = table.concepts
        rows = zip(table.row.tolist(), table.concept.tolist(), table.confidence.tolist(), strict=True)
        found: set[tuple[object, ...]] = {(row, names[concept], confidence) for row, concept, confidence in rows}
        for name, (at, values) in table.values.items():
            found.update((row, name, "value", value) for row, value in zip(at.tolist(), values.tolist(), strict=True))
        return found

    return {int(one[0]) for one in of(old) ^ of(new)}  # type: ignore[call-overload]  # the first of each is a row


def _named(rule: Rule) -> set[str]:
    return {*(name for group in rule.when.all for name in group), *rule.when.any, *rule.when.none}


def _words_of(before: Content, after: Content, units: frozenset[str]) -> Iterator[str]:
    """Terms of what is changed: new and old ones of concepts where they differ, all of them of the concepts that changed rules ask for."""
    asked: Counter[str] = Counter()
    for name in units:
        for content in (before, after):
            rule = content.rules.get(name)
            if rule is not None:
                asked.update({*(one for group in rule.when.all for one in group), *rule.when.any})
    for name in after.concepts.keys() | before.concepts.keys():
        old, new = before.concepts.get(name), after.concepts.get(name)
        if old is not new and (old is None or new is None or old != new):
            terms = [{term.text for term in one.terms} if one is not None else set() for one in (old, new)]
            yield from (text for text in (terms[0] ^ terms[1]) or (terms[0] | terms[1]))
    if sum(asked.values()) <= 40:
        for name in asked:
            for content in (before, after):
                concept = content.concepts.get(name)
                if concept is not None:
                    yield from (term.text.strip("*") for term in concept.terms)
