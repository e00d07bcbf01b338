"""A rule or two, one market, and all three engines at once."""

import datetime
from typing import Any

from pratique.engine import batch, online, reference
from pratique.engine.decision import Decision
from pratique.engine.plan import compile_plan
from pratique.facts import Evidence, Listing, Reading
from pratique.policy.model import (
    Channel,
    Citation,
    Condition,
    Content,
    DatedValue,
    DocumentType,
    Fallback,
    Market,
    Pack,
    Parameter,
    Rule,
    Source,
    Strategy,
    Text,
    Threshold,
    Verified,
)
from tests.parity.tables import table_of

AS_OF = datetime.date(2026, 11, 23)
TITLE: Text = {"en": "Infant walkers", "zh": "婴儿学步车"}


def rule(**given: Any) -> Rule:
    """A live rule of US law on infant walkers."""
    fields: dict[str, Any] = {
        "id": "us/walker",
        "title": TITLE,
        "when": Condition(all=(("child.infant_walker",),)),
        "demand": "prohibited",
        "fix": {"en": "Take it down.", "zh": "下架。"},
        "basis": (Citation("us-16cfr1216", "1216.2"),),
        "verified": Verified(by="official_text", checked=AS_OF),
    }
    fields |= given
    fields.setdefault("jurisdiction", fields["id"].split("/")[0])
    return Rule(**fields)


def content(*rules: Rule, thresholds: tuple[Threshold, ...] = (), fallback: Fallback = Fallback(), **given: Any) -> Content:  # noqa: B008
    """Markets US and DE, a channel with house rules."""
    fields: dict[str, Any] = {
        "version": "2026.11.23",
        "hash": "0",
        "packs": {"us": Pack("us", TITLE), "house": Pack("house", TITLE, kind="house")},
        "sources": {"us-16cfr1216": Source("us-16cfr1216", TITLE, "16 CFR part 1216")},
        "parameters": {"us/limit": Parameter("us/limit", TITLE, (DatedValue(AS_OF, 5.0),))},
        "rules": {one.id: one for one in rules},
        "markets": {"US": Market("US", TITLE, ("us",)), "DE": Market("DE", TITLE, ("eu", "de"))},
        "channels": {"shop": Channel("shop", TITLE, packs=("house",), sale_kind="b2c")},
        "documents": {
            "us.cpc": DocumentType("us.cpc", TITLE, "certificate", number_pattern="[A-Z]{3}[0-9]+", needs_expiry=True),
            "us.letter": DocumentType("us.letter", TITLE, "report"),
        },
        "strategies": {"default": Strategy("default", TITLE, (Threshold(0.8, 0.5), *thresholds), fallback)},
    }
    return Content(**(fields | given))


def walker(**given: Any) -> Listing:
    """A listing of which only the title is known, and what is given."""
    return Listing(**({"listing_id": "L1", "title": "Baby walker with wheels"} | given))


def read(concept: str = "child.infant_walker", confidence: float = 0.9, *values: float) -> Reading:
    """One reading with its evidence."""
    return Reading(concept, confidence, (Evidence(concept, "title", 5, 11, "walker"),), values)


def decide(
    known: Content,
    listing: Listing,
    *readings: Reading,
    market: str = "US",
    channel: str | None = None,
    stage: str = "live",
    as_of: datetime.date = AS_OF,
    degraded: frozenset[str] | None = None,
) -> Decision:
    """The decision of the reference, after the other engines gave the same."""
    plan = compile_plan(known, [market], channel=channel, stage=stage, as_of=as_of)
    given = reference.decide(
        known, listing, readings, market=market, channel=channel, stage=stage, as_of=as_of, strategy="default", degraded=degraded
    )
    assert online.decide(plan, listing, readings, degraded) == [given]
    evidence = tuple(one for reading in readings for one in reading.evidence)
    result = batch.decide_many(plan, [listing], table_of([readings]), None if degraded is None else {0: degraded})
    assert result.to_decisions(0, evidence) == [given]
    return given
