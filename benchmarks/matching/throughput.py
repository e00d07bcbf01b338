"""Listings against a hundred thousand notices: time and memory, beside a loop of RapidFuzz over all pairs."""

import gc
import random
import resource
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.matching.made_up import notices
from benchmarks.matching.trial import written
from benchmarks.measure import Figure, at_most
from pratique.facts.listing import Listing
from pratique.identity.matcher import NoticeMatcher
from pratique.identity.notice import ProductNotice
from pratique.policy.model import Content

NOTICES, LISTINGS, SWEPT = 100_000, 1_000_000, 3_000
"""The task, and how many listings of it are really swept here: the rest follows by rule of three."""
_SECTION = "matching"


def against_notices(_: Content) -> Iterator[Figure]:
    """Build, sweep, one listing; the peers on a part of the same task."""
    made = list(notices(NOTICES, seed=3))
    gc.collect()
    before = _resident()
    began = time.process_time()
    matcher = NoticeMatcher(made)
    yield Figure(_SECTION, f"{NOTICES:,} notices: made ready", time.process_time() - began, "s")
    gc.collect()
    yield Figure(_SECTION, f"{NOTICES:,} notices: memory", _resident() - before, "MB")
    listings = [one.listing for one in written(random.Random(4).sample(made, SWEPT // 3), random.Random(4))][:SWEPT]
    taken = []
    for listing in listings:
        began = time.process_time()
        matcher.match(listing)
        taken.append(time.process_time() - began)
    each = sum(taken) / len(taken)
    taken.sort()
    yield at_most(_SECTION, "a new listing against all notices, median", taken[len(taken) // 2] * 1e3, "ms", 5)
    yield at_most(_SECTION, "a new listing against all notices, 99th percentile", taken[int(len(taken) * 0.99)] * 1e3, "ms", 5)
    theirs = all_pairs(made, listings)
    yield Figure(
        _SECTION,
        f"{LISTINGS:,} listings against {NOTICES:,} notices, one core (of {len(listings):,})",
        each * LISTINGS / 60,
        "min",
        peer=f"RapidFuzz over all pairs, {theirs * LISTINGS / 3600:,.0f} h (of {_PART[0]} × {_PART[1]:,})",
        ratio=theirs / each,
    )
    began = time.process_time()
    few = NoticeMatcher(made[:20], rarity=matcher.rarity)
    for listing in listings:
        few.match(listing)
    yield Figure(
        _SECTION,
        f"20 new notices against {LISTINGS:,} listings, one core",
        (time.process_time() - began) / len(listings) * LISTINGS / 60,
        "min",
    )


def _resident() -> float:
    """Megabytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


_PART = (100, 20_000)


def all_pairs(made: Sequence[ProductNotice], listings: Sequence[Listing]) -> float:
    """Processor seconds a listing takes to be compared with every notice by `token_set_ratio`; taken from a part."""
    names = [notice.products[0].name.lower() for notice in made[: _PART[1]]]
    titles = [listing.title.lower() for listing in listings[: _PART[0]]]
    began = time.process_time()
    process.cdist(titles, names, scorer=fuzz.token_set_ratio, workers=1)
    return (time.process_time() - began) / len(titles) * (NOTICES / len(names))
