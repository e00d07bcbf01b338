"""What a draft is tried on: listings in portions that are decided alike, and what the content that decides reads in them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec
import numpy as np
import numpy.typing as npt

from pratique.assembly.compiled import Compiled, compiled
from pratique.assembly.observed import observe, read_many
from pratique.assembly.screener import quantity_users
from pratique.assembly.snapshot import restored
from pratique.engine.batch import decide_many
from pratique.engine.plan import Plan, compile_plan
from pratique.facts import Listing, ReadingTable
from pratique.policy.model import Content
from pratique.signals.text.detector import TextDetector
from pratique.signals.text.normal import normalise
from pratique.store.samples import Sampled

PORTION = 1_000
"""Listings that are decided at once; what came of them is told before the next."""
_PLANS_KEPT = 24
Rows = npt.NDArray[np.int64]
Read = tuple[ReadingTable, dict[int, frozenset[str]]]
"""Readings of a portion, and the rows on which the detector failed."""


class Group(msgspec.Struct, frozen=True):
    """What listings have in common that are decided by one plan."""

    channel: str | None
    stage: str


class Portion(msgspec.Struct, frozen=True, eq=False):
    """Some listings of one group, by their place in the sample."""

    number: int
    group: Group
    rows: Rows


class Sample:
    """Listings, newest first, and how they were screened last."""

    def __init__(self, rows: Sequence[Sampled], listings: Sequence[Listing] | None = None) -> None:
        self.rows = tuple(rows)
        self.listings = tuple(listings) if listings is not None else tuple(restored(row.body.encode(), None) for row in rows)
        self._read: dict[int, Read] = {}
        self._read_by = ""

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words of each, in normal form: to guess which of them a term meets, never to decide."""
        return tuple(normalise(" ".join(filter(None, _words(one)))) for one in self.listings)

    @cached_property
    def portions(self) -> tuple[Portion, ...]:
        """All of them, the largest group first."""
        groups: dict[Group, list[int]] = {}
        for place, row in enumerate(self.rows):
            groups.setdefault(Group(row.channel, row.stage), []).append(place)
        found: list[Portion] = []
        for group, places in sorted(groups.items(), key=lambda one: -len(one[1])):
            for start in range(0, len(places), PORTION):
                found.append(Portion(len(found), group, np.array(places[start : start + PORTION], dtype=np.int64)))
        return tuple(found)

    def of(self, rows: Iterable[int]) -> list[Listing]:
        """Some of the listings."""
        return [self.listings[row] for row in rows]

    def read_by(self, deciding: "Deciding", portion: Portion) -> Read:
        """What the content that decides reads in a portion; read once."""
        if self._read_by != deciding.content.hash:
            self._read, self._read_by = {}, deciding.content.hash
        found = self._read.get(portion.number)
        if found is None:
            found = self._read[portion.number] = read_many(deciding.reader, self.of(portion.rows))
        return found

    def reading(self, deciding: "Deciding", asked: "Asked") -> Iterator[None]:
        """Make ready what a trial needs of the content that decides, step by step, so that it is there when a draft is tried."""
        _ = deciding.reader, self.texts
        yield
        for group in dict.fromkeys(portion.group for portion in self.portions):
            first = next(portion for portion in self.portions if portion.group == group)
            listings = self.of(first.rows[:1])
            decide_many(deciding.plan(group, asked), listings, observe(deciding.reader, listings).table, {})
            yield
        _ = deciding.reader.many
        yield
        for portion in self.portions:
            self.read_by(deciding, portion)
            yield


class Deciding:
    """The content that decides, with what reads by it and the plans it is compiled to; each made once."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self._plans: dict[object, Plan] = {}

    @cached_property
    def compiled(self) -> Compiled:
        """Terms and units, compiled."""
        return compiled(self.content)

    @cached_property
    def reader(self) -> TextDetector:
        """What reads by it."""
        return reader_of(self.content, self.compiled)

    def plan(self, group: Group, asked: "Asked") -> Plan:
        """What decides a group."""
        key = group, asked
        if key not in self._plans:
            while len(self._plans) >= _PLANS_KEPT:
                del self._plans[next(iter(self._plans))]
            self._plans[key] = plan_of(self.content, group, asked)
        return self._plans[key]


class Asked(msgspec.Struct, frozen=True):
    """How a sample is decided."""

    as_of: dt.date
    markets: tuple[str, ...] | None = None
    """`None`: all of the content."""
    strategy: str = "default"


def plan_of(content: Content, group: Group, asked: Asked) -> Plan:
    """A content compiled for a group. A channel it does not have is decided by law alone."""
    markets = tuple(code for code in (asked.markets or sorted(content.markets)) if code in content.markets)
    channel = group.channel if group.channel in content.channels else None
    return compile_plan(content, markets, channel=channel, stage=group.stage, as_of=asked.as_of, strategy=asked.strategy)


def reader_of(content: Content, kept: Compiled) -> TextDetector:
    """What reads by a content, from what was compiled of it."""
    return TextDetector(content.concepts, quantity_users(content), kept.unit_factors, kept.terms, content.brands)


def glance(content: Content, kept: Compiled) -> TextDetector:
    """The same from few terms, made in a moment: concepts without a term among them are read by nothing."""
    met = {entry.concept for entries in (*kept.terms.entries, *kept.terms.disguised_entries) for entry in entries}
    concepts = {
        name: one if number in met else msgspec.structs.replace(one, terms=(), categories=(), guards={}, context={})
        for number, (name, one) in enumerate(content.concepts.items())
    }
    return TextDetector(concepts, quantity_users(content), kept.unit_factors, kept.terms, content.brands)


def _words(listing: Listing) -> Iterator[str | None]:
    yield from (listing.title, listing.description, listing.brand, listing.category, listing.model)
    yield from (listing.attributes or {}).values()
