"""A catalogue swept at once: for each listing where it may be offered, and what stands in its way; nothing is kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from pratique.assembly.read import Chunk, Reject, read_listings
from pratique.assembly.screener import Screener
from pratique.facts import Listing
from pratique.policy.model import VERDICTS, Rule

MOST = 10_000
"""Rows that are read."""
MOST_RULES = 5
"""That are named for one listing, the gravest first."""


class Swept(msgspec.Struct, frozen=True):
    """One listing."""

    listing_id: str
    title: str
    markets: dict[str, tuple[str, ...]]
    """Verdict → markets, the gravest first; those it has in none are left out."""
    rules: tuple[Rule, ...]
    """That hold or refuse it somewhere."""

    @property
    def verdict(self) -> str:
        """The gravest of them."""
        return next(iter(self.markets))


class Sweep(msgspec.Struct, frozen=True):
    """All of them."""

    rows: tuple[Swept, ...]
    rejects: tuple[Reject, ...]
    is_more: bool
    """Whether there are more rows than were read."""

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Verdict → listings whose gravest it is."""
        found = Counter(row.verdict for row in self.rows)
        return [(name, found[name]) for name in reversed(VERDICTS)]


def sweep(path: Path, screener: Screener, markets: Sequence[str] | None = None) -> Sweep:
    """The listings of a file. Each counts for its own markets where it names some, else for all asked. Raises InputError."""
    rows: list[Swept] = []
    rejects: list[Reject] = []
    is_more = False
    for chunk in read_listings(path):
        left = MOST - len(rows) - len(rejects)
        is_more = is_more or chunk.rows > left
        rejects += chunk.rejects[:left]
        rows += islice(_of_chunk(chunk, screener, frozenset(markets) if markets is not None else None), max(0, left - len(chunk.rejects)))
        if is_more:
            break
    return Sweep(tuple(rows), tuple(rejects), is_more)


def _of_chunk(chunk: Chunk, screener: Screener, wall: frozenset[str] | None) -> Iterator[Swept]:
    listings = chunk.listings[:MOST]
    result = screener.verdicts(listings)
    grave = result.grave()
    _, at, numbers = grave.by_rule()
    rules_of = screener.plan.rules
    places = {rules_of[number].id: _places(screener, rules_of[number]) for number in set(numbers.tolist())}
    named: dict[int, set[int]] = {}
    for row, number in zip(at.tolist(), numbers.tolist(), strict=True):
        named.setdefault(row, set()).add(number)
    for position, listing in enumerate(listings):
        own = _own(listing, screener.markets, wall)
        found: dict[str, list[str]] = {}
        for market, verdict in zip(screener.markets, result.verdicts[position].tolist(), strict=True):
            if market in own:
                found.setdefault(VERDICTS[verdict], []).append(market)
        asking = (rules_of[number] for number in named.get(position, ()))
        rules = sorted((rule for rule in asking if not places[rule.id].isdisjoint(own)), key=lambda rule: (-rule.severity, rule.id))
        ordered = {name: tuple(found[name]) for name in reversed(VERDICTS) if name in found}
        yield Swept(listing.listing_id, listing.title, ordered, tuple(rules[:MOST_RULES]))


def _own(listing: Listing, markets: Sequence[str], wall: frozenset[str] | None) -> frozenset[str]:
    within = frozenset(markets) if wall is None else wall
    return (frozenset(listing.markets) & within) or within if listing.markets else within


def _places(screener: Screener, rule: Rule) -> frozenset[str]:
    """Markets whose law a rule is; of a rule of the house all of them."""
    markets = screener.content.markets
    found = frozenset(code for code in screener.markets if rule.jurisdiction in markets[code].jurisdictions)
    return found or frozenset(screener.markets)
