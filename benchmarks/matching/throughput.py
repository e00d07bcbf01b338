"""A million listings against a hundred thousand notices, all of them: time and memory, beside RapidFuzz over all pairs and Splink.

The sweep reads a catalogue from a file and writes what matches to another, as `pratique feeds match` does, in a process of its own:
`python -m benchmarks.matching.throughput alone LISTINGS` prints JSON.
"""

import gc
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any

import msgspec
from rapidfuzz import fuzz, process

from benchmarks.matching.made_up import notices
from benchmarks.matching.trial import written
from benchmarks.measure import Figure, at_most
from pratique.assembly.matching import PORTION, matched
from pratique.assembly.read import input_files, read_listings
from pratique.facts.listing import Listing
from pratique.identity.matcher import NoticeMatcher
from pratique.identity.notice import ProductNotice
from pratique.policy.model import Content

NOTICES, LISTINGS, SINGLE = 100_000, 1_000_000, 3_000
"""The task; and how many listings are asked for one at a time."""
_BESIDE = 25_000
"""Notices of the part of the task that Splink does."""
_PART = (100, 20_000)
_SECTION = "matching"


def against_notices(_: Content) -> Iterator[Figure]:
    """Made ready, one listing, all listings."""
    found = _run("benchmarks.matching.throughput", "alone", str(LISTINGS))
    yield Figure(_SECTION, f"{NOTICES:,} notices: made ready", found["ready"], "s")
    yield Figure(_SECTION, f"{NOTICES:,} notices: memory", found["memory"], "MB")
    yield at_most(_SECTION, "a new listing against all notices, median", found["median"], "ms", 5)
    yield at_most(_SECTION, "a new listing against all notices, 99th percentile", found["worst"], "ms", 5)
    swept = f"{LISTINGS:,} listings against {NOTICES:,} notices"
    yield Figure(
        _SECTION,
        f"{swept}: processor time, file to file, every one",
        found["processor"] / 60,
        "min",
        peer=f"RapidFuzz over all pairs, {found['rapidfuzz'] * LISTINGS / 3600:,.1f} h (of {_PART[0]} × {_PART[1]:,})",
        ratio=found["rapidfuzz"] * LISTINGS / found["processor"],
    )
    yield Figure(_SECTION, f"{swept}: by the clock, {found['processes']:.0f} processes", found["clock"] / 60, "min")
    yield Figure(_SECTION, f"{swept}: peak memory of all processes together", found["peak"], "MB")
    yield Figure(_SECTION, f"20 new notices against {LISTINGS:,} listings: processor time", found["few"] / 60, "min")


def beside_splink(_: Content) -> Iterator[Figure]:
    """Ours and Splink on a part that Splink can do: time, memory and quality on the same rows."""
    beside = _run("benchmarks.matching.peer_splink", str(_BESIDE))
    ours, theirs = beside["ours"], beside["splink"]
    part = f"{beside['listings']:,} listings against {beside['notices']:,} notices, one process"
    for what, name, unit in (
        ("processor time", "processor", "s"),
        ("memory", "memory", "MB"),
        ("recall", "recall", ""),
        ("precision", "precision", ""),
    ):
        yield Figure(_SECTION, f"{part}: {what}", ours[name], unit, f"Splink {theirs[name]:,.3g} {unit}".strip())


def _run(module: str, *arguments: str) -> Any:
    done = subprocess.run([sys.executable, "-m", module, *arguments], stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def alone(size: int) -> dict[str, float]:
    """The sweep and what belongs to it, measured in this process and those it starts."""
    made = list(notices(NOTICES, seed=3))
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        catalogue, out = Path(folder) / "catalogue.jsonl", Path(folder) / "matches.jsonl"
        few = list(islice(listings(made), SINGLE))
        _write(catalogue, islice(listings(made), size))
        before, began = _memory(), time.process_time()
        matcher = NoticeMatcher(made)
        ready = time.process_time() - began
        gc.collect()
        memory = _memory() - before
        rapidfuzz = all_pairs(made, few)
        recent = made[:20]
        del made
        taken = []
        for listing in few:
            began = time.process_time()
            matcher.match(listing)
            taken.append(time.process_time() - began)
        taken.sort()
        swept = _swept(matcher, catalogue, out)
        rest = _swept(NoticeMatcher(recent, rarity=matcher.rarity), catalogue, out)
    return {
        "ready": ready,
        "memory": memory,
        "median": taken[len(taken) // 2] * 1e3,
        "worst": taken[int(len(taken) * 0.99)] * 1e3,
        "rapidfuzz": rapidfuzz,
        **swept,
        "few": rest["processor"],
        "processes": len(os.sched_getaffinity(0)),
    }


def listings(made: Sequence[ProductNotice]) -> Iterator[Listing]:
    """Without end: for and beside the notices, written anew each time round."""
    number = count()
    for seed in count():
        for one in written(made, random.Random(seed)):
            yield msgspec.structs.replace(one.listing, listing_id=f"l{next(number)}")


def _write(path: Path, some: Iterator[Listing]) -> None:
    encode = msgspec.json.encode
    with path.open("wb") as file:
        for one in some:
            fields = {
                name: value
                for name in ("listing_id", "title", "description", "category", "brand", "model", "gtin")
                if (value := getattr(one, name))
            }
            file.write(encode(fields) + b"\n")


def _swept(matcher: NoticeMatcher, catalogue: Path, out: Path) -> dict[str, float]:
    encode, rows, peak = msgspec.json.encode, 0, 0.0
    began, cpu = time.perf_counter(), _processor()
    chunks = read_listings(input_files(catalogue))
    portions = (chunk.listings[at : at + PORTION] for chunk in chunks for at in range(0, len(chunk.listings), PORTION))
    with out.open("wb") as file:
        for number, (some, found) in enumerate(matched(matcher, portions)):
            for listing, matches in zip(some, found, strict=True):
                rows += len(matches)
                file.writelines(encode((listing.listing_id, match)) + b"\n" for match in matches)
            if number % 50 == 0:
                peak = max(peak, _memory())
    return {"clock": time.perf_counter() - began, "processor": _processor() - cpu, "peak": peak, "rows": rows}


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _memory() -> float:
    """Megabytes of this process and those it started, what they share counted once."""
    own = os.getpid()
    children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
    total = 0
    for process_id in (str(own), *children):
        for line in Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def all_pairs(made: Sequence[ProductNotice], some: Sequence[Listing]) -> float:
    """Processor seconds a listing takes to be compared with every notice by `token_set_ratio`; taken from a part."""
    names = [notice.products[0].name.lower() for notice in made[: _PART[1]]]
    titles = [listing.title.lower() for listing in some[: _PART[0]]]
    began = time.process_time()
    process.cdist(titles, names, scorer=fuzz.token_set_ratio, workers=1)
    return (time.process_time() - began) / len(titles) * (NOTICES / len(names))


if __name__ == "__main__":
    print(json.dumps(alone(int(sys.argv[2]))))
