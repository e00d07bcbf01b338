"""Listings and decisions for tests of what comes after the engine."""

import datetime

from pratique.engine.decision import ConceptConfidence, Decision, Finding
from pratique.facts import Evidence, Listing

DAY = datetime.date(2026, 11, 23)


def listing(number: int, title: str = "3g MDMA crystals", **more: object) -> Listing:
    return Listing(str(number), title, **more)  # type: ignore[arg-type]


def decision(of: Listing, market: str, verdict: str = "allow", *, missing: tuple[str, ...] = ()) -> Decision:
    """A decision of that verdict; where it is no allow, with one finding on the word MDMA in the title."""
    stopped = verdict != "allow"
    at = of.title.find("MDMA")
    finding = Finding(
        "gb/controlled-drug",
        1,
        "prohibited",
        verdict,
        ("drug.mdma",),
        0.912345,
        ("Misuse of Drugs Act 1971, 4",),
        "Take it down.",
        "下架。",
    )
    evidence = Evidence("drug.mdma", "title", at, at + 4, "MDMA", 630, "mdma")
    return Decision(
        listing_id=of.listing_id,
        market=market,
        verdict=verdict,
        confidence=0.912345 if stopped else None,
        findings=(finding,) if stopped else (),
        concepts=(ConceptConfidence("drug.mdma", 0.912345),) if stopped else (),
        missing=missing,
        evidence=(evidence,) if stopped else (),
        degraded=False,
        content_version="2026.11.23",
        strategy_version="default@1",
        as_of=DAY,
        stage="live",
        channel=None,
    )
