"""Duplicates of a million listings: an index filled, every group found, and the same by other means, extrapolated from a part."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import catalogue
from benchmarks.measure import Figure, percentiles
from pratique.facts import Listing
from pratique.identity.duplicates import DuplicateIndex, fingerprint, groups
from pratique.identity.duplicates.bare import bare
from pratique.policy.model import Content

SIZE, COPIED = 1_000_000, 0.1
_PART = 3_000


def listings(count: int) -> Iterator[Listing]:
    """Titles of a catalogue, a tenth of them copies written otherwise."""
    rng = random.Random(9)
    made: list[Listing] = []
    for number in range(count):
        if number % 1_000 == 0:
            made = catalogue.titles(1_000, seed=number)
        title = made[number % 1_000].title
        if rng.random() < COPIED:
            title = made[rng.randrange(1_000)].title.replace(" ", rng.choice((" . ", " ", "  ")), 2).upper()
        yield Listing(f"l{number}", title)


def of_catalogue(_: Content) -> Iterator[Figure]:
    """In a process of its own, so that its memory is its own."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.duplicates", str(SIZE)], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    section = "duplicates of 1,000,000 listings"
    own, whole = found["add"] + found["groups"], SIZE * (SIZE - 1) / 2 / _all_pairs()
    filled, memory = _datasketch()
    yield Figure(
        section,
        f"index and {found['count']:,} groups",
        own,
        "s",
        peer=f"RapidFuzz, all pairs, {whole / 3600:,.1f} hours",
        ratio=whole / own,
    )
    quick = SIZE / found["add"]
    yield Figure(
        section, "filling the index", quick, "listings a second", peer=f"datasketch MinHashLSH, {filled:,.0f}", ratio=quick / filled
    )
    yield Figure(section, "memory", found["memory"], "MB", f"datasketch MinHashLSH: {memory * SIZE / 1e6:,.0f} MB")
    yield Figure(section, "listings like one, median", found["median"], "µs")
    yield Figure(section, "listings like one, 99th percentile", found["worst"], "µs")


def _all_pairs() -> float:
    """Pairs a second that a loop over RapidFuzz compares, on one core."""
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    titles = [bare(listing.title) for listing in listings(_PART)]
    began = time.process_time()
    process.cdist(titles, titles, scorer=Indel.normalized_similarity, workers=1)
    return _PART * _PART / (time.process_time() - began)


def _datasketch() -> tuple[float, float]:
    """Listings a second, and bytes a listing."""
    import tracemalloc

    from datasketch import MinHash, MinHashLSH

    def fill(some: list[Listing]) -> MinHashLSH:
        index = MinHashLSH(params=(12, 4), num_perm=48)
        for listing in some:
            signature = MinHash(num_perm=48)
            title = bare(listing.title)
            signature.update_batch([title[at : at + 5].encode() for at in range(max(1, len(title) - 4))])
            index.insert(listing.listing_id, signature)
        return index

    some = list(listings(_PART))
    began = time.process_time()
    fill(some)
    taken = time.process_time() - began
    tracemalloc.start()
    kept = fill(some)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return _PART / taken, size / _PART


def _alone(count: int) -> None:
    def resident() -> float:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

    before = resident()
    index = DuplicateIndex()
    began = time.process_time()
    index.add_many(listings(count))
    index.settle()
    filled = time.process_time()
    memory = resident() - before
    found = sum(1 for _ in groups(index))
    ended = time.process_time()
    asked = [fingerprint(listing) for listing in catalogue.titles(500, seed=7_000)]
    median, worst = percentiles((lambda one=one: index.query(one)) for one in asked)  # type: ignore[misc]  # a default binds the loop variable, which mypy does not infer
    print(json.dumps({"add": filled - began, "groups": ended - filled, "count": found, "memory": memory, "median": median, "worst": worst}))


if __name__ == "__main__":
    _alone(int(sys.argv[1]))
