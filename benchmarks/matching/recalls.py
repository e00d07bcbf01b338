"""Recall matching on real notices: `python -m benchmarks.matching.recalls [FOLDER]`.

The notices of one authority are put into its official form and read by the feed's own parser; listings are written for every second one of those
that tell one product from others (`traders.Known.names_it`), beside the honest ones. The rules were looked at on the others: only the half kept
aside is reported.
"""

import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks import shared
from benchmarks.matching.traders import Written
from benchmarks.matching.trial import Outcome, tried, written
from pratique.assembly.feeds import cpsc
from pratique.assembly.recalled import ordinary_words
from pratique.identity.matcher import NoticeMatcher
from pratique.identity.notice import ProductNotice
from pratique.policy.load import load_content

DATA = shared.DATA / "recalls"


def official(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the authority's web service gives it."""
    return {
        "RecallNumber": row["id"],
        "RecallDate": row["date"],
        "Title": row["title"],
        "Description": row["description"],
        "URL": row["url"],
        "Products": [{"Name": name, "NumberOfUnits": row["units"]} for name in row["products"]],
        "Hazards": [{"Name": row["hazard"]}],
        "ManufacturerCountries": [{"Country": name} for name in row["countries"]],
        "Images": [{"URL": url} for url in row["images"]],
    }


def real_notices(folder: Path = DATA) -> list[ProductNotice]:
    """All of them, in the order of the file."""
    return [cpsc.parse(official(row)) for row in pl.read_parquet(folder / "cpsc.parquet").to_dicts() if row["title"]]


def held_out(notices: Sequence[ProductNotice], most: int, seed: int = 11) -> list[Written]:
    """Listings for, and beside, the half of the notices that no rule was looked at on; so many at most."""
    aside = {notice.id for notice in notices[1::2]}
    listings = [one for one in written(notices, random.Random(seed)) if one.notice in aside]
    random.Random(seed).shuffle(listings)
    return listings[:most]


def measure(most: int = 6_000, folder: Path = DATA) -> tuple[Outcome, float]:
    """Outcome, and milliseconds of processor time a listing."""
    notices = real_notices(folder)
    matcher = NoticeMatcher(notices, ordinary=ordinary_words(load_content()))
    listings = held_out(notices, most)
    began = time.process_time()
    outcome = tried(matcher, listings)
    return outcome, (time.process_time() - began) / len(listings) * 1e3


def main() -> None:
    """Print the figures."""
    outcome, each = measure(folder=Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
    print(f"recall {outcome.recall:.3f}  precision {outcome.precision:.3f}  {each:.2f} ms a listing")
    for kind, (count, found) in sorted(outcome.by_kind.items()):
        print(f"{kind:12} {count:6,} of which found {found:6,}")


if __name__ == "__main__":
    main()
