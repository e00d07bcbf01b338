"""The rows of the budget: one listing, a catalogue, memory, start."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from benchmarks import catalogue
from benchmarks.measure import Figure, at_least, at_most, percentiles, seconds
from pratique.assembly.observed import read_many
from pratique.assembly.screener import Screener
from pratique.engine.batch import decide_many
from pratique.policy.model import Content
from pratique.signals.text.normal import both_forms

SIZE = 16_000


def one_listing(content: Content) -> Iterator[Figure]:
    """In process, all content, all markets, a 500-character description."""
    screener = Screener(content, channel="aliexpress")
    listings = catalogue.listings(6000)
    for listing in listings[:1000]:
        screener.screen(listing)
    median, worst = percentiles((lambda listing=listing: screener.screen(listing)) for listing in listings[1000:])  # type: ignore[misc]
    yield at_most("one listing", "to its verdicts and findings, median", median, "µs", 150)
    yield at_most("one listing", "to its verdicts and findings, 99th percentile", worst, "µs", 1000)


def whole_catalogue(content: Content) -> Iterator[Figure]:
    """Batch, one core, to a matrix of verdicts and the findings that hold or refuse; each step apart."""
    screener = Screener(content, channel="aliexpress", engine="batch")
    for name, listings, limit in (
        ("500-character descriptions", catalogue.listings(SIZE), 15_000),
        ("titles only", catalogue.titles(SIZE), 60_000),
    ):
        screener.verdicts(listings).grave()
        whole = seconds(lambda listings=listings: screener.verdicts(listings).grave())  # type: ignore[misc]
        yield at_least("batch", f"{name}: to verdict matrix and grave findings", SIZE / whole, "listings a second", limit)
        texts = [text for listing in listings for text in (listing.title, listing.description) if text]
        normal = seconds(lambda texts=texts: [both_forms(text) for text in texts])  # type: ignore[misc]
        reading = seconds(lambda listings=listings: read_many(screener.detector, listings))  # type: ignore[misc]
        table, _ = read_many(screener.detector, listings)
        deciding = seconds(lambda listings=listings, table=table: decide_many(screener.plan, listings, table).grave())  # type: ignore[misc]
        for what, taken in (("normalising one by one", normal), ("reading concepts", reading), ("deciding", deciding)):
            yield Figure("batch", f"{name}: {what}", taken / SIZE * 1e6, "µs a listing")


def files(content: Content) -> Iterator[Figure]:
    """Reading rows and writing decisions, apart from what is done between."""
    from pratique.assembly.read import input_files, read_listings
    from pratique.assembly.write import decision_lines

    listings = catalogue.listings(4000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "catalogue.jsonl")
        path.write_bytes(b"\n".join(msgspec.json.encode(listing) for listing in listings))
        taken = seconds(lambda: sum(len(chunk.listings) for chunk in read_listings(input_files(str(path)))))
        yield Figure("files", "reading JSON Lines", taken / len(listings) * 1e6, "µs a listing")
    screener = Screener(content, channel="aliexpress")
    decisions = [decision for listing in listings for decision in screener.screen(listing)]
    taken = seconds(lambda: decision_lines(decisions))
    yield Figure("files", "writing JSON Lines", taken / len(decisions) * 1e6, "µs a row (listing and market)")


def memory(content: Content) -> Iterator[Figure]:
    """What the compiled full content adds to a process that has only imported the library."""
    script = (
        "import resource, sys; rss=lambda: int(open('/proc/self/statm').read().split()[1])*resource.getpagesize()/1e6\n"
        "from pratique.assembly.screener import Screener\nfrom pratique.policy.load import load_content\nfrom pratique.facts import Listing\n"
        "before=rss(); s=Screener(load_content(), channel='aliexpress'); s.screen(Listing('1','plush toy with button cell')); print(rss()-before)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    yield at_most("memory", "compiled full content", float(done.stdout), "MB", 500)


def start(content: Content) -> Iterator[Figure]:
    """The command line to its first answer, content parsed before (wall time, a whole process)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "one.jsonl")
        path.write_text('{"listing_id": "1", "title": "plush toy with button cell"}\n')
        command = [sys.executable, "-m", "pratique", "screen", str(path), "--channel", "aliexpress"]
        best = float("inf")
        compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}  # as an installation is
        for _ in range(5):
            began = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True, env=compiled)
            best = min(best, time.perf_counter() - began)
    yield at_most("start", "command line to its first answer", best, "s", 1.5)
