"""How cost grows with the number of rules and with the length of listings."""

import datetime
import itertools
import random
from collections import Counter
from collections.abc import Iterator

import msgspec

from benchmarks import catalogue
from benchmarks.measure import Figure, at_most, percentiles, seconds
from pratique.assembly.screener import Screener
from pratique.base.period import Period
from pratique.facts import Listing
from pratique.policy.model import Citation, Comparison, Concept, Condition, Content, Rule, Term, Verified

LETTERS = "bcdfghjklmnpqrstvwz"


def of_rules(content: Content) -> Iterator[Figure]:
    """The same catalogue under ever more rules: half on new concepts, half on concepts frequent in it. The content's own are the least."""
    listings = catalogue.listings(16_000)
    few = listings[:3000]
    frequent = _frequent(content, few)
    first: dict[str, float] = {}
    least = max(1_000, len(content.rules))
    for count in (least, 5_000, 20_000, 50_000):
        grown = grow(content, count, frequent)
        batch = Screener(grown, channel="aliexpress", engine="batch")
        batch.verdicts(listings)
        taken = seconds(lambda batch=batch: batch.verdicts(listings)) / len(listings) * 1e6  # type: ignore[misc]
        online = Screener(grown, channel="aliexpress")
        for listing in few:
            online.screen(listing)
        median, _ = percentiles((lambda listing=listing, online=online: online.screen(listing)) for listing in few)  # type: ignore[misc]
        for engine, value in (("batch", taken), ("online, median", median)):
            start = first.setdefault(engine, value)
            yield Figure("growth over rules", f"{engine}: {count:,} rules", value, "µs a listing")
            if count == 50_000:
                yield at_most("growth over rules", f"{engine}: 50,000 against {least:,} rules", value / start, "times", 1.3)


def of_length(content: Content) -> Iterator[Figure]:
    """Longer descriptions."""
    screener = Screener(content, channel="aliexpress", engine="batch")
    for length in (100, 500, 2_000, 10_000, 100_000):
        listings = catalogue.listings(max(40, 400_000 // length), length=length, examples=0)
        screener.verdicts(listings)
        taken = seconds(lambda listings=listings: screener.verdicts(listings)) / len(listings) * 1e6  # type: ignore[misc]
        yield Figure("growth over length", f"{length:,} characters", taken, "µs a listing")


def grow(content: Content, count: int, frequent: list[str]) -> Content:
    """The content with rules added up to `count`, over all its jurisdictions."""
    rng = random.Random(7)
    concepts, rules = dict(content.concepts), dict(content.rules)
    packs = [name for name, pack in content.packs.items() if pack.kind == "law"]
    sources = {pack: next((source for source in content.sources), "") for pack in packs}
    for number in itertools.count():
        if len(rules) >= count:
            break
        pack = packs[number % len(packs)]
        where: tuple[Comparison, ...] = ()
        if number % 2:
            name = f"product.bench_{number}"
            words = " ".join("".join(rng.choices(LETTERS, k=6)) for _ in range(2))
            concepts[name] = Concept(name, {"en": name, "zh": name}, (Term(words, "en"),))
            when = Condition(all=((name,),))
        else:
            kind = number // 2 % 3
            chosen = rng.sample(frequent, 2)
            when = Condition(all=((chosen[0],),)) if kind != 1 else Condition(all=((chosen[0],), (chosen[1],)))
            if kind == 2:
                where = (Comparison("price", "gt", float(rng.randrange(10, 500))),)
        rule = f"{pack}/bench-{number}"
        rules[rule] = Rule(
            rule, {"en": rule, "zh": rule}, when, "certificate", {"en": "Upload it.", "zh": "上传。"}, (Citation(sources[pack]),),
            Verified("secondary", datetime.date(2026, 11, 23)), jurisdiction=pack, where=where, needs=(rng.choice(list(content.documents)),), in_force=Period(),
        )  # fmt: skip
    return msgspec.structs.replace(content, concepts=concepts, rules=rules, hash=f"{content.hash}-{count}")


def _frequent(content: Content, listings: list[Listing]) -> list[str]:
    detector = Screener(content).detector
    counts = Counter(reading.concept for listing in listings for reading in detector.read(listing) if reading.confidence >= 0.5)
    return [name for name, _ in counts.most_common(50)]
