"""Real titles of forbidden goods, disguised, against the listings they were; and real honest catalogues, none of which is one of them."""

import importlib.util
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pratique.facts import Listing
from pratique.identity.duplicates import DuplicateIndex, fingerprints

SHARED = Path(os.environ.get("PRATIQUE_SHARED", Path(__file__).parents[4] / "shared"))
pytestmark = [pytest.mark.shared, pytest.mark.slow, pytest.mark.skipif(not SHARED.is_dir(), reason="the data are kept elsewhere")]


def generator() -> Any:
    spec = importlib.util.spec_from_file_location("obfuscate", SHARED / "eval" / "obfuscate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def refused() -> tuple[list[str], DuplicateIndex]:
    titles = [
        title
        for title in pl.read_parquet(SHARED / "data" / "prohibited.parquet")["title"].unique(maintain_order=True)
        if title and len(title) > 15
    ]
    index = DuplicateIndex()
    index.add_many([Listing(f"r{number}", title) for number, title in enumerate(titles)])
    return titles, index


def test_disguised_copies_are_known(refused: tuple[list[str], DuplicateIndex]) -> None:
    titles, index = refused
    made = generator()
    for trick in made.TRICKS:
        known = 0
        some = titles[:400]
        for number, keyed in enumerate(
            fingerprints([Listing("copy", made.disguise(title, number + 11, trick)) for number, title in enumerate(some)])
        ):
            known += f"r{number}" in {match.id for match in index.query(keyed, least="near")}
        print(f"{trick}: {known / len(some):.3f}")
        assert known >= 0.95 * len(some), trick


def test_honest_catalogues_hold_none_of_them(refused: tuple[list[str], DuplicateIndex]) -> None:
    _, index = refused
    asked, found = 0, []
    for path in sorted((SHARED / "data" / "ordinary").glob("*.parquet")):
        titles = [title for title in pl.read_parquet(path)["title"].to_list() if title][:6_000]
        for keyed in fingerprints([Listing("q", title) for title in titles]):
            found += index.query(keyed, least="near")
        asked += len(titles)
    print(f"{len(found)} of {asked:,} honest listings")
    assert asked > 20_000
    assert len(found) <= asked / 10_000
