"""Splink on the task of recall matching, beside ours on the same rows: `python -m benchmarks.matching.peer_splink NOTICES` prints JSON.

Splink gets what makes it good: brand, kind, model numbers in the form our own reader gives them, GTIN, the words of the name with those of
the brand left out, and whether our reader takes it for a part or for something that goes with the product. Blocking: one GTIN, one model number, brand and kind, or brand and one word of the name. Weights by its own means:
`u` from random pairs, `m` by expectation maximisation. Of its answers that threshold is taken at which its F1 is best, which nobody would
know beforehand; ours are `same` and `probably`, as they ship.
"""

import json
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmarks.matching.made_up import notices
from benchmarks.matching.traders import Written
from benchmarks.matching.trial import written
from pratique.identity.matcher import NoticeMatcher
from pratique.identity.notice import ProductNotice, sketches_of
from pratique.identity.offer import Sketch, of_listing, sketch_of

Pair = tuple[str, str]


def main(count: int) -> None:
    """Each in a process of its own, so that its memory is its own."""
    print(json.dumps({"ours": _alone(ours, count), "splink": _alone(theirs, count), **about(count)}))


def _alone(work: Callable[[int], dict[str, float]], count: int) -> dict[str, float]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (work, count))


def _measured(work: Callable[[int], dict[str, float]], count: int) -> dict[str, float]:
    before = _peak()
    found = work(count)
    return {**found, "memory": _peak() - before}


def _peak() -> float:
    """Megabytes that this process had in memory at the most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def task(count: int) -> tuple[list[ProductNotice], list[Written]]:
    """Notices, and listings for and beside them."""
    made = list(notices(count, seed=3))
    return made, list(written(made, random.Random(5)))


def about(count: int) -> dict[str, int]:
    """How large the task is."""
    made, listings = task(count)
    return {"notices": len(made), "listings": len(listings)}


def scored(found: Iterable[Pair], listings: Sequence[Written]) -> dict[str, float]:
    """Recall and precision over listings: found is a recalled one whose notice is among its pairs; false an honest one with any."""
    by_listing: dict[str, set[str]] = {}
    for listing, notice in found:
        by_listing.setdefault(listing, set()).add(notice)
    recalled = hit = false = 0
    for one in listings:
        met = by_listing.get(one.listing.listing_id, set())
        if one.kind == "recalled":
            recalled += 1
            hit += one.notice in met
        else:
            false += bool(met)
    return {"recall": hit / recalled, "precision": hit / max(1, hit + false)}


def ours(count: int) -> dict[str, float]:
    """Made ready and swept in this one process."""
    made, listings = task(count)
    began, cpu = time.perf_counter(), time.process_time()
    matcher = NoticeMatcher(made)
    found = matcher.match_many([one.listing for one in listings])
    taken, worked = time.perf_counter() - began, time.process_time() - cpu
    pairs = [
        (one.listing.listing_id, match.notice)
        for one, matches in zip(listings, found, strict=True)
        for match in matches
        if match.score.verdict in ("same", "probably")
    ]
    return {"seconds": taken, "processor": worked, **scored(pairs, listings)}


def theirs(count: int) -> dict[str, float]:
    """Splink over DuckDB, with all the processors there are."""
    made, listings = task(count)
    began, cpu = time.perf_counter(), time.process_time()
    left = [_row(one.listing.listing_id, sketch_of(of_listing(one.listing))) for one in listings]
    right = [_row(one.id, sketch) for one in made for _, sketch in sketches_of(one)]
    predictions = _predicted(left, right)
    taken, worked = time.perf_counter() - began, time.process_time() - cpu
    best: dict[str, float] = {}
    for weight in range(-4, 40):
        found = scored(((listing, notice) for listing, notice, given in predictions if given >= weight), listings)
        f1 = 2 * found["recall"] * found["precision"] / max(1e-9, found["recall"] + found["precision"])
        if f1 > best.get("f1", -1.0):
            best = {**found, "f1": f1, "match_weight": weight}
    return {"seconds": taken, "processor": worked, "pairs": float(len(predictions)), **best}


def _predicted(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> list[tuple[str, str, float]]:
    """Listings and notices that may be the same, with the weight of the match."""
    import pyarrow as pa
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.ExactMatch("gtin"),
            compare.ArrayIntersectAtSizes("models", [1]),
            compare.JaroWinklerAtThresholds("brand", [0.92]),
            compare.ExactMatch("kind"),
            compare.ArrayIntersectAtSizes("words", [3, 2, 1]),
            compare.JaroWinklerAtThresholds("title", [0.95, 0.88, 0.75]),
            compare.ExactMatch("part"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("gtin"),
            block_on("models", arrays_to_explode=["models"]),
            block_on("brand", "kind"),
            block_on("brand", "words", arrays_to_explode=["words"]),
        ],
        probability_two_random_records_match=1 / len(right) / 4,
        retain_matching_columns=False,
    )
    database = DuckDBAPI()
    linker = Linker(
        [
            database.register(pa.Table.from_pylist(left), dataset_display_name="a_listings"),
            database.register(pa.Table.from_pylist(right), dataset_display_name="b_notices"),
        ],
        settings,
        log_level=40,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("brand", "kind"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("model"))
    found: Any = linker.inference.predict(threshold_match_probability=0.05)
    return list(found.as_duckdbpyrelation().select("unique_id_l, unique_id_r, match_weight").fetchall())


def _row(name: str, sketch: Sketch) -> dict[str, Any]:
    brand_words = frozenset[str]().union(*sketch.brand_words)
    models = sorted(sketch.models)
    return {
        "unique_id": name,
        "brand": sketch.brands[0] if sketch.brands else (sketch.name[0] if sketch.name else ""),
        "kind": sketch.name[-1] if sketch.name else "",
        "title": " ".join(sketch.name),
        "gtin": min(sketch.gtins, default=None),
        "model": models[0] if models else None,
        "models": models,
        "words": [word for word in dict.fromkeys(sketch.name) if word not in brand_words],
        "part": "part" if sketch.is_part or sketch.after_for else "whole",
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
