"""The packaged content reviewed by contradiction: what cannot all be meant, what decides nothing, where nobody looked, what cries wolf."""

import datetime
from collections import Counter
from pathlib import Path

import pytest

from pratique import Listing, Screener, load_content
from pratique.policy.lint.issue import Context
from pratique.policy.lint.run import lint_content
from pratique.signals.text.detector import TextDetector

LOOKED_FOR = ("contradiction", "duplicate_rule", "idle_concept", "open_cell", "idle_gap", "unknown_topic")
ORDINARY = Path(__file__).parents[3] / "shared" / "data" / "ordinary"
MOST = 0.002
MET_FROM = 0.5
MOST_ROWS = 10_000
"""Of a longer catalogue every second, third … listing is read."""
STOPPING = frozenset(
    [
        "drug",
        "medicine",
        "weapon",
        "explosive",
        "chemical",
        "pesticide",
        "counterfeit",
        "identity_document",
        "financial_fraud",
        "hacking",
        "surveillance",
        "wildlife",
        "human_remains",
        "gambling",
        "adult",
        "hate_extremism",
        "service",
        "transaction_diversion",
        "cultural_property",
        "waste",
    ]
)
"""Families whose rules stop a listing; the others say what ordinary goods are or have, and meet many of them."""


@pytest.mark.parametrize("issue", LOOKED_FOR)
def test_the_content_has_none(issue: str) -> None:
    found = lint_content(Context(load_content(), datetime.date(2026, 11, 23)))
    assert [(one.about, one.message()) for one in found if one.name == issue] == []


@pytest.mark.shared
@pytest.mark.skipif(not ORDINARY.is_dir(), reason="ordinary catalogues are kept outside the repository")
def test_no_term_meets_many_ordinary_listings() -> None:
    import polars as pl

    detector = Screener(load_content()).detector
    for path in sorted(ORDINARY.glob("*.parquet")):
        rows = pl.read_parquet(path).to_dicts()
        rows = rows[:: 1 + len(rows) // MOST_ROWS]
        listings = [
            Listing(str(number), str(row["title"] or ""), description=text(row, "description"), category=text(row, "category"))
            for number, row in enumerate(rows)
        ]
        most = MOST * len(listings)
        met: Counter[tuple[str, str]] = Counter()
        for listing, read in frequent_concepts(detector, listings, most):
            shown = {(one.concept, shown.term) for one in detector.read(listing) if one.concept in read for shown in one.evidence}
            met.update(shown)
        assert {key: count for key, count in met.items() if count > most} == {}, path.stem


def text(row: dict[str, object], name: str) -> str | None:
    value = row.get(name)
    return str(value) if value else None


def frequent_concepts(detector: TextDetector, listings: list[Listing], most: float) -> list[tuple[Listing, set[str]]]:
    """Listings with the concepts of a stopping family that many of them show: of a rarer concept no term can be frequent."""
    seen = [detector.observe(listing).confidence for listing in listings]
    names = detector.concepts
    counted = Counter(
        names[number]
        for one in seen
        for number, confidence in one.items()
        if confidence >= MET_FROM and names[number].partition(".")[0] in STOPPING
    )
    frequent = {name for name, count in counted.items() if count > most}
    found = [(listing, {names[number] for number in one} & frequent) for listing, one in zip(listings, seen, strict=True)]
    return [(listing, read) for listing, read in found if read]
