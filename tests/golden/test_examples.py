"""The example catalogue, decided as a compliance officer expects from the law and the house rules (`examples/README.md`)."""

import csv
import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pratique.assembly.read import read_listings
from pratique.assembly.screener import Screener
from pratique.engine.decision import Decision
from pratique.facts import Listing
from pratique.facts.listing import KINDS, STAGES
from pratique.policy.load import load_content
from pratique.policy.model import Content

pytestmark = pytest.mark.slow
EXAMPLES = Path(__file__).parents[2] / "examples"


class Expected(NamedTuple):
    """One line of `expected.csv`."""

    listing_id: str
    market: str
    stage: str
    channel: str
    as_of: str
    verdict: str
    main_rule: str
    known_gap: str
    note: str

    def differs(self, decision: Decision) -> str | None:
        """What is not as expected, in words; `None` where all is."""
        rules = [finding.rule for finding in decision.findings]
        if decision.verdict == self.verdict and (not self.main_rule or self.main_rule in rules):
            return None
        wanted = f"{self.verdict} by {self.main_rule}" if self.main_rule else self.verdict
        return f"{self.listing_id} {self.market} {self.stage}: expected {wanted}, got {decision.verdict} by {', '.join(rules[:3]) or 'nothing'}"


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="module")
def listings() -> dict[str, Listing]:
    found: dict[str, Listing] = {}
    for chunk in read_listings(EXAMPLES / "catalogue.jsonl"):
        assert not chunk.rejects
        found.update({one.listing_id: one for one in chunk.listings})
    return found


@pytest.fixture(scope="module")
def rows() -> list[Expected]:
    with (EXAMPLES / "expected.csv").open(encoding="utf-8", newline="") as file:
        return [Expected(**row) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def differences(content: Content, listings: dict[str, Listing], rows: list[Expected]) -> dict[Expected, str | None]:
    return dict(_differences(content, listings, rows))


def _differences(content: Content, listings: dict[str, Listing], rows: list[Expected]) -> Iterator[tuple[Expected, str | None]]:
    groups: defaultdict[tuple[str, str, str], list[Expected]] = defaultdict(list)
    for row in rows:
        groups[row.stage, row.channel, row.as_of].append(row)
    detector = Screener(content).detector  # reads for all of them: compiled once
    for (stage, channel, as_of), members in groups.items():
        markets = sorted({row.market for row in members})
        day = datetime.date.fromisoformat(as_of)
        screener = Screener(content, channel=channel or None, stage=stage, as_of=day, markets=markets, detector=detector)
        decided: dict[str, dict[str, Decision]] = {}
        for row in members:
            if row.listing_id not in decided:
                decided[row.listing_id] = {one.market: one for one in screener.screen(listings[row.listing_id])}
            yield row, row.differs(decided[row.listing_id][row.market])


def test_every_example_is_decided_as_expected(differences: dict[Expected, str | None]) -> None:
    wrong = [difference for row, difference in differences.items() if difference and not row.known_gap]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(differences)} rows differ", *wrong])


def test_known_gaps_are_gaps_still(differences: dict[Expected, str | None]) -> None:
    closed = [f"{row.listing_id} {row.market} {row.stage}" for row, difference in differences.items() if row.known_gap and not difference]
    assert not closed, f"decided as expected now, so `known_gap` goes: {', '.join(closed)}"


def test_few_examples_are_known_gaps(rows: list[Expected]) -> None:
    assert sum(bool(row.known_gap) for row in rows) < len(rows) * 0.06


def test_the_catalogue_is_as_wide_as_it_says(listings: dict[str, Listing]) -> None:
    assert len(listings) >= 840
    kinds = Counter(one.kind for one in listings.values())
    assert {kind: kinds[kind] for kind in KINDS if kinds[kind] < 12} == {}
    assert len({one.language for one in listings.values() if one.language}) >= 33


def test_every_family_is_read_somewhere(content: Content, listings: dict[str, Listing]) -> None:
    screener = Screener(content, markets=["GB"])
    read = {
        reading.concept.split(".", 1)[0] for one in listings.values() for reading in screener.concepts(one) if reading.confidence >= 0.5
    }
    assert sorted({concept.family for concept in content.concepts.values()} - read - {"product"}) == []


def test_every_listing_has_two_rows_and_every_stage_is_met(listings: dict[str, Listing], rows: list[Expected]) -> None:
    rows_of = Counter(row.listing_id for row in rows)
    assert sorted(name for name in listings if rows_of[name] < 2) == []
    assert sorted(set(rows_of) - set(listings)) == []
    assert {row.stage for row in rows} == set(STAGES)
